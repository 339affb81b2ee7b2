import type { Candidates, Deadline } from '../kernel';
import type { Corpus } from '../corpus';
import type { ParsedQuery } from '../query';
import { emptyRow, placesOf, SIGNAL, type Signal, type SignalRow } from './signals';

/** What may be proposed. A file may if one of its chunks may. */
export interface Accept {
  chunk(id: number): boolean;
  file(id: number): boolean;
}

export interface RetrieveOptions {
  /** Candidates wanted at most. */
  readonly limit: number;
  /** The query as a unit vector of the workspace's embedding; without it vectors stay out. */
  readonly queryVector?: Float32Array;
  /** Where the caller is. */
  readonly at?: { readonly path: string; readonly line?: number };
  /** Default: everything. */
  readonly accept?: Accept;
  /** Files that commits like the query changed, 0..1 by path; default: no history is known. */
  readonly history?: ReadonlyMap<string, number>;
  /** Default: as long as it takes. */
  readonly deadline?: Deadline;
}

/** Chunks by what their vectors say, ascending; one more entry at the end is larger than any number of a chunk. */
export interface Near {
  readonly chunks: Float64Array;
  readonly shares: Float64Array;
}

export const nearColumns = (chunks: readonly number[], shares: readonly number[]): Near => ({ chunks: Float64Array.of(...chunks, Infinity), shares: Float64Array.of(...shares, 0) });

export const NONE_NEAR = nearColumns([], []);

/** One way to find code. */
export interface Retriever {
  readonly name: 'ast' | 'rag';
  /** @throws ANALYSIS_LATE when the time is over; `late` candidates where something had been found by then. */
  retrieve(query: ParsedQuery, corpus: Corpus, options: RetrieveOptions): Promise<Candidates>;
}

/** Collects the signals of chunks, each 0..1. */
export interface Tally {
  /** What is not above 0 adds nothing, nor does it make a candidate. */
  add(chunk: number, signal: Signal, value: number): void;
  /** The chunk's signals so far. */
  row(chunk: number): SignalRow | undefined;
  chunks(): Iterable<number>;
  /** By the rough weights that the tally was made with, at most 1. */
  score(chunk: number): number;
}

export function createTally(weights: Readonly<Partial<Record<Signal, number>>>): Tally {
  const rows = new Map<number, number[]>();
  const places = placesOf(weights);
  return {
    add(chunk, signal, value) {
      if (!(value > 0)) return;
      let row = rows.get(chunk);
      if (!row) rows.set(chunk, (row = emptyRow()));
      if (value > row[SIGNAL[signal]]!) row[SIGNAL[signal]] = value;
    },
    row: (chunk) => rows.get(chunk),
    chunks: () => rows.keys(),
    score(chunk) {
      const row = rows.get(chunk);
      let score = 0;
      if (row) for (const [at, weight] of places) score += weight * row[at]!;
      return Math.min(1, score);
    },
  };
}

/** Orders chunks by path and line. */
export function comparePlaces(a: number, b: number, corpus: Corpus): number {
  const [left, right] = [corpus.fileOf(a)!, corpus.fileOf(b)!];
  // The chunks of a file are numbered in the order of its lines.
  if (left === right) return a - b;
  return left.path < right.path ? -1 : 1;
}

/** The largest of non-negative numbers, 0 of none. Spreading into Math.max overflows the stack on many. */
export function largest(values: ArrayLike<number>): number {
  let top = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i]! > top) top = values[i]!;
  return top;
}
