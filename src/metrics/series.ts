/** The signals as series over time: what charts draw, forecasts continue and alerts judge. */
import { countOf, countUpTo, quantileOf } from './histogram';
import type { LabelFilter, SeriesPoint, SignalName } from '../kernel';
import { sumCells, type Sum } from './summary';
import type { Cell } from './timeline';

export interface SeriesRequest {
  /** ms since 1970; the series covers [from, to) in whole steps. */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly filter?: LabelFilter;
}

/** `cells` must cover the request. One point per step, the oldest first. */
export function seriesOf(cells: readonly Cell[], signal: SignalName, request: SeriesRequest): SeriesPoint[] {
  return stepsOf(cells, request).map(({ at, cells: own }) => ({ at, ...READ[signal](sumCells(own, request.filter)) }));
}

/** Several at once, which adds up each step only once. */
export function seriesOfAll(cells: readonly Cell[], signals: readonly SignalName[], request: SeriesRequest): Record<SignalName, SeriesPoint[]> {
  const sums = stepsOf(cells, request).map(({ at, cells: own }) => ({ at, sum: sumCells(own, request.filter) }));
  return Object.fromEntries(
    signals.map((signal) => [signal, sums.map(({ at, sum }) => ({ at, ...READ[signal](sum) }))]),
  ) as Record<SignalName, SeriesPoint[]>;
}

/** A series that a workflow feeds in: the mean of each step. */
export function ownSeriesOf(cells: readonly Cell[], series: string, request: SeriesRequest): SeriesPoint[] {
  return stepsOf(cells, request).map(({ at, cells: own }) => {
    let total = 0;
    let samples = 0;
    for (const { values } of own) {
      const value = values.get(series);
      total += value?.sum ?? 0;
      samples += value?.count ?? 0;
    }
    return { at, samples, value: samples > 0 ? total / samples : undefined };
  });
}

function stepsOf(cells: readonly Cell[], { from, to, stepMs }: SeriesRequest): { at: number; cells: Cell[] }[] {
  const first = Math.floor(from / stepMs);
  const steps = Array.from({ length: Math.max(0, Math.ceil(to / stepMs) - first) }, (_, index) => ({
    at: (first + index) * stepMs,
    cells: [] as Cell[],
  }));
  for (const cell of cells) steps[Math.floor(cell.start / stepMs) - first]?.cells.push(cell);
  return steps;
}

type Value = Omit<SeriesPoint, 'at'>;

const quantile = (p: number) => ({ tally }: Sum): Value => {
  const samples = countOf(tally.latency);
  return { samples, value: samples > 0 ? Math.min(tally.latencyMax, quantileOf(tally.latency, p)!) : undefined };
};

const gauge = (name: string, which: 'max' | 'mean') => ({ gauges }: Sum): Value => {
  const [total, count, max] = gauges.values[name] ?? [0, 0, 0];
  return { samples: count, value: count === 0 ? undefined : which === 'max' ? max : total / count };
};

const ratio = (hits: number, samples: number): Value => ({ samples, hits, value: samples > 0 ? hits / samples : undefined });

const READ: Readonly<Record<SignalName, (sum: Sum) => Value>> = {
  latency_p50: quantile(0.5),
  latency_p95: quantile(0.95),
  latency_p99: quantile(0.99),
  quality: ({ tally }) => ({
    samples: tally.qualityCount,
    value: tally.qualityCount > 0 ? tally.qualitySum / tally.qualityCount : undefined,
  }),
  error_rate({ tally }) {
    const cancelled = tally.errors.get('CANCELLED') ?? 0;
    const failed = [...tally.errors.values()].reduce((total, count) => total + count, 0) - cancelled;
    return ratio(failed, tally.runs - cancelled);
  },
  cache_hit_rate({ tally }) {
    const caches = [...tally.caches.values()];
    const hits = caches.reduce((total, [hit]) => total + hit, 0);
    return ratio(hits, caches.reduce((total, [, misses]) => total + misses, hits));
  },
  memory: (sum) => {
    const { tally } = sum;
    const sampled = gauge('rss_bytes', 'max')(sum);
    if (tally.runs === 0) return sampled;
    return { samples: sampled.samples + tally.runs, value: Math.max(tally.rssMax, sampled.value ?? 0) };
  },
  cpu: gauge('cpu_share', 'mean'),
  index_lag: gauge('index_lag_ms', 'max'),
  runs: ({ tally }) => ({ samples: tally.runs, value: tally.runs }),
  event_loop_delay: gauge('event_loop_delay_ms', 'max'),
  main_loop_delay: gauge('main_loop_delay_ms', 'max'),
  queue_depth: gauge('queue_depth', 'max'),
};

/** The share of answers that took at most `limitMs`, for objectives such as "95 % within 500 ms". */
export function shareWithin(cells: readonly Cell[], limitMs: number, filter?: LabelFilter): { readonly within: number; readonly samples: number } {
  const { latency } = sumCells(cells, filter).tally;
  return { within: countUpTo(latency, limitMs), samples: countOf(latency) };
}
