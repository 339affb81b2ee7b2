/** What of a state is shown, in words and numbers: the same for the page, which draws it, and for a report. */
import type { ForecastAnswer, SeriesPoint, SignalName, SignalStatus } from '../../kernel';
import type { DashboardState } from '../state';
import { change, format, type Unit } from './format';

export interface Tile {
  readonly label: string;
  readonly value: string;
  /** Against the window before; empty without both. */
  readonly change: string;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  readonly unit: Unit;
  readonly lines: readonly { readonly label: string; readonly points: readonly SeriesPoint[] }[];
  readonly forecast?: ForecastAnswer;
  readonly limits?: Pick<SignalStatus, 'warning' | 'critical'>;
}

export const WORDS = { ok: 'in order', warning: 'warning', critical: 'critical', insufficient_data: 'not enough data' } as const;

const HOUR = 3_600_000;
const TITLES: readonly (readonly [id: SignalName, title: string, unit: Unit])[] = [
  ['latency_p95', 'Latency', 'ms'],
  ['quality', 'Quality', 'share'],
  ['error_rate', 'Errors', 'share'],
  ['cache_hit_rate', 'Cache hits', 'share'],
  ['memory', 'Memory', 'bytes'],
  ['cpu', 'CPU', 'share'],
];

/** By the window that was asked for: sums of a wide one begin with the hour that it begins in. */
export function headingOf({ metrics: { summary } }: DashboardState): string {
  const ms = summary.windowMs;
  const span = ms === HOUR ? 'hour' : ms % HOUR === 0 ? `${ms / HOUR} hours` : `${Math.round(ms / 60_000)} minutes`;
  return `Last ${span}, against the ${span} before`;
}

export function tilesOf({ metrics: { summary, previous } }: DashboardState): Tile[] {
  const tile = (label: string, unit: Unit, now: number | undefined, before: number | undefined): Tile => ({
    label,
    value: format(now, unit),
    change: change(now, before) ?? '',
  });
  return [
    tile('Runs', 'count', summary.runs, previous.runs),
    tile('Latency, 95th percentile', 'ms', summary.latency.p95, previous.latency.p95),
    tile('Quality, mean', 'share', summary.quality.mean, previous.quality.mean),
    tile('Errors', 'share', summary.errors.rate, previous.errors.rate),
    tile('Cache hits', 'share', summary.cache.rate, previous.cache.rate),
    tile('Memory', 'bytes', summary.rss.last, previous.rss.last),
    tile('CPU', 'share', summary.gauges.cpu_share?.mean, previous.gauges.cpu_share?.mean),
    tile('Index lag', 'ms', summary.gauges.index_lag_ms?.last, previous.gauges.index_lag_ms?.last),
  ];
}

export function chartsOf({ metrics, forecasts, report }: DashboardState): Chart[] {
  return TITLES.map(([id, title, unit]) => {
    const names: SignalName[] = id === 'latency_p95' ? ['latency_p95', 'latency_p50', 'latency_p99'] : [id];
    return {
      id,
      title,
      unit,
      lines: names.map((name) => ({ label: name.replaceAll('_', ' '), points: metrics.series[name] ?? [] })),
      forecast: forecasts.find(({ of }) => of === id),
      limits: report.signals.find(({ signal }) => signal === id),
    };
  });
}

export interface Table {
  readonly id: string;
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** What is said when there are no rows. */
  readonly none: string;
}

/** How fresh each index is, and what workflows record of their own. */
export function tablesOf({ at, metrics: { indexes, recordings } }: DashboardState): Table[] {
  const ago = (then: number): string => `${format(Math.max(0, at - then), 'ms')} ago`;
  return [
    {
      id: 'indexes',
      title: 'Indexes',
      head: ['Index', 'Files', 'Chunks', 'Looked at', 'Age when used'],
      rows: indexes.map(({ workspace, files, chunks, checkedAt, lagMs }) => [workspace, format(files, 'count'), format(chunks, 'count'), ago(checkedAt), format(lagMs, 'ms')]),
      none: 'No index was in memory.',
    },
    {
      id: 'own',
      title: 'Series of workflows',
      head: ['Series', 'Newest', 'Recorded', 'Mean', 'Values'],
      rows: recordings.map(({ series, last, lastAt, mean, samples }) => [series, plain(last), ago(lastAt), plain(mean), format(samples, 'count')]),
      none: 'No workflow recorded a series.',
    },
  ];
}

/** Of a unit that only the workflow knows. */
const plain = (value: number): string => Number(value.toPrecision(4)).toLocaleString('en', { maximumSignificantDigits: 4 });

/** What the picture of a chart shows, in words. */
export function wordsOf({ unit, lines, forecast, limits }: Chart): string {
  const newest = lines.map(({ label, points }) => `${label} ${format(points.findLast(({ value }) => typeof value === 'number')?.value, unit)}`);
  const last = forecast?.points.at(-1);
  const outlook = last && `in ${Math.round(last.aheadMs / 60_000)} min ${format(last.p05, unit)} to ${format(last.p95, unit)}${last.breach === undefined ? '' : `, beyond its threshold with ${Math.round(last.breach * 100)} %`}`;
  const short = forecast?.state === 'insufficient_data' ? 'not enough data for a forecast' : undefined;
  const bounds = limits && `warning at ${format(limits.warning, unit)}`;
  return [...newest, outlook ?? short, bounds].filter(Boolean).join('; ');
}
