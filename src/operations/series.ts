/** Any series, row by row: forecasts with an alert state, and anomalies. Each row sees only the rows before it. */
import { advancePhase, startPhase, type Phase } from '../alert';
import { createAnomalyDetector } from '../anomaly';
import { createForecaster, createGrid, HORIZONS, isOtherStep, placeStepping, toBuckets } from '../forecast';
import { roundFine, roundQuantiles } from '../kernel';
import type { Direction, Forecaster, Quantiles, SeriesKind } from '../forecast';

/** Rows that the width of a bucket is read from before anything is forecast. */
const STEP_ROWS = 12;
/** Rows that are read again when they turn out to be further apart, or nearer, than was thought. */
const ROWS_KEPT = 1_500;

export interface SeriesWatchOptions {
  /** In the unit of the values. */
  readonly threshold: number;
  readonly direction: Direction;
  readonly kind?: SeriesKind;
}

export interface SeriesVerdict {
  /** By horizon: minutes, or buckets where a bucket is longer than a minute. Absent with insufficient data. */
  readonly quantiles?: readonly Quantiles[];
  /** P(sustained breach) by horizon. */
  readonly breach?: readonly number[];
  readonly state: Phase;
}

export interface SeriesWatch {
  readonly horizons: readonly number[];
  /** The row at `at` (ms, not before the one before) with its value; NaN when nothing was measured. */
  observe(at: number, value: number): SeriesVerdict;
}

interface Row {
  readonly at: number;
  readonly value: number;
}

/** Forecasts one series against one threshold. */
export function createSeriesWatch({ threshold, direction, kind }: SeriesWatchOptions): SeriesWatch {
  const grid = createGrid();
  /** The newest rows: what a forecaster for another width of buckets begins with. */
  let rows: Row[] = [];
  let forecaster: Forecaster | undefined;
  let openedMs = NaN;
  /** Horizons that are forecast but not told. */
  let untold = 0;
  let phase = startPhase(0);

  function feed(to: Forecaster, buckets: number, value: number): void {
    for (let i = 1; i < buckets; i++) to.observe(undefined);
    to.observe(value);
  }

  /** For the width of now, from the rows so far. */
  function open(): Forecaster {
    openedMs = grid.stepMs();
    const horizons = toBuckets(HORIZONS, openedMs);
    const stepping = placeStepping(horizons[0]!);
    untold = stepping.length;
    const opened = createForecaster({ horizons: [...stepping, ...horizons], direction, kind, stepSeconds: openedMs / 1_000 });
    rows.forEach(({ at, value }, i) => feed(opened, i === 0 ? 1 : grid.count(at - rows[i - 1]!.at), value));
    return opened;
  }

  function remember(row: Row): void {
    rows.push(row);
    if (rows.length >= 2 * ROWS_KEPT) rows = rows.slice(-ROWS_KEPT);
  }

  /** A rule's times are minutes; where a bucket is not a minute, its buckets stand for them. */
  let clock = 0;
  function judge(watched: Forecaster, buckets: number): SeriesVerdict {
    clock += buckets * 60_000 * Math.min(1, grid.stepMs() / 60_000 || 1);
    const quantiles = watched.forecast()?.quantiles.slice(untold);
    const breach = watched.breach(threshold);
    const probabilities = breach?.probabilities.slice(untold);
    phase = advancePhase(phase, {
      at: clock,
      ready: quantiles !== undefined,
      breaching: watched.isBreaching(threshold),
      probabilities,
      agreeing: breach?.agreeing,
    }).state;
    return { quantiles: quantiles?.map(roundQuantiles), breach: probabilities?.map(roundFine), state: phase.phase };
  }

  return {
    horizons: HORIZONS,
    observe(at, value) {
      const buckets = grid.advance(at);
      remember({ at, value });
      if (forecaster === undefined && rows.length < STEP_ROWS) return { state: 'insufficient_data' };
      if (forecaster === undefined || isOtherStep(grid.stepMs(), openedMs)) forecaster = open();
      else feed(forecaster, buckets, value);
      return judge(forecaster, buckets);
    },
  };
}

export interface AnomalyWatch {
  /** How unusual the value is against the series' own past, 0..1. */
  observe(at: number, value: number): number;
}

export function createAnomalyWatch(): AnomalyWatch {
  const grid = createGrid();
  const detector = createAnomalyDetector();
  return {
    observe(at, value) {
      grid.advance(at);
      return detector.observe(value);
    },
  };
}
