import fc from 'fast-check';
import { riskOf, RISK_WEIGHTS, type RiskInput } from '../../src/impact';

const NONE: RiskInput = { breaking: 0, breakingUsed: 0, callers: 0, sureCallers: 0, changed: 0, complexity: 0, tests: 0, entryPoints: 0, centrality: 0, unknown: 0 };

test('the weights make 1 together', () => {
  expect(Object.values(RISK_WEIGHTS).reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1);
  const worst = riskOf({ breaking: 99, breakingUsed: 99, callers: 999, sureCallers: 999, changed: 9, complexity: 99, tests: 0, entryPoints: 99, centrality: 9, unknown: 9 });
  expect(worst).toMatchObject({ score: 1, level: 'high' });
  expect(worst.reasons).toHaveLength(8);
});

test('no change, no risk', () => {
  expect(riskOf(NONE)).toEqual({ score: 0, level: 'low', reasons: [] });
});

test('levels, and reasons with the weightiest first', () => {
  expect(riskOf({ ...NONE, changed: 1, tests: 1, callers: 1, sureCallers: 1 })).toEqual({ score: 0.04, level: 'low', reasons: ['1 caller outside of the change'] });
  expect(riskOf({ ...NONE, changed: 1, tests: 0, callers: 2, sureCallers: 2, complexity: 12 })).toEqual({
    score: 0.25,
    level: 'medium',
    reasons: ['no test reaches the changed code', '2 callers outside of the change', 'changed code has a cyclomatic complexity of 12'],
  });
  expect(riskOf({ ...NONE, changed: 1, tests: 1, breaking: 2, breakingUsed: 2, callers: 10, sureCallers: 10 }).level).toBe('high');
});

test('guessed callers count by how sure they are', () => {
  const [known, guessed] = [20, 2.4].map((sureCallers) => riskOf({ ...NONE, changed: 1, tests: 1, callers: 20, sureCallers }));
  expect(guessed!.score).toBeLessThan(known!.score);
  expect(known!.reasons).toEqual(['20 callers outside of the change']);
  expect(guessed!.reasons).toEqual(['20 callers outside of the change, guesses among them: by how sure they are 2.4']);
});

test('more of a reason is never less risk, and tests lower it', () => {
  const count = fc.nat({ max: 60 });
  const input = fc.record({ breaking: count, breakingUsed: count, callers: count, sureCallers: count, changed: count, complexity: count, tests: count, entryPoints: count, centrality: fc.double({ min: 0, max: 1, noNaN: true }), unknown: count });
  fc.assert(
    fc.property(input, fc.constantFrom<keyof RiskInput>('breaking', 'breakingUsed', 'sureCallers', 'complexity', 'entryPoints', 'unknown'), (given, key) => {
      const [less, more] = [riskOf(given), riskOf({ ...given, [key]: given[key] + 1 })];
      expect(more.score).toBeGreaterThanOrEqual(less.score);
      expect(riskOf({ ...given, tests: given.tests + 1 }).score).toBeLessThanOrEqual(less.score);
      expect(more.score).toBeLessThanOrEqual(1);
    }),
  );
});
