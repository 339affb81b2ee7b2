/** How far the thread that starts an engine's thread is held up, told through memory that both see. */
import { monitorEventLoopDelay } from 'node:perf_hooks';

export interface HostDelay {
  /** One number: the 99th percentile of the last while, ms; NaN while nothing is known. */
  readonly memory: SharedArrayBuffer;
  stop(): void;
}

const SAMPLE_MS = 5_000;
const NANOSECONDS = 1e6;

/** Watches this thread until it is stopped; keeps no process alive. */
export function watchHostDelay(everyMs = SAMPLE_MS): HostDelay {
  const memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
  const shared = new Float64Array(memory);
  shared[0] = Number.NaN;
  const loop = monitorEventLoopDelay({ resolution: 20 });
  loop.enable();
  const timer = setInterval(() => {
    // Without a turn of the loop there is no delay to tell.
    if (loop.max > 0) shared[0] = loop.percentile(99) / NANOSECONDS;
    loop.reset();
  }, everyMs);
  timer.unref();
  return {
    memory,
    stop() {
      clearInterval(timer);
      loop.disable();
    },
  };
}

/** What the other thread told last; undefined while that is nothing. */
export function readHostDelay(memory: SharedArrayBuffer | undefined): number | undefined {
  const delay = memory && new Float64Array(memory)[0];
  return delay !== undefined && Number.isFinite(delay) ? delay : undefined;
}
