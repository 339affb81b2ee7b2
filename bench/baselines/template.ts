/**
 * What many workflow templates do: recursive character chunks of 1,000 with 200 overlap, one vector for
 * each, cosine. The embedding is a parameter, so that the pipeline can be told from the model.
 */
import { embedTerms, embedChunks } from '../../src/embed';
import { forEachTerm } from '../../src/lexical';
import { parseQuery } from '../../src/query';
import { splitText, type TextChunk } from './split';
import { baselineWords, countWords, type Baseline, type Document } from './words';

/** Learns what it needs from all chunks; gives unit vectors. */
export type Embedding = (chunks: readonly string[]) => { readonly vectors: readonly Float32Array[]; embedQuery(query: string): Float32Array };

export function createTemplatePipeline(documents: readonly Document[], embedding: Embedding): Baseline {
  const chunks = documents.flatMap(({ path, text }) => splitText(text).map((chunk) => ({ path, ...chunk })));
  const { vectors, embedQuery } = embedding(chunks.map(({ text }: TextChunk) => text));
  const results = chunks.map(({ path, startLine, endLine }) => ({ path, startLine, endLine }));
  return (query) => {
    const target = embedQuery(query);
    const scores = Float64Array.from(vectors, (vector) => dot(vector, target));
    const order = results.map((_, index) => index).sort((a, b) => scores[b]! - scores[a]! || a - b);
    return order.map((index) => results[index]!);
  };
}

const DIMENSIONS = 512;

/** TF-IDF hashed to 512 signed dimensions: no model, no structure. */
export const hashedTfIdf: Embedding = (chunks) => {
  const counted = chunks.map((chunk) => countWords(baselineWords(chunk)));
  const frequency = new Map<string, number>();
  for (const counts of counted) for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const idf = (word: string): number => Math.log((1 + chunks.length) / (1 + (frequency.get(word) ?? 0))) + 1;
  const embed = (counts: ReadonlyMap<string, number>): Float32Array => {
    const vector = new Float32Array(DIMENSIONS);
    for (const [word, count] of counts) vector[crc32(word) % DIMENSIONS]! += (adler32(word) & 1 ? 1 : -1) * count * idf(word);
    const norm = Math.sqrt(dot(vector, vector));
    return norm > 0 ? vector.map((value) => value / norm) : vector;
  };
  return { vectors: counted.map(embed), embedQuery: (query) => embed(countWords(baselineWords(query))) };
};

/** The engine's own embedding on the same chunks. */
export const builtIn: Embedding = (chunks) => {
  const frequency = new Map<string, number>();
  const vectors = chunks.map((chunk) => {
    const counts = new Map<string, number>();
    forEachTerm(chunk, (term) => counts.set(term, (counts.get(term) ?? 0) + 1));
    for (const term of counts.keys()) frequency.set(term, (frequency.get(term) ?? 0) + 1);
    const postings = Uint32Array.from([...counts.values()].flatMap((count, term) => [0, term, Math.min(count, 0xfff)]));
    return embedChunks([...counts.keys()].join('\n'), postings, 1);
  });
  const idf = (term: string): number => {
    const count = frequency.get(term) ?? 0;
    return count === 0 ? 0 : Math.log(1 + (chunks.length - count + 0.5) / (count + 0.5));
  };
  return { vectors, embedQuery: (query) => embedTerms(parseQuery(query).terms, idf) };
};

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

/** Words are ASCII here, so that their bytes are their characters. */
function crc32(word: string): number {
  let crc = ~0;
  for (let i = 0; i < word.length; i += 1) {
    crc ^= word.charCodeAt(i);
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** Only its lowest bit is used: that of 1 plus the sum of all bytes. */
function adler32(word: string): number {
  let sum = 1;
  for (let i = 0; i < word.length; i += 1) sum = (sum + word.charCodeAt(i)) % 65_521;
  return sum;
}
