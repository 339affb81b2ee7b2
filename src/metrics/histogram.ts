/**
 * Log-bucket histogram: bin i counts values in (γ^(i-1), γ^i], so that a quantile is off by at most
 * `RELATIVE_ERROR`, whatever the range. After DDSketch (Masson, Rim, Lee: VLDB 2019). Sparse, so an
 * idle minute costs nothing and two histograms add up exactly.
 */
export const RELATIVE_ERROR = 0.01;

/** Bin to count. */
export type Bins = Map<number, number>;

const GAMMA = (1 + RELATIVE_ERROR) / (1 - RELATIVE_ERROR);
const LOG_GAMMA = Math.log(GAMMA);
/** Values at or below this are told apart no further. */
const LEAST = 1e-3;
const LEAST_BIN = binOf(LEAST);

function binOf(value: number): number {
  return Math.ceil(Math.log(value) / LOG_GAMMA);
}

/** Negative values and what is no number count as 0. */
export function addValue(bins: Bins, value: number, count = 1): void {
  const bin = value > LEAST ? binOf(Math.min(value, Number.MAX_SAFE_INTEGER)) : LEAST_BIN;
  bins.set(bin, (bins.get(bin) ?? 0) + count);
}

export function addBins(target: Bins, source: Bins): void {
  for (const [bin, count] of source) target.set(bin, (target.get(bin) ?? 0) + count);
}

export function countOf(bins: Bins): number {
  let total = 0;
  for (const count of bins.values()) total += count;
  return total;
}

/** By nearest rank: the value that at least the share `p` (0..1) of all reach; undefined when empty. */
export function quantileOf(bins: Bins, p: number): number | undefined {
  const total = countOf(bins);
  if (total === 0) return undefined;
  const rank = Math.max(1, Math.ceil(p * total));
  let seen = 0;
  for (const bin of [...bins.keys()].sort((a, b) => a - b)) {
    seen += bins.get(bin)!;
    if (seen >= rank) return valueOf(bin);
  }
  return undefined;
}

/** How many are at most `limit`; a bin that spans it counts by its middle. */
export function countUpTo(bins: Bins, limit: number): number {
  let total = 0;
  for (const [bin, count] of bins) if (valueOf(bin) <= limit) total += count;
  return total;
}

/** The value that is nearest to all of a bin, relatively. */
function valueOf(bin: number): number {
  return bin <= LEAST_BIN ? 0 : (2 * GAMMA ** bin) / (GAMMA + 1);
}
