/** What stands in front of a name, read from the text: cheaper than asking the tree for every use. */

import { holds, type Place } from './places';

export interface Signs {
  /** `->` reaches members, as in C. */
  readonly arrow?: boolean;
  /** What stands in front of an object's own variables, as in Ruby's `@name`. */
  readonly fieldSign?: string;
  /** No name stands behind a receiver. */
  readonly noMembers?: boolean;
}

/** `b` in `b.name`, an empty string for a receiver without a name, undefined without a receiver. */
export function receiverBefore(text: string, start: number, signs: Signs, comments: readonly Place[]): string | undefined {
  if (signs.noMembers) return undefined;
  const { arrow = false, fieldSign } = signs;
  const operator = skipSpaceBack(text, start);
  const before = beforeOperator(text, operator, arrow);
  // A comment that ends with a full stop is no receiver.
  if (before < 0 || (operator < start && holds(comments, before))) return undefined;
  const end = skipSpaceBack(text, before);
  let from = end;
  while (from > 0 && isNamePart(text.charCodeAt(from - 1))) from -= 1;
  if (from < end && fieldSign !== undefined && text[from - 1] === fieldSign) from -= 1;
  if (from === end) return text.startsWith('super()', end - 7) ? 'super' : '';
  // `a.b.name`: what `a.b` is, its name alone does not tell.
  return beforeOperator(text, skipSpaceBack(text, from), arrow) < 0 ? text.slice(from, end) : '';
}

/** Offset behind the name that starts at `start`. */
export function endOfName(text: string, start: number): number {
  let end = start;
  while (end < text.length && isNamePart(text.charCodeAt(end))) end += 1;
  return end;
}

/** Offset in front of a member operator that ends at `end`, or -1. */
function beforeOperator(text: string, end: number, arrow: boolean): number {
  const last = text[end - 1];
  const previous = text[end - 2];
  if (last === '.') {
    if (previous === '.') return -1;
    if (previous === '!' && text[end - 3] === '!') return end - 3;
    return previous === '?' || previous === '&' || previous === '!' ? end - 2 : end - 1;
  }
  if (arrow && last === '>' && previous === '-') return text[end - 3] === '?' ? end - 3 : end - 2;
  if (last === ':' && previous === ':') return end - 2;
  return -1;
}

function skipSpaceBack(text: string, end: number): number {
  let at = end;
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at -= 1;
  return at;
}

const isSpace = (code: number): boolean => code === 32 || (code >= 9 && code <= 13);

function isNamePart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) || (code >= 65 && code <= 90) || (code >= 48 && code <= 57) || code === 95 || code === 36 || code > 127
  );
}
