/** Alerts with what can be done about them, what was told, and recommendations. */
import type { AlertItem, AlertSilence, DashboardChange, Evidence, Recommendation } from '../../kernel';
import type { DashboardState } from '../state';
import { byId, element, fill, isNew } from './elements';
import { format, time } from './format';

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
    const none = element('p', {}, 'No alert fires.');
    fill('alerts', ...(alerts.length === 0 ? [none] : [list(alerts.map(alertRow))]), ...(silences.length === 0 ? [] : [element('h3', {}, 'Silences'), list(silences.map(silenceRow))]));
  }
  if (!isNew('timeline', timeline)) return;
  announce(timeline);
  const rows = timeline.map(({ at, kind, alert }) => element('li', {}, element('time', { datetime: new Date(at).toISOString() }, time(at)), ` ${alert.signal} ${KINDS[kind]} (${alert.severity}). ${alert.message}`));
  fill('timeline', ...(rows.length === 0 ? [element('li', {}, 'Nothing was told.')] : rows));
}

/** The key of the newest change that was on the page; undefined before the first state. */
let newest: string | undefined;

/** Readers of the screen hear of what was told since the page was opened, and of nothing twice. */
function announce(timeline: DashboardState['alerts']['timeline']): void {
  const [latest] = timeline;
  if (newest !== undefined && latest && latest.key !== newest) byId('told').textContent = latest.alert.message;
  newest = latest?.key ?? '';
}

const list = (rows: readonly Node[]): Node => element('ul', { class: 'cards' }, ...rows);

function alertRow({ id, signal, severity, phase, labels, message, acknowledged, silenced }: AlertItem): Node {
  const place = Object.values(labels).join(', ');
  const name = place === '' ? signal : `${signal} (${place})`;
  return element('li', {},
    element('span', { class: `state ${severity}` }, `${severity}, ${PHASES[phase]}`),
    ` ${name}: ${message} `,
    acknowledged ? element('em', {}, `acknowledged by ${acknowledged.by} `) : button('Acknowledge', name, { change: 'acknowledge', id }),
    silenced ? element('em', {}, 'silenced') : button('Silence for an hour', name, { change: 'silence', matches: { ...labels, signal, severity }, durationMs: HOUR }),
  );
}

function silenceRow({ id, matches, until, by, reason }: AlertSilence): Node {
  const what = Object.entries(matches).map(([key, value]) => `${key} ${value}`).join(', ') || 'every alert';
  return element('li', {}, `${what} until ${time(until)}, by ${by}${reason === undefined ? '' : `: ${reason}`} `, button('End', `the silence of ${what}`, { change: 'end', id }));
}

function button(text: string, of: string, body: DashboardChange): HTMLElement | undefined {
  if (!send) return undefined;
  const made = element('button', { type: 'button', 'aria-label': `${text}: ${of}` }, text);
  made.addEventListener('click', () => void change(made, send!, body));
  return made;
}

/** The next state shows what came of it. */
async function change(from: HTMLButtonElement, to: Send, body: DashboardChange): Promise<void> {
  from.disabled = true;
  try {
    const wrong = await to(body);
    byId('told').textContent = wrong === undefined ? 'Done.' : `That did not work: ${wrong}`;
  } catch {
    byId('told').textContent = 'That did not work: nobody answered.';
  } finally {
    from.disabled = false;
  }
}

export function showAdvice({ recommendations: { recommendations: found, message } }: DashboardState): void {
  if (!isNew('advice', [found, message])) return;
  fill('advice', found.length === 0 ? element('p', {}, message) : element('ol', { class: 'cards' }, ...found.map(adviceRow)));
}

function adviceRow({ title, evidence, action, effect, id }: Recommendation): Node {
  return element('li', {},
    element('strong', {}, title),
    element('p', { class: 'words' }, evidence.map(describe).join('; ')),
    element('p', {}, `${action.text} ${effect}`),
    action.kind === 'setting' ? element('code', {}, `hybrid-context recommendations --apply ${id}`) : undefined,
  );
}

function describe({ name, unit, now, before, limit }: Evidence): string {
  return `${name} ${format(now, unit)}, before ${format(before, unit)}${limit === undefined ? '' : `, threshold ${format(limit, unit)}`}`;
}
