/** Anomalies of a series: change against its own past. A signal of its own, never a forecast. */
import { createTape, median, type Tape } from '../forecast/numbers';
import { createTail } from './tail';

export interface AnomalyDetector {
  /** How unusual the newest value is, 0..1, seeing only values before it; from 0.5 on an anomaly. NaN (nothing measured) is 0. */
  observe(value: number): number;
}

/** Powers of ten of improbability at which the score is one half. */
const HALF = 2.6;
/** Values of a jump, a short and a long stretch. */
const FAST = 5;
const SHORT = 12;
const LONG = 48;
/** Values that the slow mean and deviation remember. */
const SLOW = 1_000;
/** After an anomaly, scores count half for this share of the values seen so far, but not for longer than REST_MAX. */
const REST = 0.06;
const REST_MAX = 1_000;

/**
 * Four statistics of the newest value: its distance from the slow mean, the distances of a short and a
 * long stretch from it, and the jump from the values just before. Each is compared with its own past
 * (see tail.ts); the least probable decides. One change is reported once: scores rest after it.
 */
export function createAnomalyDetector(): AnomalyDetector {
  const tape = createTape(LONG);
  const point = createTail();
  const short = createTail();
  const long = createTail();
  const jump = createTail();
  const work = new Float64Array(LONG);
  let seen = 0;
  let mean = 0;
  let square = 0;
  let resting = 0;

  function surpriseOf(value: number): number {
    const unit = Math.sqrt(square) + 1e-12;
    const beside = Math.abs(value - medianBefore(tape, work));
    return Math.max(
      point.surprise(Math.abs(value - mean) / unit),
      short.surprise(Math.abs(meanOf(tape, work, SHORT) - mean) / unit),
      long.surprise(Math.abs(meanOf(tape, work, LONG) - mean) / unit),
      jump.surprise(beside),
    );
  }

  function track(value: number): void {
    const rate = Math.max(1 / seen, 1 / SLOW);
    mean += rate * (value - mean);
    square += rate * ((value - mean) ** 2 - square);
  }

  function rest(score: number): number {
    resting -= 1;
    if (resting > 0) return score / 2;
    if (score >= 0.5) resting = Math.min(REST * seen, REST_MAX);
    return score;
  }

  return {
    observe(value) {
      if (!Number.isFinite(value)) return 0;
      tape.push(value);
      seen += 1;
      const surprise = surpriseOf(value);
      track(value);
      return rest(surprise / (surprise + HALF));
    },
  };
}

function meanOf(tape: Tape, work: Float64Array, count: number): number {
  const size = tape.read(work, count);
  let total = 0;
  for (let i = 0; i < size; i++) total += work[i]!;
  return total / size;
}

/** Median of the values just before the newest; NaN for the first. */
function medianBefore(tape: Tape, work: Float64Array): number {
  const size = tape.read(work, FAST + 1);
  return median(work, size - 1);
}
