/**
 * One order for all backends. FAISS gives 1 - d/2 of a squared distance summed in 32-bit floats, the
 * portable backend a dot product in 64-bit ones, so equal similarities come out different in their
 * last digits: by up to 2e-6 at 1,536 dimensions, and by less the more alike two rows are, because
 * the noise is a share of the distance. Scores within `tieBelow` the best of their group therefore
 * count as equal: the whole group gets its best score, rounded to six decimals, and stands in the
 * order of ids. Without that, equal code would change places between backends.
 */
import type { VectorHit } from './contract';

/** Above twice the noise at distance 1 (Debian's faiss, scalar code, up to 1,536 dimensions). */
const TIE_SHARE = 5e-6;
/** What remains between equal rows: unit lengths are exact to 32-bit floats only. */
const TIE_LEAST = 3e-7;
/** Scores up to this count as 0; above it no score ties with 0. */
const NOTHING = 6e-6;
const DECIMALS = 1e6;

/** A raw cosine as a score: 0 for what resembles nothing, at most 1. */
export function toScore(cosine: number): number {
  if (!(cosine > NOTHING)) return 0;
  return cosine > 1 ? 1 : cosine;
}

/** The lowest score that counts as equal to `score`. */
export function tieBelow(score: number): number {
  return score - (TIE_LEAST + TIE_SHARE * (1 - score));
}

/**
 * Sorts `hits` (in place), settles ties and returns the first `limit`. Besides the best `limit`, the
 * hits must include every row that scores at least `tieBelow` the last of them.
 */
export function orderHits(hits: VectorHit[], limit: number): VectorHit[] {
  hits.sort((a, b) => b.score - a.score || a.id - b.id);
  const ordered: VectorHit[] = [];
  for (let start = 0; start < hits.length && ordered.length < limit; ) {
    const best = hits[start]!.score;
    const least = tieBelow(best);
    let end = start + 1;
    while (end < hits.length && hits[end]!.score >= least) end += 1;
    const score = Math.round(best * DECIMALS) / DECIMALS;
    const group = hits.slice(start, end).sort((a, b) => a.id - b.id);
    for (const { id } of group) ordered.push({ id, score });
    start = end;
  }
  return ordered.slice(0, limit);
}
