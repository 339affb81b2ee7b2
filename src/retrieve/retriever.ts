import type { Candidate } from '../kernel';
import type { Corpus } from '../corpus';
import type { ParsedQuery } from '../query';

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
  add(chunk: number, signal: string, value: number): void;
  addAll(chunk: number, signals: Readonly<Record<string, number>>): void;
  /** Best first by the rough weights that the tally was made with, at most 1. */
  candidates(corpus: Corpus, limit: number): Candidate[];
}

export function createTally(weights: Readonly<Record<string, number>>): Tally {
  const rows = new Map<number, Record<string, number>>();
  const add = (chunk: number, signal: string, value: number): void => {
    if (!(value > 0)) return;
    const row = rows.get(chunk) ?? {};
    row[signal] = Math.max(row[signal] ?? 0, value);
    rows.set(chunk, row);
  };
  return {
    add,
    addAll(chunk, signals) {
      for (const [signal, value] of Object.entries(signals)) add(chunk, signal, value);
    },
    candidates(corpus, limit) {
      const all = [...rows].map(([chunk, why]) => {
        const sum = Object.entries(why).reduce((total, [signal, value]) => total + (weights[signal] ?? 0) * value, 0);
        return { chunk, why, score: Math.min(1, sum) };
      });
      // What only lies near a match is no match.
      return sortCandidates(all.filter(({ score }) => score > 0), corpus).slice(0, limit);
    },
  };
}

/** Best first; equal scores by path and line, so that the order does not depend on index numbers. */
export function sortCandidates<C extends Candidate>(candidates: readonly C[], corpus: Corpus): C[] {
  // A file may have changed since a candidate was found; what is gone is no candidate.
  const live = candidates.filter(({ chunk }) => corpus.chunk(chunk));
  const place = new Map(live.map(({ chunk }) => [chunk, corpus.chunk(chunk)!]));
  return live.sort((a, b) => {
    if (a.score !== b.score) return b.score - a.score;
    const [left, right] = [place.get(a.chunk)!, place.get(b.chunk)!];
    if (left.file.path !== right.file.path) return left.file.path < right.file.path ? -1 : 1;
    return left.chunk.startLine - right.chunk.startLine;
  });
}

/** The largest of non-negative numbers, 0 of none. Spreading into Math.max overflows the stack on many. */
export function largest(values: Iterable<number>): number {
  let top = 0;
  for (const value of values) if (value > top) top = value;
  return top;
}
