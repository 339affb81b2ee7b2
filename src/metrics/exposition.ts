/** The measured as Prometheus reads it, in a registry of its own: other packages of the process have theirs. */
import { Registry } from 'prom-client';
import { LABELS } from '../kernel';
import { createBound, type Bound } from './bound';
import { parseIndexGauge, type INDEX_GAUGES } from './gauges';
import { countOf, countUpTo } from './histogram';
import { labelsOfKey } from './labels';
import { addTally, createTally, type Tally } from './tally';
import type { Cell } from './timeline';
import { isWatching } from './watching';

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
  process_rss_bytes: ['hcc_process_resident_memory_bytes', 1, 'Resident memory of the process, all of it.'],
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

/** Of each workspace's index. */
const INDEX_STATES: Readonly<Record<(typeof INDEX_GAUGES)[number], readonly [name: string, scale: number, help: string]>> = {
  files: ['hcc_index_files', 1, 'Files in the index of a workspace.'],
  chunks: ['hcc_index_chunks', 1, 'Chunks in the index of a workspace.'],
  bytes: ['hcc_index_bytes', 1, 'Estimate of the memory that the index of a workspace takes.'],
  checked_at: ['hcc_index_checked_timestamp_seconds', 1e-3, 'When the files of a workspace were last looked at for changes.'],
  lag_ms: ['hcc_index_age_seconds', 1e-3, 'How old the last look at the files was when the index of a workspace was last used.'],
};

/** Counters cover `cells`; states are the newest ones. `bound` must be the same one from scrape to scrape. */
export async function expose(cells: readonly Cell[], bound: Bound = createBound()): Promise<Exposition> {
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
  const tallies = [...talliesOf(cells, bound)].map(([key, tally]) => ({ labels: namesOf(key), tally }));
  /** One list of values out of each tally's. */
  const each = (values: (tally: Tally, labels: Labels) => readonly Value[]): Value[] => tallies.flatMap(({ labels, tally }) => values(tally, labels));
  add('hcc_runs_total', 'counter', 'Runs that ended.', each(({ runs }, labels) => [{ value: runs, labels }]));
  add('hcc_errors_total', 'counter', 'Runs that ended with an error, by its code.', each(({ errors }, labels) => [...errors].map(([code, value]) => ({ value, labels: { ...labels, code } }))));
  add('hcc_results_total', 'counter', 'Results handed out.', each(({ results }, labels) => (results > 0 ? [{ value: results, labels }] : [])));
  const latency = 'hcc_answer_latency_seconds';
  add(latency, 'histogram', 'Time of answers without an error.', each((tally, labels) =>
    histogram(latency, labels, LATENCY_SECONDS, (limit) => countUpTo(tally.latency, limit * 1_000), countOf(tally.latency), tally.latencySum / 1_000)));
  const quality = 'hcc_quality_score';
  add(quality, 'histogram', 'Estimated quality of answers.', each((tally, labels) =>
    histogram(quality, labels, QUALITY, (limit) => countHundredths(tally.quality, limit), tally.qualityCount, tally.qualitySum)));
  const all = createTally();
  for (const { tally } of tallies) addTally(all, tally);
  const stages = [...all.stages];
  add('hcc_stage_seconds_total', 'counter', 'Time spent in a stage.', stages.map(([stage, { sumMs }]) => ({ value: sumMs / 1_000, labels: { stage } })));
  add('hcc_stage_runs_total', 'counter', 'Runs of a stage.', stages.map(([stage, { count }]) => ({ value: count, labels: { stage } })));
  add('hcc_cache_lookups_total', 'counter', 'Look-ups of a cache, by what came of them.', lookups(tallies));
  // What was added up long ago says nothing about now: an index that is gone has no size.
  const states = newestStates(cells.filter(({ start }) => start > 0));
  for (const [key, [name, scale, help]] of Object.entries(STATES)) {
    const value = states.get(key);
    add(name, 'gauge', help, value === undefined ? [] : [{ value: value * scale, labels: {} }]);
  }
  for (const [gauge, [name, scale, help]] of Object.entries(INDEX_STATES)) add(name, 'gauge', help, indexValues(states, gauge, scale));
  add('hcc_series_value', 'gauge', 'Newest value of a series that a workflow records.', newestValues(cells));
  return { contentType: registry.contentType, text: await registry.metrics() };
}

type Labels = Readonly<Record<string, string>>;

function talliesOf(cells: readonly Cell[], bound: Bound): Map<string, Tally> {
  const sums = new Map<string, Tally>();
  for (const { runs } of cells) {
    for (const [given, tally] of runs) {
      const key = bound(given);
      let sum = sums.get(key);
      if (!sum) sums.set(key, (sum = createTally()));
      addTally(sum, tally);
    }
  }
  return sums;
}

/** By workspace, which is what a cache is full or empty of. */
function lookups(tallies: readonly { readonly labels: Labels; readonly tally: Tally }[]): Value[] {
  const sums = new Map<string, [hits: number, misses: number, labels: Labels]>();
  for (const { labels: { workspace = '' }, tally } of tallies) {
    for (const [cache, [hits, misses]] of tally.caches) {
      const key = JSON.stringify([cache, workspace]);
      const [knownHits, knownMisses] = sums.get(key) ?? [0, 0];
      sums.set(key, [knownHits + hits, knownMisses + misses, { cache, workspace }]);
    }
  }
  return [...sums.values()].flatMap(([hits, misses, labels]) => [
    { value: hits, labels: { ...labels, result: 'hit' } },
    { value: misses, labels: { ...labels, result: 'miss' } },
  ]);
}

const countHundredths = (bins: Tally['quality'], limit: number): number => [...bins].reduce((total, [bin, count]) => (bin <= Math.round(limit * 100) ? total + count : total), 0);

function indexValues(states: ReadonlyMap<string, number>, wanted: string, scale: number): Value[] {
  return [...states].flatMap(([name, value]) => {
    const [gauge, workspace] = parseIndexGauge(name) ?? [];
    return gauge === wanted && workspace !== undefined ? [{ value: value * scale, labels: { workspace } }] : [];
  });
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
  // Looks at the engine are many and quick: who asks how answers are does not want them among them.
  return { kind: isWatching(values[0]) ? 'watching' : 'answer', ...Object.fromEntries(LABELS.map((name, index) => [name, values[index]!])) };
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
