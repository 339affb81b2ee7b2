/** Counts the terms of one file's chunks. It is kept from file to file, for what it knows of words. */
import { createVocabulary } from './vocabulary';

/**
 * The words of one file in the form that crosses threads: `terms` is the file's vocabulary joined by
 * newlines; `postings` holds triples (chunk number in the file, term number in `terms`, packed counts).
 */
export interface FileWords {
  readonly terms: string;
  readonly postings: Uint32Array;
}

/** Fields of a chunk, in the order of their counts in a packed number. */
export type Field = 'symbol' | 'doc' | 'body';

const BODY_MAX = 0xfff;
const SMALL_MAX = 0x3ff;

export const unpackSymbol = (packed: number): number => packed >>> 22;
export const unpackDoc = (packed: number): number => (packed >>> 12) & SMALL_MAX;
export const unpackBody = (packed: number): number => packed & BODY_MAX;

const UNIT: Readonly<Record<Field, number>> = { symbol: 1 << 22, doc: 1 << 12, body: 1 };

export interface Counter {
  /** What follows belongs to this chunk. Chunks come in the order of their numbers. */
  open(chunk: number): void;
  count(text: string, field: Field): void;
  /** What was counted since the last time. */
  take(): FileWords;
  /** Distinct words met so far. */
  words(): number;
  /** Forgets the words; not between `open` and `take`. */
  forget(): void;
}

/** Places grow over all files until they no longer fit. */
const PLACE_MAX = 2 ** 30;

export function createCounter(): Counter {
  const vocabulary = createVocabulary();
  /** The term of each number in the open file. */
  let terms: number[] = [];
  /**
   * Where a term's last triple stands, on a scale that no two files share: one look tells whether
   * the term was met in this chunk, in this file, or neither.
   */
  let places = new Int32Array(1 << 12).fill(-1);
  let postings = new Uint32Array(1_500);
  let end = 0;
  let fileStart = 0;
  let chunkStart = 0;
  let chunk = 0;
  let field: Field = 'body';

  function add(term: number): void {
    const at = placeOf(term) + 2;
    postings[at] = addCapped(postings[at]!, field);
  }

  function placeOf(term: number): number {
    if (term >= places.length) places = larger(places, new Int32Array(Math.max(term + 1, places.length * 2)).fill(-1));
    const last = places[term]!;
    if (last >= chunkStart) return last - fileStart;
    if (end + 3 > postings.length) postings = larger(postings, new Uint32Array(postings.length * 2));
    const at = end;
    postings[at] = chunk;
    postings[at + 1] = last >= fileStart ? postings[last - fileStart + 1]! : terms.push(term) - 1;
    postings[at + 2] = 0;
    places[term] = fileStart + at;
    end += 3;
    return at;
  }

  function forgetPlaces(): void {
    places.fill(-1);
    fileStart = chunkStart = 0;
  }

  return {
    open(number) {
      chunk = number;
      chunkStart = fileStart + end;
    },
    count(text, of) {
      field = of;
      vocabulary.forEachTerm(text, add);
    },
    take() {
      const words = { terms: terms.map(vocabulary.termText).join('\n'), postings: postings.slice(0, end) };
      fileStart += end;
      chunkStart = fileStart;
      if (fileStart > PLACE_MAX) forgetPlaces();
      end = 0;
      terms = [];
      return words;
    },
    words: vocabulary.words,
    forget() {
      vocabulary.forget();
      forgetPlaces();
    },
  };
}

function addCapped(packed: number, field: Field): number {
  const full =
    field === 'body'
      ? unpackBody(packed) === BODY_MAX
      : (field === 'doc' ? unpackDoc(packed) : unpackSymbol(packed)) === SMALL_MAX;
  return full ? packed : (packed + UNIT[field]) >>> 0;
}

function larger<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
