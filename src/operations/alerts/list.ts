import { ALERT_PHASES } from '../../kernel';
import type { AlertItem, AlertPhase, AlertsAnswer, Clock, ListAlertsRequest } from '../../kernel';
import { isFiring, type AlertBook, type AlertEntry } from '../../alert';
import { checkWhole } from '../input';
import { checkFilter, checkPhases } from './check';
import { matchesFilter, toEvent, toItem } from './describe';

const DAY = 24 * 3_600_000;
const WINDOW_MAX_MS = 30 * DAY;
const TIMELINE_MAX = 500;
const LISTED_MAX = 1_000;

/** How alerts stand, what is silenced, and what was told. */
export function listAlerts(book: AlertBook, clock: Pick<Clock, 'now'>, request: ListAlertsRequest, notes: readonly string[]): AlertsAnswer {
  const now = clock.now();
  const filter = checkFilter(request);
  const phases = checkPhases(request.phases);
  const windowMs = checkWhole('windowMs', request.windowMs, 60_000, WINDOW_MAX_MS, DAY);
  const entries = Object.values(book.entries);
  const timeline = book.outbox.filter(({ at, alert }) => at >= now - windowMs && matchesFilter(alert, filter));
  return {
    ...(book.evaluatedTo !== undefined && { evaluatedTo: book.evaluatedTo }),
    alerts: entries.filter((entry) => phases.includes(entry.state.phase) && matchesFilter(entry, filter)).sort(byGravity)
      .slice(0, LISTED_MAX).map((entry) => toItem(entry, book, now)),
    silences: book.silences.filter(({ until }) => until > now),
    timeline: timeline.slice(-TIMELINE_MAX).reverse().map((one) => toEvent(one, book)),
    phases: Object.fromEntries(ALERT_PHASES.map((phase) => [phase, entries.filter(({ state }) => state.phase === phase).length])) as Record<AlertPhase, number>,
    notes,
  };
}

export function firing(book: AlertBook, now: number): AlertItem[] {
  return Object.values(book.entries).filter(({ state }) => isFiring(state)).sort(byGravity).map((entry) => toItem(entry, book, now));
}

/** Breaches before predictions, critical before warnings, then what began last. */
function byGravity(a: AlertEntry, b: AlertEntry): number {
  return rankOf(b) - rankOf(a) || b.state.enteredAt - a.state.enteredAt || (a.fingerprint < b.fingerprint ? -1 : 1);
}

function rankOf({ state, severity }: AlertEntry): number {
  const phases: readonly AlertPhase[] = ['pending', 'predicted', 'breaching'];
  return 2 * phases.indexOf(state.phase) + (severity === 'critical' ? 1 : 0);
}
