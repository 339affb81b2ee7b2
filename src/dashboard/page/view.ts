/** What of a state is shown, in words and numbers: the same for the page, which draws it, and for a report. */
import type { ForecastAnswer, SeriesPoint, Severity, SignalName, SignalStatus } from '../../kernel';
import type { DashboardState } from '../state';
import { ahead, change, format, type Unit } from './format';

export interface Tile {
  readonly label: string;
  readonly value: string;
  /** Against the window before; empty without both. */
  readonly change: string;
  /** Whether the change is for the better; undefined where neither way is, or where little changed. */
  readonly better?: boolean;
  /** How its signal stands, if it has one. */
  readonly severity?: Severity;
  /** What it was over time. */
  readonly points: readonly SeriesPoint[];
}

export interface Chart {
  readonly id: SignalName;
  readonly title: string;
  readonly unit: Unit;
  readonly lines: readonly { readonly label: string; readonly points: readonly SeriesPoint[] }[];
  readonly forecast?: ForecastAnswer;
  readonly limits?: Pick<SignalStatus, 'warning' | 'critical'>;
}

export const WORDS = { ok: 'in order', warning: 'warning', critical: 'critical', insufficient_data: 'not enough data' } as const;

const HOUR = 3_600_000;
/** What people call each signal, its unit, and which way is better. */
const SIGNALS: Readonly<Record<string, readonly [name: string, unit: Unit, better?: 'more' | 'less']>> = {
  runs: ['Runs', 'count'],
  latency_p95: ['Latency p95', 'ms', 'less'],
  quality: ['Quality', 'share', 'more'],
  error_rate: ['Errors', 'share', 'less'],
  cache_hit_rate: ['Cache hits', 'share', 'more'],
  memory: ['Memory', 'bytes', 'less'],
  cpu: ['CPU', 'share', 'less'],
  index_lag: ['Index age', 'ms', 'less'],
};
const CHARTED = ['latency_p95', 'quality', 'error_rate', 'cache_hit_rate', 'memory', 'cpu'] as const;

/** By the window that was asked for: sums of a wide one begin with the hour that it begins in. */
export function headingOf({ metrics: { summary } }: DashboardState): string {
  const ms = summary.windowMs;
  const span = ms === HOUR ? 'hour' : ms % HOUR === 0 ? `${ms / HOUR} hours` : `${Math.round(ms / 60_000)} minutes`;
  return `Last ${span}, against the ${span} before`;
}

/** Smaller changes are neither good nor bad. */
const NOTEWORTHY = 0.05;

export function tilesOf({ metrics: { summary, previous, series }, report }: DashboardState): Tile[] {
  const tile = (signal: SignalName, now: number | undefined, before: number | undefined): Tile => {
    const [label, unit, good] = SIGNALS[signal]!;
    const moved = now === undefined || before === undefined ? 0 : now - before;
    const isNoteworthy = Math.abs(moved) > NOTEWORTHY * Math.abs(before ?? 0);
    return {
      label,
      value: format(now, unit),
      change: change(now, before) ?? '',
      ...(good !== undefined && isNoteworthy && { better: moved > 0 === (good === 'more') }),
      severity: report.signals.find((one) => one.signal === signal)?.severity,
      points: series[signal] ?? [],
    };
  };
  return [
    tile('runs', summary.runs, previous.runs),
    tile('latency_p95', summary.latency.p95, previous.latency.p95),
    tile('quality', summary.quality.mean, previous.quality.mean),
    tile('error_rate', summary.errors.rate, previous.errors.rate),
    tile('cache_hit_rate', summary.cache.rate, previous.cache.rate),
    tile('memory', summary.rss.last, previous.rss.last),
    tile('cpu', summary.gauges.cpu_share?.mean, previous.gauges.cpu_share?.mean),
    tile('index_lag', summary.gauges.index_lag_ms?.last, previous.gauges.index_lag_ms?.last),
  ];
}

export function chartsOf({ metrics, forecasts, report }: DashboardState): Chart[] {
  return CHARTED.map((id) => {
    const names: SignalName[] = id === 'latency_p95' ? ['latency_p95', 'latency_p50', 'latency_p99'] : [id];
    const [name, unit] = SIGNALS[id]!;
    // The chart has all three percentiles.
    const title = name.replace(' p95', '');
    return {
      id,
      title,
      unit,
      lines: names.map((line) => ({ label: line.startsWith('latency') ? line.slice('latency_'.length) : title.toLowerCase(), points: metrics.series[line] ?? [] })),
      forecast: forecasts.find(({ of }) => of === id),
      limits: report.signals.find(({ signal }) => signal === id),
    };
  });
}

/** What people call a signal; series of workflows have names of their own. */
export const nameOf = (signal: string): string => SIGNALS[signal]?.[0] ?? signal;

/** How often each mode answered, the most frequent first. */
export interface ModeShare {
  readonly mode: string;
  readonly runs: number;
  /** Of all runs that have a mode. */
  readonly share: number;
}

export function modesOf({ metrics: { summary } }: DashboardState): ModeShare[] {
  const modes = Object.entries(summary.modes);
  const all = modes.reduce((total, [, runs]) => total + runs, 0);
  return modes.map(([mode, runs]) => ({ mode, runs, share: runs / all })).sort((a, b) => b.runs - a.runs || (a.mode < b.mode ? -1 : 1));
}

/** One time ahead: what is expected, and how likely the threshold is passed for good by then. */
export interface Ahead {
  readonly ahead: string;
  readonly expected: string;
  /** 90 % of the time it is in there. */
  readonly range: string;
  /** 0..1. */
  readonly breach?: number;
}

export function aheadOf({ forecast, unit }: Chart): Ahead[] {
  return (forecast?.points ?? []).map(({ aheadMs, p05, p50, p95, breach }) => ({
    ahead: ahead(aheadMs),
    expected: format(within(p50, unit), unit),
    range: `${format(within(p05, unit), unit)} to ${format(within(p95, unit), unit)}`,
    breach,
  }));
}

/** No share is below 0 or above 1, and no time or size is negative, whatever an interval around it says. */
export const within = (value: number, unit: Unit): number => Math.max(0, unit === 'share' ? Math.min(1, value) : value);

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
      head: ['Index', 'Files', 'Chunks', 'Memory', 'Looked at', 'Age when used'],
      rows: indexes.map(({ workspace, files, chunks, bytes, checkedAt, lagMs }) => [workspace, format(files, 'count'), format(chunks, 'count'), format(bytes, 'bytes'), ago(checkedAt), format(lagMs, 'ms')]),
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
export function wordsOf(chart: Chart): string {
  const { unit, lines, forecast, limits } = chart;
  const newest = lines.map(({ label, points }) => `${label} ${format(points.findLast(({ value }) => typeof value === 'number')?.value, unit)}`);
  const outlooks = aheadOf(chart);
  const last = outlooks.at(-1);
  const outlook = last && `in ${last.ahead} ${last.range}`;
  const likely = outlooks.filter(({ breach }) => breach !== undefined);
  const beyond = limits && `beyond ${format(limits.warning, unit)} ${likely.map(({ ahead: time, breach }) => `within ${time}: ${percent(breach)}`).join(', ')}`;
  const short = forecast?.state === 'insufficient_data' ? 'not enough data for a forecast' : undefined;
  const bounds = limits && `warning at ${format(limits.warning, unit)}`;
  return [...newest, outlook ?? short, likely.length > 0 ? beyond : undefined, bounds].filter(Boolean).join('; ');
}

/** Of a probability: never as sure as 0 or 100 without being so. */
export function percent(share: number | undefined): string {
  if (share === undefined) return '–';
  if (share > 0 && share < 0.01) return '< 1 %';
  return share > 0.99 && share < 1 ? '> 99 %' : `${Math.round(share * 100)} %`;
}
