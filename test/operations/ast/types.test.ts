/** What the operations do when types come late, or not at all. Real threads, real files. */
import { join } from 'node:path';
import { createChecker, type CheckerParts, type CheckReply, type CheckTask } from '../../../src/checker';
import type { Corpus } from '../../../src/corpus';
import { askExactly, type TypedParts } from '../../../src/operations/ast/references';
import { renewed } from '../../../src/operations/ast/target';
import { createTypes, type Types } from '../../../src/operations/ast/types';
import type { Workspace } from '../../../src/operations/workspaces';
import { createPool, type Pool, type PoolOptions } from '../../../src/pool';
import { createDirectorySnapshot } from '../../../src/source';
import { createManualClock } from '../../cache/manual-clock';
import { addFiles, removeTempFolders } from '../../io/temp-folder';
import { corpusOf } from '../../support/corpus';
import { bundleEngineForTests } from '../../support/engine-bundle';

const FILES = {
  'a.ts': 'export class A { go() {} }\nexport class B { go() {} }',
  'b.ts': "import { A } from './a';\nexport const a = (): A => new A();",
  'c.ts': "import { a } from './b';\na().go();\na().go();",
};

const pools: Pool<CheckTask, CheckReply>[] = [];
let bundle: string;

beforeAll(async () => {
  bundle = join(await bundleEngineForTests(), 'engine.js');
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.close()));
  removeTempFolders();
});

interface Setup {
  readonly types: Types;
  readonly workspace: Workspace;
  readonly corpus: Corpus;
  readonly root: string;
  readonly pool: Pool<CheckTask, CheckReply>;
  readonly clock: ReturnType<typeof createManualClock>;
  /** Steps of settling what is open about `A.go`. */
  readonly settle: (signal?: AbortSignal) => Promise<readonly string[]>;
  readonly exact: () => number;
}

async function setUp(options: { pool?: Partial<PoolOptions>; limits?: CheckerParts['limits']; waitMs?: number } = {}): Promise<Setup> {
  const { corpus, root } = await corpusOf(FILES);
  const pool = createPool<CheckTask, CheckReply>({
    filename: bundle, name: 'checkTask', threads: 1, bulkThreads: 1, taskTimeoutMs: 60_000, maxQueue: 10, heapMb: 512, ...options.pool,
  });
  pools.push(pool);
  const clock = createManualClock();
  const types = createTypes({ checker: createChecker({ pool: () => pool, limits: options.limits }), clock, waitMs: options.waitMs ?? 60_000 });
  const snapshot = createDirectorySnapshot({ kind: 'directory', root, maxFileBytes: 1_000_000 });
  const workspace = { key: root, corpus, snapshot } as unknown as Workspace;
  const target = () => {
    const file = corpus.file('a.ts')!;
    const index = file.facts.symbols.findIndex(({ qualifiedName }) => qualifiedName === 'A.go');
    return { file, definition: { file: file.id, index, symbol: file.facts.symbols[index]! } };
  };
  return {
    types,
    workspace,
    corpus,
    root,
    pool,
    clock,
    async settle(signal) {
      const { file, definition } = target();
      const steps = await types.settle(workspace, file, corpus.graph.questionsAbout(definition), signal);
      return steps.map(({ status, detail }) => `${status}: ${detail}`);
    },
    exact: () => corpus.graph.usesOf(target().definition).filter(({ certainty }) => certainty === 'exact').length,
  };
}

const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
};

test('what is open is settled once, however many ask', async () => {
  const { settle, exact, pool, types, workspace } = await setUp();
  expect(exact()).toBe(0);
  expect(await Promise.all([settle(), settle()])).toEqual([[], []]);
  expect(exact()).toBe(2);
  // One question, asked again with the files that the thread did not know.
  expect(pool.stats().completed).toBe(2);
  expect(await settle()).toEqual([]);
  expect(pool.stats().completed).toBe(2);
  const place = { path: 'a.ts', line: 1, column: 18 };
  const answer = await types.ask(workspace, workspace.corpus.file('a.ts')!, { kind: 'references', place });
  expect(answer.references.map(({ path, line }) => `${path}:${line}`)).toEqual(['a.ts:1', 'c.ts:2', 'c.ts:3']);
  expect(answer.state.files).toBe(3);
  expect(pool.stats().completed).toBe(3);
});

test('a late answer is not waited for, and is there the next time', async () => {
  const { settle, exact } = await setUp({ waitMs: 1 });
  expect(await settle()).toEqual([expect.stringMatching(/^note: types are still being resolved/)]);
  await until(() => exact() === 2);
  expect(await settle()).toEqual([]);
});

test('too large: the index answers, the checker is left alone for a while, then tried again', async () => {
  const { settle, exact, pool, clock } = await setUp({ limits: { files: 2, characters: 1_000_000 } });
  expect(await settle()).toEqual([expect.stringMatching(/^fallback: .*would need 3 files; the limit is 2 files/)]);
  const { failed } = pool.stats();
  expect(await settle()).toEqual([expect.stringMatching(/^fallback: /)]);
  expect(pool.stats().failed).toBe(failed);
  clock.advance(60_001);
  expect(await settle()).toEqual([expect.stringMatching(/^fallback: /)]);
  expect(pool.stats().failed).toBe(failed + 1);
  expect(exact()).toBe(0);
});

test('out of memory: the thread ends, the step says so, the next question starts another', async () => {
  const { settle, types, workspace, pool } = await setUp({ pool: { heapMb: 16 } });
  expect(await settle()).toEqual([expect.stringMatching(/^fallback: .*A worker thread ended while analysing "types of a\.ts"/)]);
  const place = { path: 'a.ts', line: 1, column: 18 };
  await expect(types.ask(workspace, workspace.corpus.file('a.ts')!, { kind: 'references', place })).rejects.toMatchObject({ code: 'WORKER_FAILED' });
  expect(pool.stats().failed).toBe(2);
});

test('out of time: as out of memory', async () => {
  const { settle } = await setUp({ pool: { taskTimeoutMs: 1 } });
  expect(await settle()).toEqual([expect.stringMatching(/^fallback: .*took longer than 1 ms/)]);
});

test('files that are newer than the index, or change meanwhile, teach nothing', async () => {
  const { settle, exact, root, corpus } = await setUp();
  addFiles(root, { 'b.ts': "import { B } from './a';\nexport const a = (): B => new B();" });
  expect(await settle()).toEqual(['note: b.ts changed meanwhile: its uses are told by name']);
  expect(exact()).toBe(0);
  const other = await setUp();
  const work = other.settle();
  const entry = other.corpus.file('c.ts')!;
  await other.corpus.remove(['c.ts']);
  expect(await work).toEqual(['note: files changed meanwhile: uses are told by name']);
  expect(entry.facts.path).toBe('c.ts');
  expect(corpus.file('c.ts')).toBeDefined();
});

test('an exact question that fails is told; a cancelled one is no answer', async () => {
  const { types, workspace, corpus, root } = await setUp({ limits: { files: 2, characters: 1_000_000 } });
  const file = corpus.file('a.ts')!;
  const target = { file, definition: { file: file.id, index: 0, symbol: file.facts.symbols[0]! } };
  const parts = { types } as unknown as TypedParts;
  expect(await askExactly(parts, workspace, target, 'references')).toEqual({ step: expect.objectContaining({ step: 'types', status: 'fallback' }) as unknown });
  await expect(askExactly(parts, workspace, target, 'references', AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
  const other = await setUp();
  addFiles(other.root, { 'c.ts': '// newer\n' });
  const answer = await askExactly({ types: other.types } as unknown as TypedParts, other.workspace, { ...target, file: other.corpus.file('a.ts')! }, 'references');
  expect(answer).toMatchObject({ steps: [{ step: 'checker', status: 'ok', detail: expect.stringMatching(/^3 files, \d+ of at most \d+ MB/) as string }, { status: 'note', detail: 'c.ts changed since it was indexed: its lines may be others' }] });
  expect(root).not.toBe(other.root);
});

test('a definition is found again in a file that was indexed anew meanwhile', async () => {
  const before = await corpusOf(FILES);
  const after = await corpusOf({ 'x.ts': '', ...FILES, 'a.ts': `// moved\n${FILES['a.ts']}` });
  const without = await corpusOf({ 'x.ts': '', 'a.ts': 'export const other = 1;' });
  const file = before.corpus.file('a.ts')!;
  const index = file.facts.symbols.findIndex(({ qualifiedName }) => qualifiedName === 'B.go');
  const target = { file, definition: { file: file.id, index, symbol: file.facts.symbols[index]! } };
  expect(renewed(target, before.corpus)).toEqual(target);
  expect(renewed({ ...target, definition: { ...target.definition, file: -1 } }, after.corpus)?.definition.symbol).toMatchObject({ qualifiedName: 'B.go', startLine: 3 });
  expect(renewed({ ...target, definition: { ...target.definition, file: -1 } }, without.corpus)).toBeUndefined();
  expect(renewed({ ...target, file: { ...file, path: 'gone.ts' } }, after.corpus)).toBeUndefined();
});

test('cancelling ends the wait', async () => {
  const { settle } = await setUp();
  const stop = new AbortController();
  const work = settle(stop.signal);
  stop.abort();
  await expect(work).rejects.toMatchObject({ code: 'CANCELLED' });
  await expect(settle(AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
});
