/** Handing out what is to be told: to each consumer everything once, by one taker at a time. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { ALERT_GROUP_LABELS } from '../../kernel';
import type { Clock, ConfirmNotificationsRequest, TakeNotificationsRequest, TakenNotifications } from '../../kernel';
import { confirm, consumerOf, groupEvents, pendingFor, postpone, subscribe, type AlertStore } from '../../alert';
import { createLease, type Lease } from '../../io';
import { checkList, checkWhole } from '../input';
import { checkFilter, checkName } from './check';
import { matchesFilter, toEvent } from './describe';

/** A taker that does not come back for so long is taken for dead, and another one delivers. */
const LEASE_MS = 60_000;
const BATCH_MAX = 200;
const ATTEMPTS = 5;
const NOTHING = { events: [], groups: [] } as const;
const KINDS = ['fire', 'escalate', 'repeat', 'resolve'] as const;

export interface Delivery {
  take(request: TakeNotificationsRequest): Promise<TakenNotifications>;
  confirm(request: ConfirmNotificationsRequest): Promise<{ readonly confirmed: boolean }>;
}

/** `folder` holds the leases; without one there is only this process. */
export function createDelivery(store: AlertStore, clock: Pick<Clock, 'now'>, folder: () => Promise<string> | undefined): Delivery {
  const leases = new Map<string, Lease>();

  async function leaseOf(consumer: string, holder: string): Promise<Lease | undefined> {
    const path = await folder();
    if (path === undefined) return undefined;
    const key = `${consumer} ${holder}`;
    const name = createHash('sha256').update(consumer).digest('hex').slice(0, 16);
    const lease = leases.get(key) ?? createLease(join(path, `deliver-${name}.lease`), { holder, ttlMs: LEASE_MS, clock });
    leases.set(key, lease);
    return lease;
  }

  return {
    async take(request) {
      const consumer = checkName('consumer', request.consumer);
      const holder = checkName('holder', request.holder);
      const filter = checkFilter(request);
      const kinds = checkList('kinds', request.kinds, KINDS);
      const groupBy = checkList('groupBy', request.groupBy, ALERT_GROUP_LABELS) ?? [];
      const now = clock.now();
      const lease = await leaseOf(consumer, holder);
      if (request.busy) {
        await lease?.hold();
        return { ...NOTHING, cursor: 0 };
      }
      let book = await store.read();
      if (request.fromNow || subscribe(book, consumer, now) !== book) {
        book = await store.update((before) => subscribe(before, consumer, now, request.fromNow));
      }
      const none = { ...NOTHING, cursor: consumerOf(book, consumer)?.after ?? book.seq };
      if (pendingFor(book, consumer, now).length === 0) return none;
      if (lease && !(await lease.hold())) return none;
      // Read again: whoever delivered until now may just have confirmed.
      book = await store.read();
      const pending = pendingFor(book, consumer, now);
      const wanted = pending.filter(({ kind, alert }) => (!kinds || kinds.includes(kind)) && matchesFilter(alert, filter)).slice(0, BATCH_MAX);
      const cursor = (wanted.length < BATCH_MAX ? pending : wanted).at(-1)?.seq ?? none.cursor;
      const events = wanted.map((one) => toEvent(one, book));
      if (events.length > 0) return { events, groups: groupEvents(events, groupBy), cursor };
      if (cursor > none.cursor) await store.update((before) => confirm(before, consumer, cursor, now));
      return { ...NOTHING, cursor };
    },
    async confirm(request) {
      const consumer = checkName('consumer', request.consumer);
      const holder = checkName('holder', request.holder);
      const cursor = checkWhole('cursor', request.cursor, 0, Number.MAX_SAFE_INTEGER);
      const attempts = checkWhole('attempts', request.attempts, 1, 100, ATTEMPTS);
      const now = clock.now();
      const before = await store.read();
      const after = await store.update((book) =>
        request.failed ? postpone(book, consumer, cursor, attempts, now) : confirm(book, consumer, cursor, now),
      );
      if (request.release) {
        await (await leaseOf(consumer, holder))?.release();
        leases.delete(`${consumer} ${holder}`);
      }
      return { confirmed: (consumerOf(after, consumer)?.after ?? 0) > (consumerOf(before, consumer)?.after ?? 0) };
    },
  };
}
