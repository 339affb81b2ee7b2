import { baselineWords, countWords, type Baseline, type Document } from './words';

const SIZE = 1_000;
const OVERLAP = 200;
const DIMENSIONS = 512;

/**
 * What many workflow templates do, with a lexical embedding in place of a model: recursive character
 * chunks of 1,000 with 200 overlap, TF-IDF hashed to 512 signed dimensions, cosine, first hit per file.
 */
export function createNaiveRag(documents: readonly Document[]): Baseline {
  const chunks = documents.flatMap(({ path, text }) => splitRecursively(text).map((chunk) => ({ path, counts: countWords(baselineWords(chunk)) })));
  const frequency = new Map<string, number>();
  for (const { counts } of chunks) for (const word of counts.keys()) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const idf = (word: string): number => Math.log((1 + chunks.length) / (1 + (frequency.get(word) ?? 0))) + 1;
  const vectors = chunks.map(({ counts }) => embed(counts, idf));
  return (query) => {
    const target = embed(countWords(baselineWords(query)), idf);
    const scored = chunks.map(({ path }, index) => ({ path, index, score: dot(vectors[index]!, target) }));
    scored.sort((a, b) => b.score - a.score || a.index - b.index);
    return [...new Set(scored.map(({ path }) => path))];
  };
}

function embed(counts: ReadonlyMap<string, number>, idf: (word: string) => number): Float32Array {
  const vector = new Float32Array(DIMENSIONS);
  for (const [word, count] of counts) {
    const hash = hashOf(word);
    vector[(hash >>> 1) % DIMENSIONS]! += (hash & 1 ? 1 : -1) * count * idf(word);
  }
  const norm = Math.sqrt(dot(vector, vector));
  return norm > 0 ? vector.map((value) => value / norm) : vector;
}

function dot(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return (hash ^ (hash >>> 13)) >>> 0;
}

/** Splits at the coarsest separator that occurs, joins pieces up to the size, splits what is larger further. */
function splitRecursively(text: string, separators: readonly string[] = ['\n\n', '\n', ' ', '']): string[] {
  const at = separators.findIndex((separator) => separator === '' || text.includes(separator));
  const separator = separators[at] ?? '';
  const finer = separators.slice(at + 1);
  const chunks: string[] = [];
  let small: string[] = [];
  const flush = (): void => {
    chunks.push(...joinPieces(small, separator));
    small = [];
  };
  for (const piece of text.split(separator).filter((part) => part !== '')) {
    if (piece.length < SIZE) small.push(piece);
    else {
      flush();
      chunks.push(...(finer.length > 0 ? splitRecursively(piece, finer) : [piece]));
    }
  }
  flush();
  return chunks;
}

function joinPieces(pieces: readonly string[], separator: string): string[] {
  const chunks: string[] = [];
  let current: string[] = [];
  const lengthWith = (extra: number): number =>
    current.reduce((sum, piece) => sum + piece.length + separator.length, 0) + extra;
  for (const piece of pieces) {
    if (current.length > 0 && lengthWith(piece.length) > SIZE) {
      chunks.push(current.join(separator));
      while (current.length > 0 && (lengthWith(0) > OVERLAP || lengthWith(piece.length) > SIZE)) current = current.slice(1);
    }
    current.push(piece);
  }
  if (current.length > 0) chunks.push(current.join(separator));
  return chunks.map((chunk) => chunk.trim()).filter((chunk) => chunk !== '');
}
