import fc from 'fast-check';
import { createPortableIndex } from '../../src/vector/portable';
import { floatsOf, lengthOf, unitOf, UPPER_MAX, upperByte, wholeQuery, wholeRows } from '../../src/vector/rows';
import { bestOf, gaussianRows } from '../contract/vector-model';

const floats = fc.array(fc.oneof(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom(0, 1, -1, 1e-40, 3e38)), { minLength: 1, maxLength: 40 });

test('the direction of a row is kept to a share of its largest value', () => {
  fc.assert(
    fc.property(floats, (values) => {
      const row = Float32Array.from(values);
      const whole = wholeRows(row, row.length);
      const largest = Math.max(...row.map(Math.abs));
      whole.forEach((number, i) => {
        expect(Math.abs(upperByte(number))).toBeLessThanOrEqual(UPPER_MAX);
        expect(Math.abs(number - 256 * upperByte(number))).toBeLessThanOrEqual(128);
        if (largest > 0) expect(Math.abs(number / 30_240 - row[i]! / largest)).toBeLessThanOrEqual(0.5001 / 30_240);
      });
      expect(lengthOf(whole, 0, whole.length) === 0).toBe(largest === 0);
      expect(wholeRows(whole, whole.length)).toBe(whole);
    }),
  );
});

test('small counts are kept exactly', () => {
  const counts = Float32Array.of(1, 2, -3, 4, 5, -6, 7, 8, 9, 10);
  for (let most = 1; most <= 10; most += 1) {
    const row = counts.subarray(0, most).map((count) => count / 13);
    expect([...wholeRows(row, most)].map((whole) => (whole * most) / 30_240)).toEqual([...counts.subarray(0, most)]);
  }
});

test.each([1, 2, 255, 1_536, 65_536])('no sum of a query with upper bytes of %i dimensions leaves 32 bits', (dimensions) => {
  const flat = new Float32Array(dimensions).fill(-1);
  const row = wholeRows(flat, dimensions);
  for (const query of [flat, gaussianRows(1, dimensions, 4)[0]!]) {
    const largest = wholeQuery(query).reduce((sum, value, i) => sum + Math.abs(value) * Math.abs(upperByte(row[i]!)), 0);
    expect(largest).toBeLessThan(2 ** 31);
    expect(largest).toBeGreaterThan(0);
  }
  expect(wholeQuery(new Float32Array(dimensions)).every((value) => value === 0)).toBe(true);
});

test('floats of rows: as given, or of unit length', () => {
  expect(floatsOf(Float32Array.of(9, 3, 4), 1, 2)).toEqual([3, 4]);
  expect(floatsOf(wholeRows(Float32Array.of(0, 0, 3, 4), 2), 2, 2)).toEqual([Math.fround(0.6), Math.fround(0.8)]);
  expect(unitOf(new Int16Array(2), 0, 2)).toEqual([0, 0]);
});

test('rows that were made whole before answer as those made whole by the index', async () => {
  const rows = gaussianRows(1_500, 24, 8);
  const ids = rows.map((_, id) => id);
  const values = Float32Array.from(rows.flatMap((row) => [...row]));
  const [given, made] = [createPortableIndex(24), createPortableIndex(24)];
  await given.add(ids, values);
  await made.add(ids, wholeRows(values, 24));
  for (const query of gaussianRows(10, 24, 9)) expect(await made.search(query, 40)).toEqual(await given.search(query, 40));
  await expect(made.add([1, 2], new Int16Array(24))).rejects.toMatchObject({ code: 'VALUE_INVALID' });
});

test.each([24, 256])('the ten best of 2,000 rows of %i dimensions are those by unrounded floats', async (dimensions) => {
  const rows = gaussianRows(2_000, dimensions, 21);
  const index = createPortableIndex(dimensions);
  for (let from = 0; from < rows.length; from += 500) {
    const some = rows.slice(from, from + 500);
    await index.add(some.map((_, i) => from + i), Float32Array.from(some.flatMap((row) => [...row])));
  }
  let found = 0;
  const queries = gaussianRows(10, dimensions, 22);
  for (const query of queries) {
    const best = new Set(bestOf(rows, query, 10).map(({ id }) => id));
    for (const { id } of await index.search(query, 10)) if (best.has(id)) found += 1;
  }
  expect(found / (10 * queries.length)).toBeGreaterThanOrEqual(0.995);
});
