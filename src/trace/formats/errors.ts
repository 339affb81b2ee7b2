/** Names of errors, as most languages write them. */
import { TRACE_LIMITS, type TraceHead, type TraceRelation } from '../types';

// The look-behind lets a search start at the beginning of a name only: one pass over the line.
const NAMED = /(?<![\w$.:\\])([\w$.:\\]*(?:Error|Exception|Throwable|Failure|Fault|Interrupt|Timeout|Exit|Warning)[\w$]*(?: \[[\w-]{1,80}\])?)(?=$|[:\s(])/;
const HEAD_CHARS = 400;

/** The error that a line names, with its message, from its type on; undefined when it names none. */
export function namedError(line: string): string | undefined {
  const text = line.replace(/^\s*Exception in thread "[^"]{0,200}" /, '');
  const match = NAMED.exec(text.slice(0, HEAD_CHARS));
  return match ? text.slice(match.index, match.index + TRACE_LIMITS.errorChars).trim() : undefined;
}

/** A head for a line that names an error. `causes` tells lines that name the cause of what is above. */
export function namedHead(line: string, causes?: RegExp): TraceHead | undefined {
  const error = namedError(line);
  if (error === undefined) return undefined;
  const relation: TraceRelation = causes?.test(line) ? 'cause' : 'error';
  return { error, relation };
}

export const wholeNumber = (text: string | undefined): number | undefined => {
  const value = Number(text);
  return text !== undefined && Number.isSafeInteger(value) && value > 0 ? value : undefined;
};

export interface Place {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** `path:line` or `path:line:column`, whatever the path holds. */
export function readPlace(text: string): Place | undefined {
  const match = /:(\d{1,9})(?::(\d{1,9}))?$/.exec(text.slice(-24));
  if (!match) return undefined;
  const path = text.slice(0, text.length - match[0].length);
  const line = wholeNumber(match[1]);
  const column = wholeNumber(match[2]);
  return { path, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) };
}
