/**
 * Indexing and answering a folder: files per second, latency, memory, and how long the host's event
 * loop was held up meanwhile. The engine runs in its own thread, as inside n8n.
 *
 *   npm run bench:speed -- [--root DIR] [--queries N]
 */
import { availableParallelism, cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadEngine } from './engine';
import { percentile } from './measures';
import { writeResults } from './results';
import { fixed, printTable } from './table';

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { root: { type: 'string' }, queries: { type: 'string' } } });
  const root = resolve(values.root ?? '.');
  const rounds = Number(values.queries ?? 200);
  const engine = loadEngine().openEngine();
  const peak = trackRss();
  try {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const report = await engine.syncIndex({ root });
    delay.disable();
    const again = await engine.syncIndex({ root });
    const queries = await makeQueries(engine, root, rounds);
    const search = await timeAll(queries, (query) => engine.search({ root, query }));
    const context = await timeAll(queries, (query) => engine.getContext({ root, query }));
    const figures = {
      root,
      machine: `${availableParallelism()} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`,
      files: report.files,
      chunks: report.chunks,
      vectorBackend: report.vectorBackend,
      indexMs: report.durationMs,
      filesPerSecond: (1_000 * report.files) / report.durationMs,
      unchangedSyncMs: again.durationMs,
      eventLoopP99Ms: delay.percentile(99) / 1e6,
      eventLoopMaxMs: delay.max / 1e6,
      searchP50Ms: percentile(search, 0.5),
      searchP95Ms: percentile(search, 0.95),
      contextP50Ms: percentile(context, 0.5),
      contextP95Ms: percentile(context, 0.95),
      rssPeakMb: peak() / 1024 / 1024,
    };
    printTable(['figure', 'value'], Object.entries(figures).map(([name, value]) => [name, typeof value === 'number' ? fixed(value, 1) : value]));
    writeResults('speed', figures);
  } finally {
    await engine.close();
  }
}

type BenchEngine = ReturnType<ReturnType<typeof loadEngine>['openEngine']>;

/** Questions in the repository's own words: names of its symbols, taken apart. */
async function makeQueries(engine: BenchEngine, root: string, count: number): Promise<string[]> {
  const queries: string[] = [];
  for (const letter of 'abcdefghijklmnoprstuvw') {
    const { matches } = await engine.findSymbol({ root, name: `${letter}e`, limit: 20 });
    queries.push(...matches.map(({ name, qualifiedName }) => (queries.length % 2 ? qualifiedName : `how does it ${name.replace(/([A-Z_])/g, ' $1').toLowerCase()}`)));
  }
  return queries.length === 0 ? ['main entry point'] : Array.from({ length: count }, (_, i) => queries[(i * 7) % queries.length]!);
}

async function timeAll(queries: readonly string[], work: (query: string) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (const query of queries) {
    const from = performance.now();
    await work(query);
    times.push(performance.now() - from);
  }
  return times;
}

function trackRss(): () => number {
  let highest = process.memoryUsage.rss();
  const timer = setInterval(() => (highest = Math.max(highest, process.memoryUsage.rss())), 50);
  timer.unref();
  return () => {
    clearInterval(timer);
    return Math.max(highest, process.memoryUsage.rss());
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
