/** All alerts, silences and undelivered notifications as one serialisable value. Pure: book in, book out. */
import { createError } from '../kernel';
import { fingerprint, type Labels } from './fingerprint';
import { advancePhase, DEFAULT_RULE, isFiring, startPhase, type Judgement, type PhaseEvent, type PhaseRule, type PhaseState } from './phase';
import { isInhibited, isSilenced, type Silence } from './mute';

export type AlertSeverity = 'warning' | 'critical';

export interface AlertEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly signal: string;
  readonly severity: AlertSeverity;
  readonly labels: Labels;
  readonly state: PhaseState;
  readonly updatedAt: number;
  readonly value?: number;
  readonly probability?: number;
  /** The incident whose fire was handed to the outbox, and when the last of its notifications was. */
  readonly notified?: { readonly incident: number; readonly escalated: boolean; readonly at: number; readonly repeats: number };
  /** Holds for one incident; ends with it. */
  readonly acknowledged?: { readonly incident: number; readonly by: string; readonly at: number };
}

export type NotificationKind = PhaseEvent | 'repeat';

export interface Notification {
  /** Idempotency key: the same event always has the same, also when it is delivered again after a crash. */
  readonly key: string;
  readonly kind: NotificationKind;
  readonly at: number;
  readonly alert: Omit<AlertEntry, 'notified'>;
}

export interface AlertBook {
  readonly version: 1;
  readonly entries: Readonly<Record<string, AlertEntry>>;
  readonly silences: readonly Silence[];
  /** Not yet confirmed as delivered, oldest first. */
  readonly outbox: readonly Notification[];
}

export interface AlertInput {
  readonly rule: string;
  readonly signal: string;
  readonly severity: AlertSeverity;
  readonly labels: Labels;
  readonly judgement: Judgement;
  readonly value?: number;
  readonly phaseRule?: Partial<PhaseRule>;
}

export interface BookOptions {
  /** A firing alert that nobody acknowledged is told again after this time; default 4 h. */
  readonly repeatMs?: number;
  /** Calm alerts that were not evaluated for this long are forgotten; default 7 days. */
  readonly forgetMs?: number;
}

const HOUR = 3_600_000;

export const emptyBook = (): AlertBook => ({ version: 1, entries: {}, silences: [], outbox: [] });

/**
 * Judges all inputs of one moment. Fires that are silenced or inhibited are told later, when they still
 * fire and nothing mutes them; what was told as fired is told as resolved exactly once, muted or not.
 */
export function evaluateBook(book: AlertBook, inputs: readonly AlertInput[], now: number, options: BookOptions = {}): AlertBook {
  const { repeatMs = 4 * HOUR, forgetMs = 168 * HOUR } = options;
  const entries = new Map(Object.entries(book.entries));
  const resolved = new Set<string>();
  for (const input of inputs) {
    const id = fingerprint(input.rule, input.labels);
    const { entry, event } = advanceEntry(entries.get(id), id, input);
    entries.set(id, entry);
    if (event === 'resolve') resolved.add(id);
  }
  for (const [id, { updatedAt, state }] of entries) if (!isFiring(state) && now - updatedAt > forgetMs) entries.delete(id);
  const silences = book.silences.filter(({ until }) => until > now);
  const outbox = [...book.outbox];
  for (const [id, entry] of entries) {
    const kind = resolved.has(id) ? closing(entry) : due(entry, [...entries.values()], silences, now, repeatMs);
    if (kind === undefined) continue;
    const told = tell(entry, kind, now);
    entries.set(id, told);
    outbox.push(toNotification(told, kind, now));
  }
  return { version: 1, entries: Object.fromEntries(entries), silences, outbox };
}

function advanceEntry(known: AlertEntry | undefined, id: string, input: AlertInput): { entry: AlertEntry; event?: PhaseEvent } {
  const { rule, signal, severity, labels, judgement, value, phaseRule } = input;
  const before = known?.state ?? startPhase(judgement.at);
  const { state, event } = advancePhase(before, judgement, { ...DEFAULT_RULE, ...phaseRule });
  const entry = { ...known, fingerprint: id, rule, signal, severity, labels, state, updatedAt: judgement.at, value, probability: judgement.probability };
  return { entry, event };
}

const isTold = ({ notified, state }: AlertEntry): boolean => notified?.incident === state.incident;

/** A fire that nobody heard of is not taken back. */
const closing = (entry: AlertEntry): NotificationKind | undefined => (isTold(entry) ? 'resolve' : undefined);

function due(entry: AlertEntry, all: readonly AlertEntry[], silences: readonly Silence[], now: number, repeatMs: number): NotificationKind | undefined {
  if (!isFiring(entry.state) || isSilenced(entry, silences, now) || isInhibited(entry, all)) return undefined;
  if (!isTold(entry)) return 'fire';
  if (entry.state.phase === 'breaching' && !entry.notified!.escalated) return 'escalate';
  const acknowledged = entry.acknowledged?.incident === entry.state.incident;
  return !acknowledged && now - entry.notified!.at >= repeatMs ? 'repeat' : undefined;
}

function tell(entry: AlertEntry, kind: NotificationKind, now: number): AlertEntry {
  const repeats = kind === 'repeat' ? entry.notified!.repeats + 1 : kind === 'fire' ? 0 : (entry.notified?.repeats ?? 0);
  const escalated = entry.state.phase === 'breaching';
  return { ...entry, notified: { incident: entry.state.incident, escalated, at: now, repeats } };
}

function toNotification({ notified, ...alert }: AlertEntry, kind: NotificationKind, at: number): Notification {
  const count = kind === 'repeat' ? `-${notified!.repeats}` : '';
  return { key: `${alert.fingerprint}-${alert.state.incident}-${kind}${count}`, kind, at, alert };
}

/** Takes what was delivered out of the outbox. */
export function confirmDelivered(book: AlertBook, keys: Iterable<string>): AlertBook {
  const delivered = new Set(keys);
  return { ...book, outbox: book.outbox.filter(({ key }) => !delivered.has(key)) };
}

/** Throws VALUE_INVALID when there is no such alert, or it does not fire. */
export function acknowledge(book: AlertBook, id: string, by: string, now: number): AlertBook {
  const entry = Object.hasOwn(book.entries, id) ? book.entries[id] : undefined;
  if (entry === undefined || !isFiring(entry.state)) {
    throw createError('VALUE_INVALID', { name: 'alert', reason: `${id.slice(0, 40)} is not firing` });
  }
  const acknowledged = { incident: entry.state.incident, by, at: now };
  return { ...book, entries: { ...book.entries, [id]: { ...entry, acknowledged } } };
}

/** Throws VALUE_INVALID unless `until` lies ahead: silences always end. */
export function addSilence(book: AlertBook, silence: Silence, now: number): AlertBook {
  if (!(silence.until > now) || !Number.isFinite(silence.until)) {
    throw createError('VALUE_INVALID', { name: 'until', reason: 'a silence ends at a moment in the future' });
  }
  return { ...book, silences: [...book.silences.filter(({ id }) => id !== silence.id), silence] };
}
