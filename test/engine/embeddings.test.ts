/** Outside embeddings: attached, slow, down, back again, exchanged. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine } from '../../src/kernel';
import { createManualClock, type ManualClock } from '../cache/manual-clock';
import { addFiles, cleanUp, codeOfRejection, createProvider, depot, FRESH, gate, openTestEngine, type TestProvider } from './support';

const query = 'webhook signature verification';
const AFTER_PAUSE_MS = 31_000;

let clock: ManualClock;
let engine: Engine;
let root: string;
let embeddings: TestProvider;

beforeEach(async () => {
  clock = createManualClock();
  engine = await openTestEngine({ clock });
  root = depot();
  embeddings = createProvider();
});
afterEach(cleanUp);

const search = (more: object = {}) => engine.search({ root, query, mode: 'rag', settings: FRESH, ...more }, { embeddings });
const hasVectors = ({ results }: Awaited<ReturnType<typeof search>>) => results.some(({ why }) => 'vector' in why);

test('an attached model makes the vectors of code and query', async () => {
  const report = await engine.syncIndex({ root }, { embeddings });
  expect(report.embedding).toEqual({ model: 'letters-v1', dimensions: 32 });
  expect(embeddings.documents).toBe(report.chunks);
  const answer = await search();
  expect(answer.workspace.embeddingModel).toBe('letters-v1');
  expect(hasVectors(answer)).toBe(true);
});

test('what was embedded once is not embedded again', async () => {
  await engine.syncIndex({ root }, { embeddings });
  const { documents } = embeddings;
  addFiles(root, { 'src/one.ts': 'export const one = 1;\n' });
  await engine.syncIndex({ root }, { embeddings });
  expect(embeddings.documents).toBe(documents + 1);
  await engine.syncIndex({ root, rebuild: true }, { embeddings });
  expect(embeddings.documents).toBe(documents + 1);
  const { summary } = await engine.getMetrics({});
  expect(summary.cache.byKind.embedding).toEqual({ hits: documents + 1, misses: documents + 1 });
});

test('a purely structural question does not ask the model', async () => {
  await engine.syncIndex({ root }, { embeddings });
  const { queries } = embeddings;
  const answer = await search({ query: 'Router.match', mode: 'ast' });
  expect(answer.results[0]?.path).toBe('src/http/router.ts');
  expect(embeddings.queries).toBe(queries);
});

test('a model that is slow to embed the query is left out and named', async () => {
  await engine.syncIndex({ root }, { embeddings });
  const slow = gate();
  embeddings.gate = slow.closed;
  const answer = await search({ settings: { ...FRESH, hybrid_mode: { max_analysis_time: '50ms' } } });
  slow.open();
  expect(answer.results[0]?.path).toBe('src/http/signature.ts');
  expect(hasVectors(answer)).toBe(false);
  expect(answer.steps).toContainEqual({ step: 'vector', status: 'dropped', detail: expect.stringContaining('longer than 50 ms (max_analysis_time)') as string });
});

test('a model that fails at a query costs the vectors, not the answer', async () => {
  await engine.syncIndex({ root }, { embeddings });
  embeddings.down = true;
  const answer = await search();
  expect(answer.results[0]?.path).toBe('src/http/signature.ts');
  expect(answer.steps).toContainEqual({ step: 'vector', status: 'failed', detail: expect.stringContaining('connection refused') as string });
});

test('a model that is down from the start is named; its vectors come when it is back, though questions never cease', async () => {
  embeddings.down = true;
  const first = await search();
  expect(first.results[0]?.path).toBe('src/http/signature.ts');
  expect(first.steps).toContainEqual({ step: 'vector', status: 'dropped', detail: expect.stringContaining('letters-v1') as string });
  embeddings.down = false;
  for (let passed = 0; passed < AFTER_PAUSE_MS; passed += 5_000) {
    clock.advance(5_000);
    await search();
  }
  expect(hasVectors(await search())).toBe(true);
});

test('a model that fails while files are indexed: they come without vectors, and get them later', async () => {
  await engine.syncIndex({ root }, { embeddings });
  embeddings.down = true;
  addFiles(root, { 'src/tide.ts': 'export function webhookSignatureTide(): number {\n  return 1;\n}\n' });
  const during = await search({ query: 'webhookSignatureTide' });
  expect(during.results[0]?.path).toBe('src/tide.ts');
  expect(during.steps).toContainEqual(expect.objectContaining({ step: 'vector', status: 'dropped' }));
  embeddings.down = false;
  clock.advance(AFTER_PAUSE_MS);
  const after = await search({ query: 'webhookSignatureTide' });
  expect(after.results[0]?.path).toBe('src/tide.ts');
  expect(after.results[0]?.why).toHaveProperty('vector');
});

test('while a model is down, files are analysed once, not at every question', async () => {
  embeddings.down = true;
  await search();
  const analysed: number[] = [];
  await engine.search({ root, query, settings: FRESH }, { embeddings, onProgress: ({ stage, total }) => stage === 'analyze' && analysed.push(total) });
  expect(analysed).toEqual([]);
});

test('a sync needs the model: it fails by name, and the next one makes the vectors', async () => {
  embeddings.down = true;
  await search();
  await expect(engine.syncIndex({ root }, { embeddings })).rejects.toMatchObject({ code: 'EMBEDDING_FAILED', message: expect.stringContaining('letters-v1') as string });
  embeddings.down = false;
  await expect(engine.syncIndex({ root }, { embeddings })).resolves.toMatchObject({ embedding: { dimensions: 32 } });
  expect(hasVectors(await search())).toBe(true);
});

test('another model, or none, is a named error until the next sync', async () => {
  await engine.syncIndex({ root }, { embeddings });
  const other = createProvider('other-v2', 16);
  expect(await codeOfRejection(engine.search({ root, query }, { embeddings: other }))).toBe('EMBEDDING_MISMATCH');
  expect(await codeOfRejection(engine.search({ root, query }))).toBe('EMBEDDING_NOT_ATTACHED');
  await expect(engine.syncIndex({ root }, { embeddings: other })).resolves.toMatchObject({ embedding: { model: 'other-v2', dimensions: 16 } });
  await expect(engine.search({ root, query }, { embeddings: other })).resolves.toMatchObject({ workspace: { embeddingModel: 'other-v2' } });
  await expect(engine.syncIndex({ root })).resolves.toMatchObject({ embedding: { model: 'built-in-hash-v1' } });
  await expect(engine.search({ root, query })).resolves.toMatchObject({ workspace: { embeddingModel: 'built-in-hash-v1' } });
});

test('two names keep two embeddings side by side', async () => {
  await engine.syncIndex({ root, workspace: 'with a model' }, { embeddings });
  await engine.syncIndex({ root });
  await expect(search({ workspace: 'with a model' })).resolves.toMatchObject({ workspace: { name: 'with a model', embeddingModel: 'letters-v1' } });
  await expect(engine.search({ root, query })).resolves.toMatchObject({ workspace: { embeddingModel: 'built-in-hash-v1' } });
});

test('a model whose vectors change length is a named error at queries, and sync mends it', async () => {
  await engine.syncIndex({ root }, { embeddings });
  embeddings.dimensions = 48;
  expect(await codeOfRejection(search())).toBe('EMBEDDING_MISMATCH');
  addFiles(root, { 'src/one.ts': 'export const one = 1;\n' });
  expect(await codeOfRejection(search())).toBe('EMBEDDING_MISMATCH');
  await expect(engine.syncIndex({ root }, { embeddings })).resolves.toMatchObject({ embedding: { dimensions: 48 }, files: 9 });
  expect(hasVectors(await search())).toBe(true);
});

test('a model that never answers can be cancelled', async () => {
  embeddings.gate = gate().closed;
  const stop = new AbortController();
  const pending = codeOfRejection(engine.search({ root, query }, { embeddings, signal: stop.signal }));
  stop.abort();
  expect(await pending).toBe('CANCELLED');
  embeddings.gate = Promise.resolve();
  expect(hasVectors(await search())).toBe(true);
  embeddings.gate = gate().closed;
  addFiles(root, { 'src/one.ts': 'export const one = 1;\n' });
  const again = new AbortController();
  const { documents } = embeddings;
  const onDocuments = async () => {
    while (embeddings.documents === documents) await new Promise(setImmediate);
    again.abort();
  };
  const code = codeOfRejection(engine.search({ root, query, settings: FRESH }, { embeddings, signal: again.signal }));
  await onDocuments();
  expect(await code).toBe('CANCELLED');
});

test('structure needs no embedding, whichever the workspace was indexed with', async () => {
  await engine.syncIndex({ root }, { embeddings });
  const structural = async (options: object = {}) => [
    (await engine.findSymbol({ root, name: 'Router' }, options)).matches[0]?.path,
    (await engine.findReferences({ root, name: 'Router' }, options)).target?.path,
    (await engine.search({ root, query: 'Router.match', mode: 'ast' }, options)).results[0]?.path,
  ];
  const router = 'src/http/router.ts';
  expect(await structural()).toEqual([router, router, router]);
  expect(await structural({ embeddings: createProvider('other-v2', 16) })).toEqual([router, router, router]);
  await engine.syncIndex({ root });
  const { queries } = embeddings;
  expect(await structural({ embeddings })).toEqual([router, router, router]);
  expect(embeddings.queries).toBe(queries);
  // A structural question that nothing answers falls back to words, and says what is missing.
  await engine.syncIndex({ root }, { embeddings });
  const words = await engine.search({ root, query: 'how are things signed', mode: 'ast' });
  expect(words.steps).toContainEqual({ step: 'vector', status: 'dropped', detail: expect.stringContaining('not attached') as string });
});

test('files that changed while nobody brought the model get their vectors when it is there again', async () => {
  await engine.syncIndex({ root }, { embeddings });
  addFiles(root, { 'src/tide.ts': 'export function webhookSignatureTide(): number {\n  return 1;\n}\n', 'src/gone.ts': 'export const gone = 1;\n' });
  expect((await engine.findSymbol({ root, name: 'webhookSignatureTide', settings: FRESH })).total).toBe(1);
  rmSync(join(root, 'src/gone.ts'));
  await engine.findSymbol({ root, name: 'gone', settings: FRESH });
  const { documents } = embeddings;
  const answer = await search({ query: 'webhookSignatureTide', refresh: 'none' });
  expect(answer.results[0]?.why).toHaveProperty('vector');
  expect(embeddings.documents).toBe(documents + 1);
  await search();
  expect(embeddings.documents).toBe(documents + 1);
});

test('an index that only structure has asked for takes the embedding of the first question about meaning', async () => {
  await engine.findSymbol({ root, name: 'Router' });
  const answer = await search();
  expect(answer.workspace.embeddingModel).toBe('letters-v1');
  expect(hasVectors(answer)).toBe(true);
  expect(await codeOfRejection(engine.search({ root, query }))).toBe('EMBEDDING_NOT_ATTACHED');
  const other = depot();
  await engine.findSymbol({ root: other, name: 'Router' });
  await engine.search({ root: other, query });
  expect(await codeOfRejection(engine.search({ root: other, query }, { embeddings }))).toBe('EMBEDDING_MISMATCH');
});
