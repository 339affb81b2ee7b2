/** Joins the answers of retrievers: each chunk with the signals of all branches that proposed it. */
import type { Candidate, ResultSource } from '../kernel';

export interface Branch {
  readonly source: 'ast' | 'rag';
  /** How much its signals count, 1 = as fitted. */
  readonly weight: number;
  readonly candidates: readonly Candidate[];
}

export interface Fused extends Omit<Candidate, 'score'> {
  readonly source: ResultSource;
}

/** One entry per chunk, unordered. */
export function fuse(branches: readonly Branch[]): Fused[] {
  const merged = new Map<number, { chunk: number; signals: readonly number[]; source: ResultSource }>();
  for (const { source, weight, candidates } of branches) {
    for (const { chunk, signals } of candidates) {
      const entry = merged.get(chunk);
      if (!entry) merged.set(chunk, { chunk, signals: weight === 1 ? signals : signals.map((value) => weight * value), source });
      else {
        entry.signals = entry.signals.map((value, at) => value + weight * signals[at]!);
        if (entry.source !== source) entry.source = 'ast+rag';
      }
    }
  }
  return [...merged.values()];
}
