/** Forecasters that go on where they were: a minute later only the new minute is observed. */
import type { SeriesPoint } from '../../kernel';
import { createAnomalyDetector, type AnomalyDetector } from '../../anomaly';
import { createForecaster, type Forecaster, type SeriesKind } from '../../forecast';

export interface Followed {
  readonly forecaster: Forecaster;
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
  const stepSeconds = stepMs / 1_000;
  return {
    forecaster: createForecaster({ kind, direction, stepSeconds }),
    detector: createAnomalyDetector(),
    at: -Infinity,
    behind: 0,
    anomaly: 0,
    samples: 0,
  };
}

function observe(entry: Entry, kind: SeriesKind, { at, value, hits, samples }: SeriesPoint): void {
  entry.forecaster.observe(kind === 'ratio' && hits !== undefined ? { hits, total: samples } : value);
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
