/** Pools over the fixture's tasks, and what the tests of pools steer those with. */
import { join } from 'node:path';
import { createPool, type Pool, type PoolOptions, type RunOptions } from '../../src/pool';

export type Task = { do: string; [field: string]: unknown };
export const fixture = (name: string) => join(__dirname, 'fixtures', name);
const pools: Pool<Task, unknown>[] = [];

export function open(options: Partial<PoolOptions> = {}): Pool<Task, unknown> {
  const pool = createPool<Task, unknown>({
    filename: fixture('tasks.js'),
    name: 'work',
    threads: 1,
    bulkThreads: 1,
    taskTimeoutMs: 20_000,
    maxQueue: 100,
    heapMb: 64,
    ...options,
  });
  pools.push(pool);
  return pool;
}

export const interactive = (label: string, signal?: AbortSignal): RunOptions => ({
  priority: 'interactive',
  label,
  signal,
});
export const bulk = (label: string): RunOptions => ({ priority: 'bulk', label });
export const shared = (length: number) => new Int32Array(new SharedArrayBuffer(4 * length));
export const openGate = (gate: Int32Array) => {
  Atomics.store(gate, 0, 1);
  Atomics.notify(gate, 0);
};
export const until = async (condition: () => boolean) => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

export async function closePools(): Promise<void> {
  await Promise.all(pools.splice(0).map((pool) => pool.close()));
}
