/**
 * Terms of words by number. A word that was seen before is found in place, by the hash of its
 * characters (FNV-1a), without being cut out of the text: indexing spends most of its time on words
 * that it has met a thousand times.
 */
import { ownText } from '../kernel';
import { splitWord, NAME_MAX_CHARS, wordsOf } from './tokens';

export interface Vocabulary {
  /** Visits the number of each term of a text, in order, as `termsOf` gives them. */
  forEachTerm(text: string, visit: (term: number) => void): void;
  termText(term: number): string;
  /** The number of a term that was met before. */
  find(term: string): number | undefined;
  words(): number;
  /** Begins anew, in the same place: V8 would have to compile the functions of another one again. */
  forget(): void;
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;
const LAST_ASCII = 127;

/** What a character is in a word, by code: 0 none, 1 letter, 2 digit. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Za-z_$]/.test(character) ? 1 : /[0-9]/.test(character) ? 2 : 0;
});

export function createVocabulary(): Vocabulary {
  const terms = new Map<string, number>();
  const texts: string[] = [];
  const words: string[] = [];
  const hashes: number[] = [];
  /** The terms of all words, one word after the other, and where each word's start. */
  let lists = new Int32Array(1 << 12);
  const starts: number[] = [0];
  /** Open addressing: number of a word + 1, or 0. At most half full. */
  let table = new Int32Array(1 << 12);

  /** The word that stands there, as a number. */
  function wordAt(text: string, start: number, end: number, hash: number): number {
    const length = end - start;
    const mask = table.length - 1;
    let slot = spread(hash) & mask;
    for (let found = table[slot]!; found !== 0; found = table[slot]!) {
      const word = words[found - 1]!;
      if (hashes[found - 1] === hash && word.length === length && text.startsWith(word, start)) return found - 1;
      slot = (slot + 1) & mask;
    }
    return learn(ownText(text.slice(start, end)), hash, slot);
  }

  function learn(word: string, hash: number, slot: number): number {
    const numbers = splitWord(word).map(numberOf);
    const from = starts[words.length]!;
    if (from + numbers.length > lists.length) lists = doubled(lists);
    lists.set(numbers, from);
    starts.push(from + numbers.length);
    words.push(word);
    hashes.push(hash);
    table[slot] = words.length;
    if (words.length * 2 > table.length) grow();
    return words.length - 1;
  }

  function grow(): void {
    table = new Int32Array(table.length * 2);
    const mask = table.length - 1;
    hashes.forEach((hash, word) => {
      let slot = spread(hash) & mask;
      while (table[slot] !== 0) slot = (slot + 1) & mask;
      table[slot] = word + 1;
    });
  }

  function numberOf(term: string): number {
    let number = terms.get(term);
    if (number === undefined) {
      terms.set(term, (number = texts.length));
      texts.push(term);
    }
    return number;
  }

  function visitWord(text: string, start: number, end: number, hash: number, visit: (term: number) => void): void {
    if (end - start > NAME_MAX_CHARS) return;
    const word = wordAt(text, start, end, hash);
    const last = starts[word + 1]!;
    for (let i = starts[word]!; i < last; i += 1) visit(lists[i]!);
  }

  /** Stops before the first word that other characters than ASCII belong to, or may; answers where. */
  function visitAscii(text: string, visit: (term: number) => void): number {
    for (let at = 0; at < text.length; ) {
      const first = text.charCodeAt(at);
      if (first > LAST_ASCII) return at;
      const kind = KINDS[first]!;
      if (kind === 0) {
        at += 1;
        continue;
      }
      const start = at;
      let hash = OFFSET;
      // A number ends at a letter, a name takes digits in.
      for (; at < text.length; at += 1) {
        const code = text.charCodeAt(at);
        if (code > LAST_ASCII) return start;
        const next = KINDS[code]!;
        if (next === 0 || (kind === 2 && next === 1)) break;
        hash = Math.imul(hash ^ code, PRIME);
      }
      visitWord(text, start, at, hash, visit);
    }
    return text.length;
  }

  return {
    forEachTerm(text, visit) {
      const rest = visitAscii(text, visit);
      if (rest === text.length) return;
      for (const word of wordsOf(text.slice(rest))) visitWord(word, 0, word.length, hashOf(word), visit);
    },
    termText: (term) => texts[term]!,
    find: (term) => terms.get(term),
    words: () => words.length,
    forget() {
      terms.clear();
      texts.length = words.length = hashes.length = 0;
      starts.length = 1;
      table.fill(0);
    },
  };
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}

function hashOf(word: string): number {
  let hash = OFFSET;
  for (let at = 0; at < word.length; at += 1) hash = Math.imul(hash ^ word.charCodeAt(at), PRIME);
  return hash;
}

/** FNV's low bits alone are weak for short texts. */
const spread = (hash: number): number => hash ^ (hash >>> 15);
