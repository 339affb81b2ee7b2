/** A state as the page shows it. */
import type { MetricsGroup, SignalName } from '../../kernel';
import type { DashboardState } from '../state';
import { showAdvice, showAlerts } from './alerts';
import { drawCharts, type Chart } from './charts';
import { element, fill } from './elements';
import { change, format, time, type Unit } from './format';

export function show(state: DashboardState): void {
  fill('updated', `Updated ${time(state.at)}`);
  showTiles(state);
  showSignals(state);
  showAlerts(state);
  showAdvice(state);
  drawCharts(chartsOf(state));
  const { groups, summary } = state.metrics;
  showTable('workspaces', 'Workspace', groups.workspace);
  showTable('nodes', 'Asked by', groups.caller);
  showTable('modes', 'Mode', groups.mode);
  const stages = Object.entries(summary.stages).sort(([, a], [, b]) => b.meanMs * b.count - a.meanMs * a.count);
  showRows('stages', ['Stage', 'Runs', 'Mean', 'Longest'], stages.map(([name, { count, meanMs, maxMs }]) => [name, format(count, 'count'), format(meanMs, 'ms'), format(maxMs, 'ms')]));
  fill('settings', element('pre', { tabindex: '0' }, JSON.stringify(state.settings, null, 2)));
  fill('notes', ...state.metrics.notes.map((note) => element('p', {}, note)));
}

function showTiles({ metrics: { summary, previous } }: DashboardState): void {
  const tile = (label: string, unit: Unit, now: number | undefined, before: number | undefined): Node =>
    element('div', { class: 'tile' },
      element('dt', {}, label),
      element('dd', {}, format(now, unit), element('small', {}, change(now, before) ?? '')),
    );
  fill('tiles',
    tile('Runs', 'count', summary.runs, previous.runs),
    tile('Latency, 95th percentile', 'ms', summary.latency.p95, previous.latency.p95),
    tile('Quality, mean', 'share', summary.quality.mean, previous.quality.mean),
    tile('Errors', 'share', summary.errors.rate, previous.errors.rate),
    tile('Cache hits', 'share', summary.cache.rate, previous.cache.rate),
    tile('Memory', 'bytes', summary.rss.last, previous.rss.last),
    tile('CPU', 'share', summary.gauges.cpu_share?.mean, previous.gauges.cpu_share?.mean),
    tile('Index lag', 'ms', summary.gauges.index_lag_ms?.last, previous.gauges.index_lag_ms?.last),
  );
}

const WORDS = { ok: 'in order', warning: 'warning', critical: 'critical', insufficient_data: 'not enough data' } as const;

function showSignals({ report }: DashboardState): void {
  fill('overall', element('span', { class: `state ${report.severity}` }, WORDS[report.severity]));
  fill('signals', ...report.signals.map(({ severity, message }) =>
    element('li', {}, element('span', { class: `state ${severity}` }, WORDS[severity]), ` ${message}`)));
}

const TITLES: readonly (readonly [id: SignalName, title: string, unit: Unit])[] = [
  ['latency_p95', 'Latency', 'ms'],
  ['quality', 'Quality', 'share'],
  ['error_rate', 'Errors', 'share'],
  ['cache_hit_rate', 'Cache hits', 'share'],
  ['memory', 'Memory', 'bytes'],
  ['cpu', 'CPU', 'share'],
];

function chartsOf({ metrics, forecasts, report }: DashboardState): Chart[] {
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

function showTable(id: string, label: string, groups: readonly MetricsGroup[]): void {
  showRows(id, [label, 'Runs', 'Errors', 'p95', 'Quality'], groups.map(({ value, runs, errorRate, p95, quality }) => [
    value, format(runs, 'count'), format(errorRate, 'share'), format(p95, 'ms'), format(quality, 'share'),
  ]));
}

function showRows(id: string, head: readonly string[], rows: readonly (readonly string[])[]): void {
  if (rows.length === 0) {
    fill(id, element('p', {}, 'Nothing was measured yet.'));
    return;
  }
  fill(id, element('table', {},
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((text) => element('td', {}, text))))),
  ));
}
