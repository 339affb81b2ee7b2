/** The record of what the engine did, and what it adds up to. */
import { systemClock } from '../kernel';
import type { Clock, Meter, RunRecord } from '../kernel';
import { createRing } from './ring';
import { summarizeRuns } from './summary';
import type { MetricsSummary } from './summary';

export type { LatencySummary, MetricsSummary } from './summary';

export interface MetricsOptions {
  readonly clock?: Clock;
  /** Runs older than this, in ms, are forgotten; default 7 days. */
  readonly retentionMs?: number;
  /** The oldest runs go when there are more; default 20,000 (about 10 MB). */
  readonly maxRuns?: number;
}

export interface Metrics extends Meter {
  /** Sums up the runs that ended within the last `windowMs`, or all that are kept. */
  summarize(windowMs?: number): MetricsSummary;
  /** Runs kept. */
  runs(): number;
}

const RETENTION_MS = 7 * 24 * 60 * 60 * 1_000;
const RUNS_MAX = 20_000;

/** Keeps runs in memory, bounded by number and age. Recording is O(1); summing up sorts the window. */
export function createMetrics(options: MetricsOptions = {}): Metrics {
  const { clock = systemClock, retentionMs = RETENTION_MS, maxRuns = RUNS_MAX } = options;
  const ring = createRing<RunRecord>(maxRuns);

  function forgetOld(now: number): void {
    for (let oldest = ring.first(); oldest; oldest = ring.first()) {
      if (oldest.at >= now - retentionMs) return;
      ring.shift();
    }
  }

  return {
    record(run) {
      ring.push(run);
      forgetOld(clock.now());
    },
    summarize(windowMs = retentionMs) {
      const now = clock.now();
      forgetOld(now);
      const since = now - Math.min(windowMs, retentionMs);
      const inWindow = ring.toArray().filter((run) => run.at >= since);
      return summarizeRuns(inWindow, windowMs, now);
    },
    runs() {
      forgetOld(clock.now());
      return ring.size();
    },
  };
}
