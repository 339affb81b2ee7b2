import { randomUUID } from 'node:crypto';
import { createError, roundFine, roundQuantiles, SIGNAL_NAMES } from '../../kernel';
import type { Clock, ForecastAnswer, ForecastRequest, SeriesPoint, SignalName } from '../../kernel';
import { findSignal, type Signal } from '../../alert';
import type { Settings } from '../../config';
import { HORIZONS, VALUES_MIN, type SeriesKind } from '../../forecast';
import { MINUTE, ownSeriesOf, seriesOf, type MetricsStore } from '../../metrics';
import { thresholdsOf } from '../evaluate';
import { checkChoice, checkWhole } from '../input';
import { detailOfSeries } from './detail';
import type { Followed, FollowRequest } from './followed';
import { checkFilter } from './getMetrics';
import { checkSeriesName, checkTimedValues, type TimedValue } from './times';

/** As much past as a forecaster keeps. */
const STEPS_MAX = 4_320;
const STEP_MAX_MS = 24 * 60 * MINUTE;

interface Asked {
  readonly of: string;
  /** Where it is one that has thresholds. */
  readonly signal?: Signal;
  /** Tells it from all other series; values that are given are no series to come back to. */
  readonly key: string;
  readonly kind: SeriesKind;
  readonly points: readonly SeriesPoint[];
  readonly stepMs: number;
  readonly direction: 'above' | 'below';
  readonly threshold?: number;
}

export interface ForecastParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly follow: (request: FollowRequest) => Followed;
}

/** What a series will be in up to 120 steps, and how likely it breaches a threshold by then. */
export async function forecast({ store, clock, follow }: ForecastParts, settings: Settings, request: ForecastRequest): Promise<ForecastAnswer> {
  const asked = await readSeries(store, clock, settings, request);
  const { of, kind, points, stepMs, direction, threshold } = asked;
  const { forecaster, judged, anomaly, samples } = follow({ key: asked.key, kind, points, stepMs, direction });
  const ahead = forecaster.forecast();
  const breach = threshold === undefined ? undefined : judged.breach(threshold);
  const at = points[points.length - 1]?.at;
  const base = { of, ...(at !== undefined && { at }), stepMs, samples, ...(threshold !== undefined && { threshold }), direction, anomaly: roundFine(anomaly) };
  if (!ahead) {
    const message = `There are ${samples} of the ${VALUES_MIN} values that a forecast needs. Let it run for longer, or record a history.`;
    return { ...base, state: 'insufficient_data', points: [], message };
  }
  const forecasts = ahead.quantiles.map((quantiles, index) => ({
    aheadMs: HORIZONS[index]! * stepMs,
    ...roundQuantiles(quantiles),
    calibrated: ahead.calibrated[index]!,
    ...(breach && { breach: roundFine(breach.probabilities[index]!) }),
  }));
  return { ...base, state: 'ok', points: forecasts, message: describe(asked, breach?.probabilities) };
}

function describe({ of, signal, stepMs, threshold, direction }: Asked, probabilities: readonly number[] | undefined): string {
  const last = duration(HORIZONS[HORIZONS.length - 1]! * stepMs);
  const name = signal ? signal.label : of;
  if (threshold === undefined || !probabilities) return `${name}: forecast up to ${last} ahead.`;
  const percent = Math.round((probabilities[probabilities.length - 1] ?? 0) * 100);
  return `${name} will be ${direction} ${signal ? signal.format(threshold) : threshold} for a while within ${last} with a probability of ${percent} %.`;
}

const duration = (ms: number): string => (ms < 120 * MINUTE ? `${Math.round(ms / MINUTE)} min` : `${Math.round((ms / MINUTE / 60) * 10) / 10} h`);

async function readSeries(store: MetricsStore, clock: Clock, settings: Settings, request: ForecastRequest): Promise<Asked> {
  const { signal, series, values, threshold } = request;
  const given = [signal, series, values].filter((one: unknown) => one !== undefined && one !== null && one !== '');
  if (given.length !== 1) throw createError('VALUE_INVALID', { name: 'The request', reason: 'it needs exactly one of signal, series and values' });
  if (threshold !== undefined && !(typeof threshold === 'number' && Number.isFinite(threshold))) throw createError('VALUE_INVALID', { name: 'threshold', reason: 'it is not a number' });
  const direction = (fallback: 'above' | 'below') => checkChoice('direction', request.direction, ['above', 'below'], fallback);
  if (values) {
    const { points, stepMs } = bucket(checkTimedValues('values', values), request.stepMs);
    return { of: 'The series', key: randomUUID(), kind: 'value', points, stepMs, direction: direction('above'), threshold };
  }
  const stepMs = checkWhole('stepMs', request.stepMs, MINUTE, STEP_MAX_MS, MINUTE);
  // The step under way is not whole yet, and would look like a change.
  const to = Math.floor(clock.now() / stepMs) * stepMs;
  const range = { from: to - STEPS_MAX * stepMs, to, stepMs, filter: checkFilter(request.filter) };
  const detail = detailOfSeries(range.filter);
  await store.refresh(range.from, detail);
  const cells = store.cells(range.from, to, detail);
  if (series) {
    const name = checkSeriesName(series);
    const side = direction('above');
    return { of: name, key: keyOf('series', name, stepMs, side), kind: 'value', points: fromFirst(ownSeriesOf(cells, name, range)), stepMs, direction: side, threshold };
  }
  const name = checkChoice('signal', signal, SIGNAL_NAMES, SIGNAL_NAMES[0]);
  const watched = findSignal(name);
  const known = limitOf(watched, settings);
  const side = direction(known?.direction ?? 'above');
  return {
    of: name,
    ...(watched && { signal: watched }),
    key: keyOf(name, range.filter, stepMs, side),
    kind: KINDS[name] ?? 'positive',
    points: fromFirst(seriesOf(cells, name, range)),
    stepMs,
    direction: side,
    threshold: threshold ?? known?.warning,
  };
}

const keyOf = (...parts: readonly unknown[]): string => JSON.stringify(parts);

const KINDS: Partial<Record<SignalName, SeriesKind>> = { quality: 'value', error_rate: 'ratio', cache_hit_rate: 'ratio', cpu: 'value', runs: 'positive' };

/** The side on which a signal is bad, and where it begins to be. */
function limitOf(signal: Signal | undefined, settings: Settings): { direction: 'above' | 'below'; warning: number } | undefined {
  return signal && { direction: signal.worse === 'higher' ? 'above' : 'below', warning: signal.limits(thresholdsOf(settings)).warning };
}

/** What lies before the first value was never measured: that is no gap. */
function fromFirst(points: readonly SeriesPoint[]): readonly SeriesPoint[] {
  const first = points.findIndex(({ samples }) => samples > 0);
  return first < 0 ? [] : points.slice(first);
}

/** Means of equal steps; the usual distance of the values unless the step is given. */
function bucket(values: readonly TimedValue[], given: unknown): { points: SeriesPoint[]; stepMs: number } {
  const gaps = values.slice(1).map(({ at }, index) => at - values[index]!.at).filter((gap) => gap > 0).sort((a, b) => a - b);
  const usual = Math.round(Math.min(STEP_MAX_MS, Math.max(1_000, gaps[Math.floor(gaps.length / 2)] ?? MINUTE)));
  const stepMs = checkWhole('stepMs', given, 1_000, STEP_MAX_MS, usual);
  const last = Math.floor((values[values.length - 1]?.at ?? 0) / stepMs);
  const first = Math.max(Math.floor((values[0]?.at ?? 0) / stepMs), last - STEPS_MAX + 1);
  const sums = new Map<number, { total: number; samples: number }>();
  for (const { at, value } of values) {
    const step = Math.floor(at / stepMs);
    const sum = sums.get(step) ?? { total: 0, samples: 0 };
    sums.set(step, { total: sum.total + value, samples: sum.samples + 1 });
  }
  if (values.length === 0) return { points: [], stepMs };
  const points = Array.from({ length: last - first + 1 }, (_, index): SeriesPoint => {
    const sum = sums.get(first + index);
    return { at: (first + index) * stepMs, samples: sum?.samples ?? 0, value: sum ? sum.total / sum.samples : undefined };
  });
  return { points, stepMs };
}
