import fc from 'fast-check';
import type { MetricsSummary, RunRecord } from '../../src/kernel';
import { createStore, sumCells, summarize, type MetricsFolder, type MetricsStore } from '../../src/metrics';
import { createManualClock } from '../cache/manual-clock';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
/** 2026-01-01T00:00:00Z: the beginning of a day. */
export const START = Date.UTC(2026, 0, 1);

export function runAt(at: number, fields: Partial<RunRecord> = {}): RunRecord {
  return { at, operation: 'search', caller: 'api', latencyMs: 10, stages: {}, rssBytes: 1_000, caches: {}, ...fields };
}

/** Any value of JSON but those that look like a packed line. */
export const jsonContent = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as unknown)
  .filter((value) => !(value !== null && typeof value === 'object' && ('z' in value || 'b' in value)));

/** Files in memory; `failing` has every write refused. */
export function memoryFolder(): MetricsFolder & { files: Map<string, Buffer>; failing: boolean; reads: string[] } {
  const files = new Map<string, Buffer>();
  const folder = {
    files,
    /** Names of the files that were read. */
    reads: [] as string[],
    failing: false,
    list: () => Promise.resolve([...files.keys()].sort()),
    append(name: string, text: string) {
      if (folder.failing) return Promise.reject(new Error('disk full'));
      files.set(name, Buffer.concat([files.get(name) ?? Buffer.alloc(0), Buffer.from(text)]));
      return Promise.resolve();
    },
    read(name: string, offset = 0, length = Infinity) {
      folder.reads.push(name);
      return Promise.resolve((files.get(name) ?? Buffer.alloc(0)).subarray(offset, offset + length));
    },
    replace(name: string, text: string) {
      files.set(name, Buffer.from(text));
      return Promise.resolve();
    },
    remove(name: string) {
      files.delete(name);
      return Promise.resolve();
    },
  };
  return folder;
}

export function setup(options: { folder?: MetricsFolder; process?: string; retentionMs?: number } = {}) {
  const clock = createManualClock(START - createManualClock().now());
  const open = (process: string, folder = options.folder): MetricsStore =>
    createStore({ clock, retentionMs: () => options.retentionMs ?? 7 * DAY, folder, process });
  const metrics = open(options.process ?? 'a');
  const record = (fields: Partial<RunRecord> = {}, store = metrics): void => store.record(runAt(clock.now(), fields));
  const summary = (windowMs = HOUR, store = metrics): MetricsSummary =>
    summarize(sumCells(store.cells(clock.now() - windowMs, clock.now() + 1)), windowMs);
  return { clock, metrics, open, record, summary };
}
