/** LangChain's own in-memory store behind the adapter, and stores that cannot do all of it. */
import { MemoryVectorStore } from '@langchain/classic/vectorstores/memory';
import { Document } from '@langchain/core/documents';
import { FakeEmbeddings } from '@langchain/core/utils/testing';
import fc from 'fast-check';
import type { StoredVector, VectorStoreProvider } from '../../src/kernel';
import { createStoreIndex, type VectorIndex } from '../../src/vector';
import { exactBest, gaussianRows, unitRow, type IntegerRow } from '../contract/vector-model';

/** As the nodes adapt a store; `rows` is what it was given. */
function openStore(more: Partial<VectorStoreProvider> = {}) {
  const memory = new MemoryVectorStore(new FakeEmbeddings());
  const rows: StoredVector[] = [];
  const provider: VectorStoreProvider = {
    name: 'MemoryVectorStore',
    async add(given) {
      rows.push(...given);
      await memory.addVectors(given.map(({ vector }) => [...vector]), given.map(({ id }) => new Document({ pageContent: '', metadata: { id } })));
    },
    async search(vector, limit) {
      return (await memory.similaritySearchVectorWithScore([...vector], limit)).map(([{ metadata }, score]) => ({ id: String(metadata.id), score }));
    },
    delete: () => Promise.resolve(false),
    ...more,
  };
  return { provider, rows, memory };
}

const openIndex = (provider: VectorStoreProvider | undefined, dimensions = 2, namespace = 'one'): VectorIndex =>
  createStoreIndex({ dimensions, name: 'MemoryVectorStore', namespace, lent: () => provider });
const place = (path: string, hash = 'h', startLine = 1) => ({ path, hash, startLine, endLine: startLine + 1 });
const EAST = Float32Array.of(1, 0);

test('rows are found by likeness, with their cosine', async () => {
  const index = openIndex(openStore().provider);
  expect(await index.search(EAST, 5)).toEqual([]);
  await index.add([1, 2, 3], Float32Array.of(1, 0, 0.6, 0.8, -1, 0), [place('a.ts'), place('b.ts'), place('c.ts')]);
  const hits = await index.search(EAST, 5);
  expect(hits.map(({ id }) => id)).toEqual([1, 2, 3]);
  expect(hits[1]!.score).toBeCloseTo(0.6, 5);
  expect(hits[2]!.score).toBe(0);
  expect(await index.search(EAST, 1, (id) => id > 1)).toMatchObject([{ id: 2 }]);
  expect(index).toMatchObject({ backend: 'store MemoryVectorStore', size: 3 });
});

test('a store gets places, hashes and vectors under the same id each time, and nothing twice', async () => {
  const { provider, rows } = openStore();
  const index = openIndex(provider);
  await index.add([1], EAST, [place('a.ts')]);
  await index.delete([1]);
  await index.add([5], EAST, [place('a.ts')]);
  await openIndex(provider).add([9], EAST, [place('a.ts')]);
  expect(rows.map(({ id }) => id)).toEqual([rows[0]!.id, rows[0]!.id]);
  expect(rows[0]).toEqual({ id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/) as string, index: 'one', vector: [1, 0], ...place('a.ts') });
  expect(await index.search(EAST, 5)).toEqual([{ id: 5, score: 1 }]);
});

test('what changed is not found again although the store cannot delete', async () => {
  const index = openIndex(openStore().provider);
  await index.add([1], EAST, [place('a.ts', 'old')]);
  await index.delete([1]);
  await index.add([2], Float32Array.of(0, 1), [place('a.ts', 'new')]);
  expect(await index.search(EAST, 5)).toEqual([{ id: 2, score: 0 }]);
});

test('a store that deletes is told what nobody needs', async () => {
  const gone: string[] = [];
  const { provider, rows } = openStore({ delete: (ids) => (gone.push(...ids), Promise.resolve(true)) });
  const index = openIndex(provider);
  await index.add([1, 2], Float32Array.of(1, 0, 0, 1), [place('a.ts'), place('b.ts')]);
  await index.delete([1, 1, 77]);
  expect(gone).toEqual([rows[0]!.id]);
  await index.add([3], EAST, [place('a.ts')]);
  expect(rows).toHaveLength(3);
});

test('however much else the store holds, ours is found', async () => {
  const { provider } = openStore();
  const [ours, other] = [openIndex(provider), openIndex(provider, 2, 'two')];
  const many = Array.from({ length: 700 }, (_, id) => id);
  await other.add(many, Float32Array.from(many.flatMap(() => [1, 0])), many.map((id) => place(`${id}.ts`)));
  await ours.add([1], Float32Array.of(0.6, 0.8), [place('0.ts')]);
  expect(await ours.search(EAST, 3)).toMatchObject([{ id: 1 }]);
  expect(await other.search(EAST, 3)).toHaveLength(3);
});

test('distances are turned round', async () => {
  const { provider } = openStore();
  const search: VectorStoreProvider['search'] = async (vector, limit) => (await provider.search(vector, limit)).map(({ id, score }) => ({ id, score: 1 - score }));
  const index = openIndex({ ...provider, search });
  await index.add([1, 2], Float32Array.of(1, 0, 0.6, 0.8), [place('a.ts'), place('b.ts')]);
  const [first, second] = await index.search(EAST, 2);
  expect([first!.id, second!.id]).toEqual([1, 2]);
  expect(first!.score).toBeGreaterThan(second!.score);
});

test('failures and a store that is not there are named; nothing counts as added then', async () => {
  const failing = openStore({ add: () => Promise.reject(new Error('relation does not exist')), search: () => Promise.reject(new Error('gone')) });
  const index = openIndex(failing.provider);
  await expect(index.add([1], EAST, [place('a.ts')])).rejects.toMatchObject({ code: 'VECTOR_STORE_FAILED', message: expect.stringContaining('relation does not exist') as string });
  expect(index.size).toBe(0);
  await expect(openIndex(undefined).add([1], EAST)).rejects.toMatchObject({ code: 'VECTOR_STORE_FAILED', message: expect.stringContaining('not attached') as string });
  await expect(index.add([1], Float32Array.of(1))).rejects.toMatchObject({ code: 'VALUE_INVALID' });
  await expect(index.search(Float32Array.of(1), 1)).rejects.toMatchObject({ code: 'VALUE_INVALID' });
  index.close();
  await expect(index.search(EAST, 1)).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
  await expect(index.add([1], EAST)).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
});

test('any sequence of calls answers as a map that is searched by exact arithmetic', async () => {
  const DIMENSIONS = 4;
  const row = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS }).filter((values) => values.some((value) => value !== 0));
  const step = fc.oneof(
    fc.record({ kind: fc.constant('add' as const), id: fc.nat({ max: 20 }), row }),
    fc.record({ kind: fc.constant('delete' as const), ids: fc.array(fc.nat({ max: 20 }), { maxLength: 5 }) }),
    fc.record({ kind: fc.constant('search' as const), row, limit: fc.nat({ max: 8 }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), async (steps) => {
      const index = openIndex(openStore().provider, DIMENSIONS);
      const model = new Map<number, IntegerRow>();
      for (const [at, one] of steps.entries()) {
        if (one.kind === 'add') {
          model.set(one.id, one.row);
          await index.add([one.id], unitRow(one.row), [place('a.ts', String(at))]);
        } else if (one.kind === 'delete') {
          one.ids.forEach((id) => model.delete(id));
          await index.delete(one.ids);
        } else {
          const [hits, expected] = [await index.search(unitRow(one.row), one.limit), exactBest(model, one.row, one.limit, () => true)];
          expect(hits).toHaveLength(expected.length);
          hits.forEach(({ score }, place) => expect(score).toBeCloseTo(expected[place]!.score, 5));
        }
        expect(index.size).toBe(model.size);
      }
    }),
    { numRuns: 60 },
  );
});

test('it takes memory for places only', async () => {
  const index = openIndex(openStore().provider, 64);
  const rows = gaussianRows(100, 64, 1);
  await index.add(rows.map((_, id) => id), Float32Array.from(rows.flatMap((each) => [...each])));
  expect(index.bytes()).toBeLessThan(100 * 64 * 4 + 1);
});
