/**
 * Words of code and prose. An identifier gives its parts (camelCase, snake_case, digits), stemmed,
 * and, when it has several, itself as a whole: `parseHTTPUrl2` -> pars, http, url, 2, =parsehttpurl2.
 */
import { stemmer } from 'stemmer';
import { ownText } from '../kernel';

const IDENTIFIER = /[\p{L}_$][\p{L}\p{M}\p{N}_$]*|\p{N}+/gu;
const PART = /\p{Lu}+(?![\p{Ll}\p{M}])|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\p{M}]+|\p{N}+/gu;
/** Longer identifiers stand in the index as their beginning and a hash of the whole. */
const WORD_MAX_CHARS = 64;
const BEGINNING_CHARS = 40;
/** Longer words are data (base64, tables), not names. */
export const NAME_MAX_CHARS = 512;
/** A long word whose parts are shorter than this on average is data too: only as a whole may it be looked for. */
const PART_CHARS = 4;
const PARTS_MAX = 12;
const MEMO_MAX = 50_000;

/** Marks whole identifiers, so that they never mix with the stems of parts. */
export const WHOLE = '=';

const memo = new Map<string, readonly string[]>();
/** Words share their parts: a stem takes longer than all else about a new word. */
const stems = new Map<string, string>();

const LAST_ASCII = 127;
const [NONE, LOWER, UPPER, DIGIT] = [0, 1, 2, 3];
/** What an ASCII character is within a word. */
const KINDS = Uint8Array.from({ length: LAST_ASCII + 1 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[a-z]/.test(character) ? LOWER : /[A-Z]/.test(character) ? UPPER : /[0-9]/.test(character) ? DIGIT : NONE;
});

/** The identifiers, plain words and numbers of a text, as written, in order. */
export function wordsOf(text: string): string[] {
  return text.match(IDENTIFIER) ?? [];
}

/** Calls `emit` with each term of the text, in order. */
export function forEachTerm(text: string, emit: (term: string) => void): void {
  for (const word of wordsOf(text)) {
    for (const term of termsOfWord(word)) emit(term);
  }
}

export function termsOf(text: string): string[] {
  const terms: string[] = [];
  forEachTerm(text, (term) => terms.push(term));
  return terms;
}

/** The lower-case parts of an identifier, unstemmed. */
export function partsOf(word: string): string[] {
  return asciiParts(word) ?? (word.normalize().match(PART) ?? []).map((part) => part.toLowerCase());
}

/** What `PART` finds, without its cost, which new words would feel; undefined where a character is not ASCII. */
function asciiParts(word: string): string[] | undefined {
  const lower = word.toLowerCase();
  const parts: string[] = [];
  let start = 0;
  let last = NONE;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    if (code > LAST_ASCII) return undefined;
    const kind = KINDS[code]!;
    if (kind === last) continue;
    // The last of several capitals begins the next part.
    const end = last === UPPER && kind === LOWER ? at - 1 : at;
    if (last !== NONE && end > start) parts.push(lower.slice(start, end));
    start = end;
    last = kind;
  }
  if (last !== NONE) parts.push(lower.slice(start));
  return parts;
}

/** How a whole identifier stands in the index. */
export function wholeTerm(identifier: string): string {
  const whole = identifier.normalize().toLowerCase().replace(/[_$]/g, '');
  return WHOLE + (whole.length <= WORD_MAX_CHARS ? whole : `${whole.slice(0, BEGINNING_CHARS)}~${hashOf(whole)}`);
}

export function termsOfWord(word: string): readonly string[] {
  if (word.length > NAME_MAX_CHARS) return [];
  const known = memo.get(word);
  if (known) return known;
  const own = ownText(word);
  const terms = splitWord(own);
  if (memo.size >= MEMO_MAX) memo.clear();
  memo.set(own, terms);
  return terms;
}

/** The terms of one word, which is kept by whoever keeps them. */
export function splitWord(word: string): string[] {
  const parts = partsOf(word);
  if (word.length > WORD_MAX_CHARS && parts.length * PART_CHARS > word.length) return [wholeTerm(word)];
  const terms = parts.slice(0, PARTS_MAX).filter((part) => part.length <= WORD_MAX_CHARS).map(stemOf);
  if (parts.length > 1 || word.length > WORD_MAX_CHARS) terms.push(wholeTerm(word));
  return terms;
}

/** FNV-1a, 32 bits, in base 36. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

function stemOf(part: string): string {
  if (part.length <= 3) return part;
  const known = stems.get(part);
  if (known !== undefined) return known;
  const own = ownText(part);
  const stem = /^[a-z]+$/.test(own) ? stemmer(own) : own;
  if (stems.size >= MEMO_MAX) stems.clear();
  stems.set(own, stem);
  return stem;
}
