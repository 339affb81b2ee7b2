import { orderHits, tieBelow, toScore } from '../../src/vector/order';
import { createTopScores } from '../../src/vector/top-scores';
import fc from 'fast-check';

test('a score is a cosine clamped to 0..1', () => {
  expect([-1, -1e-9, 0, 5e-6, Number.NaN].map(toScore)).toEqual([0, 0, 0, 0, 0]);
  expect([1e-4, 0.5, 1, 1.0000002].map(toScore)).toEqual([1e-4, 0.5, 1, 1]);
});

test('noise in the last digits does not decide the order, real differences do', () => {
  const noisy = [{ id: 9, score: 0.5000009 }, { id: 3, score: 0.5 }, { id: 5, score: 0.5000004 }];
  expect(orderHits([...noisy, { id: 1, score: 0.49999 }], 10)).toEqual([
    { id: 3, score: 0.500001 },
    { id: 5, score: 0.500001 },
    { id: 9, score: 0.500001 },
    { id: 1, score: 0.49999 },
  ]);
});

test('near the top, where noise is small, small differences count', () => {
  const hits = orderHits([{ id: 1, score: 0.999999 }, { id: 2, score: 1 }], 2);
  expect(hits.map(({ id }) => id)).toEqual([2, 1]);
});

test('no positive score ties with 0', () => {
  expect(tieBelow(toScore(6.1e-6))).toBeGreaterThan(0);
});

test('the heap knows what a score must reach to be among the best', () => {
  const scores = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 });
  const property = fc.property(scores, fc.integer({ min: 1, max: 20 }), (shown, limit) => {
    const top = createTopScores(limit);
    for (const score of shown) {
      if (top.wants(score) || score < 0.5) top.push(score);
    }
    const sorted = [...shown].sort((a, b) => b - a);
    expect(top.least()).toBe(sorted[limit - 1] ?? 0);
  });
  fc.assert(property);
});
