/** One run of an operation: its stages timed, its caches counted, its end recorded whatever it is. */
import { toEngineError } from '../kernel';
import type { Clock, Meter, RunRecord } from '../kernel';

export interface Run {
  /** Times `work` under a name; times of the same name add up. */
  stage<T>(name: string, work: () => T | Promise<T>): Promise<T>;
  cache(hit: boolean, count?: number): void;
  /** What only the end knows. */
  note(facts: Partial<Pick<RunRecord, 'mode' | 'quality' | 'results'>>): void;
  timings(): Record<string, number>;
  elapsedMs(): number;
}

export interface RunParts {
  readonly clock: Clock;
  readonly meter: Meter;
  /** Bytes that the engine added to its process. */
  readonly memoryUsed: () => number;
}

/** Runs `work`, records it, and turns whatever it throws into an EngineError. */
export async function recordRun<T>(
  parts: RunParts,
  operation: string,
  caller: unknown,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const { clock, meter, memoryUsed } = parts;
  const startedAt = clock.monotonic();
  const stages: Record<string, number> = {};
  const caches = { cacheHits: 0, cacheMisses: 0 };
  let facts: Partial<RunRecord> = {};
  const elapsedMs = (): number => round(clock.monotonic() - startedAt);
  const run: Run = {
    async stage(name, stageWork) {
      const from = clock.monotonic();
      try {
        return await stageWork();
      } finally {
        stages[name] = round((stages[name] ?? 0) + clock.monotonic() - from);
      }
    },
    cache(hit, count = 1) {
      caches[hit ? 'cacheHits' : 'cacheMisses'] += count;
    },
    note(more) {
      facts = { ...facts, ...more };
    },
    timings: () => ({ ...stages }),
    elapsedMs,
  };
  const finish = (error?: string): void =>
    meter.record({
      at: clock.now(),
      operation,
      caller: typeof caller === 'string' && caller !== '' ? caller.slice(0, 40) : 'api',
      latencyMs: elapsedMs(),
      stages,
      ...caches,
      ...facts,
      rssBytes: memoryUsed(),
      ...(error ? { error } : {}),
    });
  try {
    const result = await work(run);
    finish();
    return result;
  } catch (thrown) {
    const error = toEngineError(thrown);
    finish(error.code);
    throw error;
  }
}

const round = (ms: number): number => Math.round(ms * 100) / 100;
