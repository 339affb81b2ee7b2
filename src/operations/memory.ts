import type { Clock } from '../kernel';

/**
 * How much memory the engine added to its process, in bytes. n8n alone holds some 750 MB, so that
 * a limit on the whole process would refuse all work there. What others add later counts as ours:
 * threads share one process, and no one can tell whose its pages are.
 */
export function createMemoryGauge(readRss: () => number = () => process.memoryUsage.rss()): () => number {
  const before = readRss();
  return () => Math.max(0, readRss() - before);
}

/** What it was within the last `maxAgeMs`: asking the system takes longer than all else that a record costs. */
export function createSparingGauge(read: () => number, clock: Pick<Clock, 'monotonic'>, maxAgeMs = 1_000): () => number {
  let readAt = -Infinity;
  let known = 0;
  return () => {
    const now = clock.monotonic();
    if (now - readAt < maxAgeMs) return known;
    readAt = now;
    known = read();
    return known;
  };
}
