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

const sigmoid = (place: number): number => (place > 3 ? -1 : 2 / (1 + Math.exp(5 * place)) - 1);

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
export function scoreCorpus(series: readonly ScoredSeries[], threshold: number, profile: Profile): number {
  let total = 0;
  let windows = 0;
  for (const one of series) {
    total += scoreSeries(one, threshold, profile);
    windows += one.windows.filter(([, to]) => to >= probation(one.scores.length)).length;
  }
  return (100 * (total + profile.miss * windows)) / (windows * (profile.hit + profile.miss));
}

/** The best single threshold, as the benchmark chooses it: on the same series that it is scored on. */
export function bestThreshold(series: readonly ScoredSeries[], profile: Profile): CorpusScore {
  const all = series.flatMap(({ scores }) => Array.from(scores.subarray(probation(scores.length))).filter((score) => score > 0.05));
  const sorted = Float64Array.from(new Set(all)).sort();
  let best: CorpusScore = { score: scoreCorpus(series, 2, profile), threshold: 2 };
  for (let i = 0; i < 300 && sorted.length > 0; i++) {
    const place = 1 - (i / 300) ** 2;
    const threshold = sorted[Math.min(sorted.length - 1, Math.floor(place * sorted.length))]!;
    const score = scoreCorpus(series, threshold, profile);
    if (score > best.score) best = { score, threshold };
  }
  return best;
}
