/** Where the present stretch of a series begins: what lies before a change must not bend a line. */
import { clamp, median, type Tape } from './numbers';

/** Standard deviations that a deviation must exceed to count; smaller ones are drift of the noise. */
const SLACK = 0.75;
/** Sum of counted deviations that is a change. */
const ALARM = 9;
/** One point counts at most this much: a step needs three points, a lone spike is none. */
const POINT_MAX = 3.2;
/** Points that the level is taken from; the newest are left out so that they can differ from it. */
const LEVEL_POINTS = 60;
const LAG = 3;
const LENGTH_MIN = 8;
/** Standard deviations per mean absolute difference of two independent normal values. */
const DIFF_SCALE = 0.8862;

export interface Segment {
  /**
   * Advances by one bucket; `trend` is what the line through the segment says for it. True when a
   * change was found.
   */
  update(cleaned: Tape, trend: number): boolean;
  /** Buckets since the last change, the newest included. */
  length(): number;
  /** Buckets since a change was last reported; Infinity before the first. */
  sinceChange(): number;
  noise(): number;
}

/**
 * Two-sided CUSUM (Page 1954) of the deviations from the segment's level in units of its noise. The
 * new segment starts where the sum left zero, which is an estimate of the moment of the change.
 */
export function createSegment(): Segment {
  const recent = new Float64Array(LEVEL_POINTS + LAG);
  const work = new Float64Array(LEVEL_POINTS);
  let length = 0;
  let since = Infinity;
  let up = 0;
  let down = 0;
  let upRun = 0;
  let downRun = 0;
  let difference = 0;
  let seen = 0;
  let spread = 0;

  function track(cleaned: Tape): void {
    const step = Math.abs(cleaned.at(0) - cleaned.at(1));
    if (Number.isNaN(step)) return;
    seen += 1;
    const rate = Math.max(0.01, 1 / seen);
    difference += rate * (Math.min(step, seen < 20 ? step : 4 * difference + 1e-12) - difference);
  }

  function levelOf(cleaned: Tape): number {
    const size = cleaned.read(recent, Math.min(length, LEVEL_POINTS + LAG));
    let count = 0;
    for (let i = 0; i < size - LAG; i++) if (!Number.isNaN(recent[i]!)) work[count++] = recent[i]!;
    if (count < LENGTH_MIN - LAG) return NaN;
    const level = median(work, count);
    for (let i = 0; i < count; i++) work[i] = Math.abs(work[i]! - level);
    const now = 1.4826 * median(work, count);
    spread += 0.02 * (now - spread);
    return level;
  }

  function restart(run: number): void {
    length = Math.max(run, 3);
    since = 0;
    up = down = 0;
    upRun = downRun = 0;
  }

  return {
    update(cleaned, trend) {
      length += 1;
      since += 1;
      track(cleaned);
      const value = cleaned.at(0);
      if (Number.isNaN(value) || length < LENGTH_MIN) return false;
      const level = levelOf(cleaned);
      const noise = Math.max(DIFF_SCALE * difference, spread, 1e-9 * Math.abs(level), 1e-12);
      if (Number.isNaN(level)) return false;
      const deviation = clamp(leastDeviation(value, level, trend) / noise, -POINT_MAX - SLACK, POINT_MAX + SLACK);
      up = Math.max(0, up + deviation - SLACK);
      down = Math.max(0, down - deviation - SLACK);
      upRun = up === 0 ? 0 : upRun + 1;
      downRun = down === 0 ? 0 : downRun + 1;
      if (up < ALARM && down < ALARM) return false;
      restart(up >= ALARM ? upRun : downRun);
      return true;
    },
    length: () => length,
    sinceChange: () => since,
    noise: () => DIFF_SCALE * difference,
  };
}

/** What neither the level nor the trend explains: a steady ramp is one segment, not many. */
function leastDeviation(value: number, level: number, trend: number): number {
  const fromLevel = value - level;
  const fromTrend = value - trend;
  if (Number.isNaN(fromTrend)) return fromLevel;
  if (Math.sign(fromLevel) !== Math.sign(fromTrend)) return 0;
  return Math.abs(fromLevel) < Math.abs(fromTrend) ? fromLevel : fromTrend;
}
