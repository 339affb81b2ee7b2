/** What cells add up to. Parts without samples lack their values, never show 0. */
import { countOf, quantileOf } from './histogram';
import { labelsOfKey, LABELS, type LabelName } from './labels';
import { addGauges, createGaugeTally, type GaugeTally } from './gauges';
import { addTally, createTally, type Tally } from './tally';
import type { Cell } from './timeline';

export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

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
  /** Milliseconds of answers: runs without an error, and without sync and evaluation runs. Within 1 %. */
  readonly latency: { readonly samples: number } & Partial<LatencySummary>;
  readonly quality: { readonly samples: number; readonly mean?: number };
  /** `rate` is hits over lookups, which `samples` counts; `byKind` tells the caches apart. */
  readonly cache: {
    readonly hits: number;
    readonly misses: number;
    readonly samples: number;
    readonly rate?: number;
    readonly byKind: Readonly<Record<string, { readonly hits: number; readonly misses: number }>>;
  };
  readonly modes: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, number>>;
  /** Where the time goes, ms. */
  readonly stages: Readonly<Record<string, { readonly count: number; readonly meanMs: number; readonly maxMs: number }>>;
  /** Memory that the engine added to its process, in bytes, as measured when runs ended. */
  readonly rss: { readonly samples: number; readonly last?: number; readonly max?: number };
  /** States of the processes: the mean, greatest and last of all samples. */
  readonly gauges: Readonly<Record<string, { readonly mean: number; readonly max: number; readonly last: number }>>;
}

/** Only what these labels say; a label that is not named may be anything. */
export type LabelFilter = Partial<Readonly<Record<LabelName, string>>>;

export interface Sum {
  readonly tally: Tally;
  readonly gauges: GaugeTally;
  readonly modes: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, number>>;
}

export function sumCells(cells: readonly Cell[], filter: LabelFilter = {}): Sum {
  const tally = createTally();
  const gauges = createGaugeTally();
  const counts: Record<'mode' | 'operation', Map<string, number>> = { mode: new Map(), operation: new Map() };
  for (const cell of cells) {
    addGauges(gauges, cell.gauges);
    for (const [key, added] of cell.runs) {
      const labels = labelsOfKey(key);
      if (!LABELS.every((name, index) => filter[name] === undefined || filter[name] === labels[index])) continue;
      addTally(tally, added);
      for (const name of ['mode', 'operation'] as const) {
        const value = labels[LABELS.indexOf(name)]!;
        if (value) counts[name].set(value, (counts[name].get(value) ?? 0) + added.runs);
      }
    }
  }
  return { tally, gauges, modes: Object.fromEntries(counts.mode), operations: Object.fromEntries(counts.operation) };
}

export function summarize({ tally, gauges, modes, operations }: Sum, windowMs: number): MetricsSummary {
  const caches = Object.entries(tally.caches);
  const hits = sum(caches.map(([, [hit]]) => hit));
  const misses = sum(caches.map(([, [, miss]]) => miss));
  const { qualityCount, qualitySum } = tally;
  return {
    windowMs,
    runs: tally.runs,
    errors: summarizeErrors(tally),
    latency: summarizeLatency(tally),
    quality: { samples: qualityCount, ...(qualityCount > 0 && { mean: qualitySum / qualityCount }) },
    cache: {
      hits,
      misses,
      samples: hits + misses,
      ...(hits + misses > 0 && { rate: hits / (hits + misses) }),
      byKind: Object.fromEntries(caches.map(([kind, [hit, miss]]) => [kind, { hits: hit, misses: miss }])),
    },
    modes,
    operations,
    stages: Object.fromEntries(
      Object.entries(tally.stages).map(([name, { count, sumMs, maxMs }]) => [name, { count, meanMs: sumMs / count, maxMs }]),
    ),
    rss: { samples: tally.runs, ...(tally.runs > 0 && { last: tally.rssLast, max: tally.rssMax }) },
    gauges: Object.fromEntries(
      Object.entries(gauges.values).map(([name, [total, count, max, last]]) => [name, { mean: total / count, max, last }]),
    ),
  };
}

function summarizeErrors({ runs, errors }: Tally): MetricsSummary['errors'] {
  const samples = runs - (errors.CANCELLED ?? 0);
  const count = sum(Object.values(errors)) - (errors.CANCELLED ?? 0);
  return { count, samples, byCode: { ...errors }, ...(samples > 0 && { rate: count / samples }) };
}

function summarizeLatency({ latency, latencySum, latencyMax }: Tally): MetricsSummary['latency'] {
  const samples = countOf(latency);
  if (samples === 0) return { samples };
  const at = (p: number): number => Math.min(latencyMax, quantileOf(latency, p)!);
  return { samples, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: latencyMax, mean: latencySum / samples };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
