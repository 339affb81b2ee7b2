/** A map bounded by bytes, entries and age, over lru-cache: what was used longest ago goes first. */
import { LRUCache } from 'lru-cache';
import { createError, systemClock } from '../kernel';
import type { Clock } from '../kernel';
import type { Cache, CacheStats } from './contract';

export interface ByteCacheOptions<V> {
  readonly maxEntries: number;
  readonly maxBytes: number;
  /** Milliseconds that an entry lives after it was set. */
  readonly ttlMs: number;
  /** Bytes that a value takes; asked once, when it is set. */
  readonly sizeOf: (value: V) => number;
  readonly clock?: Clock;
}

export interface ByteCache<V> extends Cache<V> {
  stats(): CacheStats & { readonly bytes: number };
  bytes(): number;
  /** Drops what was used longest ago until at most `bytes` are held. */
  evictTo(bytes: number): void;
}

/**
 * A value larger than `maxBytes` is not kept (and an older one under its key is dropped). Throws
 * VALUE_INVALID on bounds that are not above 0. Starts no timer.
 */
export function createByteCache<V extends object | string>(
  options: ByteCacheOptions<V>,
): ByteCache<V> {
  const { maxEntries, maxBytes, ttlMs, sizeOf, clock = systemClock } = options;
  for (const [name, value] of Object.entries({ maxEntries, maxBytes, ttlMs })) checkBound(name, value);
  const store = new LRUCache<string, V>({
    max: Math.floor(maxEntries),
    maxSize: Math.floor(maxBytes),
    ttl: Math.max(1, Math.ceil(ttlMs)),
    // 0: lru-cache would otherwise remember the time of day by a timer.
    ttlResolution: 0,
    perf: { now: () => clock.monotonic() + 1 },
    sizeCalculation: (value) => Math.max(1, Math.ceil(sizeOf(value)) || 1),
  });
  let hits = 0;
  let misses = 0;

  return {
    get(key) {
      const value = store.get(key);
      if (value === undefined) misses += 1;
      else hits += 1;
      return value;
    },
    set(key, value) {
      store.set(key, value);
    },
    delete: (key) => store.delete(key),
    clear: () => store.clear(),
    stats: () => ({ hits, misses, entries: store.size, bytes: store.calculatedSize }),
    bytes: () => store.calculatedSize,
    evictTo(bytes) {
      while (store.size > 0 && store.calculatedSize > bytes) store.pop();
    },
  };
}

function checkBound(name: string, value: number): void {
  if (!(value >= 1) || !Number.isFinite(value)) {
    throw createError('VALUE_INVALID', { name, reason: `${value} is not a number of 1 or more` });
  }
}
