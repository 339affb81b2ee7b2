/**
 * BM25F (Robertson & Zaragoza 2009) over identifier words, scored for chunks and whole files from the
 * same postings: the chunks of a file are appended together, so a file's counts are a running sum.
 */
import { ownText } from '../kernel';
import { pathTerms, unpackBody, unpackDoc, unpackSymbol, type FileWords } from './count';
import { createPostings } from './postings';

export { countWords, pathTerms, type FileWords } from './count';
export { STOP_WORDS } from './stopwords';
export { forEachTerm, partsOf, termsOf, termsOfWord, wholeTerm, wordsOf, WHOLE } from './tokens';

export interface QueryTerm {
  readonly term: string;
  /** How much it counts, 1 = normal. */
  readonly weight: number;
}

export interface LexicalScores {
  /** Chunk id → score; only chunks with a match. */
  readonly chunks: ReadonlyMap<number, number>;
  /** File id → BM25F over the whole file, path included. */
  readonly files: ReadonlyMap<number, number>;
  /** File id → share of the query's idf mass that the file contains, 0..1. */
  readonly coverage: ReadonlyMap<number, number>;
}

export interface FieldWeights {
  readonly symbol: number;
  readonly doc: number;
  readonly body: number;
  readonly path: number;
}

export interface LexicalIndex {
  addFile(file: number, path: string, chunks: readonly number[], words: FileWords): void;
  removeFile(file: number): void;
  /** `weights` says how much a word counts in each field; a field of weight 0 does not count. */
  score(query: readonly QueryTerm[], weights?: FieldWeights): LexicalScores;
  /** log(1 + (N - df + 0.5) / (df + 0.5)) over files; 0 for a term no file holds. */
  idf(term: string): number;
  terms(): number;
  bytes(): number;
}

export const BM25F = {
  k1: 1.2,
  weight: { body: 1, doc: 1, symbol: 5, path: 5 },
  norm: { body: 0.75, doc: 0.75, symbol: 0.5, path: 0.5 },
} as const;

interface FileEntry {
  readonly chunks: readonly number[];
  readonly path: ReadonlyMap<string, number>;
  readonly pathLength: number;
  /** Words in symbol, doc and body. */
  readonly lengths: readonly [number, number, number];
}

type Lengths = [symbol: number, doc: number, body: number];
/** Shared by all chunks that are gone: their numbers are never used again. */
const NO_LENGTHS: Lengths = [0, 0, 0];

export function createLexicalIndex(): LexicalIndex {
  const vocabulary = new Map<string, number>();
  const postings = createPostings();
  const files = new Map<number, FileEntry>();
  const pathFiles = new Map<string, Set<number>>();
  const chunkFile: number[] = [];
  const chunkLengths: Lengths[] = [];
  const totals: Lengths = [0, 0, 0];
  let pathTotal = 0;
  let liveChunks = 0;
  let deadChunks = 0;

  function addFile(file: number, path: string, chunks: readonly number[], words: FileWords): void {
    const ids = words.terms === '' ? [] : words.terms.split('\n').map(termId);
    const lengths: Lengths = [0, 0, 0];
    for (const chunk of chunks) {
      chunkFile[chunk] = file;
      chunkLengths[chunk] = [0, 0, 0];
    }
    for (let at = 0; at < words.postings.length; at += 3) {
      const chunk = chunks[words.postings[at]!]!;
      const packed = words.postings[at + 2]!;
      postings.append(ids[words.postings[at + 1]!]!, chunk, packed);
      addLengths(chunkLengths[chunk]!, packed);
      addLengths(lengths, packed);
    }
    const pathWords = pathTerms(path);
    let pathLength = 0;
    for (const [term, count] of pathWords) {
      pathLength += count;
      const holders = pathFiles.get(term);
      if (holders) holders.add(file);
      else pathFiles.set(term, new Set([file]));
    }
    files.set(file, { chunks, path: pathWords, pathLength, lengths });
    lengths.forEach((length, field) => (totals[field as 0 | 1 | 2] += length));
    pathTotal += pathLength;
    liveChunks += chunks.length;
  }

  function removeFile(file: number): void {
    const entry = files.get(file);
    if (!entry) return;
    files.delete(file);
    for (const chunk of entry.chunks) {
      chunkFile[chunk] = -1;
      chunkLengths[chunk] = NO_LENGTHS;
    }
    for (const term of entry.path.keys()) pathFiles.get(term)?.delete(file);
    entry.lengths.forEach((length, field) => (totals[field as 0 | 1 | 2] -= length));
    pathTotal -= entry.pathLength;
    liveChunks -= entry.chunks.length;
    deadChunks += entry.chunks.length;
    // Dead pairs cost time at every query; dropping them in bulk is cheaper than one by one.
    if (deadChunks > 1_000 && deadChunks > liveChunks / 4) {
      postings.compact((chunk) => chunkFile[chunk]! >= 0);
      deadChunks = 0;
    }
  }

  function score(query: readonly QueryTerm[], weights: FieldWeights = BM25F.weight): LexicalScores {
    const chunkScores = new Map<number, number>();
    const fileScores = new Map<number, number>();
    const covered = new Map<number, number>();
    const averages = averageLengths();
    let mass = 0;
    for (const { term, weight } of query) {
      const matches = matchesOf(term);
      const idf = idfFor(matches.fileCount);
      mass += weight * idf;
      scoreChunks(matches, weight, weights, averages.chunk, chunkScores);
      for (const [file, wtf] of fileFrequencies(term, matches, weights, averages.file)) {
        fileScores.set(file, (fileScores.get(file) ?? 0) + weight * idf * saturate(wtf));
        covered.set(file, (covered.get(file) ?? 0) + weight * idf);
      }
    }
    for (const [file, part] of covered) covered.set(file, mass > 0 ? part / mass : 0);
    return { chunks: chunkScores, files: fileScores, coverage: covered };
  }

  interface Matches {
    readonly chunks: number[];
    readonly packed: number[];
    /** Files with the term in a chunk or in the path. */
    readonly fileCount: number;
  }

  function matchesOf(term: string): Matches {
    const chunks: number[] = [];
    const packed: number[] = [];
    const id = vocabulary.get(term);
    const inPath = pathFiles.get(term);
    let fileCount = inPath?.size ?? 0;
    let last = -1;
    if (id !== undefined) {
      postings.forEach(id, (chunk, counts) => {
        const file = chunkFile[chunk]!;
        if (file < 0) return;
        chunks.push(chunk);
        packed.push(counts);
        if (file !== last && !inPath?.has(file)) fileCount += 1;
        last = file;
      });
    }
    return { chunks, packed, fileCount };
  }

  function scoreChunks(
    matches: Matches,
    weight: number,
    weights: FieldWeights,
    average: Lengths,
    into: Map<number, number>,
  ): void {
    const count = matches.chunks.length;
    const idf = Math.log(1 + (liveChunks - count + 0.5) / (count + 0.5));
    for (let i = 0; i < count; i += 1) {
      const chunk = matches.chunks[i]!;
      const packed = matches.packed[i]!;
      const wtf = weighted(
        [unpackSymbol(packed), unpackDoc(packed), unpackBody(packed)],
        chunkLengths[chunk]!,
        average,
        weights,
      );
      if (wtf === 0) continue;
      into.set(chunk, (into.get(chunk) ?? 0) + weight * idf * saturate(wtf));
    }
  }

  function fileFrequencies(
    term: string,
    matches: Matches,
    weights: FieldWeights,
    average: FileAverages,
  ): Map<number, number> {
    const counts = new Map<number, Lengths>();
    for (let i = 0; i < matches.chunks.length; i += 1) {
      const file = chunkFile[matches.chunks[i]!]!;
      let sums = counts.get(file);
      if (!sums) counts.set(file, (sums = [0, 0, 0]));
      addLengths(sums, matches.packed[i]!);
    }
    const result = new Map<number, number>();
    for (const [file, sums] of counts) {
      const wtf = weighted(sums, files.get(file)!.lengths, average.fields, weights);
      if (wtf > 0) result.set(file, wtf);
    }
    for (const file of weights.path > 0 ? (pathFiles.get(term) ?? []) : []) {
      const { path, pathLength } = files.get(file)!;
      const norm = 1 - BM25F.norm.path + BM25F.norm.path * (pathLength / average.path);
      result.set(file, (result.get(file) ?? 0) + (weights.path * path.get(term)!) / norm);
    }
    return result;
  }

  interface FileAverages {
    readonly fields: Lengths;
    readonly path: number;
  }

  function averageLengths(): { chunk: Lengths; file: FileAverages } {
    const per = (count: number): Lengths => totals.map((total) => Math.max(total / Math.max(count, 1), 1e-9)) as Lengths;
    return {
      chunk: per(liveChunks),
      file: { fields: per(files.size), path: Math.max(pathTotal / Math.max(files.size, 1), 1e-9) },
    };
  }

  function termId(term: string): number {
    let id = vocabulary.get(term);
    if (id === undefined) vocabulary.set(ownText(term), (id = vocabulary.size));
    return id;
  }

  const idfFor = (fileCount: number): number => Math.log(1 + (files.size - fileCount + 0.5) / (fileCount + 0.5));

  return {
    addFile,
    removeFile,
    score,
    idf(term) {
      const { fileCount } = matchesOf(term);
      return fileCount === 0 ? 0 : idfFor(fileCount);
    },
    terms: () => vocabulary.size,
    bytes: () => postings.bytes() + vocabulary.size * 80 + liveChunks * 64 + chunkFile.length * 12,
  };
}

function addLengths(lengths: Lengths, packed: number): void {
  lengths[0] += unpackSymbol(packed);
  lengths[1] += unpackDoc(packed);
  lengths[2] += unpackBody(packed);
}

function weighted(
  counts: Lengths,
  lengths: readonly [number, number, number],
  average: Lengths,
  weight: FieldWeights,
): number {
  const { norm } = BM25F;
  const part = (field: 0 | 1 | 2, w: number, b: number): number =>
    counts[field] === 0 ? 0 : (w * counts[field]) / (1 - b + b * (lengths[field] / average[field]));
  return part(0, weight.symbol, norm.symbol) + part(1, weight.doc, norm.doc) + part(2, weight.body, norm.body);
}

const saturate = (wtf: number): number => (wtf * (BM25F.k1 + 1)) / (wtf + BM25F.k1);
