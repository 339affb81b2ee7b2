/** Takes lone outliers out of what the models see. What is scored against stays as it was measured. */
import { clamp, median } from './numbers';

/** Points before the new one that it is compared with. */
const WINDOW = 9;
/** Deviations, in robust standard deviations, beyond which a point is clipped. */
const LIMIT = 5;
/** This many outliers in a row on the same side are a new level, not a fault. */
const RUN = 3;
/** Standard deviations per median absolute deviation of a normal distribution. */
const MAD_SCALE = 1.4826;

export interface Cleaner {
  /** The value the models should see, and whether it was clipped. */
  clean(value: number): { readonly value: number; readonly clipped: boolean };
}

/**
 * A one-sided Hampel filter (Hampel 1974; Davies and Gather 1993): a point further from the median of
 * the points before it than `LIMIT` robust standard deviations is moved to that limit, unless it
 * continues a run on one side. `noise` is a floor for the deviation, so that flat series may move.
 */
export function createCleaner(): Cleaner {
  const recent: number[] = [];
  const work = new Float64Array(WINDOW);
  let slowScale = 0;
  let run = 0;

  function judge(value: number): number {
    for (let i = 0; i < recent.length; i++) work[i] = recent[i]!;
    const middle = median(work, recent.length);
    for (let i = 0; i < recent.length; i++) work[i] = Math.abs(recent[i]! - middle);
    const spread = MAD_SCALE * median(work, recent.length);
    slowScale = slowScale === 0 ? spread : Math.max(0.98 * slowScale, 0.02 * spread + 0.98 * slowScale);
    const limit = LIMIT * Math.max(spread, slowScale);
    return limit === 0 ? value : clamp(value, middle - limit, middle + limit);
  }

  return {
    clean(value) {
      const kept = recent.length < WINDOW ? value : judge(value);
      const side = Math.sign(value - kept);
      run = side === 0 ? 0 : Math.sign(run) === side ? run + side : side;
      const clipped = side !== 0 && Math.abs(run) < RUN;
      recent.push(value);
      if (recent.length > WINDOW) recent.shift();
      return { value: clipped ? kept : value, clipped };
    },
  };
}
