/** Blends the answers of retrievers: weighted sum of scores, which beat reciprocal ranks when measured. */
import type { Candidate, ResultSource } from '../kernel';

export interface Branch {
  readonly source: 'ast' | 'rag';
  readonly weight: number;
  readonly candidates: readonly Candidate[];
}

export interface Fused extends Candidate {
  readonly source: ResultSource;
}

/** One entry per chunk, unordered. Each branch's scores are taken as they are, 0..1. */
export function fuse(branches: readonly Branch[]): Fused[] {
  const live = branches.filter((branch) => branch.candidates.length > 0);
  const total = live.reduce((sum, branch) => sum + branch.weight, 0);
  const merged = new Map<number, { score: number; why: Record<string, number>; sources: Set<'ast' | 'rag'> }>();
  for (const { source, weight, candidates } of live) {
    const share = weight / total;
    for (const { chunk, score, why } of candidates) {
      const entry = merged.get(chunk) ?? { score: 0, why: {}, sources: new Set() };
      entry.score += share * score;
      entry.sources.add(source);
      for (const [signal, value] of Object.entries(why)) entry.why[signal] = (entry.why[signal] ?? 0) + share * value;
      merged.set(chunk, entry);
    }
  }
  return [...merged].map(([chunk, { score, why, sources }]) => ({
    chunk,
    score,
    why,
    source: sources.size === 2 ? 'ast+rag' : [...sources][0]!,
  }));
}
