import fc from 'fast-check';
import { fuseRanks } from '../../src/fuse';

const items = (lists: readonly (readonly number[])[]): number[] => fuseRanks(lists).map(({ item }) => item);

test('what two lists hold stands before what only one holds, even first', () => {
  expect(items([[1, 2, 3], [4, 3, 2]])).toEqual([2, 3, 1, 4]);
});

test('shares say what each list adds', () => {
  const [first] = fuseRanks([[7, 8], [8]]);
  expect(first).toEqual({ item: 8, shares: [1 / 62, 1 / 61] });
});

const list = fc.uniqueArray(fc.nat(50), { maxLength: 30 });

test('one list keeps its order, no item is lost or doubled, and the order of two lists does not change sums', () => {
  fc.assert(fc.property(list, (only) => expect(items([only])).toEqual(only)));
  fc.assert(
    fc.property(list, list, (a, b) => {
      const found = items([a, b]);
      expect([...found].sort()).toEqual([...new Set([...a, ...b])].sort());
      const sums = (lists: number[][]) => fuseRanks(lists).map(({ shares }) => shares.reduce((sum, share) => sum + share, 0).toFixed(9));
      expect(sums([a, b])).toEqual(sums([b, a]));
    }),
  );
});
