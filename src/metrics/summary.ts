/** What cells add up to. Parts without samples lack their values, never show 0. */
import { countOf, quantileOf } from './histogram';
import { LABELS } from '../kernel';
import type { LabelFilter, LabelName, MetricsSummary } from '../kernel';
import { labelsOfKey, type LabelSet } from './labels';
import { addGauges, createGaugeTally, parseIndexGauge, type GaugeTally } from './gauges';
import { addTally, createTally, type Tally } from './tally';
import type { Cell } from './timeline';
import { isWatching } from './watching';

export interface Sum {
  readonly tally: Tally;
  readonly gauges: GaugeTally;
  readonly modes: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, number>>;
}

interface Adding {
  readonly tally: Tally;
  readonly counts: Readonly<Record<'mode' | 'operation', Map<string, number>>>;
}

const INDEX = { operation: 0, caller: 1, mode: 2, workspace: 3, workflow: 4 } as const satisfies Record<LabelName, number>;
const createAdding = (): Adding => ({ tally: createTally(), counts: { mode: new Map(), operation: new Map() } });
const finish = ({ tally, counts }: Adding, gauges: GaugeTally): Sum => ({
  tally,
  gauges,
  modes: Object.fromEntries(counts.mode),
  operations: Object.fromEntries(counts.operation),
});

/** `isWhole`: whether runs that only look at the engine count for more than their number. */
function addTo({ tally, counts }: Adding, labels: LabelSet, added: Tally, isWhole: boolean): void {
  if (isWhole || !isWatching(labels[INDEX.operation])) addTally(tally, added);
  for (const name of ['mode', 'operation'] as const) {
    const value = labels[INDEX[name]];
    if (value) counts[name].set(value, (counts[name].get(value) ?? 0) + added.runs);
  }
}

function forEachTally(cells: readonly Cell[], filter: LabelFilter, use: (labels: LabelSet, tally: Tally) => void): void {
  const wanted = LABELS.filter((name) => filter[name] !== undefined);
  for (const { runs } of cells) {
    for (const [key, tally] of runs) {
      const labels = labelsOfKey(key);
      if (wanted.every((name) => filter[name] === labels[INDEX[name]])) use(labels, tally);
    }
  }
}

/** What watches the engine is counted by operation; it adds to nothing else unless the filter asks for it. */
export function sumCells(cells: readonly Cell[], filter: LabelFilter = {}): Sum {
  const all = createAdding();
  const isAsked = filter.operation !== undefined || filter.caller !== undefined;
  const gauges = createGaugeTally();
  for (const cell of cells) addGauges(gauges, cell.gauges);
  forEachTally(cells, filter, (labels, tally) => addTo(all, labels, tally, isAsked));
  return finish(all, gauges);
}

/** One sum per value of a label; runs without the label are left out. */
export function groupBy(cells: readonly Cell[], label: LabelName, filter: LabelFilter = {}): Map<string, Sum> {
  const groups = new Map<string, Adding>();
  forEachTally(cells, filter, (labels, tally) => {
    const value = labels[INDEX[label]];
    if (value === '') return;
    let group = groups.get(value);
    if (!group) groups.set(value, (group = createAdding()));
    addTo(group, labels, tally, label === 'operation' || label === 'caller');
  });
  return new Map([...groups].map(([value, adding]) => [value, finish(adding, createGaugeTally())]));
}

/** How many runs there are of each value of a label, without those that watch the engine; runs without it count for an empty one. */
export function countRuns(cells: readonly Cell[], label: LabelName): Map<string, number> {
  const counts = new Map<string, number>();
  forEachTally(cells, {}, (labels, { runs }) => {
    if (isWatching(labels[INDEX.operation])) return;
    const value = labels[INDEX[label]];
    counts.set(value, (counts.get(value) ?? 0) + runs);
  });
  return counts;
}

export function summarize({ tally, gauges, modes, operations }: Sum, windowMs: number): MetricsSummary {
  const caches = [...tally.caches];
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
      [...tally.stages].map(([name, { count, sumMs, maxMs }]) => [name, { count, meanMs: sumMs / count, maxMs }]),
    ),
    rss: { samples: tally.runs, ...(tally.runs > 0 && { last: tally.rssLast, max: tally.rssMax }) },
    gauges: Object.fromEntries(
      Object.entries(gauges.values).filter(([name]) => !parseIndexGauge(name)).map(([name, [total, count, max, last]]) => [name, { mean: total / count, max, last, samples: count }]),
    ),
  };
}

function summarizeErrors({ runs, errors }: Tally): MetricsSummary['errors'] {
  const cancelled = errors.get('CANCELLED') ?? 0;
  const samples = runs - cancelled;
  const count = sum([...errors.values()]) - cancelled;
  return { count, samples, byCode: Object.fromEntries(errors), ...(samples > 0 && { rate: count / samples }) };
}

function summarizeLatency({ latency, latencySum, latencyMax }: Tally): MetricsSummary['latency'] {
  const samples = countOf(latency);
  if (samples === 0) return { samples };
  const at = (p: number): number => Math.min(latencyMax, quantileOf(latency, p)!);
  return { samples, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: latencyMax, mean: latencySum / samples };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
