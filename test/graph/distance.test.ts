import fc from 'fast-check';
import { boundedDistance } from '../../src/graph/near';

/** Optimal string alignment, written as its definition reads. */
function plainDistance(a: string, b: string): number {
  const known = new Map<string, number>();
  const of = (i: number, j: number): number => {
    const key = `${i},${j}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    let best: number;
    if (i === 0 || j === 0) best = i + j;
    else {
      best = Math.min(of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, of(i - 2, j - 2) + 1);
    }
    known.set(key, best);
    return best;
  };
  return of(a.length, b.length);
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd'), maxLength: 9 });

test('is the plain distance, or one more than the limit', () => {
  fc.assert(
    fc.property(word, word, fc.nat({ max: 5 }), (a, b, limit) => {
      const plain = plainDistance(a, b);
      expect(boundedDistance(a, b, limit)).toBe(plain > limit ? limit + 1 : plain);
    }),
    { numRuns: 3_000 },
  );
});

test('is the same both ways, and none for equal words', () => {
  fc.assert(
    fc.property(word, word, (a, b) => {
      expect(boundedDistance(a, b, 9)).toBe(boundedDistance(b, a, 9));
      expect(boundedDistance(a, a, 0)).toBe(0);
    }),
  );
});

test.each([['ab', 'ba', 1], ['match', 'mathc', 1], ['abcd', 'badc', 2], ['', 'ab', 2], ['kitten', 'sitting', 3]])(
  '%s to %s takes %i',
  (a, b, distance) => {
    expect(boundedDistance(a, b, 3)).toBe(distance);
  },
);
