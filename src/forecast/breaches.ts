/** How likely a threshold is breached for good within a horizon, from how past forecasts fell short. */
import { clamp, createSortedWindow, type Tape } from './numbers';

/** A breach is sustained when this many … */
export const BREACH_BUCKETS = 3;
/** … of this many consecutive buckets breach. */
export const BREACH_WINDOW = 5;
const WINDOW = 240;
/** Outcomes per bucket ahead that a statement itself counts for. */
const TRUST = 1;
const TEMPER_SHIFT = -0.5;
const STEEPNESS = 1.6;

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

/** Shape of the errors around a model's path: the upper tail of a logistic distribution of about unit deviation. */
export const upperTail = (margin: number): number => 1 / (1 + Math.exp(clamp(STEEPNESS * margin, -40, 40)));

export interface Recalibration {
  /** `stated` is the probability that was stated for the worst sustained value that then came, or higher. */
  learn(stated: number): void;
  /** What a stated probability has meant so far. */
  apply(stated: number): number;
}

/**
 * Quantile recalibration (Kuleshov, Fenner and Ermon 2018), online: a breach means that the outcome had
 * a stated probability below that of the threshold, so the share of past outcomes below it is what the
 * statement is worth. Few outcomes leave the statement nearly as it is.
 */
export function createRecalibration(horizon: number): Recalibration {
  const outcomes = createSortedWindow(Math.min(WINDOW + 4 * horizon, 900));
  const trust = TRUST * horizon;
  return {
    learn(stated) {
      if (!Number.isNaN(stated)) outcomes.push(stated);
    },
    apply(stated) {
      const size = outcomes.size();
      return (size - outcomes.above(stated) + trust * stated) / (size + trust);
    },
  };
}

/**
 * Corrects for what a mixture of models cannot know about itself: the longer the horizon, the more often
 * a trend ends before it is over. Two numbers per horizon, fitted once by logistic regression to series of
 * other seeds than those reported (`npm run bench:forecast`); `horizon` in buckets.
 */
export function temper(stated: number, horizon: number): number {
  const distance = Math.min(Math.log(horizon / 5), 4);
  const p = clamp(stated, 1e-6, 1 - 1e-6);
  const odds = TEMPER_SHIFT - 0.25 * distance + (0.92 - 0.06 * distance) * Math.log(p / (1 - p));
  return 1 / (1 + Math.exp(-odds));
}
