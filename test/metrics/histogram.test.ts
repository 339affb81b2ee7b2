import fc from 'fast-check';
import { addBins, addValue, countOf, countUpTo, quantileOf, RELATIVE_ERROR, type Bins } from '../../src/metrics/histogram';

const filled = (values: readonly number[]): Bins => {
  const bins: Bins = new Map();
  for (const value of values) addValue(bins, value);
  return bins;
};

test('a quantile is within the error of the value by nearest rank', () => {
  const latencies = fc.array(fc.double({ min: 0.01, max: 1e7, noNaN: true }), { minLength: 1, maxLength: 200 });
  fc.assert(
    fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, p) => {
      const exact = [...values].sort((a, b) => a - b)[Math.max(1, Math.ceil(p * values.length)) - 1]!;
      expect(Math.abs(quantileOf(filled(values), p)! - exact) / exact).toBeLessThanOrEqual(RELATIVE_ERROR * 1.000_001);
    }),
  );
});

test('adding up is the same as counting together', () => {
  const list = fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { maxLength: 50 });
  fc.assert(
    fc.property(list, list, (a, b) => {
      const both = filled(a);
      addBins(both, filled(b));
      expect([...both].sort()).toEqual([...filled([...a, ...b])].sort());
    }),
  );
});

test('what is no latency counts as none', () => {
  const bins = filled([-1, 0, Number.NaN, 1e-9]);
  expect([countOf(bins), quantileOf(bins, 1), bins.size]).toEqual([4, 0, 1]);
  expect(quantileOf(filled([Infinity]), 0.5)).toBeGreaterThan(1e15);
  expect(quantileOf(new Map(), 0.5)).toBeUndefined();
});

test('counts up to a limit', () => {
  expect(countUpTo(filled([1, 10, 100]), 20)).toBe(2);
});
