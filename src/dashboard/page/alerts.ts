/** Alerts with what can be done about them, what was told, and recommendations. */
import type { AlertItem, AlertSilence, DashboardChange, Evidence, Recommendation } from '../../kernel';
import type { DashboardState } from '../state';
import { byId, element, fill, isNew } from './elements';
import { format, time } from './format';
import { nameOf } from './view';

const HOUR = 3_600_000;
const PHASES = { insufficient_data: 'not enough data', ok: 'in order', pending: 'pending', predicted: 'predicted', breaching: 'breaching', resolved: 'over' } as const;
const KINDS = { fire: 'began', escalate: 'became a breach', repeat: 'goes on', resolve: 'ended' } as const;

/** Takes a change to where it is made; answers what is wrong with it, if anything. Throws when nobody answers. */
export type Send = (change: DashboardChange) => Promise<string | undefined>;

let send: Send | undefined;

/** Without it alerts have no buttons. */
export function offerChanges(given: Send | undefined): void {
  send = given;
}

export function showAlerts({ alerts: { alerts, silences, timeline } }: DashboardState): void {
  if (isNew('alerts', [alerts, silences])) {
    // What nobody has seen to comes first.
    const rows = alerts.filter((alert) => !isSaidByGraver(alert, alerts)).sort((a, b) => Number(isQuiet(a)) - Number(isQuiet(b))).map(alertRow);
    fill('alerts',
      rows.length === 0 ? element('p', { class: 'none' }, 'No alert fires.') : list(rows, 'Alerts that fire'),
      ...(silences.length === 0 ? [] : [element('h3', {}, 'Silences'), list(silences.map(silenceRow), 'Silences')]),
    );
  }
  if (!isNew('timeline', timeline)) return;
  announce(timeline);
  const rows = timeline.map(({ at, kind, alert }) => element('li', {},
    element('time', { datetime: new Date(at).toISOString() }, time(at)),
    element('span', {}, element('b', {}, `${nameOf(alert.signal)} ${KINDS[kind]} (${alert.severity}).`), ` ${alert.message}`),
  ));
  fill('timeline', ...(rows.length === 0 ? [element('li', { class: 'none' }, 'Nothing was told.')] : rows));
}

const isQuiet = ({ acknowledged, silenced }: AlertItem): boolean => acknowledged !== undefined || silenced;

/** What is beyond its critical threshold is beyond the one for warnings, too: nobody is told both. */
const isSaidByGraver = ({ signal, severity, phase, labels }: AlertItem, all: readonly AlertItem[]): boolean =>
  severity === 'warning' && all.some((other) => other.severity === 'critical' && other.signal === signal && (other.phase === phase || other.phase === 'breaching') && JSON.stringify(other.labels) === JSON.stringify(labels));

/** The key of the newest change that was on the page; undefined before the first state. */
let newest: string | undefined;

/** Readers of the screen hear of what was told since the page was opened, and of nothing twice. */
function announce(timeline: DashboardState['alerts']['timeline']): void {
  const [latest] = timeline;
  if (newest !== undefined && latest && latest.key !== newest) byId('told').textContent = latest.alert.message;
  newest = latest?.key ?? '';
}

/** It may be longer than its box, which the keyboard scrolls. */
const list = (rows: readonly Node[], name: string): Node => element('ul', { class: 'cards', tabindex: '0', 'aria-label': name }, ...rows);

function alertRow(alert: AlertItem): Node {
  const { id, signal, severity, about, phase, labels, message, acknowledged, silenced } = alert;
  const place = Object.values(labels).join(', ');
  const name = place === '' ? nameOf(signal) : `${nameOf(signal)} (${place})`;
  return element('li', { class: isQuiet(alert) ? 'alert quiet' : 'alert' },
    element('span', { class: `state ${severity}` }, `${severity}, ${about === 'anomaly' ? 'anomaly' : PHASES[phase]}`),
    element('span', { class: 'what' }, element('b', {}, `${name}:`), ` ${message}`),
    element('span', { class: 'do' },
      acknowledged ? element('em', {}, `acknowledged by ${acknowledged.by}`) : button('Acknowledge', name, { change: 'acknowledge', id }),
      silenced ? element('em', {}, 'silenced') : button('Silence for an hour', name, { change: 'silence', matches: { ...labels, signal, severity, ...(about === 'anomaly' && { about }) }, durationMs: HOUR }),
    ),
  );
}

function silenceRow({ id, matches, until, by, reason }: AlertSilence): Node {
  const what = Object.entries(matches).map(([key, value]) => `${key} ${value}`).join(', ') || 'every alert';
  return element('li', { class: 'alert silence' },
    element('span', { class: 'what' }, `${what} until ${time(until)}, by ${by}${reason === undefined ? '' : `: ${reason}`}`),
    element('span', { class: 'do' }, button('End', `the silence of ${what}`, { change: 'end', id })),
  );
}

function button(text: string, of: string, body: DashboardChange): HTMLElement | undefined {
  if (!send) return undefined;
  const made = element('button', { type: 'button', 'aria-label': `${text}: ${of}` }, text);
  made.addEventListener('click', () => void change(made, send!, body));
  return made;
}

const SAID_MS = 8_000;

/** For a while: long enough to be read, short enough not to be taken for something new. */
function say(text: string): void {
  byId('told').textContent = text;
  setTimeout(() => byId('told').textContent === text && byId('told').replaceChildren(), SAID_MS);
}

/** The next state shows what came of it. */
async function change(from: HTMLButtonElement, to: Send, body: DashboardChange): Promise<void> {
  from.disabled = true;
  try {
    const wrong = await to(body);
    say(wrong === undefined ? 'Done.' : `That did not work: ${wrong}`);
  } catch {
    say('That did not work: nobody answered.');
  } finally {
    from.disabled = false;
  }
}

export function showAdvice({ recommendations: { recommendations: found, message } }: DashboardState): void {
  if (!isNew('advice', [found, message])) return;
  fill('advice', found.length === 0 ? element('p', { class: 'none' }, message) : element('ol', { class: 'cards' }, ...found.map(adviceRow)));
}

function adviceRow({ title, evidence, action, effect, id }: Recommendation): Node {
  return element('li', {},
    element('h3', {}, title),
    element('p', { class: 'words' }, evidence.map(describe).join('; ')),
    element('p', {}, `${action.text} ${effect}`),
    action.kind === 'setting' ? element('code', {}, `hybrid-context recommendations --apply ${id}`) : undefined,
  );
}

function describe({ name, unit, now, before, limit }: Evidence): string {
  return `${name} ${format(now, unit)}, before ${format(before, unit)}${limit === undefined ? '' : `, threshold ${format(limit, unit)}`}`;
}
