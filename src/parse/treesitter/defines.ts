/**
 * Definitions of macros, apart from the code around them. They may stand where the grammars of C and C++ know none, in
 * lists of values and of names, and what they stand for may be no code at all: read on their own, neither disturbs.
 */
import { NEXT } from './branches';

export interface Defines {
  /** The text without definitions of macros. */
  readonly text: string;
  /** Nothing but these, each in its place; empty when there is none. */
  readonly apart: string;
}

const ANY = /^[ \t]*#[ \t]*define\b/m;
const DIRECTIVE = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|else|endif|define)\b[ \t]*(0?\b)/;
const DEPTH_MAX = 1_000;

/** Of `text`, as it was written in `original`; both are of the same length. What `#if 0` holds stays where it is. */
export function definesApart(text: string, original: string): Defines {
  if (!ANY.test(text)) return { text, apart: '' };
  const found: [start: number, end: number][] = [];
  const dead: boolean[] = [];
  // A comment without an end is one to the end: looking for one from each start would take the square of the length.
  for (const { 0: token, index } of `${text}*/`.matchAll(NEXT)) {
    const [, word, zero] = DIRECTIVE.exec(token) ?? [];
    if (word === undefined) continue;
    if (word === 'define') {
      if (!dead.includes(true)) found.push([index, Math.min(index + token.length, text.length)]);
    } else if (word === 'endif') dead.pop();
    else if (word === 'else' || word === 'elif') dead.splice(-1, 1, false);
    else if (dead.push(word === 'if' && zero === '0') > DEPTH_MAX) return { text, apart: '' };
  }
  return { text: without(text, found), apart: only(original, found) };
}

const blank = (text: string): string => text.replace(/[^\n]/g, ' ');

function without(text: string, places: readonly (readonly [number, number])[]): string {
  let [made, at] = ['', 0];
  for (const [start, end] of places) {
    made += text.slice(at, start) + blank(text.slice(start, end));
    at = end;
  }
  return made + text.slice(at);
}

function only(text: string, places: readonly (readonly [number, number])[]): string {
  let [made, at] = ['', 0];
  for (const [start, end] of places) {
    made += blank(text.slice(at, start)) + text.slice(start, end);
    at = end;
  }
  return made === '' ? '' : made + blank(text.slice(at));
}
