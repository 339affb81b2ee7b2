import fc from 'fast-check';
import { fitLogistic, probability } from '../../bench/fit/logistic';

const seen = (features: number[], right: boolean, weight = 1) => ({ features, right, weight });

test('without features the rate is what is learnt', () => {
  const weights = fitLogistic([seen([], true), seen([], true), seen([], false), seen([], true)], 0, 1);
  expect(probability(weights, [])).toBeCloseTo(0.75, 6);
});

test('a telling feature is found, and weights of observations count', () => {
  const cases = [0, 1, 2, 3].flatMap((x) => [seen([x], x > 1, 10), seen([x], x <= 1)]);
  const weights = fitLogistic(cases, 1, 0.1);
  expect(probability(weights, [3])).toBeGreaterThan(0.8);
  expect(probability(weights, [0])).toBeLessThan(0.2);
});

test('at the optimum, stated and observed totals are equal', () => {
  const cases = fc.array(fc.record({ x: fc.double({ min: -1, max: 1, noNaN: true }), right: fc.boolean() }), { minLength: 10, maxLength: 40 });
  fc.assert(
    fc.property(cases, (list) => {
      const observations = [...list.map(({ x, right }) => seen([x], right)), seen([0], true), seen([0], false)];
      const weights = fitLogistic(observations, 1, 1);
      const stated = observations.reduce((sum, { features }) => sum + probability(weights, features), 0);
      expect(stated).toBeCloseTo(observations.filter(({ right }) => right).length, 3);
    }),
  );
});
