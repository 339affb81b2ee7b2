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
  const merged = new Map<number, { why: Record<string, number>; source: ResultSource }>();
  for (const { source, weight, candidates } of branches) {
    for (const { chunk, why } of candidates) {
      const entry = merged.get(chunk);
      if (!entry) merged.set(chunk, { why: weighted(why, weight), source });
      else {
        for (const signal in why) entry.why[signal] = (entry.why[signal] ?? 0) + weight * why[signal]!;
        if (entry.source !== source) entry.source = 'ast+rag';
      }
    }
  }
  return Array.from(merged, ([chunk, { why, source }]) => ({ chunk, why, source }));
}

function weighted(why: Readonly<Record<string, number>>, weight: number): Record<string, number> {
  const own = { ...why };
  if (weight !== 1) for (const signal in own) own[signal] = weight * own[signal]!;
  return own;
}
