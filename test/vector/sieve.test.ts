import fc from 'fast-check';
import { createPortableIndex } from '../../src/vector/portable';
import { createSieve, QUAD, SCAN_ROWS, type Sieve } from '../../src/vector/sieve';
import { lengthOf, wholeQuery, wholeRows } from '../../src/vector/rows';
import { SCAN_KERNEL } from '../../src/vector/kernel/scan';
import { gaussianRows } from '../contract/vector-model';

const whole = (row: ArrayLike<number>): Int16Array => wholeRows(Float32Array.from(row), row.length);
const dot = (a: Int16Array, b: Int16Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const cosine = (a: Int16Array, b: Int16Array): number => dot(a, b) / (lengthOf(a, 0, a.length) * lengthOf(b, 0, b.length) || 1);
const upperSum = (row: Int16Array, query: Int16Array): number => dot(row.map((value) => (value + 128) >> 8), query);

/** The rows that a scan finds whose upper bound is `cut` or more. */
function show(sieve: Sieve, from: number, count: number, cut: number, each: (slot: number, lower: number, upper: number, sum: number) => void): void {
  const rows = sieve.scan(from, count, cut) * QUAD;
  const { numbers, lower, upper, sums } = sieve.sifted();
  for (let row = 0; row < rows; row += 1) {
    if (upper[row]! >= cut) each(numbers[row >> 2]! * QUAD + (row & 3), lower[row]!, upper[row]!, sums[row]!);
  }
}

test('the bytes that are bundled are made from scan.wat', async () => {
  const { compileKernel } = jest.requireActual<{ compileKernel(): Promise<string> }>('../../scripts/build/kernel');
  expect(await compileKernel()).toContain(SCAN_KERNEL.slice(0, 100));
  const text = await compileKernel();
  expect([...text.matchAll(/'(.*)'/g)].map(([, line]) => line).join('')).toBe(SCAN_KERNEL);
});

test('bounds enclose the exact cosine, and the sum of upper bytes is exact, whatever the rows', () => {
  const value = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, 1, -1, 1e-3, 1e-6));
  const sized = fc.integer({ min: 1, max: 70 }).chain((dimensions) => {
    const row = fc.array(value, { minLength: dimensions, maxLength: dimensions }).map((values) => Float32Array.from(values));
    return fc.record({ dimensions: fc.constant(dimensions), rows: fc.array(row, { minLength: 1, maxLength: 9 }), query: row });
  });
  fc.assert(
    fc.property(sized, ({ dimensions, rows: floats, query }) => {
      const sieve = createSieve(dimensions)!;
      const rows = floats.map(whole);
      sieve.reserve(rows.length);
      rows.forEach((row, slot) => sieve.write(slot, row, 0));
      const asked = wholeQuery(query);
      sieve.ask(asked);
      const shown = new Map<number, [number, number, number]>();
      show(sieve, 0, rows.length, -Infinity, (slot, lower, upper, sum) => shown.set(slot, [lower, upper, sum]));
      rows.forEach((row, slot) => {
        const [lower, upper, sum] = shown.get(slot)!;
        expect(lower).toBeLessThanOrEqual(cosine(row, asked));
        expect(upper).toBeGreaterThanOrEqual(cosine(row, asked));
        expect(sum).toBe(upperSum(row, asked));
        const read = new Int8Array(dimensions);
        sieve.read(slot, read, 0);
        expect([...read]).toEqual([...row.map((value) => (value + 128) >> 8)]);
      });
    }),
    { numRuns: 150 },
  );
});

test.each([1, 3, 16, 384, 1_536, 65_536])('bounds are close at %i dimensions, and extremes do not overflow', (dimensions) => {
  const sieve = createSieve(dimensions)!;
  const row = gaussianRows(1, dimensions, 3)[0]!;
  const flat = new Float32Array(dimensions).fill(1);
  const rows = [row, flat, flat.map((value) => -value), new Float32Array(dimensions)].map(whole);
  expect(sieve.reserve(rows.length)).toBe(true);
  rows.forEach((one, slot) => sieve.write(slot, one, 0));
  for (const query of [row, flat].map(wholeQuery)) {
    sieve.ask(query);
    const shown: number[] = [];
    show(sieve, 0, 4, -Infinity, (slot, lower, upper, sum) => {
      // Slots may lie beyond the end.
      if (slot >= rows.length) return;
      shown.push(slot);
      expect(upper - lower).toBeLessThan(0.2);
      expect(sum).toBe(upperSum(rows[slot]!, query));
      expect((upper + lower) / 2).toBeCloseTo(cosine(rows[slot]!, query), 1);
    });
    expect(shown).toEqual([0, 1, 2, 3]);
  }
});

test('only what can reach the cut is shown, wherever it lies', () => {
  const sieve = createSieve(16)!;
  const count = SCAN_ROWS + 6;
  sieve.reserve(count);
  const near = whole(Array.from({ length: 16 }, (_, i) => 1 + i));
  const far = near.map((value) => -value);
  const places = [0, 7, SCAN_ROWS - 1, SCAN_ROWS, SCAN_ROWS + 5];
  for (let slot = 0; slot < count; slot += 1) sieve.write(slot, places.includes(slot) ? near : far, 0);
  sieve.ask(near);
  const shown: number[] = [];
  show(sieve, 0, SCAN_ROWS, 0.9, (slot) => shown.push(slot));
  show(sieve, SCAN_ROWS, 6, 0.9, (slot) => shown.push(slot));
  expect(shown).toEqual(places);
});

describe('an index whose host', () => {
  afterEach(() => jest.restoreAllMocks());
  const rows = gaussianRows(300, 32, 5);
  const query = gaussianRows(1, 32, 6)[0]!;
  const answer = async () => {
    const index = createPortableIndex(32, { sieveFrom: 1 });
    for (let from = 0; from < 300; from += 100) {
      const some = rows.slice(from, from + 100);
      await index.add(some.map((_, i) => from + i), Float32Array.from(some.flatMap((row) => [...row])));
    }
    return index.search(query, 20);
  };

  test('has no memory for a sieve answers the same without', async () => {
    const expected = await answer();
    jest.spyOn(WebAssembly, 'Instance').mockImplementation(() => {
      throw new RangeError('could not allocate memory');
    });
    expect(await answer()).toEqual(expected);
  });

  test('has no SIMD answers the same without', async () => {
    const expected = await answer();
    jest.spyOn(WebAssembly, 'validate').mockReturnValue(false);
    jest.resetModules();
    const fresh = await import('../../src/vector/sieve');
    expect(fresh.createSieve(8)).toBeUndefined();
    expect(await answer()).toEqual(expected);
  });

  test('has no more memory for further rows answers the same without', async () => {
    const index = createPortableIndex(32, { sieveFrom: 1 });
    const plain = createPortableIndex(32, { sieveFrom: Infinity });
    const real = WebAssembly.Instance;
    let allowed = 1;
    jest.spyOn(WebAssembly, 'Instance').mockImplementation((module) => {
      const { exports } = new real(module) as { exports: { memory: { buffer: ArrayBuffer; grow(pages: number): number }; scan: unknown } };
      const { memory, scan } = exports;
      const bounded = {
        get buffer() {
          return memory.buffer;
        },
        grow(pages: number): number {
          allowed -= 1;
          if (allowed < 0) throw new RangeError('out of memory');
          return memory.grow(pages);
        },
      };
      return { exports: { memory: bounded, scan } };
    });
    const limited = createPortableIndex(32, { sieveFrom: 1 });
    for (let from = 0; from < 6_000; from += 1_500) {
      const ids = Array.from({ length: 1_500 }, (_, i) => from + i);
      const values = Float32Array.from(ids.flatMap((id) => [...rows[id % 300]!]));
      for (const each of [index, plain, limited]) await each.add(ids, values);
    }
    expect(allowed).toBeLessThan(0);
    const expected = await plain.search(query, 30);
    expect(await index.search(query, 30)).toEqual(expected);
    expect(await limited.search(query, 30)).toEqual(expected);
  });
});
