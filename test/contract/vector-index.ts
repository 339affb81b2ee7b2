/** The behaviour that every vector backend shares: one suite, run for each of them. */
import fc from 'fast-check';
import { createError } from '../../src/kernel';
import type { VectorHit, VectorIndex } from '../../src/vector';
import { bestOf, exactBest, gaussianRows, unitRow } from './vector-model';
import type { IntegerRow } from './vector-model';

type OpenIndex = (dimensions: number) => VectorIndex | Promise<VectorIndex>;

/** Registers the suite under `name`; `open` makes an empty index. */
export function testVectorIndex(name: string, open: OpenIndex): void {
  describe(`VectorIndex contract: ${name}`, () => {
    testAnswers(open);
    testOrder(open);
    testBadInput(open);
    testAgainstModels(open);
  });
}

function testAnswers(open: OpenIndex): void {
  test('an empty index answers nothing, whatever is asked', async () => {
    const index = await open(2);
    expect(await index.search(Float32Array.of(1, 0), 5)).toEqual([]);
    await index.delete([1, 2]);
    await index.add([], new Float32Array(0));
    expect(index.size).toBe(0);
    expect(await index.search(Float32Array.of(1, 0), 1e9)).toEqual([]);
  });

  test('scores are cosines between 0 and 1', async () => {
    const index = await open(2);
    await index.add([1, 2, 3, 4], Float32Array.of(1, 0, 0.6, 0.8, 0, 1, -1, 0));
    const hits = await index.search(Float32Array.of(1, 0), 10);
    expect(hits.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
    expect(hits[0]!.score).toBe(1);
    expect(hits[1]!.score).toBeCloseTo(0.6, 5);
    expect(hits.slice(2).map(({ score }) => score)).toEqual([0, 0]);
  });

  test.each([0, -1, Number.NaN, 0.5])('a limit of %p answers nothing', async (limit) => {
    const index = await open(2);
    await index.add([1], Float32Array.of(1, 0));
    expect(await index.search(Float32Array.of(1, 0), limit)).toEqual([]);
  });

  test.each([1e9, Infinity])('a limit of %p answers all rows', async (limit) => {
    const index = await open(2);
    await index.add([1, 2], Float32Array.of(1, 0, 0, 1));
    expect(await index.search(Float32Array.of(1, 0), limit)).toHaveLength(2);
  });

  test('a row whose id exists is replaced', async () => {
    const index = await open(2);
    await index.add([7], Float32Array.of(1, 0));
    await index.add([7, 8], Float32Array.of(0, 1, 1, 0));
    expect(index.size).toBe(2);
    const hits = await index.search(Float32Array.of(1, 0), 10);
    expect(hits).toEqual([{ id: 8, score: 1 }, { id: 7, score: 0 }]);
  });

  test('deleted rows are gone, unknown and repeated ids are ignored, ids can come back', async () => {
    const index = await open(2);
    await index.add([1, 2], Float32Array.of(1, 0, 0, 1));
    await index.delete([1, 1, 99]);
    expect(index.size).toBe(1);
    expect(await index.search(Float32Array.of(1, 0), 5)).toEqual([{ id: 2, score: 0 }]);
    await index.delete([2]);
    expect(await index.search(Float32Array.of(1, 0), 5)).toEqual([]);
    await index.add([1], Float32Array.of(1, 0));
    expect(await index.search(Float32Array.of(1, 0), 5)).toEqual([{ id: 1, score: 1 }]);
  });

  test('rows and queries of any length count by direction; a zero row resembles nothing', async () => {
    const index = await open(2);
    await index.add([1, 2, 3], Float32Array.of(0, 0, 30, 40, 0.01, 0));
    const hits = await index.search(Float32Array.of(500, 0), 3);
    expect(hits).toEqual([{ id: 3, score: 1 }, { id: 2, score: 0.6 }, { id: 1, score: 0 }]);
  });

  test('rows that are all zero are found, scored 0, whatever the query', async () => {
    const index = await open(2);
    await index.add([2, 1], new Float32Array(4));
    expect(await index.search(Float32Array.of(1, 0), 1)).toEqual([{ id: 1, score: 0 }]);
  });

  test('a search that is late says so, and the next one finds all', async () => {
    const index = await open(2);
    await index.add([1, 2], Float32Array.of(1, 0, 0, 1));
    const late = { check: () => { throw createError('ANALYSIS_LATE', { limit: 1 }); } };
    await expect(index.search(Float32Array.of(1, 0), 2, undefined, late)).rejects.toMatchObject({ code: 'ANALYSIS_LATE' });
    expect((await index.search(Float32Array.of(1, 0), 2, undefined, { check: () => undefined })).map(({ id }) => id)).toEqual([1, 2]);
  });

  test('a zero query resembles nothing: the smallest ids, scored 0', async () => {
    const index = await open(2);
    await index.add([9, 4, 6], Float32Array.of(1, 0, 0, 1, 0, 0));
    const hits = await index.search(new Float32Array(2), 2);
    expect(hits).toEqual([{ id: 4, score: 0 }, { id: 6, score: 0 }]);
  });

  test('many deletes and replacements leave the right rows', async () => {
    const index = await open(3);
    const ids = Array.from({ length: 600 }, (_, i) => i);
    const fan = (id: number): Float32Array => unitRow([Math.cos(id / 600), Math.sin(id / 600), 0.5]);
    const rows = Float32Array.from(ids.flatMap((id) => [...fan(id)]));
    await index.add(ids, rows);
    await index.delete(ids.filter((id) => id % 3 === 0));
    await index.add(ids.slice(0, 300), rows.slice(300 * 3));
    await index.delete(ids.slice(500));
    expect(index.size).toBe(300 + 133);
    const hits = await index.search(fan(599), 600);
    expect(hits).toHaveLength(433);
    expect(hits[0]).toEqual({ id: 299, score: 1 });
    expect(new Set(hits.map(({ id }) => id)).size).toBe(433);
  });

  test('memory grows with rows; a closed index answers with an error', async () => {
    const index = await open(8);
    const before = index.bytes();
    const rows = gaussianRows(500, 8, 1);
    await index.add(rows.map((_, id) => id), Float32Array.from(rows.flatMap((row) => [...row])));
    expect(index.bytes() - before).toBeGreaterThanOrEqual(500 * 8 * 4);
    index.close();
    index.close();
    expect(index.size).toBe(0);
    expect(index.bytes()).toBeLessThan(1_000);
    const closed = { code: 'ENGINE_CLOSED' };
    await expect(index.search(rows[0]!, 1)).rejects.toMatchObject(closed);
    await expect(index.add([1], rows[0]!)).rejects.toMatchObject(closed);
    await expect(index.delete([1])).rejects.toMatchObject(closed);
  });
}

function testOrder(open: OpenIndex): void {
  test('equal rows stand in the order of their ids, also where the limit cuts through them', async () => {
    const index = await open(4);
    const row = unitRow([1, 2, 3, 4]);
    const ids = Array.from({ length: 300 }, (_, i) => (i * 7) % 300);
    await index.add(ids, Float32Array.from(ids.flatMap(() => [...row])));
    await index.add([1_000], unitRow([1, 2, 3, 5]));
    const hits = await index.search(unitRow([1, 2, 3, 5]), 6);
    expect(hits.map(({ id }) => id)).toEqual([1_000, 0, 1, 2, 3, 4]);
    expect(new Set(hits.slice(1).map(({ score }) => score)).size).toBe(1);
  });

  test('a filter does not cost results, however rare what it accepts', async () => {
    const index = await open(2);
    const ids = Array.from({ length: 2_000 }, (_, i) => i);
    const angle = (id: number): number => (id / 2_000) * 1.5;
    const rows = ids.flatMap((id) => [Math.cos(angle(id)), Math.sin(angle(id))]);
    await index.add(ids, Float32Array.from(rows));
    const hits = await index.search(Float32Array.of(1, 0), 3, (id) => id >= 1_990 && id % 2 === 1);
    expect(hits.map(({ id }) => id)).toEqual([1_991, 1_993, 1_995]);
    expect(await index.search(Float32Array.of(1, 0), 3, () => false)).toEqual([]);
  });

  test('calls that overlap are served one after another', async () => {
    const index = await open(2);
    const calls = [
      index.add([1, 2], Float32Array.of(1, 0, 0, 1)),
      index.delete([1]),
      index.add([3], Float32Array.of(1, 0)),
    ];
    const hits = await index.search(Float32Array.of(1, 0), 1);
    await Promise.all(calls);
    expect(hits).toEqual([{ id: 3, score: 1 }]);
  });
}

const INVALID = { code: 'VALUE_INVALID' };

function testBadInput(open: OpenIndex): void {
  test.each<[string, number[], number[]]>([
    ['too few values', [1, 2], [1, 0, 0]],
    ['too many values', [1], [1, 0, 0]],
    ['an id twice', [1, 1], [1, 0, 0, 1]],
    ['a negative id', [-1], [1, 0]],
    ['a broken id', [1.5], [1, 0]],
    ['NaN', [1], [Number.NaN, 0]],
    ['infinity', [5, 6], [1, 0, 0, Infinity]],
  ])('add refuses %s and stores nothing', async (_name, ids, values) => {
    const index = await open(2);
    await index.add([5], Float32Array.of(0, 1));
    await expect(index.add(ids, Float32Array.from(values))).rejects.toMatchObject(INVALID);
    expect(await index.search(Float32Array.of(0, 1), 5)).toEqual([{ id: 5, score: 1 }]);
  });

  test.each([[[1]], [[1, 0, 0]], [[]], [[Number.NaN, 0]], [[-Infinity, 0]]])(
    'search refuses the vector %p',
    async (values) => {
      const index = await open(2);
      await expect(index.search(Float32Array.from(values), 1)).rejects.toMatchObject(INVALID);
      await index.add([1], Float32Array.of(1, 0));
      await expect(index.search(Float32Array.from(values), 1)).rejects.toMatchObject(INVALID);
      expect(await index.search(Float32Array.of(1, 0), 1)).toHaveLength(1);
    },
  );
}

const DIMENSIONS = 6;
const rowArbitrary = fc.array(fc.integer({ min: -2, max: 2 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS });
const idArbitrary = fc.nat({ max: 40 });
const commandArbitrary = fc.oneof(
  fc.record({
    kind: fc.constant('add' as const),
    rows: fc.uniqueArray(fc.tuple(idArbitrary, rowArbitrary), { selector: ([id]) => id, maxLength: 12 }),
  }),
  fc.record({ kind: fc.constant('delete' as const), ids: fc.array(idArbitrary, { maxLength: 8 }) }),
  fc.record({
    kind: fc.constant('search' as const),
    query: rowArbitrary,
    limit: fc.oneof(fc.nat({ max: 6 }), fc.constant(100)),
    modulus: fc.integer({ min: 1, max: 5 }),
  }),
);

function testAgainstModels(open: OpenIndex): void {
  test('any sequence of calls answers as a map that is searched by exact arithmetic', async () => {
    const property = fc.asyncProperty(fc.array(commandArbitrary, { maxLength: 40 }), async (commands) => {
      const index = await open(DIMENSIONS);
      const model = new Map<number, IntegerRow>();
      for (const command of commands) {
        if (command.kind === 'add') {
          for (const [id, row] of command.rows) model.set(id, row);
          const values = command.rows.flatMap(([, row]) => [...unitRow(row)]);
          await index.add(command.rows.map(([id]) => id), Float32Array.from(values));
        } else if (command.kind === 'delete') {
          for (const id of command.ids) model.delete(id);
          await index.delete(command.ids);
        } else {
          const accept = (id: number): boolean => id % command.modulus === 0;
          const hits = await index.search(unitRow(command.query), command.limit, accept);
          expectSame(hits, exactBest(model, command.query, command.limit, accept));
        }
        expect(index.size).toBe(model.size);
      }
      index.close();
    });
    await fc.assert(property, { numRuns: 200 });
  });

  const scans = [[48, 10], [384, 25], [384, 400]] as const;
  test.each(scans)('finds what a plain scan of %i dimensions finds (%i best)', async (dimensions, limit) => {
    const index = await open(dimensions);
    const rows = gaussianRows(400, dimensions, 42);
    await index.add(rows.map((_, id) => id), Float32Array.from(rows.flatMap((row) => [...row])));
    for (const query of gaussianRows(5, dimensions, 7)) {
      const hits = await index.search(query, limit);
      const expected = bestOf(rows, query, rows.length);
      const scores = new Map(expected.map(({ id, score }) => [id, score]));
      expect(new Set(hits.map(({ id }) => id)).size).toBe(limit);
      hits.forEach(({ id, score }, i) => {
        expect(Math.abs(score - scores.get(id)!)).toBeLessThanOrEqual(1e-5);
        expect(Math.abs(score - expected[i]!.score)).toBeLessThanOrEqual(1e-5);
      });
    }
  });
}

function expectSame(hits: readonly VectorHit[], expected: readonly VectorHit[]): void {
  expect(hits.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  hits.forEach(({ score }, i) => {
    expect(Math.abs(score - expected[i]!.score)).toBeLessThanOrEqual(1e-5);
    expect(score).toBeLessThanOrEqual(hits[Math.max(0, i - 1)]!.score);
  });
}
