/** Anomalies of a series: change against its own past. A signal of its own, never a forecast. */
import { createTape, median } from '../forecast/numbers';
import { createRest } from './rest';
import { createTail, createTwoTails } from './tail';

export interface AnomalyDetector {
  /** How unusual the newest value is, 0..1, seeing only values before it; from 0.5 on an anomaly. NaN (nothing measured) is 0. */
  observe(value: number): number;
}

/** Values before anything is said. */
export const ANOMALY_VALUES_MIN = 65;

/** Powers of ten of improbability at which the score is one half. */
const HALF = 3;
/** Values that a jump is measured against. */
const SHORT = 5;
/** Values of the stretch whose level and roughness are judged. */
const LONG = 96;
/** A spread needs more values than a level to be known as well. */
const SPREAD = 2 * LONG;
/** Values that the slow mean and deviation remember. */
const SLOW = 1_000;
/** Power of the norm that joins the surprises: near the largest, but two at once count more than one. */
const JOIN = 4;
/** Changes that are none: shares of the usual deviation and, for what never moved, of the level itself. */
const TINY = 1e-4;
const ROUNDING = 1e-6;
/** Keeps the logarithm of nothing finite. */
const SMALLEST = 1e-200;

/**
 * Four statistics of a series, each compared with its own past (tail.ts): the jump from the values just
 * before; the level and the roughness (mean step) of the last stretch; and the spread of a longer one.
 * Roughness and spread are unusual both when large and when small: a stuck signal is as odd as a wild one.
 * The surprises are joined by a norm, and one change is reported once (rest.ts).
 */
export function createAnomalyDetector(): AnomalyDetector {
  const values = createTape(SPREAD);
  const steps = createTape(LONG);
  const work = new Float64Array(SPREAD);
  const jump = createTail(SHORT);
  const level = createTail(LONG);
  const roughness = createTwoTails(LONG);
  const spread = createTwoTails(SPREAD);
  const rest = createRest(0.5);
  let seen = 0;
  let mean = 0;
  let square = 0;
  let last = NaN;

  function surpriseOf(value: number): number {
    const unit = Math.sqrt(square) + ROUNDING * Math.abs(mean) + SMALLEST;
    const floor = TINY * unit;
    const beside = Math.abs(value - median(work, values.read(work, SHORT)));
    values.push(value);
    if (seen > 0) steps.push(Math.abs(value - last));
    const surprises = [jump.surprise(beside + floor)];
    if (steps.size() >= LONG / 2) {
      surprises.push(
        level.surprise(Math.abs(meanOf(work, values.read(work, LONG)) - mean) / unit + TINY),
        roughness.surprise(Math.log(meanOf(work, steps.read(work, LONG)) + floor)),
      );
    }
    if (values.size() >= SPREAD / 2) surprises.push(spread.surprise(Math.log(deviationOf(work, values.read(work, SPREAD)) + floor)));
    return join(surprises);
  }

  function track(value: number): void {
    last = value;
    seen += 1;
    const rate = Math.max(1 / seen, 1 / SLOW);
    mean += rate * (value - mean);
    square += rate * ((value - mean) ** 2 - square);
  }

  return {
    observe(value) {
      if (!Number.isFinite(value)) return 0;
      const surprise = surpriseOf(value);
      track(value);
      return rest(surprise / (surprise + HALF));
    },
  };
}

/** (Σ sᵖ)^(1/p). */
function join(surprises: readonly number[]): number {
  let total = 0;
  for (const surprise of surprises) total += surprise ** JOIN;
  return total ** (1 / JOIN);
}

/** Mean of the first `count` entries. */
function meanOf(values: Float64Array, count: number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += values[i]!;
  return total / count;
}

function deviationOf(values: Float64Array, count: number): number {
  const mean = meanOf(values, count);
  let total = 0;
  for (let i = 0; i < count; i++) total += (values[i]! - mean) ** 2;
  return Math.sqrt(total / count);
}
