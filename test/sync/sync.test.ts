import fc from 'fast-check';
import { createError, EngineError, type SnapshotFile } from '../../src/kernel';
import type { Corpus } from '../../src/corpus';
import { syncCorpus, type AnalyzeOutcome, type RefusedFile, type SyncParts } from '../../src/sync';
import { anyText, answersOf, entryOf, openCorpus, PATHS } from '../corpus/entries';

interface File {
  readonly text: string;
  readonly mtimeMs: number;
}

/** A folder in memory, with the analysis of its files and a record of what was analysed. */
function createFolder() {
  const files = new Map<string, File>();
  const analyzed: string[] = [];
  const refused = new Map<string, RefusedFile>();
  let clock = 1;
  return {
    files,
    analyzed,
    refused,
    write: (path: string, text: string): void => void files.set(path, { text, mtimeMs: (clock += 1) }),
    touch(path: string): void {
      const file = files.get(path);
      if (file) files.set(path, { ...file, mtimeMs: (clock += 1) });
    },
    listing: (): SnapshotFile[] =>
      [...files].map(([path, { text, mtimeMs }]) => ({ path, size: Buffer.byteLength(text), mtimeMs })),
    analyze: async (file: SnapshotFile, knownHash: string | undefined): Promise<AnalyzeOutcome> => {
      analyzed.push(file.path);
      const { text } = files.get(file.path)!;
      if (text.includes('REFUSE')) return { status: 'skipped', reason: 'binary', detail: 'it is binary' };
      const entry = await entryOf(file.path, text, file.mtimeMs);
      return entry.facts.hash === knownHash ? { status: 'unchanged' } : { status: 'analyzed', entry };
    },
  };
}

type Folder = ReturnType<typeof createFolder>;

const sync = (corpus: Corpus, folder: Folder, more: Partial<SyncParts> = {}) =>
  syncCorpus(corpus, folder.listing(), { analyze: folder.analyze, concurrency: 3, refused: folder.refused, ...more });

async function opened(files: Record<string, string>) {
  const corpus = await openCorpus();
  const folder = createFolder();
  for (const [path, text] of Object.entries(files)) folder.write(path, text);
  return { corpus, folder };
}

const THREE = { 'a.ts': 'const a = 1;', 'b.ts': 'const b = 1;', 'c.ts': 'const c = 1;' };

test('after any changes a synced corpus equals one that was built anew', async () => {
  const path = fc.constantFrom(...PATHS);
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('write' as const), path, text: anyText }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('delete' as const), path }) },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant('touch' as const), path }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('spoil' as const), path }) },
    { weight: 3, arbitrary: fc.record({ kind: fc.constant('sync' as const), concurrency: fc.integer({ min: 1, max: 5 }) }) },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
      const { corpus, folder } = await opened({});
      for (const one of steps) {
        if (one.kind === 'write') folder.write(one.path, one.text);
        else if (one.kind === 'spoil') folder.write(one.path, 'REFUSE');
        else if (one.kind === 'delete') folder.files.delete(one.path);
        else if (one.kind === 'touch') folder.touch(one.path);
        else await sync(corpus, folder, { concurrency: one.concurrency });
      }
      const outcome = await sync(corpus, folder);
      const rebuilt = await openCorpus();
      const anew = await sync(rebuilt, folder, { refused: new Map<string, RefusedFile>() });
      expect(await answersOf(corpus)).toEqual(await answersOf(rebuilt));
      expect(outcome.skipped).toEqual(anew.skipped);
      // Nothing moved since: nothing is analysed again.
      folder.analyzed.length = 0;
      const { added, changed, removed, unchanged } = await sync(corpus, folder);
      expect({ added, changed, removed, unchanged }).toEqual({ added: 0, changed: 0, removed: 0, unchanged: corpus.counts().files });
      expect(folder.analyzed).toEqual([]);
      corpus.close();
      rebuilt.close();
    }),
    { numRuns: 150 },
  );
});

test('what was added, changed, removed and left is counted', async () => {
  const { corpus, folder } = await opened(THREE);
  expect(await sync(corpus, folder)).toEqual({ added: 3, changed: 0, removed: 0, unchanged: 0, skipped: [] });
  folder.write('a.ts', 'const a = 2;');
  folder.files.delete('b.ts');
  folder.write('d.ts', 'const d = 1;');
  expect(await sync(corpus, folder)).toEqual({ added: 1, changed: 1, removed: 1, unchanged: 1, skipped: [] });
});

test('a file with a new time and the same content is looked at once and kept', async () => {
  const { corpus, folder } = await opened(THREE);
  await sync(corpus, folder);
  const { id } = corpus.file('a.ts')!;
  folder.touch('a.ts');
  folder.analyzed.length = 0;
  expect(await sync(corpus, folder)).toMatchObject({ changed: 0, unchanged: 3 });
  expect(folder.analyzed).toEqual(['a.ts']);
  expect(corpus.file('a.ts')!.id).toBe(id);
  await sync(corpus, folder);
  expect(folder.analyzed).toEqual(['a.ts']);
});

test('a file of the same size and another time is noticed', async () => {
  const { corpus, folder } = await opened({ 'a.ts': 'const a = 1;' });
  await sync(corpus, folder);
  folder.write('a.ts', 'const b = 1;');
  expect(await sync(corpus, folder)).toMatchObject({ changed: 1 });
  expect(corpus.symbols.find('b')).toHaveLength(1);
});

test('an entry marked by a negative time is made again though its content is known', async () => {
  const { corpus, folder } = await opened({ 'a.ts': 'const a = 1;' });
  const hashes: (string | undefined)[] = [];
  const analyze: SyncParts['analyze'] = async (file, knownHash) => {
    hashes.push(knownHash);
    const outcome = await folder.analyze(file, knownHash);
    return outcome.status === 'analyzed' && hashes.length === 1 ? { ...outcome, entry: { ...outcome.entry, mtimeMs: -1 } } : outcome;
  };
  await sync(corpus, folder, { analyze });
  expect(await sync(corpus, folder, { analyze })).toMatchObject({ changed: 1 });
  await sync(corpus, folder, { analyze });
  expect(hashes).toEqual([undefined, undefined]);
});

describe('files that cannot be analysed', () => {
  test('are named, left out, and not tried again until they change', async () => {
    const { corpus, folder } = await opened({ ...THREE, 'z.bin': 'REFUSE', 'b.bin': 'REFUSE' });
    const skipped = ['b.bin', 'z.bin'].map((path) => ({ path, reason: 'binary', detail: 'it is binary' }));
    expect(await sync(corpus, folder)).toMatchObject({ added: 3, skipped });
    folder.analyzed.length = 0;
    expect(await sync(corpus, folder)).toMatchObject({ added: 0, skipped });
    expect(folder.analyzed).toEqual([]);
    folder.write('z.bin', 'words now');
    expect(await sync(corpus, folder)).toMatchObject({ added: 1, skipped: skipped.slice(0, 1) });
    folder.files.delete('b.bin');
    expect(await sync(corpus, folder)).toMatchObject({ skipped: [] });
    expect(folder.refused.size).toBe(0);
  });

  test('leave the index when they were in it, which counts as removed', async () => {
    const { corpus, folder } = await opened(THREE);
    await sync(corpus, folder);
    folder.write('a.ts', 'REFUSE');
    expect(await sync(corpus, folder)).toMatchObject({ added: 0, changed: 0, removed: 1, unchanged: 2 });
    expect(corpus.file('a.ts')).toBeUndefined();
  });

  test('because they could not be read just then are tried again: rights change without a trace', async () => {
    const { corpus, folder } = await opened(THREE);
    let readable = false;
    const analyze: SyncParts['analyze'] = (file, hash) =>
      file.path === 'a.ts' && !readable
        ? Promise.resolve({ status: 'skipped', reason: 'unreadable', detail: 'no rights' })
        : folder.analyze(file, hash);
    expect((await sync(corpus, folder, { analyze })).skipped).toEqual([{ path: 'a.ts', reason: 'unreadable', detail: 'no rights' }]);
    expect((await sync(corpus, folder, { analyze })).skipped).toHaveLength(1);
    readable = true;
    expect(await sync(corpus, folder, { analyze })).toMatchObject({ added: 1, skipped: [] });
  });

  test.each<[string, () => Error, string]>([
    ['a time-out', () => createError('ANALYSIS_TIMEOUT', { path: 'b.ts', limit: 1 }), 'timeout'],
    ['a thread that ends', () => createError('WORKER_FAILED', { path: 'b.ts', reason: 'out of memory' }), 'unreadable'],
    ['a defect in the analysis', () => new TypeError('x is undefined'), 'unreadable'],
  ])('%s costs that file alone', async (_, failure, reason) => {
    const { corpus, folder } = await opened(THREE);
    let tries = 0;
    const analyze: SyncParts['analyze'] = (file, hash) => {
      if (file.path !== 'b.ts') return folder.analyze(file, hash);
      tries += 1;
      return Promise.reject(failure());
    };
    const outcome = await sync(corpus, folder, { analyze });
    expect(outcome).toMatchObject({ added: 2, skipped: [{ path: 'b.ts', reason }] });
    expect(outcome.skipped[0]?.detail).toBeTruthy();
    await sync(corpus, folder, { analyze });
    expect(tries).toBe(1);
  });
});

describe('failures that end the run', () => {
  test.each([
    ['EMBEDDING_FAILED', { model: 'm', reason: 'r' }], ['ENGINE_CLOSED', {}], ['QUEUE_FULL', { waiting: 9 }], ['CANCELLED', {}],
  ] as const)('%s: no further file is started, what is done stays', async (code, details) => {
    const { corpus, folder } = await opened(THREE);
    const analyze: SyncParts['analyze'] = (file, hash) =>
      file.path === 'b.ts' ? Promise.reject(createError(code, details)) : folder.analyze(file, hash);
    await expect(sync(corpus, folder, { analyze, concurrency: 1 })).rejects.toMatchObject({ code });
    expect(corpus.counts().files).toBe(1);
    expect(await sync(corpus, folder)).toMatchObject({ added: 2, unchanged: 1 });
  });

  test('the first failure is told, after the files under way have ended', async () => {
    const { corpus, folder } = await opened(THREE);
    const analyze: SyncParts['analyze'] = async (file, hash) => {
      if (file.path === 'a.ts') return folder.analyze(file, hash);
      await new Promise((resolve) => setImmediate(resolve));
      throw createError(file.path === 'b.ts' ? 'EMBEDDING_FAILED' : 'ENGINE_CLOSED', { model: 'm', reason: 'r' });
    };
    await expect(sync(corpus, folder, { analyze })).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
    expect(corpus.file('a.ts')).toBeDefined();
  });

  test('refused bulk work is told as it is', async () => {
    const { corpus, folder } = await opened(THREE);
    const admit = (): void => {
      throw createError('MEMORY_LIMIT', { used: 1, limit: 1 });
    };
    await expect(sync(corpus, folder, { admit })).rejects.toMatchObject({ code: 'MEMORY_LIMIT' });
    expect(folder.analyzed).toEqual([]);
  });
});

describe('cancelling', () => {
  test('before the start analyses nothing', async () => {
    const { corpus, folder } = await opened(THREE);
    await expect(sync(corpus, folder, { signal: AbortSignal.abort() })).rejects.toBeInstanceOf(EngineError);
    expect(folder.analyzed).toEqual([]);
  });

  test('in between keeps what is done, and the next run does the rest', async () => {
    const { corpus, folder } = await opened(THREE);
    const control = new AbortController();
    const onProgress = (): void => control.abort();
    await expect(sync(corpus, folder, { signal: control.signal, onProgress, concurrency: 1 })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(folder.analyzed).toEqual(['a.ts']);
    expect(await sync(corpus, folder)).toMatchObject({ added: 2, unchanged: 1 });
  });
});

test.each([[1], [2], [7]])('no more than %i files are under way, and all of them get done', async (concurrency) => {
  const { corpus, folder } = await opened(Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`f${i}.ts`, `const f${i} = 1;`])));
  let active = 0;
  let most = 0;
  const analyze: SyncParts['analyze'] = async (file, hash) => {
    most = Math.max(most, (active += 1));
    await new Promise((resolve) => setImmediate(resolve));
    active -= 1;
    return folder.analyze(file, hash);
  };
  const progress: string[] = [];
  const onProgress = (done: number, total: number): void => void progress.push(`${done}/${total}`);
  expect(await sync(corpus, folder, { analyze, concurrency, onProgress })).toMatchObject({ added: 20 });
  expect(most).toBe(concurrency);
  expect(progress).toEqual(Array.from({ length: 20 }, (_, i) => `${i + 1}/20`));
});

test('an empty folder empties the corpus', async () => {
  const { corpus, folder } = await opened(THREE);
  await sync(corpus, folder);
  folder.files.clear();
  expect(await sync(corpus, folder)).toEqual({ added: 0, changed: 0, removed: 3, unchanged: 0, skipped: [] });
  expect(corpus.vectors.size).toBe(0);
});
