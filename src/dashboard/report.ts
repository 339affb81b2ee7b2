/** A state as a mail: no script, no style sheet, nothing from outside; pictures are inline, and said in words. */
import type { Severity } from '../kernel';
import { escapeMarkup } from './markup';
import { format } from './page/format';
import { chartsOf, headingOf, modesOf, nameOf, tablesOf, tilesOf, wordsOf, WORDS, type Table, type Tile } from './page/view';
import { drawPicture } from './picture';
import type { DashboardState } from './state';

export interface Report {
  readonly subject: string;
  readonly severity: Severity;
  readonly html: string;
  readonly text: string;
}

interface Section {
  readonly title: string;
  /** One sentence each. */
  readonly rows: readonly string[];
}

const COLOURS: Readonly<Record<Severity, string>> = { ok: '#146c2e', warning: '#8a5300', critical: '#b3001e', insufficient_data: '#4a5365' };
const CELL = 'padding:4px 12px 4px 0;text-align:left;font-weight:normal';
/** Rows of one list; a mail is no archive. */
const ROWS_MAX = 20;

export function renderReport(state: DashboardState): Report {
  const { severity } = state.report;
  const subject = `Code retrieval: ${WORDS[severity]} (${new Date(state.at).toISOString().slice(0, 10)})`;
  return { subject, severity, html: toHtml(state, subject), text: toText(state, subject) };
}

function sectionsOf(state: DashboardState): Section[] {
  const { report, alerts, recommendations, metrics } = state;
  const since = alerts.timeline.filter(({ at }) => at >= metrics.from);
  return [
    { title: 'Modes', rows: orNone(modesOf(state).map(({ mode, runs, share }) => `${mode}: ${format(share, 'share')} (${runs} ${runs === 1 ? 'run' : 'runs'})`), 'No answer was given in a mode.') },
    { title: 'Signals', rows: report.signals.map(({ severity, message }) => `${WORDS[severity]}: ${message}`) },
    { title: 'Alerts', rows: orNone(alerts.alerts.map(({ severity, message }) => `${severity}: ${message}`), 'No alert fires.') },
    { title: 'What was told', rows: orNone(since.map(({ at, kind, alert }) => `${minute(at)} ${nameOf(alert.signal)}, ${kind}: ${alert.message}`), 'Nothing was told.') },
    { title: 'What to do', rows: orNone(recommendations.recommendations.map(({ title, action, effect }) => `${title}. ${action.text} ${effect}`), recommendations.message) },
    {
      title: 'Workspaces',
      rows: orNone(metrics.groups.workspace.map(({ value, runs }) => `${value}: ${runs} ${runs === 1 ? 'run' : 'runs'}`), 'Nothing was measured.'),
    },
    ...tablesOf(state).map((table) => ({ title: table.title, rows: orNone(sentencesOf(table), table.none) })),
    ...(metrics.notes.length === 0 ? [] : [{ title: 'Notes', rows: metrics.notes }]),
  ];
}

/** A table has no place in a mail for a phone. */
const sentencesOf = ({ head, rows }: Table): string[] =>
  rows.map(([name, ...cells]) => `${name}: ${cells.map((cell, index) => `${head[index + 1]!.toLowerCase()} ${cell}`).join(', ')}`);

const orNone = (rows: readonly string[], none: string): readonly string[] => {
  if (rows.length === 0) return [none];
  return rows.length > ROWS_MAX ? [...rows.slice(0, ROWS_MAX), `and ${rows.length - ROWS_MAX} more`] : rows;
};
const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function toHtml(state: DashboardState, subject: string): string {
  const heading = (text: string): string => `<h2 style="font-size:17px;margin:24px 0 8px">${escapeMarkup(text)}</h2>`;
  const list = ({ title, rows }: Section): string => `${heading(title)}<ul style="margin:0;padding-left:20px">${rows.map((row) => `<li>${escapeMarkup(row)}</li>`).join('')}</ul>`;
  const row = ({ label, value, change }: Tile): string =>
    `<tr><th scope="row" style="${CELL}">${escapeMarkup(label)}</th><td style="${CELL}"><b>${escapeMarkup(value)}</b></td><td style="${CELL}">${escapeMarkup(change)}</td></tr>`;
  const charts = chartsOf(state).map(
    (chart) => `<h3 style="font-size:15px;margin:16px 0 4px">${escapeMarkup(chart.title)}</h3>${drawPicture(chart)}<p style="margin:0;font-size:13px">${escapeMarkup(wordsOf(chart))}</p>`,
  );
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escapeMarkup(subject)}</title></head>`,
    '<body style="margin:0;background:#ffffff;color:#1d2430;font:15px/1.5 system-ui,sans-serif"><main style="max-width:600px;margin:0 auto;padding:16px">',
    `<h1 style="font-size:20px;margin:0">Code retrieval: <span style="color:${COLOURS[state.report.severity]}">${WORDS[state.report.severity]}</span></h1>`,
    `<p style="margin:0">${minute(state.metrics.from)} to ${minute(state.at)}</p>`,
    heading(headingOf(state)),
    `<table style="border-collapse:collapse"><thead><tr>${['Measure', 'Now', 'Change'].map((text) => `<th scope="col" style="${CELL}">${text}</th>`).join('')}</tr></thead><tbody>${tilesOf(state).map(row).join('')}</tbody></table>`,
    ...sectionsOf(state).map(list),
    heading('Over time, and what is to come'),
    ...charts,
    '</main></body></html>',
  ].join('\n');
}

function toText(state: DashboardState, subject: string): string {
  const tiles = tilesOf(state).map(({ label, value, change }) => `- ${label}: ${value}${change === '' ? '' : ` (${change})`}`);
  const sections = sectionsOf(state).flatMap(({ title, rows }) => ['', title, ...rows.map((row) => `- ${row}`)]);
  const charts = chartsOf(state).map((chart) => `- ${chart.title}: ${wordsOf(chart)}`);
  return [subject, '', headingOf(state), ...tiles, ...sections, '', 'Over time, and what is to come', ...charts].join('\n');
}
