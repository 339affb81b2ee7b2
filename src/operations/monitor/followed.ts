/** Forecasters that go on where they were: a minute later only the new minute is observed. */
import type { SeriesPoint } from '../../kernel';
import { createBurnRate, type BurnRate } from '../../alert';
import { createAnomalyDetector, type AnomalyDetector } from '../../anomaly';
import { createForecaster, type Forecaster, type SeriesKind } from '../../forecast';

export interface Followed {
  /** Of the values. */
  readonly forecaster: Forecaster;
  /** Of what alerts judge: of ratios the rate at which they burn what is allowed, otherwise the same. */
  readonly judged: Forecaster;
  /** How unusual the newest value is, 0..1. */
  readonly anomaly: number;
  /** Steps with a value. */
  readonly samples: number;
}

export interface FollowRequest {
  /** Tells one series, kind, direction and step from all others. */
  readonly key: string;
  readonly kind: SeriesKind;
  readonly direction: 'above' | 'below';
  readonly stepMs: number;
  /** Whole steps, the oldest first. */
  readonly points: readonly SeriesPoint[];
}

interface Entry {
  readonly forecaster: Forecaster;
  readonly judged: Forecaster;
  readonly burn?: BurnRate;
  readonly detector: AnomalyDetector;
  /** The newest step that was observed, and how many samples there were up to it. */
  at: number;
  behind: number;
  anomaly: number;
  samples: number;
}

/** Beyond so many series, the one that was asked for longest ago begins anew. */
const SERIES_MAX = 1_000;

export function createFollowed(): (request: FollowRequest) => Followed {
  const entries = new Map<string, Entry>();

  return ({ key, kind, direction, stepMs, points }) => {
    const known = entries.get(key);
    const entry = known && isContinued(known, points) ? known : create(kind, direction, stepMs);
    entries.delete(key);
    entries.set(key, entry);
    const oldest = entries.keys().next().value;
    if (entries.size > SERIES_MAX && oldest !== undefined) entries.delete(oldest);
    for (const point of points) if (point.at > entry.at) observe(entry, kind, point);
    return entry;
  };
}

function create(kind: SeriesKind, direction: 'above' | 'below', stepMs: number): Entry {
  const open = (): Forecaster => createForecaster({ kind, direction, stepSeconds: stepMs / 1_000 });
  const forecaster = open();
  return {
    forecaster,
    ...(kind === 'ratio' ? { judged: open(), burn: createBurnRate(direction, stepMs) } : { judged: forecaster }),
    detector: createAnomalyDetector(),
    at: -Infinity,
    behind: 0,
    anomaly: 0,
    samples: 0,
  };
}

function observe(entry: Entry, kind: SeriesKind, { at, value, hits, samples }: SeriesPoint): void {
  const counts = kind === 'ratio' && hits !== undefined ? { hits, total: samples } : undefined;
  entry.forecaster.observe(counts ?? value);
  if (entry.burn) {
    entry.burn.observe(counts);
    entry.judged.observe(entry.burn.value());
  }
  entry.anomaly = entry.detector.observe(value ?? Number.NaN);
  if (value !== undefined) entry.samples += 1;
  entry.at = at;
  entry.behind += samples;
}

/**
 * False when the past is another one than was observed: a history was recorded, or another process's
 * runs came late. The window moves on, so only what is in it can be compared.
 */
function isContinued(entry: Entry, points: readonly SeriesPoint[]): boolean {
  let seen = 0;
  let found = false;
  for (const { at, samples } of points) {
    if (at > entry.at) break;
    seen += samples;
    found = true;
  }
  return found && (seen === entry.behind || (points.length >= 4_000 && seen < entry.behind));
}
