/** Forecasters of watched series that go on where they were, minute by minute. */
import type { SeriesPoint } from '../../kernel';
import { createBurnRate } from '../../alert';
import { ANOMALY_VALUES_MIN, createAnomalyDetector } from '../../anomaly';
import { createForecaster, type Forecaster } from '../../forecast';
import { createTape } from '../../forecast/numbers';
import type { WatchedSeries } from './series';

const MINUTE = 60_000;
/** Steps in which a value counts as that of now. */
const NEWEST = 5;
/** Steps that are kept, to be compared with what is read later. */
const KEPT = 360;

export interface Watched {
  readonly forecaster: Forecaster;
  /** Start of the newest step that was observed; -Infinity before the first. */
  readonly at: number;
  /** The newest value that was measured, of the last five steps; of a ratio the rate that is judged (burn.ts). */
  value(): number | undefined;
  /** How unusual the newest step is against the steps before it, 0..1; undefined without enough of them, or unless it is asked for. */
  anomaly(): number | undefined;
  /** Steps must come in order, without gaps once the first one came. */
  observe(point: SeriesPoint): void;
  /** Whether these steps are what was observed, as far as both go. */
  agrees(points: readonly SeriesPoint[]): boolean;
}

export function createWatched({ kind, direction, anomalies }: Pick<WatchedSeries, 'kind' | 'direction' | 'anomalies'>): Watched {
  const forecaster = createForecaster({ kind, direction, stepSeconds: MINUTE / 1_000 });
  const burn = kind === 'ratio' ? createBurnRate(direction) : undefined;
  const detector = anomalies ? createAnomalyDetector() : undefined;
  const values = createTape(NEWEST);
  let measured = 0;
  let score = 0;
  /** The newest steps, the oldest first. */
  let recent: SeriesPoint[] = [];
  let at = -Infinity;

  /** What is judged and forecast: the value, or the rate at which counts burn what is allowed. */
  function read({ value, hits, samples }: SeriesPoint): number {
    if (!burn) return value ?? NaN;
    burn.observe(hits === undefined ? undefined : { hits, total: samples });
    return burn.value();
  }

  return {
    forecaster,
    get at() {
      return at;
    },
    value() {
      for (let back = 0; back < NEWEST; back++) if (!Number.isNaN(values.at(back))) return values.at(back);
      return undefined;
    },
    anomaly: () => (detector && measured >= ANOMALY_VALUES_MIN ? score : undefined),
    observe(point) {
      const value = read(point);
      if (!Number.isNaN(value)) measured += 1;
      score = detector?.observe(value) ?? 0;
      values.push(value);
      forecaster.observe(value);
      at = point.at;
      recent.push(point);
      if (recent.length > 2 * KEPT) recent = recent.slice(-KEPT);
    },
    agrees(points) {
      const first = points[0]?.at ?? Infinity;
      const seen = new Map(recent.filter((point) => point.at >= first).map((point) => [point.at, point.samples]));
      return points.every((point) => point.at > at || (seen.get(point.at) ?? 0) === point.samples);
    },
  };
}
