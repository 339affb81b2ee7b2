/** Finds out whether a series repeats itself, and after how many buckets. */
import { clamp, type Tape } from './numbers';

/** Points that the correlations are taken over; longer series are averaged down to them. */
const POINTS = 400;
const STRENGTH_MIN = 0.35;
/** Whole periods that must be seen before a season is believed. */
const PERIODS_MIN = 2;
const PERIOD_MIN = 8;

export interface Season {
  /** In buckets; 0 when none is seen. */
  readonly period: number;
  /** Correlation of the series with itself one period ago, 0..1. */
  readonly strength: number;
}

const NONE: Season = { period: 0, strength: 0 };

/** O(POINTS²) at worst; callers ask seldom. */
export function findSeason(cleaned: Tape, preferred: readonly number[] = []): Season {
  const size = cleaned.size();
  if (size < 3 * PERIOD_MIN) return NONE;
  const factor = Math.max(1, Math.ceil(size / POINTS));
  const series = shrink(cleaned, factor);
  detrend(series);
  const longest = Math.floor(series.length / PERIODS_MIN);
  const rough = firstPeak(series, Math.max(2, Math.ceil(PERIOD_MIN / factor)), longest);
  if (rough === 0) return NONE;
  return refine(cleaned, rough * factor, factor, preferred);
}

/** Means of `factor` buckets each, the newest last; a gap repeats its neighbour. */
function shrink(cleaned: Tape, factor: number): Float64Array {
  const length = Math.floor(cleaned.size() / factor);
  const series = new Float64Array(length);
  let last = 0;
  for (let block = 0; block < length; block++) {
    let total = 0;
    let count = 0;
    for (let back = block * factor; back < (block + 1) * factor; back++) {
      const value = cleaned.at(back);
      if (Number.isNaN(value)) continue;
      total += value;
      count += 1;
    }
    if (count > 0) last = total / count;
    series[length - 1 - block] = last;
  }
  return series;
}

/** Subtracts the least-squares line: a ramp correlates with itself at every lag. */
function detrend(series: Float64Array): void {
  const { length } = series;
  const centre = (length - 1) / 2;
  let mean = 0;
  let cross = 0;
  let square = 0;
  for (let i = 0; i < length; i++) {
    mean += series[i]! / length;
    cross += (i - centre) * series[i]!;
    square += (i - centre) ** 2;
  }
  const slope = cross / square;
  for (let i = 0; i < length; i++) series[i] = series[i]! - mean - slope * (i - centre);
}

function correlate(series: Float64Array, lag: number): number {
  let cross = 0;
  let early = 0;
  let late = 0;
  for (let i = lag; i < series.length; i++) {
    cross += series[i]! * series[i - lag]!;
    late += series[i]! ** 2;
    early += series[i - lag]! ** 2;
  }
  const scale = Math.sqrt(early * late);
  return scale < 1e-12 ? 0 : cross / scale;
}

/** The strongest peak after the correlation has first fallen; the shortest of nearly equal ones. */
function firstPeak(series: Float64Array, from: number, to: number): number {
  let best = 0;
  let strength = STRENGTH_MIN;
  let fallen = false;
  let before = 1;
  let here = correlate(series, from);
  for (let lag = from; lag < to; lag++) {
    const after = correlate(series, lag + 1);
    fallen ||= here < 0.2;
    if (fallen && here > before && here >= after && here > strength) {
      best = lag;
      strength = here + 0.05;
    }
    before = here;
    here = after;
  }
  return best;
}

/** The exact period near a rough one; periods of the clock win when they are as good. */
function refine(cleaned: Tape, rough: number, width: number, preferred: readonly number[]): Season {
  const stride = Math.max(1, Math.floor(cleaned.size() / 600));
  let best: Season = NONE;
  for (let period = Math.max(PERIOD_MIN, rough - width); period <= rough + width; period++) {
    const strength = agree(cleaned, period, stride) + (preferred.includes(period) ? 0.03 : 0);
    if (strength > best.strength) best = { period, strength: clamp(strength, 0, 1) };
  }
  return best.strength < STRENGTH_MIN ? NONE : best;
}

/** Correlation of the values with those one period before, over a thinned sample. */
function agree(cleaned: Tape, period: number, stride: number): number {
  let n = 0;
  let sx = 0;
  let sy = 0;
  let sxx = 0;
  let syy = 0;
  let sxy = 0;
  for (let back = 0; back + period < cleaned.size(); back += stride) {
    const x = cleaned.at(back);
    const y = cleaned.at(back + period);
    if (Number.isNaN(x) || Number.isNaN(y)) continue;
    n += 1;
    sx += x;
    sy += y;
    sxx += x * x;
    syy += y * y;
    sxy += x * y;
  }
  const scale = Math.sqrt((n * sxx - sx * sx) * (n * syy - sy * sy));
  return scale > 1e-12 ? (n * sxy - sx * sy) / scale : 0;
}
