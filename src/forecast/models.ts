/** The forecasting models. Each fills a row with its median path; none knows how good it is. */
import { createLineFitter } from './line';
import { clamp, median, type Tape } from './numbers';
import type { Season } from './season';

export const MODELS = ['last', 'level', 'reverting', 'trend', 'lineShort', 'lineLong', 'lineWide', 'seasonal'] as const;
export const MODEL_COUNT = MODELS.length;

const LEVEL_POINTS = 60;
const SHORT = 30;
const LONG = 120;
const PHI = 0.99;
const ALPHA = 0.2;
const BETA = 0.012;
/** Buckets in which the gap between the series and its season has shrunk to a third. */
const SEASON_MEMORY = 60;
const CYCLES = 3;
/** A line is followed for this many times its own length; from there on it flattens. */
const REACH = 4;
/** Points of a segment from which a line through it is believed. */
const LINE_MIN = 10;

export interface Models {
  /** Advances by one bucket, whose value (NaN when missing) is `cleaned.at(0)`. */
  update(cleaned: Tape, segmentLength: number, restarted: boolean): void;
  /** Fills `paths` (model × anchor, NaN where a model cannot say) for `anchors` buckets ahead. */
  predict(cleaned: Tape, segmentLength: number, season: Season, anchors: Float64Array, paths: Float64Array): void;
  /** What the line through the segment said for the next bucket; NaN without one. */
  expected(): number;
}

export function createModels(): Models {
  const fitter = createLineFitter();
  const work = new Float64Array(LEVEL_POINTS);
  let last = NaN;
  let level = NaN;
  let growth = 0;
  let mean = NaN;
  let square = 0;
  let lagged = 0;
  let seen = 0;
  let expected = NaN;

  /** Damped Holt in error-correction form (Gardner and McKenzie 1985). */
  function updateTrend(value: number): void {
    const expected = level + PHI * growth;
    const error = Number.isNaN(value) ? 0 : value - expected;
    level = expected + ALPHA * error;
    growth = PHI * growth + BETA * error;
  }

  /** Running mean and lag-1 covariance, for how fast the series comes back to its level. */
  function updateReverting(value: number, previous: number): void {
    seen += 1;
    const rate = Math.max(0.004, 1 / seen);
    const before = previous - mean;
    mean += rate * (value - mean);
    square += rate * ((value - mean) ** 2 - square);
    if (!Number.isNaN(before)) lagged += rate * (before * (value - mean) - lagged);
  }

  function levelOf(cleaned: Tape, length: number): number {
    let count = 0;
    for (let back = 0; back < Math.min(length, LEVEL_POINTS); back++) {
      const value = cleaned.at(back);
      if (!Number.isNaN(value)) work[count++] = value;
    }
    return count === 0 ? last : median(work, count);
  }

  function fillLine(row: Float64Array, anchors: Float64Array, cleaned: Tape, points: number): number {
    const line = fitter.fit(cleaned, points);
    if (line === undefined) {
      row.fill(NaN);
      return NaN;
    }
    const reach = REACH * points;
    for (let a = 0; a < anchors.length; a++) row[a] = line.level + line.slope * reach * (1 - Math.exp(-anchors[a]! / reach));
    return line.level + line.slope;
  }

  function fillSeasonal(row: Float64Array, anchors: Float64Array, cleaned: Tape, { period }: Season): void {
    if (period === 0) return void row.fill(NaN);
    let gap = 0;
    let count = 0;
    for (let back = 0; back < 5; back++) {
      const difference = cleaned.at(back) - profile(cleaned, period, back);
      if (Number.isNaN(difference)) continue;
      gap += difference;
      count += 1;
    }
    gap = count === 0 ? 0 : gap / count;
    for (let a = 0; a < anchors.length; a++) {
      row[a] = profile(cleaned, period, -anchors[a]!) + gap * Math.exp(-anchors[a]! / SEASON_MEMORY);
    }
  }

  return {
    expected: () => expected,
    update(cleaned, segmentLength, restarted) {
      const value = cleaned.at(0);
      if (Number.isNaN(level)) level = value;
      if (Number.isNaN(mean)) mean = value;
      if (restarted) {
        level = levelOf(cleaned, Math.min(segmentLength, 5));
        growth = 0;
      }
      updateTrend(value);
      if (Number.isNaN(value)) return;
      updateReverting(value, last);
      last = value;
    },
    predict(cleaned, segmentLength, season, anchors, paths) {
      const width = anchors.length;
      const row = (model: number): Float64Array => paths.subarray(model * width, (model + 1) * width);
      const middle = levelOf(cleaned, segmentLength);
      const phi = square > 0 ? clamp(lagged / square, 0, 0.9995) : 0;
      row(0).fill(last);
      row(1).fill(middle);
      for (let a = 0; a < width; a++) {
        const ahead = anchors[a]!;
        paths[2 * width + a] = mean + (last - mean) * phi ** ahead;
        paths[3 * width + a] = level + (growth * PHI * (1 - PHI ** ahead)) / (1 - PHI);
      }
      const length = Math.max(segmentLength, LINE_MIN);
      fillLine(row(4), anchors, cleaned, Math.min(length, SHORT));
      expected = fillLine(row(5), anchors, cleaned, Math.min(length, LONG));
      fillLine(row(6), anchors, cleaned, clamp(segmentLength, LONG, 3 * LONG));
      fillSeasonal(row(7), anchors, cleaned, season);
    },
  };
}

/** Mean over the last cycles at the phase of `back` (negative: ahead), smoothed over its neighbours. */
function profile(cleaned: Tape, period: number, back: number): number {
  let total = 0;
  let weight = 0;
  const first = back + period * Math.max(1, Math.ceil((1 - back) / period));
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    const at = first + cycle * period;
    for (let shift = -1; shift <= 1; shift++) {
      const value = at + shift < 0 ? NaN : cleaned.at(at + shift);
      if (Number.isNaN(value)) continue;
      const share = (shift === 0 ? 2 : 1) * 0.8 ** cycle;
      total += share * value;
      weight += share;
    }
  }
  return weight === 0 ? NaN : total / weight;
}
