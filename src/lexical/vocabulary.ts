/**
 * Terms of words by number. A word that was seen before is found in place, by the hash of its
 * characters, without being cut out of the text: indexing spends most of its time on words
 * that it has met a thousand times.
 */
import { createTextTable, hashText } from '../kernel';
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

/** Of `hashText`. */
const PRIME = 0x01000193;
const LAST_ASCII = 127;

/** What a character is in a word, by code: 0 none, 1 letter, 2 digit. */
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code);
  return /[A-Za-z_$]/.test(character) ? 1 : /[0-9]/.test(character) ? 2 : 0;
});

export function createVocabulary(): Vocabulary {
  const terms = createTextTable();
  const words = createTextTable();
  /** The terms of all words, one word after the other, and where each word's start. */
  let lists = new Int32Array(1 << 12);
  let starts = new Int32Array(1 << 10);

  function learn(word: number): void {
    const numbers = splitWord(words.text(word)).map(terms.numberOf);
    const from = starts[word]!;
    if (from + numbers.length > lists.length) lists = doubled(lists);
    lists.set(numbers, from);
    if (word + 1 === starts.length) starts = doubled(starts);
    starts[word + 1] = from + numbers.length;
  }

  function visitWord(text: string, start: number, end: number, hash: number, visit: (term: number) => void): void {
    if (end - start > NAME_MAX_CHARS) return;
    const known = words.size();
    const word = words.numberAt(text, start, end, hash);
    if (word === known) learn(word);
    const last = starts[word + 1]!;
    for (let i = starts[word]!; i < last; i += 1) visit(lists[i]!);
  }

  /** Stops before the first word that other characters than ASCII belong to, or may; answers where. */
  function visitAscii(text: string, visit: (term: number) => void): number {
    const { seed } = words;
    for (let at = 0; at < text.length; ) {
      const first = text.charCodeAt(at);
      if (first > LAST_ASCII) return at;
      const kind = KINDS[first]!;
      if (kind === 0) {
        at += 1;
        continue;
      }
      const start = at;
      let hash = seed;
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
      for (const word of wordsOf(text.slice(rest))) visitWord(word, 0, word.length, hashText(word, 0, word.length, words.seed), visit);
    },
    termText: terms.text,
    find: terms.find,
    words: words.size,
    forget() {
      terms.clear();
      words.clear();
    },
  };
}

function doubled(from: Int32Array): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}
