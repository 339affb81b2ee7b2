/**
 * A small map whose entries grow old, over node-cache. Three of node-cache's habits are worked
 * around: `set` throws at its limit even when it overwrites, so the oldest entry goes first; its age
 * follows the wall clock, which jumps, so entries carry their own deadline; and keys live in a plain
 * object, so they get a prefix that keeps `__proto__` harmless.
 */
import NodeCache from 'node-cache';
import { createError, systemClock } from '../kernel';
import type { Clock } from '../kernel';
import type { Cache } from './contract';

export interface TtlCacheOptions {
  /** 1..2,000: beyond that node-cache is slower than the byte cache. */
  readonly maxEntries: number;
  /** Milliseconds that an entry lives after it was set. */
  readonly ttlMs: number;
  readonly clock?: Clock;
}

interface Entry<V> {
  readonly value: V;
  readonly deadline: number;
}

const ENTRIES_MAX = 2_000;
const PREFIX = 'k:';

/** Throws VALUE_OUT_OF_RANGE or VALUE_INVALID on impossible options. Starts no timer. */
export function createTtlCache<V>(options: TtlCacheOptions): Cache<V> {
  const { maxEntries, ttlMs, clock = systemClock } = options;
  checkOptions(maxEntries, ttlMs);
  const store = new NodeCache({ useClones: false, checkperiod: 0, maxKeys: maxEntries });
  /** Keys from the one set longest ago; ages are equal, so this is also the order of deadlines. */
  const order = new Set<string>();
  let hits = 0;
  let misses = 0;

  function remove(key: string): boolean {
    store.del(PREFIX + key);
    return order.delete(key);
  }

  return {
    get(key) {
      const entry = store.get<Entry<V>>(PREFIX + key);
      if (entry && clock.monotonic() < entry.deadline) {
        hits += 1;
        return entry.value;
      }
      if (entry) remove(key);
      misses += 1;
      return undefined;
    },
    set(key, value) {
      remove(key);
      if (order.size >= maxEntries) {
        const oldest = order.values().next();
        if (!oldest.done) remove(oldest.value);
      }
      store.set(PREFIX + key, { value, deadline: clock.monotonic() + ttlMs } satisfies Entry<V>);
      order.add(key);
    },
    delete: remove,
    clear() {
      store.del(store.keys());
      order.clear();
    },
    stats: () => ({ hits, misses, entries: order.size }),
  };
}

function checkOptions(maxEntries: number, ttlMs: number): void {
  if (!Number.isInteger(maxEntries) || maxEntries < 1 || maxEntries > ENTRIES_MAX) {
    const details = { name: 'maxEntries', value: maxEntries, min: 1, max: ENTRIES_MAX };
    throw createError('VALUE_OUT_OF_RANGE', details);
  }
  if (!(ttlMs > 0)) {
    throw createError('VALUE_INVALID', { name: 'ttlMs', reason: `${ttlMs} is not a time above 0` });
  }
}
