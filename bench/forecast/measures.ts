/** The measures of forecasts: intervals, probabilities, alarms. Sums only, so that series can be pooled. */
import type { Statement } from './predictor';
import { distanceAhead, markSustained, type LabelledSeries } from './labelled';

const BINS = 10;
/** Buckets without a breach before the next one counts as another. */
const QUIET = 30;

export interface Scores {
  pinball: number;
  covered: number;
  scored: number;
  brier: number;
  events: number;
  rows: number;
  readonly binRows: Float64Array;
  readonly binEvents: Float64Array;
  readonly binSum: Float64Array;
}

export const newScores = (): Scores => ({
  pinball: 0, covered: 0, scored: 0, brier: 0, events: 0, rows: 0,
  binRows: new Float64Array(BINS), binEvents: new Float64Array(BINS), binSum: new Float64Array(BINS),
});

const pinball = (error: number, share: number): number => Math.max(share * error, (share - 1) * error);

/** Adds one series' statements. Pinball loss is in units of the series' mean absolute step, so that series can be averaged. */
export function score(into: Scores[], series: LabelledSeries, statements: readonly (Statement | undefined)[], unit: number): void {
  const ahead = distanceAhead(markSustained(series));
  series.horizons.forEach((horizon, h) => {
    const scores = into[h]!;
    for (let t = 0; t + horizon < series.values.length; t++) {
      const statement = statements[t];
      if (statement === undefined) continue;
      addProbability(scores, statement.breach[h]!, ahead[t]! <= horizon ? 1 : 0);
      addQuantiles(scores, statement.quantiles[h]!, series.values[t + horizon]!, unit);
    }
  });
}

function addQuantiles(scores: Scores, { p05, p50, p95 }: Statement['quantiles'][number], actual: number, unit: number): void {
  if (Number.isNaN(actual)) return;
  const loss = pinball(actual - p05, 0.05) + pinball(actual - p50, 0.5) + pinball(actual - p95, 0.95);
  scores.pinball += loss / 3 / unit;
  scores.covered += actual >= p05 && actual <= p95 ? 1 : 0;
  scores.scored += 1;
}

function addProbability(scores: Scores, p: number, outcome: 0 | 1): void {
  const bin = Math.min(BINS - 1, Math.floor(p * BINS));
  scores.brier += (p - outcome) ** 2;
  scores.events += outcome;
  scores.rows += 1;
  scores.binRows[bin]! += 1;
  scores.binEvents[bin]! += outcome;
  scores.binSum[bin]! += p;
}

/** Expected calibration error over ten bins of equal width. */
export function ece(scores: Scores): number {
  let total = 0;
  for (let bin = 0; bin < BINS; bin++) total += Math.abs(scores.binEvents[bin]! - scores.binSum[bin]!);
  return total / scores.rows;
}

/** 1 − Brier score over that of always saying the base rate. */
export function brierSkill({ brier, events, rows }: Scores): number {
  const rate = events / rows;
  return 1 - brier / rows / (rate * (1 - rate));
}

export function pool(parts: readonly Scores[]): Scores {
  const whole = newScores();
  for (const part of parts) {
    for (const key of ['pinball', 'covered', 'scored', 'brier', 'events', 'rows'] as const) whole[key] += part[key];
    for (const key of ['binRows', 'binEvents', 'binSum'] as const) part[key].forEach((value, i) => (whole[key][i]! += value));
  }
  return whole;
}

export interface Alarms {
  right: number;
  wrong: number;
  found: number;
  onsets: number;
  days: number;
  readonly leads: number[];
}

export const newAlarms = (): Alarms => ({ right: 0, wrong: 0, found: 0, onsets: 0, days: 0, leads: [] });

/**
 * Adds one series' alarms. An alarm is right when a sustained breach comes within the last horizon after
 * it was raised; one that stays raised for longer is judged anew after every horizon. Those raised during
 * a breach are no forecasts and left out. A breach is found when an alarm is raised when it begins; its
 * lead is the time since that was raised, at most the horizon. Breaches without a precursor, and those
 * that begin before anything could be said (`from`), are not asked for.
 */
export function countAlarms(into: Alarms, series: LabelledSeries, raised: Uint8Array, from: number): void {
  const sustained = markSustained(series);
  const horizon = series.horizons[series.horizons.length - 1]!;
  into.days += (series.values.length * series.stepSeconds) / 86_400;
  let start = -1;
  let calm = 0;
  for (let t = 1; t < raised.length; t++) {
    const breached = sustained[t] === 1;
    const onset = breached && calm >= QUIET;
    if (onset && series.precursor && t > from + horizon / 2) {
      into.onsets += 1;
      if (raised[t - 1] === 1 && start >= 0) {
        into.found += 1;
        into.leads.push(Math.min(t - start, horizon));
      }
    }
    calm = breached ? 0 : calm + 1;
    if (raised[t] === 0) start = -1;
    else if (start < 0 || breached) start = t;
    const judged = raised[t] === 1 && !breached && (t - start) % horizon === 0 && t + horizon < sustained.length;
    if (judged) into[sustained.subarray(t + 1, t + horizon + 1).includes(1) ? 'right' : 'wrong'] += 1;
  }
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted.length === 0 ? NaN : sorted[Math.floor(sorted.length / 2)]!;
}
