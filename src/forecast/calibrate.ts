/** Intervals that are as wide as the series' own past errors make them, corrected while they are used. */
import { clamp, createSortedWindow } from './numbers';

const WINDOW = 240;
/** Outcomes of neighbouring buckets are nearly the same: long horizons need more of them. */
const WINDOW_PER_BUCKET = 4;
const WINDOW_MAX = 1_200;
/** How fast the aimed-at share moves after a hit or a miss (Gibbs and Candès 2021). */
const RATE = 0.002;
/** Widening for quantiles of few independent outcomes, per root of a bucket ahead. */
const MARGIN = 0.015;
const TAIL = 0.05;
/** Misses come in runs, at changes: a longer debt would keep intervals wide long after, for little coverage. */
const LOWEST = 0;
/** Errors beyond this are a change of regime, which the scale will follow; they must not stay in the window as they are. */
const ERROR_MAX = 5;
/** Own outcomes from which an interval counts as calibrated. */
export const CALIBRATED_FROM = 50;
/** Errors in units of the expected error, before any are known: quantiles of a wide-tailed distribution. */
const PRIOR = [-2.9, -1.9, -1.3, -0.9, -0.6, -0.35, -0.12, 0.12, 0.35, 0.6, 0.9, 1.3, 1.9, 2.9];

export interface Calibration {
  /** `error` is (actual − forecast) / scale as it was forecast; `low`, `high` the interval given then. */
  learn(error: number, low: number, high: number): void;
  /** Lower and upper end and the middle, in units of the scale. */
  low(): number;
  middle(): number;
  high(): number;
  outcomes(): number;
}

/** Adaptive conformal inference with one rate per side, over normalised errors. */
export function createCalibration(horizon: number): Calibration {
  const errors = createSortedWindow(Math.min(WINDOW + WINDOW_PER_BUCKET * horizon, WINDOW_MAX));
  const margin = 1 + MARGIN * Math.sqrt(horizon);
  for (const error of PRIOR) errors.push(error);
  let below = horizon > 30 ? 0 : TAIL / 2;
  let above = below;
  let outcomes = 0;
  const quantile = (share: number): number => margin * errors.quantile(share);
  return {
    learn(error, low, high) {
      outcomes += 1;
      below = clamp(below + RATE * (TAIL - (error < low ? 1 : 0)), LOWEST, 0.3);
      above = clamp(above + RATE * (TAIL - (error > high ? 1 : 0)), LOWEST, 0.3);
      errors.push(clamp(error, -ERROR_MAX, ERROR_MAX));
    },
    low: () => Math.min(quantile(below), 0),
    middle: () => 0.5 * errors.quantile(0.5),
    high: () => Math.max(quantile(1 - above), 0),
    outcomes: () => outcomes,
  };
}
