/**
 * The embedding that needs no model, key or network: words and their letter trigrams hashed into a
 * fixed number of signed dimensions (feature hashing, Weinberger et al. 2009). Documents carry
 * damped word counts; the query carries the corpus weighting (idf), so vectors never have to change
 * when other files do.
 */
import { unpackCounts, type QueryTerm } from './terms';

export const BUILT_IN_MODEL = 'built-in-hash-v1';
export const BUILT_IN_DIMENSIONS = 256;

const SYMBOL_WEIGHT = 3;
const TRIGRAM_WEIGHT = 0.35;
/** Features of shorter words would be those of all words. */
const TRIGRAMS_FROM = 5;

/** The features of some words, one word after the other: the word itself first, then its letter trigrams. */
interface Features {
  /** Twice the dimension, + 1 where the weight is positive. */
  readonly places: Uint16Array;
  /** Where those of each word begin; one more for the end. */
  readonly starts: Uint32Array;
  /** Weight of each word's trigrams. */
  readonly weights: Float64Array;
}

/**
 * One unit vector per chunk, rows of `BUILT_IN_DIMENSIONS` floats, from the words of `countWords`
 * (`terms`, one per line, and triples chunk, term, packed counts). A chunk without words is a zero row.
 */
export function embedChunks(terms: string, postings: Uint32Array, chunks: number): Float32Array {
  const vectors = new Float32Array(chunks * BUILT_IN_DIMENSIONS);
  const features = featuresOf(terms);
  for (let at = 0; at < postings.length; at += 3) {
    const offset = postings[at]! * BUILT_IN_DIMENSIONS;
    const { symbol, other } = unpackCounts(postings[at + 2]!);
    addFeatures(vectors, offset, features, postings[at + 1]!, 1 + Math.log(SYMBOL_WEIGHT * symbol + Math.max(other, 1)));
  }
  for (let chunk = 0; chunk < chunks; chunk += 1) normalizeRow(vectors, chunk, BUILT_IN_DIMENSIONS);
  return vectors;
}

/** The query's unit vector. `idf` weighs each word by its rarity in the workspace. */
export function embedTerms(query: readonly QueryTerm[], idf: (term: string) => number): Float32Array {
  const vector = new Float32Array(BUILT_IN_DIMENSIONS);
  for (const { term, weight } of query) {
    // Words that the workspace lacks still count through their trigrams.
    addFeatures(vector, 0, featuresOf(term), 0, weight * (idf(term) || 1));
  }
  normalizeRow(vector, 0, BUILT_IN_DIMENSIONS);
  return vector;
}

/** Scales one row to unit length in place; a zero row stays zero. */
export function normalizeRow(vectors: Float32Array, row: number, dimensions: number): void {
  let sum = 0;
  const start = row * dimensions;
  for (let i = start; i < start + dimensions; i += 1) sum += vectors[i]! * vectors[i]!;
  if (sum === 0) return;
  const scale = 1 / Math.sqrt(sum);
  for (let i = start; i < start + dimensions; i += 1) vectors[i]! *= scale;
}

function addFeatures(into: Float32Array, offset: number, { places, starts, weights }: Features, word: number, weight: number): void {
  const [start, end] = [starts[word]!, starts[word + 1]!];
  const trigram = weights[word]! * weight;
  for (let at = start; at < end; at += 1) {
    const place = places[at]!;
    const by = at === start ? weight : trigram;
    into[offset + (place >>> 1)]! += (place & 1) === 1 ? by : -by;
  }
}

/** `terms`: one per line. Hashed in place: cutting out every trigram takes longer than all the rest. */
function featuresOf(terms: string): Features {
  let words = 1;
  for (let at = 0; at < terms.length; at += 1) if (terms.charCodeAt(at) === NEW_LINE) words += 1;
  // A word has no more features than letters, and one.
  const places = new Uint16Array(terms.length + 1);
  const starts = new Uint32Array(words + 1);
  const weights = new Float64Array(words);
  let end = 0;
  let from = 0;
  for (let word = 0; word < words; word += 1) {
    const next = terms.indexOf('\n', from);
    const to = next < 0 ? terms.length : next;
    starts[word] = end;
    places[end++] = placeOf(hashOf(terms, from, to, OFFSET));
    const letters = to - from;
    if (letters >= TRIGRAMS_FROM && terms.charCodeAt(from) !== WHOLE) {
      weights[word] = TRIGRAM_WEIGHT / Math.sqrt(letters);
      for (let at = from; at < to; at += 1) places[end++] = placeOf(trigramAt(terms, at, from, to));
    }
    from = to + 1;
  }
  starts[words] = end;
  return { places, starts, weights };
}

/** Of the letter and its neighbours; the word's own ends count as letters. */
function trigramAt(text: string, at: number, from: number, to: number): number {
  const before = at === from ? BEGINNING : text.charCodeAt(at - 1);
  const after = at === to - 1 ? ENDING : text.charCodeAt(at + 1);
  return step(step(step(TRIGRAM, before), text.charCodeAt(at)), after);
}

const NEW_LINE = 0x0a;
/** `=` in front of whole identifiers, whose parts have trigrams of their own. */
const WHOLE = 0x3d;
const BEGINNING = 0x5e;
const ENDING = 0x24;

/** FNV-1a. */
const OFFSET = 0x811c9dc5;
const step = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);
/** What trigrams start with, so that none is taken for a word. */
const TRIGRAM = step(OFFSET, 0x7e);

function hashOf(text: string, from: number, to: number, start: number): number {
  let hash = start;
  for (let at = from; at < to; at += 1) hash = step(hash, text.charCodeAt(at));
  return hash;
}

function placeOf(hash: number): number {
  // One more mixing round: FNV's low bits alone are weak for short texts.
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0;
  return (((mixed >>> 1) % BUILT_IN_DIMENSIONS) << 1) | (mixed & 1);
}
