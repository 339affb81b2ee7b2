/** BM25F written plainly, from the texts of the fields, to hold the index against. */
import { BM25F, pathTerms, type QueryTerm } from '../../src/lexical';
import type { FileWords } from '../../src/lexical';

export type FieldWeights = Readonly<Record<'symbol' | 'doc' | 'body' | 'path', number>>;

export type Words = Readonly<Record<string, number>>;

export interface PlainChunk {
  readonly symbol: Words;
  readonly doc: Words;
  readonly body: Words;
}

export interface PlainFile {
  readonly path: string;
  readonly chunks: readonly PlainChunk[];
}

export const countOf = (words: Words, term: string): number => (Object.hasOwn(words, term) ? words[term]! : 0);

const FIELDS = ['symbol', 'doc', 'body'] as const;

export function packWords({ chunks }: PlainFile): FileWords {
  const terms: string[] = [];
  const postings: number[] = [];
  chunks.forEach((chunk, number) => {
    for (const term of new Set(FIELDS.flatMap((field) => Object.keys(chunk[field])))) {
      if (!terms.includes(term)) terms.push(term);
      const packed = countOf(chunk.symbol, term) * 2 ** 22 + countOf(chunk.doc, term) * 2 ** 12 + countOf(chunk.body, term);
      postings.push(number, terms.indexOf(term), packed);
    }
  });
  return { terms: terms.join('\n'), postings: Uint32Array.from(postings) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
const lengthOf = (words: Words): number => sum(Object.values(words));

function merged(chunks: readonly PlainChunk[]): PlainChunk {
  const all = { symbol: {}, doc: {}, body: {} } as Record<(typeof FIELDS)[number], Record<string, number>>;
  for (const chunk of chunks) {
    for (const field of FIELDS) {
      for (const [term, count] of Object.entries(chunk[field])) all[field][term] = countOf(all[field], term) + count;
    }
  }
  return all;
}

/** Scores by `path` and by `path#chunk`. */
export function scorePlainly(
  files: readonly PlainFile[],
  query: readonly QueryTerm[],
  weights: FieldWeights = BM25F.weight,
): { chunks: Map<string, number>; files: Map<string, number>; coverage: Map<string, number> } {
  const chunks = files.flatMap(({ path, chunks: own }) => own.map((chunk, i) => ({ key: `${path}#${i}`, chunk })));
  const wholes = files.map((file) => ({ key: file.path, chunk: merged(file.chunks), path: Object.fromEntries(pathTerms(file.path)) }));
  const average = (docs: readonly { chunk: PlainChunk }[], field: (typeof FIELDS)[number]): number =>
    sum(docs.map(({ chunk }) => lengthOf(chunk[field]))) / docs.length;
  const averagePath = sum(wholes.map(({ path }) => lengthOf(path))) / wholes.length;
  const holds = (chunk: PlainChunk, term: string): boolean => FIELDS.some((field) => countOf(chunk[field], term) > 0);
  const idf = (total: number, holders: number): number => Math.log(1 + (total - holders + 0.5) / (holders + 0.5));
  const part = (words: Words, term: string, weight: number, norm: number, mean: number): number =>
    countOf(words, term) === 0 ? 0 : (weight * countOf(words, term)) / (1 - norm + norm * (lengthOf(words) / mean));
  const fields = (chunk: PlainChunk, term: string, docs: readonly { chunk: PlainChunk }[]): number =>
    sum(FIELDS.map((field) => part(chunk[field], term, weights[field], BM25F.norm[field], average(docs, field))));
  const saturated = (wtf: number): number => (wtf * (BM25F.k1 + 1)) / (wtf + BM25F.k1);

  const result = { chunks: new Map<string, number>(), files: new Map<string, number>(), coverage: new Map<string, number>() };
  const add = (map: Map<string, number>, key: string, value: number): void => void map.set(key, (map.get(key) ?? 0) + value);
  let mass = 0;
  for (const { term, weight } of query) {
    const chunkIdf = idf(chunks.length, chunks.filter(({ chunk }) => holds(chunk, term)).length);
    for (const { key, chunk } of chunks) {
      const wtf = fields(chunk, term, chunks);
      if (wtf > 0) add(result.chunks, key, weight * chunkIdf * saturated(wtf));
    }
    const fileIdf = idf(wholes.length, wholes.filter(({ chunk, path }) => holds(chunk, term) || countOf(path, term) > 0).length);
    mass += weight * fileIdf;
    for (const { key, chunk, path } of wholes) {
      const wtf = fields(chunk, term, wholes) + part(path, term, weights.path, BM25F.norm.path, averagePath);
      if (wtf === 0) continue;
      add(result.files, key, weight * fileIdf * saturated(wtf));
      add(result.coverage, key, weight * fileIdf);
    }
  }
  for (const [key, value] of result.coverage) result.coverage.set(key, value / mass);
  return result;
}
