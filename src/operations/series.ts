/** Any series, row by row: forecasts with an alert state, and anomalies. Each row sees only the rows before it. */
import { advancePhase, startPhase, type Phase } from '../alert';
import { createAnomalyDetector } from '../anomaly';
import { createForecaster, createGrid, HORIZONS, toBuckets } from '../forecast';
import { roundFine, roundQuantiles } from '../kernel';
import type { Direction, Forecaster, Quantiles, SeriesKind } from '../forecast';

/** Rows that the width of a bucket is read from before anything is forecast. */
const STEP_ROWS = 12;

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

/** Forecasts one series against one threshold. */
export function createSeriesWatch({ threshold, direction, kind }: SeriesWatchOptions): SeriesWatch {
  const grid = createGrid();
  let waiting: (readonly [buckets: number, value: number])[] = [];
  let forecaster: Forecaster | undefined;
  let phase = startPhase(0);

  function feed(buckets: number, value: number): void {
    for (let i = 1; i < buckets; i++) forecaster?.observe(undefined);
    forecaster?.observe(value);
  }

  function open(): Forecaster {
    const stepMs = grid.stepMs();
    forecaster = createForecaster({ horizons: toBuckets(HORIZONS, stepMs), direction, kind, stepSeconds: stepMs / 1_000 });
    for (const [buckets, value] of waiting) feed(buckets, value);
    waiting = [];
    return forecaster;
  }

  /** A rule's times are minutes; where a bucket is not a minute, its buckets stand for them. */
  let clock = 0;
  function judge(watched: Forecaster, buckets: number): SeriesVerdict {
    clock += buckets * 60_000 * Math.min(1, grid.stepMs() / 60_000 || 1);
    const forecast = watched.forecast();
    const breach = watched.breach(threshold);
    phase = advancePhase(phase, {
      at: clock,
      ready: forecast !== undefined,
      breaching: watched.isBreaching(threshold),
      probability: breach?.probabilities[breach.probabilities.length - 1],
      agreeing: breach?.agreeing,
    }).state;
    return { quantiles: forecast?.quantiles.map(roundQuantiles), breach: breach?.probabilities.map(roundFine), state: phase.phase };
  }

  return {
    horizons: HORIZONS,
    observe(at, value) {
      const buckets = grid.advance(at);
      if (forecaster === undefined) {
        waiting.push([buckets, value]);
        if (waiting.length < STEP_ROWS) return { state: 'insufficient_data' };
        return judge(open(), buckets);
      }
      feed(buckets, value);
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
