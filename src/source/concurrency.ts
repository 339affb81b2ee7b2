import { createError } from '../kernel';

/** Runs `work` on every item, at most `limit` at once; results in order; stops at the first error. */
export async function mapLimited<T, R>(
  items: readonly T[],
  limit: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  let next = 0;
  let failed = false;
  const lane = async (): Promise<void> => {
    while (next < items.length && !failed) {
      const index = next++;
      try {
        results[index] = await work(items[index] as T, index);
      } catch (thrown) {
        failed = true;
        throw thrown;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
  return results;
}

/** Throws CANCELLED once the caller has given up. */
export function assertNotCancelled(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw createError('CANCELLED', {}, signal.reason);
}
