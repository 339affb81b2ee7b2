import type { RunRecord } from '../kernel';

export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

/** What runs within a window add up to. Parts without samples lack their values, never show 0. */
export interface MetricsSummary {
  readonly windowMs: number;
  readonly runs: number;
  readonly errors: {
    /** Runs that ended with an error, without those that the caller cancelled. */
    readonly count: number;
    /** `count` over the runs that were not cancelled; absent when there are none. */
    readonly rate?: number;
    /** Runs that were not cancelled. */
    readonly samples: number;
    /** All errors by code, CANCELLED included. */
    readonly byCode: Readonly<Record<string, number>>;
  };
  /** Milliseconds of answers: runs without an error, and without sync and evaluation runs. */
  readonly latency: { readonly samples: number } & Partial<LatencySummary>;
  readonly quality: { readonly samples: number; readonly mean?: number };
  /** `rate` is hits over lookups; `samples` are the runs that looked something up. */
  readonly cache: {
    readonly hits: number;
    readonly misses: number;
    readonly samples: number;
    readonly rate?: number;
  };
  readonly modes: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, number>>;
  /** Resident memory of the process in bytes, as measured when runs ended. */
  readonly rss: { readonly samples: number; readonly last?: number; readonly max?: number };
  /** How long ago the oldest run of the window ended, in ms. */
  readonly oldestAgeMs?: number;
}

/** Bulk and bookkeeping work: its latency says nothing about how long a caller waits for an answer. */
const NOT_ANSWERS: ReadonlySet<string> = new Set(['syncIndex', 'evaluate']);

/** Sums up `runs`, given from the oldest to the newest, at the moment `now` (ms since 1970). */
export function summarizeRuns(
  runs: readonly RunRecord[],
  windowMs: number,
  now: number,
): MetricsSummary {
  const oldest = runs[0];
  return {
    windowMs,
    runs: runs.length,
    errors: summarizeErrors(runs),
    latency: summarizeLatency(runs),
    quality: summarizeQuality(runs),
    cache: summarizeCache(runs),
    modes: countBy(runs, (run) => run.mode),
    operations: countBy(runs, (run) => run.operation),
    rss: summarizeRss(runs),
    ...(oldest ? { oldestAgeMs: Math.max(0, now - oldest.at) } : {}),
  };
}

function summarizeErrors(runs: readonly RunRecord[]): MetricsSummary['errors'] {
  const byCode = countBy(runs, (run) => run.error);
  const finished = runs.filter((run) => run.error !== 'CANCELLED');
  const count = finished.filter((run) => run.error !== undefined).length;
  const samples = finished.length;
  return { count, samples, byCode, ...(samples > 0 ? { rate: count / samples } : {}) };
}

function summarizeLatency(runs: readonly RunRecord[]): MetricsSummary['latency'] {
  const answers = runs.filter((run) => run.error === undefined && !NOT_ANSWERS.has(run.operation));
  if (answers.length === 0) return { samples: 0 };
  const sorted = Float64Array.from(answers, (run) => run.latencyMs).sort();
  return {
    samples: sorted.length,
    p50: percentile(sorted, 0.5),
    p95: percentile(sorted, 0.95),
    p99: percentile(sorted, 0.99),
    max: sorted[sorted.length - 1]!,
  };
}

/** Exact, by nearest rank: the smallest value that at least the share `p` of the values reach. */
function percentile(sorted: Float64Array, p: number): number {
  return sorted[Math.max(0, Math.ceil(p * sorted.length) - 1)]!;
}

function summarizeQuality(runs: readonly RunRecord[]): MetricsSummary['quality'] {
  const scores = runs.flatMap((run) => (run.quality === undefined ? [] : [run.quality]));
  if (scores.length === 0) return { samples: 0 };
  return { samples: scores.length, mean: sum(scores) / scores.length };
}

function summarizeCache(runs: readonly RunRecord[]): MetricsSummary['cache'] {
  const hits = sum(runs.map((run) => run.cacheHits));
  const misses = sum(runs.map((run) => run.cacheMisses));
  const samples = runs.filter((run) => run.cacheHits + run.cacheMisses > 0).length;
  const lookups = hits + misses;
  return { hits, misses, samples, ...(lookups > 0 ? { rate: hits / lookups } : {}) };
}

function summarizeRss(runs: readonly RunRecord[]): MetricsSummary['rss'] {
  const values = runs.map((run) => run.rssBytes);
  if (values.length === 0) return { samples: 0 };
  const max = values.reduce((most, value) => Math.max(most, value), 0);
  return { samples: values.length, last: values[values.length - 1]!, max };
}

/** Labels go through a Map: an object would trip over a label such as `__proto__`. */
function countBy(
  runs: readonly RunRecord[],
  labelOf: (run: RunRecord) => string | undefined,
): Record<string, number> {
  const counts = new Map<string, number>();
  for (const run of runs) {
    const label = labelOf(run);
    if (label !== undefined) counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return Object.fromEntries(counts);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
