/** Forecasters of watched series that go on where they were, minute by minute. */
import type { SeriesPoint } from '../../kernel';
import { createForecaster, type Counts, type Forecaster } from '../../forecast';
import type { WatchedSeries } from './series';

const MINUTE = 60_000;
/** Steps whose counts are kept, for rates over hours. */
const COUNTS = 360;

export interface Watched {
  readonly forecaster: Forecaster;
  /** Start of the newest step that was observed; -Infinity before the first. */
  readonly at: number;
  /** The newest value that was measured, of the last five steps. */
  value(): number | undefined;
  /** Hits and samples of the newest `ms`. */
  within(ms: number): Counts;
  /** Steps must come in order, without gaps once the first one came. */
  observe(point: SeriesPoint): void;
  /** Whether these steps are what was observed, as far as both go. */
  agrees(points: readonly SeriesPoint[]): boolean;
}

export function createWatched({ kind, direction }: Pick<WatchedSeries, 'kind' | 'direction'>): Watched {
  const forecaster = createForecaster({ kind, direction, stepSeconds: MINUTE / 1_000 });
  /** The newest steps, the oldest first. */
  let recent: SeriesPoint[] = [];
  let at = -Infinity;

  return {
    forecaster,
    get at() {
      return at;
    },
    value: () => recent.slice(-5).findLast(({ value }) => value !== undefined)?.value,
    within(ms) {
      let hits = 0;
      let total = 0;
      for (const point of recent) {
        if (point.at <= at - ms) continue;
        hits += point.hits ?? 0;
        total += point.samples;
      }
      return { hits, total };
    },
    observe(point) {
      const { value, hits, samples } = point;
      forecaster.observe(kind === 'ratio' && hits !== undefined ? { hits, total: samples } : value);
      at = point.at;
      recent.push(point);
      if (recent.length > 2 * COUNTS) recent = recent.slice(-COUNTS);
    },
    agrees(points) {
      const first = points[0]?.at ?? Infinity;
      const seen = new Map(recent.filter((point) => point.at >= first).map((point) => [point.at, point.samples]));
      return points.every((point) => point.at > at || (seen.get(point.at) ?? 0) === point.samples);
    },
  };
}
