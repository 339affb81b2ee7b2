/**
 * One order for all backends. FAISS computes 1 - d/2 from a squared distance in 32-bit floats, the
 * portable backend a dot product in 64-bit ones, so equal similarities come out different in their
 * last digits. Scores that lie within `TIE` of the best of their group therefore count as equal: all
 * of the group get its best score, rounded to six decimals, and stand in the order of their ids.
 * `TIE` is some ten times the arithmetic's noise (below 5e-7 at 384 dimensions); two different rows
 * that happen to lie that near to each other are as good as equal to a reader.
 */
import type { VectorHit } from './contract';

export const TIE = 5e-6;

const DECIMALS = 1e6;

/** A raw cosine as a score: 0 up to `TIE`, so that no positive score ties with a clamped one; else up to 1. */
export function toScore(cosine: number): number {
  if (!(cosine > TIE)) return 0;
  return cosine > 1 ? 1 : cosine;
}

/**
 * Sorts `hits` (in place), settles ties and returns the first `limit`. Besides the best `limit`, the
 * hits must include every row whose score is at most `TIE` below the last of them.
 */
export function orderHits(hits: VectorHit[], limit: number): VectorHit[] {
  hits.sort((a, b) => b.score - a.score || a.id - b.id);
  const ordered: VectorHit[] = [];
  for (let start = 0; start < hits.length && ordered.length < limit; ) {
    const best = hits[start]!.score;
    let end = start + 1;
    while (end < hits.length && hits[end]!.score >= best - TIE) end += 1;
    const score = Math.round(best * DECIMALS) / DECIMALS;
    const group = hits.slice(start, end).sort((a, b) => a.id - b.id);
    for (const { id } of group) ordered.push({ id, score });
    start = end;
  }
  return ordered.slice(0, limit);
}
