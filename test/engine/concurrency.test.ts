/** Many callers at once: one index, no mixture, cancellation for those who asked for it only. */
import { appendFileSync, writeFileSync } from 'node:fs';
import { getEventListeners } from 'node:events';
import { join } from 'node:path';
import type { Engine, Progress } from '../../src/kernel';
import { addFiles, cleanUp, codeOfRejection, comparable, depot, FRESH, linesOnDisk, openTestEngine, tempFolder } from './support';

const query = 'webhook signature verification';
let engine: Engine;

beforeEach(async () => {
  engine = await openTestEngine();
});
afterEach(cleanUp);

/** Enough work that indexing does not end before a test can interfere. */
function largeRepository(files = 400): string {
  const root = tempFolder();
  const body = Array.from({ length: 40 }, (_, i) => `export function step${i}(value: number): number {\n  return value + ${i};\n}\n`).join('\n');
  addFiles(root, Object.fromEntries(Array.from({ length: files }, (_, i) => [`src/part${i}.ts`, `// part ${i}\n${body}`])));
  return root;
}

/** Starts a call and waits until it analyses files. */
async function underWay<T>(start: (onProgress: (progress: Progress) => void) => Promise<T>): Promise<{ done: Promise<T> }> {
  let done: Promise<T> | undefined;
  await new Promise<void>((resolve, reject) => {
    done = start(({ stage, done: count }) => stage === 'analyze' && count > 0 && resolve());
    done.then(() => reject(new Error('it ended too soon')), reject);
  }).catch((error: unknown) => {
    if (!done) throw error;
  });
  return { done: done! };
}

test('50 questions to a cold workspace index it once and agree', async () => {
  const root = depot();
  let analysed = 0;
  const onProgress = ({ stage }: Progress): void => {
    if (stage === 'analyze') analysed += 1;
  };
  const answers = await Promise.all(Array.from({ length: 50 }, () => engine.search({ root, query }, { onProgress })));
  expect(analysed).toBe(8);
  for (const answer of answers) expect(comparable(answer)).toEqual(comparable(answers[0]!));
  await expect(engine.syncIndex({ root })).resolves.toMatchObject({ added: 0, changed: 0, unchanged: 8 });
});

test('also when every question looks for changes', async () => {
  const root = depot();
  let analysed = 0;
  const onProgress = ({ stage }: Progress): void => {
    if (stage === 'analyze') analysed += 1;
  };
  await Promise.all(Array.from({ length: 20 }, () => engine.search({ root, query, settings: FRESH }, { onProgress })));
  expect(analysed).toBe(8);
});

test('syncs, rebuilds, edits and questions at the same time neither mix nor duplicate', async () => {
  const root = depot();
  const path = join(root, 'src/http/signature.ts');
  const others = depot();
  const work: Promise<unknown>[] = [];
  for (let i = 0; i < 30; i += 1) {
    if (i % 10 === 5) writeFileSync(path, `${'// moved\n'.repeat(i)}export function verifyWebhookSignature(): number {\n  return ${i};\n}\n`);
    if (i % 6 === 0) work.push(engine.syncIndex({ root, rebuild: i % 12 === 0 }));
    work.push(
      engine.getContext({ root, query, settings: FRESH }).then(({ items, steps }) => {
        expect(steps.filter(({ status }) => status === 'failed')).toEqual([]);
        const places = items.map((item) => `${item.path}:${item.startLine}`);
        expect(new Set(places).size).toBe(places.length);
        expect(places.length).toBeGreaterThan(5);
      }),
      engine.search({ root: others, query: 'ledger', settings: FRESH }).then(({ results }) => expect(results[0]?.path).toBe('src/ledger/ledger.ts')),
    );
    await new Promise(setImmediate);
  }
  await Promise.all(work);
  const { items } = await engine.getContext({ root, query, settings: FRESH });
  for (const item of items) expect(item.code).toBe(linesOnDisk(root, item));
  const fresh = await openTestEngine();
  const [kept, anew] = await Promise.all([engine.syncIndex({ root }), fresh.syncIndex({ root })]);
  expect({ files: kept.files, chunks: kept.chunks, symbols: kept.symbols }).toEqual({ files: anew.files, chunks: anew.chunks, symbols: anew.symbols });
});

test('a cancelled sync ends at once; a caller that waits behind it goes on and finishes the work', async () => {
  const root = largeRepository();
  const stop = new AbortController();
  const { done } = await underWay((onProgress) => engine.syncIndex({ root }, { signal: stop.signal, onProgress }));
  const waiting = engine.search({ root, query: 'step7' });
  stop.abort();
  // At once: long before the work, which the other caller goes on with, is done.
  expect(await Promise.race([codeOfRejection(done), waiting.then(() => 'finished')])).toBe('CANCELLED');
  const { results, workspace } = await waiting;
  expect(workspace.files).toBe(400);
  expect(results.length).toBe(10);
});

test('a waiting caller can be cancelled, and the one who works is not disturbed', async () => {
  const root = largeRepository();
  const { done } = await underWay((onProgress) => engine.syncIndex({ root }, { onProgress }));
  const stop = new AbortController();
  const waiting = codeOfRejection(engine.search({ root, query: 'step7' }, { signal: stop.signal }));
  const trusting = engine.search({ root, query: 'step7', refresh: 'none' });
  stop.abort();
  expect(await Promise.race([waiting, done.then(() => 'finished')])).toBe('CANCELLED');
  await expect(done).resolves.toMatchObject({ added: 400, files: 400 });
  expect((await trusting).workspace.files).toBe(400);
});

test('questions are answered from the old index while a rebuild runs, and a cancelled rebuild leaves it', async () => {
  const root = largeRepository();
  await engine.syncIndex({ root });
  const stop = new AbortController();
  const { done } = await underWay((onProgress) => engine.syncIndex({ root, rebuild: true }, { signal: stop.signal, onProgress }));
  const during = await engine.search({ root, query: 'step7', refresh: 'none' });
  expect(during.workspace.files).toBe(400);
  stop.abort();
  expect(await codeOfRejection(done)).toBe('CANCELLED');
  await expect(engine.syncIndex({ root })).resolves.toMatchObject({ added: 0, unchanged: 400 });
});

test('a call that was cancelled before it began does nothing', async () => {
  const root = depot();
  const signal = AbortSignal.abort();
  expect(await codeOfRejection(engine.search({ root, query }, { signal }))).toBe('CANCELLED');
  await expect(engine.syncIndex({ root })).resolves.toMatchObject({ added: 8 });
});

test('closing while busy ends every call by name, and later calls too', async () => {
  const root = largeRepository();
  const { done } = await underWay((onProgress) => engine.syncIndex({ root }, { onProgress }));
  const others = [engine.search({ root, query }), engine.analyzeFile({ root, filePath: 'src/part1.ts' }), engine.getContext({ root: depot(), query })];
  const codes = Promise.all([done, ...others].map(codeOfRejection));
  await engine.close();
  expect(new Set(await codes)).toEqual(new Set(['ENGINE_CLOSED']));
  const empty = tempFolder();
  for (const late of [engine.search({ root, query }), engine.syncIndex({ root: empty }), engine.evaluate({}), engine.findSymbol({ root, name: 'x' })]) {
    expect(await codeOfRejection(late)).toBe('ENGINE_CLOSED');
  }
  await engine.close();
});

test('a call leaves no listener on the signal of its caller', async () => {
  const root = depot();
  const { signal } = new AbortController();
  await engine.search({ root, query }, { signal });
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('memory', () => {
  const MB = 1024 * 1024;
  const limit = { performance: { max_memory_usage: '100MB' } };

  test('above the limit new bulk work is refused by name; what is indexed still answers', async () => {
    let rss = 100 * MB;
    const own = await openTestEngine({ readRss: () => rss });
    const root = depot();
    await own.syncIndex({ root, settings: limit });
    const cached = async () => (await own.analyzeFile({ root, filePath: 'src/http/router.ts' })).cached;
    expect([await cached(), await cached()]).toEqual([true, true]);
    rss = 900 * MB;
    await expect(own.syncIndex({ root: depot(), settings: limit })).rejects.toMatchObject({
      code: 'MEMORY_LIMIT',
      message: 'The engine uses 800MB of memory; bulk work stops at 100MB (performance.max_memory_usage).',
    });
    expect(await cached()).toBe(false);
    appendFileSync(join(root, 'src/http/router.ts'), '// one more line\n');
    const { items } = await own.getContext({ root, query: 'Router.match', settings: { ...limit, ...FRESH } });
    expect(items[0]?.path).toBe('src/http/router.ts');
    addFiles(root, Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`new/f${i}.ts`, `export const f${i} = ${i};\n`])));
    expect(await codeOfRejection(own.search({ root, query, settings: { ...limit, ...FRESH } }))).toBe('MEMORY_LIMIT');
    rss = 150 * MB;
    await expect(own.search({ root, query, settings: { ...limit, ...FRESH } })).resolves.toMatchObject({ workspace: { files: 38 } });
  });
});
