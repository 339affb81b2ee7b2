/** An index whose vectors a lent store holds: through threads, with changes, failures and delays. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { Document } from '@langchain/core/documents';
import { FakeEmbeddings } from '@langchain/core/utils/testing';
import { openEngine } from '../../src';
import type { Engine, StoredVector, VectorStoreProvider } from '../../src/kernel';
import { useEngineBundle } from '../support/engine-bundle';
import { cleanUp, codeOfRejection, createProvider, depot, FRESH, gate, openTestEngine } from './support';

let engine: Engine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(cleanUp);

interface TestStore extends VectorStoreProvider {
  readonly rows: StoredVector[];
  searches: number;
  failure?: string;
  gate: Promise<unknown>;
}

function lendStore(): TestStore {
  const memory = new MemoryVectorStore(new FakeEmbeddings());
  const attend = async (): Promise<void> => {
    await store.gate;
    if (store.failure !== undefined) throw new Error(store.failure);
  };
  const store: TestStore = {
    name: 'MemoryVectorStore',
    rows: [],
    searches: 0,
    gate: Promise.resolve(),
    async add(rows) {
      await attend();
      store.rows.push(...rows);
      await memory.addVectors(rows.map(({ vector }) => [...vector]), rows.map(({ id }) => new Document({ pageContent: '', metadata: { id } })));
    },
    async search(vector, limit) {
      store.searches += 1;
      await attend();
      return (await memory.similaritySearchVectorWithScore([...vector], limit)).map(([{ metadata }, score]) => ({ id: String(metadata.id), score }));
    },
    delete: () => Promise.resolve(false),
  };
  return store;
}

const query = 'where is the webhook signature verified?';

test('answers are those of the index in memory, and name the store', async () => {
  const [root, vectorStore] = [depot(), lendStore()];
  const report = await engine.syncIndex({ root }, { vectorStore });
  expect(report).toMatchObject({ vectorBackend: 'store MemoryVectorStore', embedding: { model: 'built-in-hash-v1' } });
  expect(vectorStore.rows).toHaveLength(report.chunks);
  const [stored, own] = [await engine.search({ root, query }, { vectorStore }), await engine.search({ root, query })];
  expect(stored.workspace.vectorBackend).toBe('store MemoryVectorStore');
  expect(own.workspace.vectorBackend).not.toContain('store');
  expect(stored.results.map(({ path, startLine }) => `${path}:${startLine}`)).toEqual(own.results.map(({ path, startLine }) => `${path}:${startLine}`));
  expect(vectorStore.searches).toBeGreaterThan(0);
});

test('no code goes there, unchanged code goes there once, and old rows are no answers', async () => {
  const [root, vectorStore, embeddings] = [depot(), lendStore(), createProvider()];
  await engine.syncIndex({ root }, { vectorStore, embeddings });
  const [held, asked] = [vectorStore.rows.length, embeddings.documents];
  expect(Object.keys(vectorStore.rows[0]!).sort()).toEqual(['endLine', 'hash', 'id', 'index', 'path', 'startLine', 'vector']);
  await engine.syncIndex({ root, rebuild: true }, { vectorStore, embeddings });
  expect(embeddings.documents).toBe(asked);
  expect(new Set(vectorStore.rows.map(({ id }) => id)).size).toBe(held);
  writeFileSync(join(root, 'src/http/signature.ts'), 'export const replaced = 1;\n');
  const { results } = await engine.search({ root, query: 'replaced', settings: FRESH }, { vectorStore, embeddings });
  expect(results.filter(({ path }) => path === 'src/http/signature.ts')).toHaveLength(1);
});

test('a store that fails a search leaves the answer to words, and is named', async () => {
  const [root, vectorStore] = [depot(), lendStore()];
  await engine.syncIndex({ root }, { vectorStore });
  vectorStore.failure = 'connection refused';
  const { results, steps } = await engine.search({ root, query }, { vectorStore });
  expect(results[0]?.path).toBe('src/http/signature.ts');
  expect(steps).toContainEqual({ step: 'vector', status: 'failed', detail: expect.stringMatching(/"MemoryVectorStore" failed: connection refused/) as string });
});

test('one that is late is dropped and named', async () => {
  const [root, vectorStore] = [depot(), lendStore()];
  await engine.syncIndex({ root }, { vectorStore });
  const late = gate();
  vectorStore.gate = late.closed;
  const settings = { hybrid_mode: { max_analysis_time: '50ms' } };
  const { results, steps } = await engine.search({ root, query, mode: 'rag', settings }, { vectorStore });
  expect(results[0]?.path).toBe('src/http/signature.ts');
  expect(steps).toContainEqual({ step: 'vector', status: 'dropped', detail: 'the vector store "MemoryVectorStore" took longer than 50 ms (max_analysis_time)' });
  late.open();
});

test('one that takes nothing is an error with a reason', async () => {
  const vectorStore = lendStore();
  vectorStore.failure = 'expected 1536 dimensions, not 256';
  await expect(engine.syncIndex({ root: depot() }, { vectorStore })).rejects.toMatchObject({ code: 'VECTOR_STORE_FAILED', message: expect.stringContaining('1536') as string });
});

test('across threads, and for several callers with stores of their own at once', async () => {
  await useEngineBundle();
  const far = openEngine({ inThread: true });
  try {
    const [root, first, second] = [depot(), lendStore(), { ...lendStore(), name: 'Other' }];
    const answers = await Promise.all([first, second].map((vectorStore) => far.search({ root, query }, { vectorStore })));
    expect(answers.map(({ workspace }) => workspace.vectorBackend)).toEqual(['store MemoryVectorStore', 'store Other']);
    expect(first.rows.length).toBeGreaterThan(8);
    first.failure = 'no more';
    expect(await codeOfRejection(far.syncIndex({ root, rebuild: true }, { vectorStore: first }))).toBe('VECTOR_STORE_FAILED');
  } finally {
    await far.close();
  }
});
