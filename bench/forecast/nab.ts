/**
 * The scoring rules of the Numenta Anomaly Benchmark (Lavin and Ahmad 2015), written anew from their
 * description. A labelled window is found by its earliest detection, which earns the more the earlier it
 * is; every detection outside costs the more the further it is behind a window; a window without a
 * detection costs a fixed price. The first 15 % (of at most 5,000 rows) are not scored. One threshold
 * holds for all series. The result is 0 for a detector that never speaks and 100 for a perfect one.
 */
export interface ScoredSeries {
  readonly id: string;
  readonly scores: Float64Array;
  /** Ranges of rows, both ends included. */
  readonly windows: readonly (readonly [number, number])[];
}

export interface Profile {
  readonly name: string;
  readonly hit: number;
  readonly falseAlarm: number;
  readonly miss: number;
}

export const PROFILES: readonly Profile[] = [
  { name: 'standard', hit: 1, falseAlarm: 0.11, miss: 1 },
  { name: 'low false alarms', hit: 1, falseAlarm: 0.22, miss: 1 },
  { name: 'low misses', hit: 1, falseAlarm: 0.11, miss: 2 },
];

const sigmoid = (place: number): number => (place >= 3 ? -1 : 2 / (1 + Math.exp(5 * place)) - 1);

export const probation = (rows: number): number => Math.floor(0.15 * Math.min(rows, 5_000));

/** What one series adds for a detection threshold. */
export function scoreSeries({ scores, windows }: ScoredSeries, threshold: number, profile: Profile): number {
  const first = probation(scores.length);
  const found = new Float64Array(windows.length).fill(-Infinity);
  let total = 0;
  for (let row = first; row < scores.length; row++) {
    if (scores[row]! < threshold) continue;
    const inside = windows.findIndex(([from, to]) => row >= from && row <= to);
    if (inside >= 0) found[inside] = Math.max(found[inside]!, valueInside(row, windows[inside]!) * profile.hit);
    else total += valueOutside(row, windows) * profile.falseAlarm;
  }
  windows.forEach(([, to], i) => {
    if (to < first) return;
    total += found[i] === -Infinity ? -profile.miss : found[i]!;
  });
  return total;
}

function valueInside(row: number, [from, to]: readonly [number, number]): number {
  return sigmoid(-(to - row + 1) / (to - from + 1)) / sigmoid(-1);
}

function valueOutside(row: number, windows: ScoredSeries['windows']): number {
  let before: readonly [number, number] | undefined;
  for (const window of windows) if (window[1] < row) before = window;
  if (before === undefined) return -1;
  return sigmoid((row - before[1]) / Math.max(1, before[1] - before[0]));
}

export interface CorpusScore {
  readonly score: number;
  readonly threshold: number;
}

/** The normalised score at `threshold`. */
export const scoreCorpus = (series: readonly ScoredSeries[], threshold: number, profile: Profile): number =>
  gainOf(series, threshold, profile) / countWindows(series);

/** What `series` gain over a detector that never speaks, in hundredths of a window found at once. */
export function gainOf(series: readonly ScoredSeries[], threshold: number, profile: Profile): number {
  const total = series.reduce((sum, one) => sum + scoreSeries(one, threshold, profile), 0);
  return normalize(total, countWindows(series), profile);
}

export const countWindows = (series: readonly ScoredSeries[]): number =>
  series.reduce((sum, { scores, windows }) => sum + windows.filter(([, to]) => to >= probation(scores.length)).length, 0);

/** A detector that never speaks misses all windows: 0. One that finds all at once without a false alarm: 100 a window. */
const normalize = (total: number, windows: number, { hit, miss }: Profile): number => (100 * (total + miss * windows)) / (hit + miss);

/** The best single threshold of all that tell rows apart, as the benchmark chooses it: on the series that it scores. */
export function bestThreshold(series: readonly ScoredSeries[], profile: Profile): CorpusScore {
  const gains = series.flatMap((one) => listGains(one, profile)).sort((a, b) => b.score - a.score);
  const windows = countWindows(series);
  const found = new Map<object, number>();
  const silent = -profile.miss * windows;
  let best = { total: silent, threshold: 2 };
  let total = silent;
  gains.forEach(({ score, window, value }, i) => {
    const before = window === undefined ? 0 : (found.get(window) ?? -profile.miss);
    if (window === undefined) total += value;
    else if (value > before) {
      total += value - before;
      found.set(window, value);
    }
    if (gains[i + 1]?.score !== score && total > best.total) best = { total, threshold: score };
  });
  return { score: normalize(best.total, windows, profile) / windows, threshold: best.threshold };
}

interface Gain {
  readonly score: number;
  /** Which window of which series; absent for a row outside all windows. */
  readonly window?: object;
  readonly value: number;
}

/** What each scored row is worth once it counts as a detection. */
function listGains({ scores, windows }: ScoredSeries, profile: Profile): Gain[] {
  const first = probation(scores.length);
  // Series of one file share their windows: each needs keys of its own.
  const keys = windows.map((window) => ({ window }));
  return Array.from(scores.subarray(first), (score, i) => {
    const row = first + i;
    const key = keys.find(({ window: [from, to] }) => row >= from && row <= to);
    if (key === undefined) return { score, value: valueOutside(row, windows) * profile.falseAlarm };
    return { score, window: key, value: valueInside(row, key.window) * profile.hit };
  });
}
