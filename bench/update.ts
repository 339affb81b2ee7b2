/**
 * What a large folder costs and how soon an edit is found: cold index, memory per chunk and what it
 * consists of, one-line edits (analysed in a thread, taken into graph, words and vectors), memory over
 * many analyses of one file. Processor time beside the clock: that holds on a busy machine, too. The index is held
 * by a thread like the engine's in n8n, and its files are read by analysis threads; the plain parse has the main thread.
 *
 *   npm run bench -- update [--tree DIR]… [--package NAME@VERSION]… [--all-packages] [--edits 100] [--analyses 10000]
 */
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';
import { peakMemory } from '../src/cli/peak-memory';
import { createCorpus, type Corpus, type FileEntry } from '../src/corpus';
import { BUILT_IN_DIMENSIONS } from '../src/embed';
import { createPool, type Pool } from '../src/pool';
import { ENGINE_YOUNG_MB } from '../src/pool/thread';
import { createVectorIndex } from '../src/vector';
import type { Analysis, AnalyzeTask } from '../src/worker';
import { gc, held, processorMs, progress } from './gauges';
import { percentile } from './measures';
import { compilerWalk } from './parsing/contenders';
import { fetchPackage } from './packages';
import { FEW_PACKAGES, listSources, PACKAGES, type CorpusFile } from './parsing/corpus';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const THREADS = 2;
/** Analyses of one file at once, when only memory is looked at: each thread has the next at hand. */
const REPEATS = 2 * THREADS;
const MB = 1_048_576;
/** As large as `listSources` lists. */
const MAX_FILE_BYTES = 1_000_000;
type Threads = Pool<AnalyzeTask, Analysis>;

const { values } = parseArgs({
  options: {
    tree: { type: 'string', multiple: true },
    package: { type: 'string', multiple: true },
    'all-packages': { type: 'boolean', default: false },
    edits: { type: 'string', default: '100' },
    analyses: { type: 'string', default: '10000' },
  },
});

/** One path for files of several folders. */
const pathOf = ({ root, path }: CorpusFile): string => `${root.split('/').pop()!}/${path}`;

/** `content`: what the file holds now; default: as it is on disk, read by the analysis thread as the engine has it. */
async function analyzed(pool: Threads, file: CorpusFile, content?: Uint8Array): Promise<FileEntry> {
  const path = content ? pathOf(file) : file.path;
  const source = content ? { kind: 'memory' as const } : { kind: 'directory' as const, root: file.root, maxFileBytes: MAX_FILE_BYTES };
  const analysis = await pool.run({ source, content, path, embedding: 'builtin' }, { priority: 'bulk', label: path, bytes: file.bytes });
  if (analysis.status !== 'analyzed') throw new Error(`${path} was not analysed.`);
  const { size, facts, chunks, words, vectors } = analysis;
  return { size, mtimeMs: 1, facts: { ...facts, path: pathOf(file) }, chunks, words, vectors: vectors! };
}

/** Of one piece of work: by the clock, and of all threads together. */
interface Cost {
  readonly ms: number;
  readonly cpuMs: number;
}

async function costOf(work: () => Promise<unknown>): Promise<Cost> {
  const [from, cpuFrom] = [performance.now(), processorMs()];
  await work();
  return { ms: performance.now() - from, cpuMs: processorMs() - cpuFrom };
}

/** Calls `work` with 0, 1, … below `count`, some at a time. */
async function forEach(count: number, atOnce: number, work: (index: number) => Promise<void>): Promise<void> {
  let next = 0;
  const run = async (): Promise<void> => {
    while (next < count) await work(next++);
  };
  await Promise.all(Array.from({ length: atOnce }, run));
}

function indexAll(pool: Threads, corpus: Corpus, files: readonly CorpusFile[]): Promise<void> {
  const report = progress('indexing', files.length);
  return forEach(files.length, THREADS * 32, async (index) => {
    const file = files[index]!;
    await corpus.put(await analyzed(pool, file));
    report();
  });
}

/** Adds a function to one file after the other; the cost until it and what it calls are found. */
async function timeEdits(pool: Threads, corpus: Corpus, files: readonly CorpusFile[], count: number): Promise<Cost[]> {
  const report = progress('editing', count);
  const costs: Cost[] = [];
  for (let edit = 0; edit < count; edit += 1) {
    const file = files[(edit * 7_919) % files.length]!;
    const name = `editedNumber${edit}`;
    const content = Buffer.from(`${readFileSync(join(file.root, file.path), 'utf8')}\nexport function ${name}(): number { return ${edit}; }\n`);
    costs.push(await costOf(async () => {
      await corpus.put(await analyzed(pool, file, content));
      const [definition] = corpus.symbols.find(name);
      if (!definition) throw new Error(`${name} is not found.`);
      corpus.graph.usesOf(definition);
    }));
    report();
  }
  return costs;
}

/** MB of resident memory gained per 1,000 analyses of one file, by least squares over the second half. */
async function slopeOf(pool: Threads, file: CorpusFile, count: number): Promise<number> {
  const report = progress('analysing one file again and again', count);
  const content = readFileSync(join(file.root, file.path));
  const points: [number, number][] = [];
  await forEach(count, REPEATS, async (done) => {
    await analyzed(pool, file, content);
    if (done >= count / 2 && done % 50 === 0) points.push([done / 1_000, process.memoryUsage.rss() / MB]);
    report();
  });
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = points.reduce((sum, [at]) => sum + (at - x) ** 2, 0);
  return points.reduce((sum, [at, rss]) => sum + (at - x) * (rss - y), 0) / Math.max(spread, 1e-9);
}

function listFiles(): CorpusFile[] {
  const packages = values['all-packages'] ? PACKAGES : (values.package ?? (values.tree ? [] : FEW_PACKAGES));
  return listSources([...(values.tree ?? []), ...packages.map(fetchPackage)]);
}

interface IndexFigures {
  readonly chunks: number;
  readonly cold: Cost;
  readonly peakMb: number;
  readonly perChunk: number;
  /** Bytes, the largest first. */
  readonly parts: readonly (readonly [part: string, bytes: number])[];
  readonly edits: readonly Cost[];
  readonly largeEdits: readonly Cost[];
  readonly slope: number;
}

async function measureIndex(files: readonly CorpusFile[]): Promise<IndexFigures> {
  const filename = resolve(process.env.HYBRID_CONTEXT_DIST ?? 'dist', 'engine.js');
  const pool: Threads = createPool({
    filename, name: 'analyzeTask', threads: THREADS, bulkThreads: THREADS, taskTimeoutMs: 60_000, maxQueue: 100_000, heapMb: 512, youngMb: 8,
  });
  const corpus = createCorpus((await createVectorIndex({ backend: 'portable', dimensions: BUILT_IN_DIMENSIONS })).index);
  const before = await held();
  const cold = await costOf(() => indexAll(pool, corpus, files));
  const peakMb = peakMemory() / 2 ** 20;
  const { chunks } = corpus.counts();
  const perChunk = ((await held()) - before) / chunks;
  const parts = Object.entries(corpus.sizes()).sort(([, a], [, b]) => b - a);
  const middle = files.filter(({ bytes }) => bytes > 20_000 && bytes < 40_000);
  const large = middle.length > 0 ? middle : files;
  const edits = await timeEdits(pool, corpus, files, Number(values.edits));
  const largeEdits = await timeEdits(pool, corpus, large, Number(values.edits));
  const slope = await slopeOf(pool, large[0]!, Number(values.analyses));
  await pool.close();
  return { chunks, cold, peakMb, perChunk, parts, edits, largeEdits, slope };
}

/** In a thread with as much room for what is new as the engine's. */
async function measureInThread(): Promise<IndexFigures> {
  const thread = new Worker(__filename, { argv: process.argv.slice(2), resourceLimits: { maxYoungGenerationSizeMb: ENGINE_YOUNG_MB } });
  const figures = await new Promise<IndexFigures>((done, failed) => {
    thread.once('message', done);
    thread.once('error', failed);
    thread.once('exit', (code) => failed(new Error(`The thread of the index ended by itself (${code}).`)));
  });
  await thread.terminate();
  return figures;
}

async function main(): Promise<void> {
  const files = listFiles();
  if (!isMainThread) {
    parentPort!.postMessage(await measureIndex(files));
    return;
  }
  const { chunks, cold, peakMb, perChunk, parts, edits, largeEdits, slope } = await measureInThread();
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  gc();
  progress('plain parse', 1)();
  const plain = await costOf(() => compilerWalk(files));
  const rows = [
    ['files, MB, chunks', `${files.length}, ${fixed(megabytes, 1)}, ${chunks}`, ''],
    ['cold index, ms', fixed(cold.ms, 0), ''],
    ['plain parse on one core, ms', fixed(plain.ms, 0), ''],
    ['cold index / plain parse', fixed(cold.ms / plain.ms, 2), '<= 1.6'],
    ['the same in processor time', fixed(cold.cpuMs / plain.cpuMs, 2), `<= ${fixed(1.6 * THREADS, 1)} on ${THREADS} idle cores`],
    ['peak RSS of the index, MB', fixed(peakMb, 0), '<= 350 (3,000 files), 400 (9,000)'],
    ['held per chunk, bytes', fixed(perChunk, 0), '<= 4096'],
    ...parts.map(([part, bytes]) => [`  of this, as counted: ${part}`, fixed(bytes / chunks, 0), '']),
    ['edit of any file to found, ms p50 / p95', pair(edits, 'ms'), '<= 10'],
    ['  processor time', pair(edits, 'cpuMs'), ''],
    ['edit of a 20–40 KB file to found, ms p50 / p95', pair(largeEdits, 'ms'), '<= 10'],
    ['  processor time', pair(largeEdits, 'cpuMs'), ''],
    [`RSS over ${values.analyses} analyses, MB per 1,000`, fixed(slope, 3), '0'],
  ];
  printTable(['figure', 'value', 'goal'], rows);
  writeResults('update', rows);
}

function pair(costs: readonly Cost[], what: keyof Cost): string {
  const all = costs.map((cost) => cost[what]);
  return `${fixed(percentile(all, 0.5), 1)} / ${fixed(percentile(all, 0.95), 1)}`;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
