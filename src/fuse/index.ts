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
  const merged = new Map<number, { why: Record<string, number>; sources: Set<'ast' | 'rag'> }>();
  for (const { source, weight, candidates } of branches) {
    for (const { chunk, why } of candidates) {
      const entry = merged.get(chunk) ?? { why: {}, sources: new Set() };
      entry.sources.add(source);
      for (const [signal, value] of Object.entries(why)) entry.why[signal] = (entry.why[signal] ?? 0) + weight * value;
      merged.set(chunk, entry);
    }
  }
  return [...merged].map(([chunk, { why, sources }]) => ({
    chunk,
    why,
    source: sources.size === 2 ? 'ast+rag' : [...sources][0]!,
  }));
}
