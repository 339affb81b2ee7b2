/** One run of an operation: its stages timed, its caches counted, its end recorded whatever it is. */
import { toEngineError } from '../kernel';
import type { Clock, Meter, RunRecord } from '../kernel';
import { labelsOf } from './labels';

/** What is remembered: analysed files, chosen modes, embedded texts, answers' code that was as indexed. */
export type CacheKind = 'ast' | 'decision' | 'embedding' | 'live';

export interface Run {
  /** Times `work` under a name; times of the same name add up. */
  stage<T>(name: string, work: () => T | Promise<T>): Promise<T>;
  cache(kind: CacheKind, hit: boolean, count?: number): void;
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

/** Options whose look-ups of embedded texts count for the run. */
export const counting = <T extends object>(options: T, run: Run): T & { readonly onEmbedded: (known: number, asked: number) => void } => ({
  ...options,
  onEmbedded(known, asked) {
    if (known > 0) run.cache('embedding', true, known);
    if (asked > 0) run.cache('embedding', false, asked);
  },
});

/** Runs `work`, records it, and turns whatever it throws into an EngineError. */
export async function recordRun<T>(
  parts: RunParts,
  operation: string,
  request: unknown,
  work: (run: Run) => Promise<T>,
): Promise<T> {
  const { clock, meter, memoryUsed } = parts;
  const labels = labelsOf(request);
  const startedAt = clock.monotonic();
  const stages: Record<string, number> = {};
  const caches: Partial<Record<CacheKind, [number, number]>> = {};
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
    cache(kind, hit, count = 1) {
      (caches[kind] ??= [0, 0])[hit ? 0 : 1] += count;
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
      ...labels,
      latencyMs: elapsedMs(),
      stages,
      caches,
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
