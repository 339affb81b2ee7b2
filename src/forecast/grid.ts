/** From rows with times to buckets of even width, using only what has been seen. */

const MINUTE = 60_000;
/** A longer gap is no longer filled with empty buckets: it says nothing more than a shorter one. */
const GAP_MAX = 240;
const SAMPLE = 25;

export interface Grid {
  /** Whole buckets since the row before, at least 1; 2 means that one bucket is missing. */
  advance(at: number): number;
  /** Median distance of the rows so far in ms; NaN before the second. */
  stepMs(): number;
}

/** The width follows the median distance of the newest rows, so that gaps and jitter do not change it. */
export function createGrid(): Grid {
  const distances: number[] = [];
  let last = NaN;
  let step = NaN;
  return {
    advance(at) {
      const distance = at - last;
      last = at;
      if (!(distance > 0)) return 1;
      if (distances.length < SAMPLE) {
        distances.push(distance);
        step = [...distances].sort((a, b) => a - b)[distances.length >> 1]!;
      }
      return Math.min(Math.max(1, Math.round(distance / step)), GAP_MAX);
    },
    stepMs: () => step,
  };
}

/** Horizons in buckets: minutes where a bucket is shorter than a minute, else buckets. */
export function toBuckets(horizons: readonly number[], stepMs: number): number[] {
  const perMinute = stepMs > 0 && stepMs < MINUTE ? MINUTE / stepMs : 1;
  return horizons.map((horizon) => Math.max(1, Math.round(horizon * perMinute)));
}
