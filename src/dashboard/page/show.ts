/** A state as the page shows it. */
import type { MetricsGroup } from '../../kernel';
import type { DashboardState } from '../state';
import { showAdvice, showAlerts } from './alerts';
import { drawCharts } from './charts';
import { element, fill, isNew } from './elements';
import { format, time } from './format';
import { chartsOf, headingOf, tablesOf, tilesOf, WORDS } from './view';

export function show(state: DashboardState): void {
  fill('updated', `Updated ${time(state.at)}`);
  showTiles(state);
  showSignals(state);
  showAlerts(state);
  showAdvice(state);
  drawCharts(chartsOf(state));
  const { groups, summary } = state.metrics;
  for (const { id, head, rows, none } of tablesOf(state)) showRows(id, head, rows, none);
  showTable('workspaces', 'Workspace', groups.workspace);
  showTable('operations', 'Operation', groups.operation);
  showTable('nodes', 'Asked by', groups.caller);
  showTable('modes', 'Mode', groups.mode);
  const stages = Object.entries(summary.stages).sort(([, a], [, b]) => b.meanMs * b.count - a.meanMs * a.count);
  showRows('stages', ['Stage', 'Runs', 'Mean', 'Longest'], stages.map(([name, { count, meanMs, maxMs }]) => [name, format(count, 'count'), format(meanMs, 'ms'), format(maxMs, 'ms')]));
  if (isNew('settings', state.settings)) fill('settings', element('pre', { tabindex: '0' }, JSON.stringify(state.settings, null, 2)));
  fill('notes', ...state.metrics.notes.map((note) => element('p', {}, note)));
}

function showTiles(state: DashboardState): void {
  fill('window', headingOf(state));
  fill('tiles', ...tilesOf(state).map(({ label, value, change }) =>
    element('div', { class: 'tile' },
      element('dt', {}, label),
      element('dd', {}, value, element('small', {}, change)),
    )));
}

function showSignals({ report }: DashboardState): void {
  fill('overall', element('span', { class: `state ${report.severity}` }, WORDS[report.severity]));
  fill('signals', ...report.signals.map(({ severity, message }) =>
    element('li', {}, element('span', { class: `state ${severity}` }, WORDS[severity]), ` ${message}`)));
}

function showTable(id: string, label: string, groups: readonly MetricsGroup[]): void {
  showRows(id, [label, 'Runs', 'Errors', 'p95', 'Quality'], groups.map(({ value, runs, errorRate, p95, quality }) => [
    value, format(runs, 'count'), format(errorRate, 'share'), format(p95, 'ms'), format(quality, 'share'),
  ]));
}

function showRows(id: string, head: readonly string[], rows: readonly (readonly string[])[], none = 'Nothing was measured yet.'): void {
  if (rows.length === 0) {
    fill(id, element('p', {}, none));
    return;
  }
  fill(id, element('table', {},
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...rows.map((row) => element('tr', {}, ...row.map((text) => element('td', {}, text))))),
  ));
}
