import fc from 'fast-check';
import { createColumns } from '../../src/corpus/columns';
import { pathKinds, PATH_KIND, PATH_KINDS_END } from '../../src/corpus';

test('columns answer like a map, and hold no pages that nothing is in', () => {
  const id = fc.oneof(fc.nat(20), fc.nat(50_000));
  const step = fc.oneof(fc.record({ id, first: fc.nat(2 ** 32 - 1), second: fc.nat(2 ** 32 - 1) }), fc.record({ id }));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const columns = createColumns();
      const known = new Map<number, [number, number]>();
      for (const one of steps) {
        if ('first' in one) {
          columns.put(one.id, one.first, one.second);
          known.set(one.id, [one.first, one.second]);
        } else {
          columns.drop(one.id);
          known.delete(one.id);
        }
      }
      for (const { id: asked } of steps) expect([columns.first(asked), columns.second(asked)]).toEqual(known.get(asked) ?? [0, 0]);
      const held = columns.bytes();
      for (const { id: gone } of steps) columns.drop(gone);
      expect(columns.bytes()).toBeLessThanOrEqual(held);
      expect(columns.bytes()).toBeLessThan(4_096);
    }),
  );
  expect([createColumns().first(7), createColumns().second(2 ** 31)]).toEqual([0, 0]);
});

test('a path is of any number of kinds', () => {
  expect(pathKinds('src/a.ts')).toBe(0);
  expect(pathKinds('examples/test/a.d.ts')).toBe(PATH_KIND.example | PATH_KIND.test | PATH_KIND.declaration);
  expect(Object.values(PATH_KIND).reduce<number>((sum, bit) => sum + bit, 0)).toBe(PATH_KINDS_END - 1);
});
