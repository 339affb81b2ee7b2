/** Facts of single files: who reads, who analyses, and who takes what is known. Analyses run in this thread, so that reads can be counted. */
import { utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createByteCache, createSingleFlight, createTtlCache } from '../../src/cache';
import { createSettingsSource, overrideSettings } from '../../src/config';
import { BLOCKING, WAITING } from '../../src/io/file-calls';
import { systemClock, toEngineError, type FileFacts, type RunRecord } from '../../src/kernel';
import { factsOf, type AnalysisParts } from '../../src/operations/analysis';
import { syncIndex } from '../../src/operations/sync';
import { createWorkspaces } from '../../src/operations/workspaces';
import { createLentStore } from '../../src/operations/lent-store';
import { createDirectorySnapshot, type Snapshot } from '../../src/source';
import { analyze, type AnalyzeTask } from '../../src/worker';
import { codeOfRejection, removeTempFolders, tempFolder } from '../io/temp-folder';

afterEach(() => jest.restoreAllMocks());
afterAll(removeTempFolders);

const FILES = { 'a.ts': 'export const a = 1;\n', 'b.ts': "import { a } from './a';\nexport const b = () => a;\n", 'c.md': '# Words\n' };
const OPTIONS = { timeoutMs: 60_000 };

/** The engine's parts for analysis, with a pool that is this thread; `gate` holds analyses back. */
function partsWith(gate: Promise<unknown> = Promise.resolve()) {
  const tasks: AnalyzeTask[] = [];
  const signals: (AbortSignal | undefined)[] = [];
  const factsCache = createByteCache<FileFacts>({ maxEntries: 100, maxBytes: 1e6, ttlMs: 60_000, sizeOf: () => 1 });
  const pool = {
    async run(task: AnalyzeTask, { signal }: { signal?: AbortSignal }) {
      tasks.push(task);
      signals.push(signal);
      await gate;
      return analyze(task);
    },
  };
  const analysis = { pool: () => pool, factsCache: () => factsCache, flights: createSingleFlight(), vectorMemory: () => createTtlCache({ maxEntries: 1, ttlMs: 1 }) };
  return { analysis: analysis as unknown as AnalysisParts, tasks, signals };
}

/** How often each file below the folder was opened since the start. */
function countReads(root: string): () => Record<string, number> {
  const opened = [jest.spyOn(WAITING, 'open'), jest.spyOn(BLOCKING, 'open')];
  return () => {
    const counts: Record<string, number> = {};
    for (const [name] of opened.flatMap((spy) => spy.mock.calls)) {
      if (name.startsWith(`${root}/`)) counts[name.slice(root.length + 1)] = (counts[name.slice(root.length + 1)] ?? 0) + 1;
    }
    for (const spy of opened) spy.mockClear();
    return counts;
  };
}

const open = (root: string): Snapshot => createDirectorySnapshot({ kind: 'directory', root, maxFileBytes: 10_000 });

describe('facts of one file', () => {
  test('are made from the one reading of it, and known afterwards', async () => {
    const root = tempFolder(FILES);
    const { analysis, tasks } = partsWith();
    const reads = countReads(root);
    const first = await factsOf(analysis, open(root), 'a.ts', OPTIONS);
    expect(reads()).toEqual({ 'a.ts': 1 });
    expect(first).toMatchObject({ cached: false, text: FILES['a.ts'], facts: { path: 'a.ts', symbols: [{ name: 'a' }] } });
    expect(first.facts.hash).toBe((await open(root).read('a.ts')).hash);
    reads();
    expect(await factsOf(analysis, open(root), 'a.ts', OPTIONS)).toMatchObject({ cached: true, facts: first.facts });
    expect(reads()).toEqual({ 'a.ts': 1 });
    expect(tasks).toHaveLength(1);
  });

  test('concurrent questions about one content share its analysis', async () => {
    const root = tempFolder(FILES);
    let release: (value?: unknown) => void = () => undefined;
    const { analysis, tasks, signals } = partsWith(new Promise((resolve) => (release = resolve)));
    const stop = new AbortController();
    let read = 0;
    const snapshot = { ...open(root), read: (path: string) => open(root).read(path).finally(() => (read += 1)) };
    const leaves = codeOfRejection(factsOf(analysis, snapshot, 'a.ts', { ...OPTIONS, signal: stop.signal }));
    const all = [1, 2, 3].map(() => factsOf(analysis, snapshot, 'a.ts', OPTIONS));
    const other = factsOf(analysis, snapshot, 'b.ts', OPTIONS);
    while (read < 5 || tasks.length < 2) await new Promise(setImmediate);
    await new Promise(setImmediate);
    stop.abort();
    // One who leaves takes nothing from those who stay.
    expect(await leaves).toBe('CANCELLED');
    release();
    const answers = await Promise.all(all);
    expect(new Set(answers.map(({ facts }) => facts)).size).toBe(1);
    expect((await other).facts.path).toBe('b.ts');
    expect(tasks.map(({ path }) => path).sort()).toEqual(['a.ts', 'b.ts']);
    expect(signals.some((signal) => signal?.aborted)).toBe(false);
  });

  test('a failure reaches all who wait and is not remembered', async () => {
    const root = tempFolder(FILES);
    const { analysis, tasks } = partsWith(Promise.reject(new Error('thread lost')));
    const ask = () => factsOf(analysis, open(root), 'a.ts', OPTIONS).catch((thrown: unknown) => toEngineError(thrown).message);
    const told = await Promise.all([ask(), ask()]);
    expect(told[0]).toContain('thread lost');
    expect(told[1]).toBe(told[0]);
    await ask();
    expect(tasks.length).toBeGreaterThan(1);
    expect(analysis.factsCache().stats().entries).toBe(0);
  });
});

describe('a workspace', () => {
  const source = createSettingsSource({ readText: () => '', statText: () => undefined, clock: systemClock } as unknown as Parameters<typeof createSettingsSource>[0]);
  const settings = overrideSettings(source.current(), undefined);

  function openWorkspaces() {
    const { analysis, tasks } = partsWith();
    const records: RunRecord[] = [];
    const workspaces = createWorkspaces({
      clock: systemClock,
      analysis,
      pressure: { admitBulk: () => undefined, bulkThreads: () => 1 },
      concurrency: () => 2,
      planNotes: () => [],
      lentStore: createLentStore(),
    });
    const parts = { clock: systemClock, meter: { record: (record: RunRecord) => void records.push(record) }, memoryUsed: () => 0, workspaces, settingsFor: () => settings };
    return { analysis, tasks, records, workspaces, sync: (root: string) => syncIndex(parts, { root }, {}) };
  }

  test('re-analysed while nothing changed reads no file; an index knows the facts of its files; metrics tell the hits', async () => {
    const root = tempFolder(FILES);
    const { analysis, tasks, records, workspaces, sync } = openWorkspaces();
    const reads = countReads(root);
    await sync(root);
    expect(reads()).toEqual({ 'a.ts': 1, 'b.ts': 1, 'c.md': 1 });
    await sync(root);
    expect(reads()).toEqual({});
    // New times without new content: each is looked at once and not analysed.
    for (const name of Object.keys(FILES)) utimesSync(join(root, name), 1, 1);
    expect(await sync(root)).toMatchObject({ added: 0, changed: 0, unchanged: 3 });
    expect(reads()).toEqual({ 'a.ts': 1, 'b.ts': 1, 'c.md': 1 });
    const before = tasks.length;
    for (const name of Object.keys(FILES)) expect(await factsOf(analysis, open(root), name, OPTIONS)).toMatchObject({ cached: true });
    expect(tasks).toHaveLength(before);
    expect(reads()).toEqual({ 'a.ts': 1, 'b.ts': 1, 'c.md': 1 });
    writeFileSync(join(root, 'a.ts'), 'export const a = 12;\n');
    await sync(root);
    expect(reads()).toEqual({ 'a.ts': 1 });
    expect(records.map(({ caches }) => caches.ast)).toEqual([[0, 3], [3, 0], [3, 0], [2, 1]]);
    workspaces.close();
  });
});
