import fc from 'fast-check';
import { logOdds, scarcity, scoreQuality, type QualityInput } from '../../src/quality';

const GOOD: QualityInput = { scores: [0.9, 0.5, 0.3, 0.2, 0.1], structure: 0.9, coverage: 1, words: 0.5, chunks: 5_000, agreement: 0.8, freshness: 1 };

test('good evidence scores higher than poor, which gets advice', () => {
  const good = scoreQuality(GOOD, 0.7);
  expect(good).toMatchObject({ lowQuality: false, advice: [] });
  const poor = scoreQuality({ scores: [0.1, 0.1, 0.1, 0.1, 0.1], structure: 0, coverage: 0.1, words: 0.1, chunks: 5_000, agreement: 0, freshness: 1 }, 0.7);
  expect(poor.score).toBeLessThan(good.score);
  expect(poor.lowQuality).toBe(true);
  expect(poor.advice).toHaveLength(3);
});

test('no result at all scores zero and says what to do', () => {
  expect(scoreQuality({ ...GOOD, scores: [] }, 0.7)).toMatchObject({ score: 0, lowQuality: true, advice: [expect.stringContaining('Nothing matched')] });
});

test('when nothing in particular is missing, the question is too wide', () => {
  const { advice } = scoreQuality({ ...GOOD, scores: [0.1, 0.1] }, 1);
  expect(advice).toEqual([expect.stringContaining('more specific')]);
});

test('belief is that of the first five results together', () => {
  const { belief } = scoreQuality({ ...GOOD, scores: [0.3, 0.2, 0.1, 0.1, 0.1, 0.1] }, 0.7).features;
  expect(belief).toBeCloseTo(0.8);
  expect(scoreQuality({ ...GOOD, scores: [0.3, 0.3] }, 0.7).score).toBe(scoreQuality({ ...GOOD, scores: [0.6] }, 0.7).score);
});

test('where one branch alone was asked, agreement is taken as usual', () => {
  const both = { scores: [0.5], structure: 1, coverage: 0.5, words: 0.5, chunks: 5_000, freshness: 1 };
  const alone = scoreQuality(both, 0.7).score;
  expect(alone).toBeGreaterThan(scoreQuality({ ...both, agreement: 0 }, 0.7).score);
  expect(alone).toBeLessThan(scoreQuality({ ...both, agreement: 1 }, 0.7).score);
});

test('certainty of the ranker alone does not drown what is missing', () => {
  const sure = { scores: [1], structure: 0, coverage: 0, words: 0, chunks: 5_000, agreement: 0, freshness: 1 };
  expect(logOdds(1)).toBeCloseTo(-logOdds(0));
  expect(scoreQuality(sure, 0.7).score).toBeLessThan(1);
});

test('files that were not found as they were make the answer worse in proportion', () => {
  const half = scoreQuality({ ...GOOD, freshness: 0.5 }, 0.7);
  expect(half.score).toBeCloseTo(scoreQuality(GOOD, 0.7).score / 2, 2);
});

const share = fc.double({ min: 0, max: 1, noNaN: true });
const inputs = fc.record({
  scores: fc.array(share, { maxLength: 8 }).map((scores) => scores.sort((a, b) => b - a)),
  structure: share,
  coverage: share,
  words: share,
  chunks: fc.nat(10_000),
  agreement: share,
  freshness: share,
});

test('any evidence gives a number from 0 to 1 and finite features', () => {
  fc.assert(
    fc.property(inputs, share, (input, minimum) => {
      const { score, lowQuality, features, advice } = scoreQuality(input, minimum);
      expect(score).toBeGreaterThanOrEqual(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(lowQuality).toBe(score < minimum);
      expect(advice.length > 0).toBe(lowQuality);
      for (const value of Object.values(features)) expect(value >= 0 && value <= 1).toBe(true);
    }),
  );
});

test.each(['structure', 'coverage', 'words', 'agreement', 'freshness'] as const)('more %s never makes it worse', (name) => {
  fc.assert(
    fc.property(inputs, share, (input, other) => {
      const [low, high] = [Math.min(input[name], other), Math.max(input[name], other)];
      expect(scoreQuality({ ...input, [name]: low }, 0.7).score).toBeLessThanOrEqual(scoreQuality({ ...input, [name]: high }, 0.7).score);
    }),
  );
});

test('where there is little to choose from, words decide whether the first is the right one', () => {
  const foreign = { ...GOOD, scores: [0.6, 0.3], coverage: 0.2, agreement: 0.3, words: 0.15 };
  const small = scoreQuality({ ...foreign, chunks: 30 }, 0.7);
  expect(small.lowQuality).toBe(true);
  expect(scoreQuality({ ...foreign, chunks: 30, words: 0.6 }, 0.7).score).toBeGreaterThan(small.score + 0.2);
  expect(scoreQuality({ ...foreign, words: 0.9 }, 0.7).score).toBe(scoreQuality(foreign, 0.7).score);
  expect(scarcity({ words: 0, chunks: 0 })).toBeGreaterThan(-100);
});

test('the more there is to choose from, the more a first place says', () => {
  fc.assert(
    fc.property(inputs, fc.nat(10_000), (input, other) => {
      const [few, many] = [Math.min(input.chunks, other), Math.max(input.chunks, other)];
      expect(scoreQuality({ ...input, chunks: few }, 0.7).score).toBeLessThanOrEqual(scoreQuality({ ...input, chunks: many }, 0.7).score);
    }),
  );
});
