/** How likely a threshold is breached for good within a horizon, from how past forecasts fell short. */
import { clamp, createSortedWindow, type Tape } from './numbers';

/** A breach is sustained when this many … */
export const BREACH_BUCKETS = 3;
/** … of this many consecutive buckets breach. */
export const BREACH_WINDOW = 5;
const WINDOW = 240;
/** Errors beyond this are a change of regime, which the scale will follow. */
const ERROR_MAX = 4;
const PRIOR = [-2.4, -1.4, -0.8, -0.4, -0.1, 0.15, 0.4, 0.7, 1, 1.4, 1.9, 2.6];

/** The third largest of the newest five values: above a threshold exactly when 3 of 5 buckets are. */
export function sustained(values: Tape, sign: number): number {
  let first = -Infinity;
  let second = -Infinity;
  let third = -Infinity;
  for (let back = 0; back < BREACH_WINDOW; back++) {
    const value = sign * values.at(back);
    if (Number.isNaN(value)) continue;
    if (value > first) [first, second, third] = [value, first, second];
    else if (value > second) [second, third] = [value, second];
    else if (value > third) third = value;
  }
  return third;
}

/** The largest sustained value among the windows that lie wholly in the newest `horizon` buckets. */
export function worstOf(levels: Tape, horizon: number): number {
  let worst = -Infinity;
  for (let back = 0; back <= horizon - BREACH_WINDOW; back++) {
    const level = levels.at(back);
    if (level > worst) worst = level;
  }
  return worst;
}

export interface Exceedance {
  /** `error` is (worst sustained value − highest point of the forecast path) / scale. */
  learn(error: number): void;
  /** P(the worst sustained value is above the highest point of the path by `margin` scales). */
  above(margin: number): number;
}

/** Empirical tail of past errors; beyond the last of them it falls off exponentially. */
export function createExceedance(): Exceedance {
  const errors = createSortedWindow(WINDOW);
  for (const error of PRIOR) errors.push(error);
  return {
    learn(error) {
      if (Number.isFinite(error)) errors.push(clamp(error, -ERROR_MAX, ERROR_MAX));
    },
    above(margin) {
      const size = errors.size();
      const count = errors.above(margin);
      const edge = 0.5 / size;
      if (count === 0) return edge * Math.exp(-Math.max(0, margin - errors.quantile(1)));
      if (count === size) return 1 - edge * Math.exp(-Math.max(0, errors.quantile(0) - margin));
      return count / size;
    },
  };
}
