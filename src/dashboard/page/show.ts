/** A state as the page shows it. */
import type { MetricsGroup, Severity } from '../../kernel';
import type { DashboardState } from '../state';
import { showAdvice, showAlerts } from './alerts';
import { drawCharts } from './charts';
import { element, fill } from './elements';
import { format } from './format';
import { showSettings } from './settings';
import { showTiles } from './tiles';
import { chartsOf, modesOf, tablesOf, WORDS } from './view';

const GRAVITY: readonly Severity[] = ['critical', 'warning', 'insufficient_data', 'ok'];

export function show(state: DashboardState): void {
  showTiles(state);
  showSignals(state);
  showAlerts(state);
  showAdvice(state);
  drawCharts(chartsOf(state));
  const { groups, summary } = state.metrics;
  showModes(state);
  showTable('workspaces', 'Workspace', groups.workspace);
  showTable('nodes', 'Node or command', groups.caller);
  showTable('operations', 'Operation', groups.operation);
  const stages = Object.entries(summary.stages).sort(([, a], [, b]) => b.meanMs * b.count - a.meanMs * a.count);
  const total = stages.reduce((sum, [, { meanMs, count }]) => sum + meanMs * count, 0);
  showRows('stages', ['Stage', 'Runs', 'Share', 'Mean', 'Longest'], stages.map(([name, { count, meanMs, maxMs }]) => [
    name, format(count, 'count'), format((meanMs * count) / total, 'share'), format(meanMs, 'ms'), format(maxMs, 'ms'),
  ]), 'No stage was measured yet.');
  for (const { id, head, rows, none } of tablesOf(state)) showRows(id, head, rows, none);
  showSettings(state.settings);
  fill('notes', ...state.metrics.notes.map((note) => element('p', {}, note)));
}

const pill = (severity: Severity): HTMLElement => element('span', { class: `state ${severity}` }, WORDS[severity]);

/** What needs to be looked at comes first. */
function showSignals({ report }: DashboardState): void {
  fill('overall', pill(report.severity));
  const signals = [...report.signals].sort((a, b) => GRAVITY.indexOf(a.severity) - GRAVITY.indexOf(b.severity));
  fill('signals', ...signals.map(({ severity, message }) => element('li', {}, pill(severity), element('span', {}, message))));
}

function showModes(state: DashboardState): void {
  const modes = modesOf(state);
  if (modes.length === 0) {
    fill('modes', element('p', { class: 'none' }, 'No answer was given in a mode yet.'));
    return;
  }
  const groups = new Map(state.metrics.groups.mode.map((group) => [group.value, group]));
  const colour = (index: number): string => `m${Math.min(index, 4)}`;
  const bar = modes.map(({ share }, index) => {
    const part = element('span', { class: colour(index) });
    part.style.flexGrow = String(share);
    return part;
  });
  const rows = modes.map(({ mode, runs, share }, index) => {
    const { errorRate, p95, quality } = groups.get(mode) ?? {};
    const name = element('span', {}, element('i', { class: `dot ${colour(index)}`, 'aria-hidden': 'true' }), mode);
    return [name, format(share, 'share'), format(runs, 'count'), format(errorRate, 'share'), format(p95, 'ms'), format(quality, 'share')];
  });
  fill('modes', element('div', { class: 'mix', 'aria-hidden': 'true' }, ...bar), table(['Mode', 'Share', 'Runs', 'Errors', 'p95', 'Quality'], rows));
}

function showTable(id: string, label: string, groups: readonly MetricsGroup[]): void {
  showRows(id, [label, 'Runs', 'Errors', 'p95', 'Quality'], groups.map(({ value, runs, errorRate, p95, quality }) => [
    value, format(runs, 'count'), format(errorRate, 'share'), format(p95, 'ms'), format(quality, 'share'),
  ]), `No ${label.toLowerCase()} was measured yet.`);
}

type Cell = string | Node;

function showRows(id: string, head: readonly string[], rows: readonly (readonly Cell[])[], none: string): void {
  fill(id, rows.length === 0 ? element('p', { class: 'none' }, none) : table(head, rows));
}

const table = (head: readonly string[], rows: readonly (readonly Cell[])[]): Node =>
  element('table', {},
    element('thead', {}, element('tr', {}, ...head.map((text) => element('th', { scope: 'col' }, text)))),
    element('tbody', {}, ...rows.map(([name, ...cells]) =>
      element('tr', {}, element('th', { scope: 'row', class: 'long' }, name), ...cells.map((cell) => element('td', {}, cell))))),
  );
