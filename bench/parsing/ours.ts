/** Complete facts as the engine makes them: analysis threads of the built package, results handed over to this thread. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { createPool, growthOn } from '../../src/pool';
import type { Analysis, AnalyzeTask } from '../../src/worker';
import type { Contender } from './contenders';

const MAX_FILE_BYTES = 1_000_000;
const UNDER_WAY_PER_THREAD = 32;

export const facts =
  (threads: number): Contender =>
  async (files) => {
    const pool = createPool<AnalyzeTask, Analysis>({
      filename: resolve(process.env.HYBRID_CONTEXT_DIST ?? 'dist', 'engine.js'),
      name: 'analyzeTask',
      threads,
      bulkThreads: threads,
      growth: growthOn(availableParallelism()),
      taskTimeoutMs: 60_000,
      maxQueue: 100_000,
      heapMb: 512,
    });
    let found = 0;
    let next = 0;
    const run = async (): Promise<void> => {
      while (next < files.length) {
        const { root, path, bytes } = files[next++]!;
        const source = { kind: 'directory', root, maxFileBytes: MAX_FILE_BYTES } as const;
        const analysis = await pool.run({ source, path, part: 'facts', embedding: 'builtin' }, { priority: 'bulk', label: path, bytes });
        if (analysis.status === 'analyzed') found += analysis.facts.symbols.length;
      }
    };
    await Promise.all(Array.from({ length: threads * UNDER_WAY_PER_THREAD }, run));
    await pool.close();
    return found;
  };
