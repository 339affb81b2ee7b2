/** Entries of the book as callers see them, with words. */
import { roundFine, type AlertEvent, type AlertFilter, type AlertItem, type AlertPhase } from '../../kernel';
import { LIKELY, isSilenced, type AlertBook, type AlertEntry, type Notification } from '../../alert';

/** Own series may have values of any size. */
const VALUE_DIGITS = 7;

/** What the values of a signal are, so that people read "1,200 ms" and not 1200. */
const UNITS: Readonly<Record<string, (value: number) => string>> = {
  latency_p95: (ms) => `${Math.round(ms)} ms`,
  index_lag: (ms) => `${Math.round(ms / 1_000)} s`,
  memory: (bytes) => `${Math.round(bytes / 1_048_576)} MB`,
  error_rate: percent,
  cache_hit_rate: percent,
  cpu: percent,
};

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function format(signal: string, value: number): string {
  return (Object.hasOwn(UNITS, signal) ? UNITS[signal] : undefined)?.(value) ?? String(Number(value.toPrecision(4)));
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
  const of = labels.workspace === undefined ? signal : `${signal} of ${labels.workspace}`;
  const is = value === undefined ? of : `${of} is ${format(signal, value)}`;
  if (about === 'anomaly') return `${is}${describeAnomaly(state.phase, score)}`;
  if (!facts) return is;
  const side = `${facts.direction} ${format(signal, facts.threshold)}`;
  switch (state.phase) {
    case 'predicted': {
      const { withinMs, probability = 0 } = facts;
      const within = withinMs === undefined ? '2 h' : `${Math.round(withinMs / 60_000)} min`;
      return `${is} and ${probability < LIKELY ? 'may' : 'is likely to'} be ${side} within ${within} (probability ${Math.round(probability * 100)} %).`;
    }
    case 'breaching':
      return `${is}; it has been ${side} for a while.`;
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
