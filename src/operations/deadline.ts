import { createError } from '../kernel';

/**
 * The result of `work`, or undefined when it takes longer than `ms`. What came in time, but while this thread
 * was at work, is not late: it gets its turn first. @throws CANCELLED, or what `work` throws.
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  ms: number,
  signal?: AbortSignal,
): Promise<T | undefined> {
  if (signal?.aborted) throw createError('CANCELLED');
  const stop = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => setImmediate(resolve, undefined), ms);
  });
  const cancelled = new Promise<never>((_, reject) => {
    onAbort = () => reject(createError('CANCELLED'));
    signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work(stop.signal), late, cancelled]);
  } finally {
    clearTimeout(timer);
    if (onAbort) signal?.removeEventListener('abort', onAbort);
    stop.abort();
  }
}
