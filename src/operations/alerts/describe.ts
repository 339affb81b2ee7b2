/** Entries of the book as callers see them, with words. */
import { roundFine, type AlertEvent, type AlertFilter, type AlertItem, type AlertPhase } from '../../kernel';
import { findSignal, LIKELY, isSilenced, type AlertBook, type AlertEntry, type AlertFacts, type Notification } from '../../alert';

/** Own series may have values of any size. */
const VALUE_DIGITS = 7;

/** In the unit of the signal, so that people read "1200 ms" and not 1200. */
function format(signal: string, value: number): string {
  return findSignal(signal)?.format(value) ?? String(Number(value.toPrecision(4)));
}

export function toItem(entry: AlertEntry, book: Pick<AlertBook, 'silences'>, now: number): AlertItem {
  const { fingerprint, signal, severity, about = 'threshold', labels, state, updatedAt, value, facts, score, acknowledged } = entry;
  return {
    id: fingerprint,
    signal,
    severity,
    about,
    labels,
    phase: state.phase,
    since: state.enteredAt,
    updatedAt,
    ...(value !== undefined && { value: Number(value.toPrecision(VALUE_DIGITS)) }),
    ...(facts && { threshold: facts.threshold, direction: facts.direction }),
    ...(facts?.withinMs !== undefined && { withinMs: facts.withinMs }),
    ...(facts?.probability !== undefined && { probability: roundFine(facts.probability) }),
    ...(score !== undefined && { score: roundFine(score) }),
    ...(acknowledged?.incident === state.incident && { acknowledged: { by: acknowledged.by, at: acknowledged.at } }),
    silenced: isSilenced(entry, book.silences, now),
    message: describe(entry),
  };
}

export function toEvent({ key, kind, at, alert }: Notification, book: Pick<AlertBook, 'silences'>): AlertEvent {
  return { key, kind, at, alert: toItem(alert, book, at) };
}

function describe(entry: AlertEntry): string {
  const { signal, labels, state, value, facts, about, score = 0 } = entry;
  const name = findSignal(signal)?.label ?? signal;
  const of = labels.workspace === undefined ? name : `${name} of ${labels.workspace}`;
  const is = value === undefined ? of : `${of} is ${format(signal, value)}`;
  if (about === 'anomaly') return `${is}${describeAnomaly(state.phase, score)}`;
  if (!facts) return is;
  const side = `${facts.direction} ${format(signal, facts.threshold)}`;
  switch (state.phase) {
    case 'predicted':
      return `${is}${describePrediction(entry, facts, side)}`;
    case 'breaching':
      // It goes on firing until it was over for some time.
      return isBeyond(value, facts) ? `${is}; it has been ${side} for a while.` : `${is}; it was ${side} until lately, and is over once it stays in order.`;
    case 'pending':
      return `${is}; it is, or is about to be, ${side}, but not for long enough to tell.`;
    case 'resolved':
      return `${is}: in order again (threshold ${format(signal, facts.threshold)}).`;
    case 'insufficient_data':
      return `${of}: too few values for a statement yet.`;
    default:
      return `${is}; in order (threshold ${format(signal, facts.threshold)}).`;
  }
}

/** What nobody measured lately counts as it was. */
function isBeyond(value: number | undefined, { threshold, direction }: AlertFacts): boolean {
  return value === undefined || (direction === 'above' ? value > threshold : value < threshold);
}

function describePrediction({ state, value }: AlertEntry, facts: AlertFacts, side: string): string {
  const { withinMs, probability = 0 } = facts;
  const likely = `(probability ${Math.round(probability * 100)} %)`;
  if (state.overSince !== undefined) return `; that it will be ${side} is not likely any more ${likely}.`;
  const will = probability < LIKELY ? 'may' : 'is likely to';
  if (value !== undefined && isBeyond(value, facts)) return ` and ${will} stay ${side} ${likely}.`;
  return ` and ${will} be ${side} within ${withinMs === undefined ? '2 h' : `${Math.round(withinMs / 60_000)} min`} ${likely}.`;
}

/** In words of their own: nothing here is a forecast, and no threshold was crossed. */
function describeAnomaly(phase: AlertPhase, score: number): string {
  switch (phase) {
    case 'breaching':
      return score < 0.5 ? '; it was unusual against its own past a while ago.' : `, which is unusual against its own past (score ${score.toFixed(2)}).`;
    case 'resolved':
      return '; nothing unusual for a while.';
    case 'insufficient_data':
      return ': too few values to tell what is usual.';
    default:
      return '; nothing unusual.';
  }
}

export function matchesFilter({ signal, severity, about = 'threshold', labels }: Pick<AlertEntry, 'signal' | 'severity' | 'about' | 'labels'>, filter: AlertFilter): boolean {
  const allows = (allowed: readonly string[] | undefined, value: string | undefined): boolean =>
    allowed === undefined || (value !== undefined && allowed.includes(value));
  return allows(filter.severities, severity) && allows(filter.about, about) && allows(filter.signals, signal) && allows(filter.workspaces, labels.workspace);
}
