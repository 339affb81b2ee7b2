/** All alerts, silences and undelivered notifications as one serialisable value. Pure: book in, book out. */
import { createError } from '../kernel';
import type { AlertSeverity, AlertSubject, SeriesAlertRule } from '../kernel';
import type { Consumer } from './consumers';
import { fingerprint, type Labels } from './fingerprint';
import { advancePhase, DEFAULT_RULE, isFiring, startPhase, type Judgement, type PhaseEvent, type PhaseRule, type PhaseState } from './phase';
import { isInhibited, isSilenced, type Silence } from './mute';

export interface AlertEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly signal: string;
  readonly severity: AlertSeverity;
  /** Absent: a threshold. */
  readonly about?: AlertSubject;
  readonly labels: Labels;
  readonly state: PhaseState;
  readonly updatedAt: number;
  readonly value?: number;
  readonly facts?: AlertFacts;
  /** Of anomalies, 0..1. */
  readonly score?: number;
  /** The incident whose fire was handed to the outbox, and when the last of its notifications was. */
  readonly notified?: { readonly incident: number; readonly escalated: boolean; readonly at: number; readonly repeats: number };
  /** Holds for one incident; ends with it. */
  readonly acknowledged?: { readonly incident: number; readonly by: string; readonly at: number };
}

/** What is told with an alert, beyond how it stands. */
export interface AlertFacts {
  readonly threshold: number;
  readonly direction: 'above' | 'below';
  /** The time ahead that decides, ms, and the probability of a sustained breach by then. */
  readonly withinMs?: number;
  readonly probability?: number;
}

export type NotificationKind = PhaseEvent | 'repeat';

export interface Notification {
  /** Idempotency key: the same event always has the same, also when it is delivered again after a crash. */
  readonly key: string;
  /** Its place among all that was ever told, from 1. */
  readonly seq: number;
  readonly kind: NotificationKind;
  readonly at: number;
  readonly alert: Omit<AlertEntry, 'notified'>;
}

export interface AlertBook {
  readonly version: 1;
  readonly entries: Readonly<Record<string, AlertEntry>>;
  readonly silences: readonly Silence[];
  /** All that was told lately, oldest first: what is to be delivered, and the timeline. */
  readonly outbox: readonly Notification[];
  /** The place of the newest notification. */
  readonly seq: number;
  /** How far each consumer has confirmed. */
  readonly consumers: Readonly<Record<string, Consumer>>;
  /** What recorded series are watched for, by name. */
  readonly rules: Readonly<Record<string, SeriesAlertRule>>;
  /** The step that was judged last, ms since 1970. */
  readonly evaluatedTo?: number;
}

export interface AlertInput {
  readonly rule: string;
  readonly signal: string;
  readonly severity: AlertSeverity;
  readonly about?: AlertSubject;
  readonly labels: Labels;
  readonly judgement: Judgement;
  readonly value?: number;
  readonly facts?: AlertFacts;
  readonly score?: number;
  readonly phaseRule?: Partial<PhaseRule>;
}

export interface BookOptions {
  /** A firing alert that nobody acknowledged is told again after this time; default 4 h. */
  readonly repeatMs?: number;
  /** Calm alerts that were not evaluated, and what was told, are forgotten after so long; default 7 days. */
  readonly forgetMs?: number;
}

const HOUR = 3_600_000;
/** More than these are not kept, whoever was not told: the oldest go first. */
const OUTBOX_MAX = 5_000;

export const emptyBook = (): AlertBook => ({ version: 1, entries: {}, silences: [], outbox: [], seq: 0, consumers: {}, rules: {} });

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
  const outbox = book.outbox.filter(({ at }) => now - at <= forgetMs);
  const rivals = groupBySignal(entries.values());
  let { seq } = book;
  for (const [id, entry] of entries) {
    const kind = resolved.has(id) ? closing(entry) : due(entry, rivals, silences, now, repeatMs);
    if (kind === undefined) continue;
    const told = tell(entry, kind, now);
    entries.set(id, told);
    seq += 1;
    outbox.push(toNotification(told, kind, now, seq));
  }
  return { ...book, entries: Object.fromEntries(entries), silences, outbox: outbox.slice(-OUTBOX_MAX), seq };
}

/** Only alerts of one signal inhibit each other. */
function groupBySignal(entries: Iterable<AlertEntry>): Map<string, AlertEntry[]> {
  const groups = new Map<string, AlertEntry[]>();
  for (const entry of entries) {
    const group = groups.get(entry.signal);
    if (group) group.push(entry);
    else groups.set(entry.signal, [entry]);
  }
  return groups;
}

function advanceEntry(known: AlertEntry | undefined, id: string, input: AlertInput): { entry: AlertEntry; event?: PhaseEvent } {
  const { rule, signal, severity, about, labels, judgement, value, facts, score, phaseRule } = input;
  const before = known?.state ?? startPhase(judgement.at);
  const { state, event } = advancePhase(before, judgement, { ...DEFAULT_RULE, ...phaseRule });
  const entry = { ...known, fingerprint: id, rule, signal, severity, about, labels, state, updatedAt: judgement.at, value, facts, score };
  return { entry, event };
}

const isTold = ({ notified, state }: AlertEntry): boolean => notified?.incident === state.incident;

/** A fire that nobody heard of is not taken back. */
const closing = (entry: AlertEntry): NotificationKind | undefined => (isTold(entry) ? 'resolve' : undefined);

function due(entry: AlertEntry, rivals: ReadonlyMap<string, readonly AlertEntry[]>, silences: readonly Silence[], now: number, repeatMs: number): NotificationKind | undefined {
  if (!isFiring(entry.state) || isSilenced(entry, silences, now) || isInhibited(entry, rivals.get(entry.signal) ?? [])) return undefined;
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

function toNotification({ notified, ...alert }: AlertEntry, kind: NotificationKind, at: number, seq: number): Notification {
  const count = kind === 'repeat' ? `-${notified!.repeats}` : '';
  return { key: `${alert.fingerprint}-${alert.state.incident}-${kind}${count}`, seq, kind, at, alert };
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

/** Throws VALUE_INVALID when there is none with this id. */
export function endSilence(book: AlertBook, id: string): AlertBook {
  const silences = book.silences.filter((silence) => silence.id !== id);
  if (silences.length < book.silences.length) return { ...book, silences };
  throw createError('VALUE_INVALID', { name: 'end', reason: `there is no silence ${id.slice(0, 40)}` });
}
