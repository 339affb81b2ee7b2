/** Who was told how much. Pure: book in, book out. */
import type { AlertBook, Notification } from './book';

export interface Consumer {
  /** Everything up to this place was delivered. */
  readonly after: number;
  /** When it asked last, ms since 1970. */
  readonly seenAt: number;
  /** Attempts at what comes next that failed, and when it may be tried again. */
  readonly failures?: number;
  readonly retryAt?: number;
}

/** Consumers who did not ask for this long are forgotten. */
const FORGET_MS = 30 * 24 * 3_600_000;
const CONSUMERS_MAX = 1_000;
/** A consumer's `seenAt` is written at most so often. */
const SEEN_EVERY_MS = 3_600_000;
const RETRY_MS = 60_000;
const RETRY_MAX_MS = 3_600_000;

/** Makes the consumer known; a new one, or one that begins anew, is told of what happens from now on. */
export function subscribe(book: AlertBook, name: string, now: number, fromNow = false): AlertBook {
  const known = consumerOf(book, name);
  if (known && !fromNow && now - known.seenAt < SEEN_EVERY_MS) return book;
  const consumer: Consumer = known && !fromNow ? { ...known, seenAt: now } : { after: book.seq, seenAt: now };
  const others = Object.entries(book.consumers)
    .filter(([other, { seenAt }]) => other !== name && now - seenAt < FORGET_MS)
    .sort(([, a], [, b]) => b.seenAt - a.seenAt)
    .slice(0, CONSUMERS_MAX - 1);
  return { ...book, consumers: Object.fromEntries([...others, [name, consumer]]) };
}

export function consumerOf({ consumers }: AlertBook, name: string): Consumer | undefined {
  return Object.hasOwn(consumers, name) ? consumers[name] : undefined;
}

/** What the consumer was not told yet, oldest first; nothing while it waits to be tried again. */
export function pendingFor(book: AlertBook, name: string, now: number): readonly Notification[] {
  const consumer = consumerOf(book, name);
  if (!consumer || (consumer.retryAt ?? 0) > now) return [];
  return book.outbox.filter(({ seq }) => seq > consumer.after);
}

/** Everything up to `cursor` was delivered. A cursor never goes back. */
export function confirm(book: AlertBook, name: string, cursor: number, now: number): AlertBook {
  const known = consumerOf(book, name);
  if (!known || cursor <= known.after) return book;
  return { ...book, consumers: { ...book.consumers, [name]: { after: Math.min(cursor, book.seq), seenAt: now } } };
}

/** Delivery failed: it is tried again after 1, 2, 4, … minutes, and given up after so many attempts. */
export function postpone(book: AlertBook, name: string, cursor: number, attempts: number, now: number): AlertBook {
  const known = consumerOf(book, name);
  if (!known || cursor <= known.after) return book;
  const failures = (known.failures ?? 0) + 1;
  if (failures >= attempts) return confirm(book, name, cursor, now);
  const retryAt = now + Math.min(RETRY_MAX_MS, RETRY_MS * 2 ** (failures - 1));
  return { ...book, consumers: { ...book.consumers, [name]: { ...known, failures, retryAt, seenAt: now } } };
}
