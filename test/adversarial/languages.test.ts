/**
 * Hundreds of malformed, huge, deeply nested, mixed-encoding and mutated files of every language, through
 * real analysis threads: none crashes or hangs, each has an outcome with a name, chunks lose no line.
 */
import { join } from 'node:path';
import type { Chunk } from '../../src/kernel';
import { languageOf, splitLines } from '../../src/parse';
import { createPool, type Pool } from '../../src/pool';
import { decodeText } from '../../src/source/decode';
import type { AnalyzeTask, Analysis } from '../../src/worker';
import { bundleEngineForTests } from '../support/engine-bundle';
import { hostileFiles, samples, type HostileFile } from './hostile';

/** One seed, so that a failure can be had again. */
const SEED = 20_261_122;
/** The threads' own limit: a machine that is busy must not make a slow file a failure. */
const TASK_TIMEOUT_MS = 60_000;
const HEAP_MB = 512;
/** Trees of hostile files may be large, but what is made for one file goes before the next. */
const GROWTH_MAX = 1_500 * 1024 * 1024;

const OUTCOMES = ['parsed', 'parsed with errors', 'no structure', 'skipped', 'timed out'] as const;
type Outcome = (typeof OUTCOMES)[number];

// About half a minute on two free cores; a busy machine may take its time.
jest.setTimeout(600_000);

let pool: Pool<AnalyzeTask, Analysis>;

beforeAll(async () => {
  const folder = await bundleEngineForTests();
  pool = createPool({ filename: join(folder, 'engine.js'), name: 'analyzeTask', threads: 2, bulkThreads: 2, taskTimeoutMs: TASK_TIMEOUT_MS, maxQueue: 10_000, heapMb: HEAP_MB });
});
afterAll(() => pool.close());

async function outcomeOf(file: HostileFile): Promise<{ outcome: Outcome; reason: string }> {
  const source = { kind: 'memory' } as const;
  let analysis: Analysis;
  try {
    analysis = await pool.run({ path: file.path, source, content: file.bytes, embedding: 'builtin' }, { priority: 'bulk', label: file.path });
  } catch (thrown) {
    const { code, message } = thrown as { code?: string; message: string };
    // Anything else is a crash.
    if (code === 'ANALYSIS_TIMEOUT') return { outcome: 'timed out', reason: message };
    throw thrown;
  }
  if (analysis.status !== 'analyzed') return { outcome: 'skipped', reason: analysis.status === 'skipped' ? analysis.reason : 'unchanged' };
  const { facts, chunks } = analysis;
  expectLossless(chunks, splitLines(decodeText(file.bytes)!.text), file);
  for (const { startLine, endLine, parent } of facts.symbols) {
    if (!(startLine >= 1 && startLine <= endLine && endLine <= facts.lineCount && parent < facts.symbols.length)) throw new Error(`${file.path}: a symbol at ${startLine}-${endLine}`);
  }
  const [problem] = facts.problems;
  if (facts.structure === 'none') return { outcome: 'no structure', reason: problem?.message ?? 'no parser' };
  return { outcome: problem ? 'parsed with errors' : 'parsed', reason: problem?.message ?? '' };
}

function expectLossless(chunks: readonly Chunk[], lines: readonly string[], { path }: HostileFile): void {
  const times = new Uint8Array(lines.length + 1);
  for (const { startLine, endLine } of chunks) for (let line = startLine; line <= endLine; line += 1) times[line]! += 1;
  const wrong = lines.findIndex((line, i) => (line.trim() === '' ? times[i + 1]! > 1 : times[i + 1] !== 1));
  if (wrong >= 0) throw new Error(`${path}: line ${wrong + 1} is in ${times[wrong + 1]} chunks`);
}

/** Outcomes by what a row is about; `text` is a table of Markdown, as docs/benchmarks.md has it. */
function createTable(about: string) {
  const rows = new Map<string, Map<Outcome, number>>();
  const counts = (row: ReadonlyMap<Outcome, number>): number[] => OUTCOMES.map((name) => row.get(name) ?? 0);
  return {
    count(key: string, outcome: Outcome): void {
      const row = rows.get(key) ?? new Map<Outcome, number>();
      rows.set(key, row.set(outcome, (row.get(outcome) ?? 0) + 1));
    },
    text(): string {
      const lines = [...rows].sort(([a], [b]) => a.localeCompare(b)).map(([key, row]) => [key, ...counts(row)]);
      return [[about, ...OUTCOMES], [about, ...OUTCOMES].map(() => '---'), ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
    },
    total: () => [...rows.values()].flatMap(counts).reduce((sum, count) => sum + count, 0),
  };
}

test('every hostile file of every language has an outcome with a name', async () => {
  const before = process.memoryUsage.rss();
  const files = [...samples()].flatMap(([ending, sample], i) => hostileFiles(ending, sample, SEED + i));
  expect(files.length).toBeGreaterThan(500);
  const languages = createTable('language');
  const kinds = createTable('kind of file');
  const unnamed: string[] = [];
  await Promise.all(
    files.map(async (file) => {
      const { outcome, reason } = await outcomeOf(file);
      languages.count(languageOf(file.path), outcome);
      kinds.count(file.kind, outcome);
      if (outcome !== 'parsed' && reason === '') unnamed.push(file.path);
    }),
  );
  console.info([`${files.length} hostile files`, kinds.text(), languages.text()].join('\n\n'));
  expect(unnamed).toEqual([]);
  expect([kinds.total(), languages.total()]).toEqual([files.length, files.length]);
  expect(process.memoryUsage.rss() - before).toBeLessThan(GROWTH_MAX);
  expect(pool.stats()).toMatchObject({ running: 0, waiting: 0, failed: 0 });
});
