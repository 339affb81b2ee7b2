import type { Candidate } from '../kernel';
import type { Corpus } from '../corpus';
import type { ParsedQuery } from '../query';
import { emptyRow, placesOf, SIGNAL, type Signal } from './signals';

export interface RetrieveOptions {
  /** Candidates wanted at most. */
  readonly limit: number;
  /** The query as a unit vector of the workspace's embedding; without it vectors stay out. */
  readonly queryVector?: Float32Array;
  /** Where the caller is. */
  readonly at?: { readonly path: string; readonly line?: number };
}

/** One way to find code. Scores are 0..1 within one answer, best first. */
export interface Retriever {
  readonly name: 'ast' | 'rag';
  retrieve(query: ParsedQuery, corpus: Corpus, options: RetrieveOptions): Promise<Candidate[]>;
}

/** Collects the signals of chunks, each 0..1; a signal of nothing makes no candidate. */
export interface Tally {
  add(chunk: number, signal: Signal, value: number): void;
  has(chunk: number): boolean;
  /** In no order; scores by the rough weights that the tally was made with, at most 1. */
  candidates(): Candidate[];
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
    has: (chunk) => rows.has(chunk),
    candidates() {
      const all = Array.from(rows, ([chunk, signals]): Candidate => {
        let score = 0;
        for (const [at, weight] of places) score += weight * signals[at]!;
        return { chunk, signals, score: Math.min(1, score) };
      });
      // What only lies near a match is no match.
      return all.filter(({ score }) => score > 0);
    },
  };
}

/** Best first; equal scores by path and line, so that the order does not depend on index numbers. */
export function sortCandidates<C extends Candidate>(candidates: readonly C[], corpus: Corpus): C[] {
  // A file may have changed since a candidate was found; what is gone is no candidate.
  const live = candidates.filter(({ chunk }) => corpus.fileOf(chunk));
  return live.sort((a, b) => (a.score === b.score ? comparePlaces(a.chunk, b.chunk, corpus) : b.score - a.score));
}

/** Orders chunks by path and line. */
export function comparePlaces(a: number, b: number, corpus: Corpus): number {
  const [left, right] = [corpus.chunk(a)!, corpus.chunk(b)!];
  if (left.file.path !== right.file.path) return left.file.path < right.file.path ? -1 : 1;
  return left.chunk.startLine - right.chunk.startLine;
}

/** The largest of non-negative numbers, 0 of none. Spreading into Math.max overflows the stack on many. */
export function largest(values: ArrayLike<number>): number {
  let top = 0;
  for (let i = 0; i < values.length; i += 1) if (values[i]! > top) top = values[i]!;
  return top;
}
