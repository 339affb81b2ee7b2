/**
 * The embedding that needs no model, key or network: words and their letter trigrams hashed into a
 * fixed number of signed dimensions (feature hashing, Weinberger et al. 2009). Documents carry
 * damped word counts; the query carries the corpus weighting (idf), so vectors never have to change
 * when other files do.
 */
import { ownText } from '../kernel';
import { unpackCounts, type QueryTerm } from './terms';

export const BUILT_IN_MODEL = 'built-in-hash-v1';
export const BUILT_IN_DIMENSIONS = 256;

const SYMBOL_WEIGHT = 3;
const TRIGRAM_WEIGHT = 0.35;
const MEMO_MAX = 20_000;

/** Alternating dimension and signed weight of a word's features. */
const memo = new Map<string, readonly number[]>();

/**
 * One unit vector per chunk, rows of `BUILT_IN_DIMENSIONS` floats, from the words of `countWords`
 * (`terms`, one per line, and triples chunk, term, packed counts). A chunk without words is a zero row.
 */
export function embedChunks(terms: string, postings: Uint32Array, chunks: number): Float32Array {
  const vectors = new Float32Array(chunks * BUILT_IN_DIMENSIONS);
  const features = terms === '' ? [] : terms.split('\n').map(featuresOf);
  for (let at = 0; at < postings.length; at += 3) {
    const offset = postings[at]! * BUILT_IN_DIMENSIONS;
    const { symbol, other } = unpackCounts(postings[at + 2]!);
    addFeatures(vectors, offset, features[postings[at + 1]!]!, 1 + Math.log(SYMBOL_WEIGHT * symbol + Math.max(other, 1)));
  }
  for (let chunk = 0; chunk < chunks; chunk += 1) normalizeRow(vectors, chunk, BUILT_IN_DIMENSIONS);
  return vectors;
}

/** The query's unit vector. `idf` weighs each word by its rarity in the workspace. */
export function embedTerms(query: readonly QueryTerm[], idf: (term: string) => number): Float32Array {
  const vector = new Float32Array(BUILT_IN_DIMENSIONS);
  for (const { term, weight } of query) {
    // Words that the workspace lacks still count through their trigrams.
    addFeatures(vector, 0, featuresOf(term), weight * (idf(term) || 1));
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

function addFeatures(into: Float32Array, offset: number, features: readonly number[], weight: number): void {
  for (let i = 0; i < features.length; i += 2) into[offset + features[i]!]! += features[i + 1]! * weight;
}

function featuresOf(term: string): readonly number[] {
  const known = memo.get(term);
  if (known) return known;
  const features = [...hashed(term, 1)];
  if (term.length > 4 && !term.startsWith('=')) {
    const padded = `^${term}$`;
    const weight = TRIGRAM_WEIGHT / Math.sqrt(padded.length - 2);
    for (let i = 0; i + 3 <= padded.length; i += 1) features.push(...hashed(`~${padded.slice(i, i + 3)}`, weight));
  }
  if (memo.size >= MEMO_MAX) memo.clear();
  memo.set(ownText(term), features);
  return features;
}

function hashed(feature: string, weight: number): [dimension: number, weight: number] {
  const hash = fnv1a(feature);
  return [(hash >>> 1) % BUILT_IN_DIMENSIONS, hash & 1 ? weight : -weight];
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  // One more mixing round: FNV's low bits alone are weak for short texts.
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c1b3c6d) >>> 0;
}
