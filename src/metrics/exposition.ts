/** The measured as Prometheus reads it, in a registry of its own: other packages of the process have theirs. */
import { Registry } from 'prom-client';
import { countUpTo, countOf } from './histogram';
import { labelsOfKey } from './labels';
import { LABELS } from '../kernel';
import { addTally, createTally, type Tally } from './tally';
import type { Cell } from './timeline';

export interface Exposition {
  readonly contentType: string;
  readonly text: string;
}

interface Value {
  readonly value: number;
  readonly labels: Readonly<Record<string, string | number>>;
  readonly metricName?: string;
}

type Kind = 'counter' | 'gauge' | 'histogram';

const LATENCY_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const QUALITY = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

/** Gauge to its name, its unit's size in ours, and what it is. */
const STATES: Readonly<Record<string, readonly [name: string, scale: number, help: string]>> = {
  rss_bytes: ['hcc_memory_bytes', 1, 'Memory that the engine added to its process.'],
  heap_bytes: ['hcc_heap_bytes', 1, 'JavaScript heap of the engine thread.'],
  cpu_share: ['hcc_cpu_ratio', 1, 'Share of all cores that the process used.'],
  event_loop_delay_ms: ['hcc_event_loop_delay_seconds', 1e-3, '99th percentile of the delay of the engine thread.'],
  main_loop_delay_ms: ['hcc_main_event_loop_delay_seconds', 1e-3, '99th percentile of the delay of the main thread, which n8n runs on.'],
  queue_depth: ['hcc_queue_depth', 1, 'Files that wait for an analysis thread.'],
  workspaces: ['hcc_workspaces', 1, 'Workspaces in memory.'],
  files: ['hcc_files', 1, 'Files in all indexes.'],
  chunks: ['hcc_chunks', 1, 'Chunks in all indexes.'],
  index_lag_ms: ['hcc_index_lag_seconds', 1e-3, 'How old the last look at the files was when an index was used, the oldest.'],
};

/** Counters cover `cells`; states are the newest ones. */
export async function expose(cells: readonly Cell[]): Promise<Exposition> {
  const registry = new Registry();
  const add = (name: string, type: Kind, help: string, values: readonly Value[]): void => {
    registry.registerMetric({
      name,
      help,
      type,
      aggregator: 'sum',
      get: () => Promise.resolve({ name, help, type, values, aggregator: 'sum' }),
    } as unknown as Parameters<Registry['registerMetric']>[0]);
  };
  const byLabels = new Map<string, Tally>();
  for (const { runs } of cells) {
    for (const [key, tally] of runs) {
      let sum = byLabels.get(key);
      if (!sum) byLabels.set(key, (sum = createTally()));
      addTally(sum, tally);
    }
  }
  const all = createTally();
  const byOperation = new Map<string, Tally>();
  for (const [key, tally] of byLabels) {
    addTally(all, tally);
    const [operation] = labelsOfKey(key);
    let sum = byOperation.get(operation);
    if (!sum) byOperation.set(operation, (sum = createTally()));
    addTally(sum, tally);
  }
  add('hcc_runs_total', 'counter', 'Runs that ended.', [...byLabels].map(([key, { runs }]) => ({ value: runs, labels: namesOf(key) })));
  add(
    'hcc_errors_total',
    'counter',
    'Runs that ended with an error, by its code.',
    [...byOperation].flatMap(([operation, { errors }]) => [...errors].map(([code, value]) => ({ value, labels: { operation, code } }))),
  );
  add('hcc_results_total', 'counter', 'Results handed out.', [{ value: all.results, labels: {} }]);
  add(
    'hcc_answer_latency_seconds',
    'histogram',
    'Time of answers without an error.',
    [...byOperation].flatMap(([operation, tally]) =>
      histogram('hcc_answer_latency_seconds', { operation }, LATENCY_SECONDS, (limit) => countUpTo(tally.latency, limit * 1_000), countOf(tally.latency), tally.latencySum / 1_000),
    ),
  );
  const uptoHundredth = (limit: number): number => [...all.quality].reduce((total, [bin, count]) => (bin <= Math.round(limit * 100) ? total + count : total), 0);
  add('hcc_quality_score', 'histogram', 'Estimated quality of answers.', histogram('hcc_quality_score', {}, QUALITY, uptoHundredth, all.qualityCount, all.qualitySum));
  const stages = [...all.stages];
  add('hcc_stage_seconds_total', 'counter', 'Time spent in a stage.', stages.map(([stage, { sumMs }]) => ({ value: sumMs / 1_000, labels: { stage } })));
  add('hcc_stage_runs_total', 'counter', 'Runs of a stage.', stages.map(([stage, { count }]) => ({ value: count, labels: { stage } })));
  add(
    'hcc_cache_lookups_total',
    'counter',
    'Look-ups of a cache, by what came of them.',
    [...all.caches].flatMap(([cache, [hits, misses]]) => [
      { value: hits, labels: { cache, result: 'hit' } },
      { value: misses, labels: { cache, result: 'miss' } },
    ]),
  );
  const states = newestStates(cells);
  for (const [key, [name, scale, help]] of Object.entries(STATES)) {
    const value = states.get(key);
    add(name, 'gauge', help, value === undefined ? [] : [{ value: value * scale, labels: {} }]);
  }
  add('hcc_series_value', 'gauge', 'Newest value of a series that a workflow records.', newestValues(cells));
  return { contentType: registry.contentType, text: await registry.metrics() };
}

function histogram(name: string, labels: Value['labels'], limits: readonly number[], upTo: (limit: number) => number, count: number, sum: number): Value[] {
  if (count === 0) return [];
  return [
    ...limits.map((le) => ({ metricName: `${name}_bucket`, value: upTo(le), labels: { ...labels, le } })),
    { metricName: `${name}_bucket`, value: count, labels: { ...labels, le: '+Inf' } },
    { metricName: `${name}_sum`, value: sum, labels },
    { metricName: `${name}_count`, value: count, labels },
  ];
}

function namesOf(key: string): Record<string, string> {
  const values = labelsOfKey(key);
  return Object.fromEntries(LABELS.map((name, index) => [name, values[index]!]));
}

function newestStates(cells: readonly Cell[]): Map<string, number> {
  const newest = new Map<string, { at: number; value: number }>();
  for (const { gauges } of cells) {
    for (const [name, [, , , last]] of Object.entries(gauges.values)) {
      const known = newest.get(name);
      if (!known || gauges.lastAt >= known.at) newest.set(name, { at: gauges.lastAt, value: last });
    }
  }
  return new Map([...newest].map(([name, { value }]) => [name, value]));
}

function newestValues(cells: readonly Cell[]): Value[] {
  const newest = new Map<string, { lastAt: number; last: number }>();
  for (const { values } of cells) {
    for (const [series, value] of values) if (value.lastAt >= (newest.get(series)?.lastAt ?? -Infinity)) newest.set(series, value);
  }
  return [...newest].map(([series, { last }]) => ({ value: last, labels: { series } }));
}
