import { percentile } from '../measures';

export interface Timing {
  readonly p50Ms: number;
  readonly p95Ms: number;
  /** Processor time per call, all threads: what remains true on a machine with other work. */
  readonly cpuMs: number;
}

export async function timeEach<T>(items: readonly T[], work: (item: T) => unknown): Promise<Timing> {
  const times: number[] = [];
  const before = process.cpuUsage();
  for (const item of items) {
    const from = performance.now();
    await work(item);
    times.push(performance.now() - from);
  }
  const { user, system } = process.cpuUsage(before);
  return { p50Ms: percentile(times, 0.5), p95Ms: percentile(times, 0.95), cpuMs: (user + system) / 1_000 / items.length };
}

/** Seconds that `work` takes, and what it gives. */
export async function timeOnce<T>(work: () => T | Promise<T>): Promise<{ seconds: number; value: T }> {
  const from = performance.now();
  const value = await work();
  return { seconds: (performance.now() - from) / 1_000, value };
}
