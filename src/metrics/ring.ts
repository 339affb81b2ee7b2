import { createError } from '../kernel';

/** A queue of fixed capacity: when it is full, the oldest entry makes room. Grows as it fills. */
export interface Ring<T> {
  push(entry: T): void;
  first(): T | undefined;
  shift(): void;
  size(): number;
  /** From the oldest to the newest. */
  toArray(): T[];
}

/** Throws VALUE_INVALID unless `capacity` is a whole number of 1 or more. */
export function createRing<T>(capacity: number): Ring<T> {
  if (!Number.isSafeInteger(capacity) || capacity < 1) {
    const reason = `${capacity} is not a whole number of 1 or more`;
    throw createError('VALUE_INVALID', { name: 'capacity', reason });
  }
  const entries: (T | undefined)[] = [];
  let start = 0;
  let size = 0;

  function shift(): void {
    if (size === 0) return;
    entries[start] = undefined;
    start = (start + 1) % capacity;
    size -= 1;
  }

  return {
    push(entry) {
      if (size === capacity) shift();
      entries[(start + size) % capacity] = entry;
      size += 1;
    },
    first: () => entries[start],
    shift,
    size: () => size,
    toArray: () => Array.from({ length: size }, (_, i) => entries[(start + i) % capacity] as T),
  };
}
