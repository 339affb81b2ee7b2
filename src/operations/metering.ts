/** Keeps the record going: looks at the process now and then, and has what was recorded written down. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { Clock } from '../kernel';
import type { GaugeSample, MetricsStore } from '../metrics';

export interface MeteringParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly cores: number;
  /** Bytes that the engine added to its process. */
  readonly memoryUsed: () => number;
  /** What only the engine knows. */
  readonly engineState: () => GaugeSample;
  /** CPU time of the process, ms. */
  readonly cpuMs?: () => number;
}

export interface Metering {
  /** Takes one sample of the process. */
  sample(): void;
  /** Writes what is left and ends the timers. */
  stop(): Promise<void>;
}

/** A reader is at most this far behind, ms. */
export const WRITE_MS = 1_000;
const SAMPLE_MS = 10_000;
const COMPACT_MS = 10 * 60_000;
const NANOSECONDS = 1e6;

export function startMetering({ store, clock, cores, memoryUsed, engineState, cpuMs = processCpuMs }: MeteringParts): Metering {
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  let cpu = cpuMs();
  let at = clock.monotonic();

  function sample(): void {
    const elapsed = clock.monotonic() - at;
    const used = cpuMs();
    const delay = loop.percentile(99) / NANOSECONDS;
    store.sample({
      rss_bytes: memoryUsed(),
      process_rss_bytes: process.memoryUsage.rss(),
      heap_bytes: process.memoryUsage().heapUsed,
      ...(elapsed > 0 && { cpu_share: Math.max(0, (used - cpu) / elapsed / cores) }),
      // Without a turn of the loop there is no delay to tell.
      ...(loop.max > 0 && Number.isFinite(delay) && { event_loop_delay_ms: delay }),
      ...engineState(),
    });
    loop.reset();
    cpu = used;
    at = clock.monotonic();
  }

  const timers = [
    setInterval(() => void store.flush(), WRITE_MS),
    setInterval(sample, SAMPLE_MS),
    setInterval(() => void store.compact(), COMPACT_MS),
  ];
  // None of them keeps a process alive that is done.
  for (const timer of timers) timer.unref();

  return {
    sample,
    async stop() {
      timers.forEach(clearInterval);
      loop.disable();
      await store.flush();
    },
  };
}

function processCpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
