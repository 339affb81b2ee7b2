/** Declaration heads: what stands between a definition's first word and its body or value. */
import { LIMITS } from '../../kernel';
import { firstFrom, type Place } from './places';

export interface Literals {
  readonly comments: readonly Place[];
  readonly strings: readonly Place[];
  readonly emptied: readonly Place[];
}

/** The text between two offsets on one line: no comments, `'…'` for each string. */
export function headBetween(text: string, start: number, end: number, literals: Literals): string {
  const max = LIMITS.signatureMaxChars;
  const blanks = [...within(literals.comments, start, end, ' '), ...within(literals.emptied, start, end, ' '), ...within(literals.strings, start, end, "'…'")];
  blanks.sort((a, b) => a.start - b.start);
  let head = '';
  let at = start;
  for (const { start: from, end: to, stand } of blanks) {
    // A string in a string (interpolation) is part of the outer one.
    if (from < at) continue;
    head += tidy(text.slice(at, from)) + stand;
    at = Math.min(to, end);
    if (head.length > max) break;
  }
  // Far longer than the limit: white space may yet go.
  if (head.length <= max) head += tidy(text.slice(at, Math.min(end, at + 4 * max)));
  return tidy(head).trim().slice(0, max);
}

/** A signature without the sign that opens the body; `=` in front of a value stays. */
export function trimHead(head: string, callable: boolean): string {
  return head.replace(callable ? /\s*(?:[:={;]|=>)$/ : /\s*[:{]$/, '');
}

function within(places: readonly Place[], start: number, end: number, stand: string): (Place & { stand: string })[] {
  const found: (Place & { stand: string })[] = [];
  for (let i = firstFrom(places, start); i < places.length && places[i]!.start < end; i += 1) {
    found.push({ ...places[i]!, stand });
  }
  return found;
}

const tidy = (text: string): string => text.replace(/\s+/g, ' ');

const TYPE_MAX_CHARS = 200;

/** A type as written, on one line. */
export function typeText(text: string): string {
  return tidy(text.slice(0, 4 * TYPE_MAX_CHARS).replace(/\/\*[^]*?(?:\*\/|$)|\/\/[^\n]*/g, ''))
    .trim()
    .slice(0, TYPE_MAX_CHARS);
}

/** The words of a head that are modifiers of the language, in order. */
export function modifiersIn(head: string, words: ReadonlySet<string>): string[] {
  const found = head.match(/[A-Za-z_]\w*(?:\([\w: ]*\))?(?:-\w+)?/g) ?? [];
  return found.filter((word) => words.has(word.replace(/\(.*\)$/, '')));
}

/** A type's name without type arguments: `a.Base` of `a.Base<T>(x)`. */
export function typeName(text: string): string {
  return tidy(text).replace(/[<[({].*$/, '').replace(/^[\s&*]+|[\s?!&*]+$/g, '').slice(0, TYPE_MAX_CHARS);
}
