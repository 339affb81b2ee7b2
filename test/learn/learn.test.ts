import fc from 'fast-check';
import { boostFiles, LEARN, strengthsOf, type FeedbackEvent } from '../../src/learn';

const DAY = 86_400_000;
const NOW = 100 * DAY;
const weigh = (...terms: string[]) => terms.map((term) => ({ term, weight: 1 }));
const event = (more: Partial<FeedbackEvent> = {}): FeedbackEvent => ({ file: 'f', terms: ['a', 'b', 'c'], useful: true, at: NOW, ...more });
const strength = (events: FeedbackEvent[], ...terms: string[]): number => strengthsOf(weigh(...terms), events, NOW, 60 * DAY).get('f') ?? 0;

describe('strength', () => {
  test('the same question counts most, an unlike one not at all', () => {
    expect(strength([event()], 'a', 'b', 'c')).toBeCloseTo(LEARN.rate);
    const partly = strength([event()], 'a', 'b', 'x');
    expect(partly).toBeGreaterThan(0);
    expect(partly).toBeLessThan(LEARN.rate);
    expect(strength([event()], 'a', 'x', 'y', 'z')).toBe(0);
    expect(strength([event()], 'x')).toBe(0);
    expect(strength([event()])).toBe(0);
  });
  test('telling words count more than common ones', () => {
    const of = (term: string) => strengthsOf([{ term: 'a', weight: 5 }, { term: 'x', weight: 1 }], [event({ terms: [term, 'q'] })], NOW, DAY).get('f') ?? 0;
    expect(of('a')).toBeGreaterThan(of('x'));
  });
  test('it grows with agreement, is taken back by the contrary, and never goes below nothing', () => {
    const ask = (...verdicts: boolean[]) => strength(verdicts.map((useful) => event({ useful })), 'a', 'b', 'c');
    expect(ask(true, true)).toBeGreaterThan(ask(true));
    expect(ask(true, false)).toBeLessThan(ask(true));
    expect(ask(false, false, false)).toBe(0);
    expect(ask(false, false, false, true)).toBe(ask(true));
  });
  test('it fades by half in a half-life; time that has not come yet counts as now', () => {
    expect(strength([event({ at: NOW - 60 * DAY })], 'a', 'b', 'c')).toBeCloseTo(LEARN.rate / 2);
    expect(strength([event({ at: NOW + DAY })], 'a', 'b', 'c')).toBeCloseTo(LEARN.rate);
  });
  test('any events give 0 to 1', () => {
    const events = fc.array(fc.record({ file: fc.constantFrom('f', 'g'), terms: fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 4 }), useful: fc.boolean(), at: fc.integer({ min: 0, max: NOW }) }), { maxLength: 50 });
    fc.assert(
      fc.property(events, (list) => {
        for (const value of strengthsOf(weigh('a', 'b'), list, NOW, DAY).values()) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1);
        }
      }),
    );
  });
});

const results = (...rows: [path: string, score: number][]) => rows.map(([path, score]) => ({ path, score, why: { words: 1 } }));
const order = (list: readonly { path: string }[]) => list.map(({ path }) => path);

describe('boost', () => {
  test('a learnt file rises with all its results where the ranker is unsure, and says why', () => {
    const ranked = results(['a', 0.12], ['b', 0.1], ['c', 0.08], ['c', 0.06], ['b', 0.05]);
    const boosted = boostFiles(ranked, (path) => (path === 'c' ? 0.6 : 0));
    expect(order(boosted)).toEqual(['c', 'c', 'a', 'b', 'b']);
    expect(boosted[0]!.why).toEqual({ words: 1, learned: expect.any(Number) as number });
    expect(boosted[2]!.why).toEqual({ words: 1 });
    const mass = (list: readonly { score: number }[]) => list.reduce((sum, { score }) => sum + score, 0);
    expect(mass(boosted)).toBeCloseTo(mass(ranked), 4);
  });
  test('where the ranker is sure, the first result stays first', () => {
    const ranked = results(['a', 0.4], ['b', 0.1], ['c', 0.08]);
    expect(order(boostFiles(ranked, (path) => (path === 'c' ? 1 : 0)))).toEqual(['a', 'c', 'b']);
  });
  test('nothing learnt changes nothing', () => {
    const ranked = results(['a', 0.2], ['b', 0.1]);
    expect(boostFiles(ranked, () => 0)).toEqual(ranked);
    expect(boostFiles([], () => 1)).toEqual([]);
  });
  test('whatever is learnt, one file moves, the others keep their order, and scores fall', () => {
    const row = fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.integer({ min: 1, max: 1_000 }));
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 20 }), fc.record({ a: fc.float({ min: 0, max: 1, noNaN: true }), b: fc.float({ min: 0, max: 1, noNaN: true }) }), (rows, learnt) => {
        const total = rows.reduce((sum, [, mass]) => sum + mass, 0);
        const ranked = results(...rows.sort((x, y) => y[1] - x[1]).map(([path, mass]): [string, number] => [path, mass / total]));
        const boosted = boostFiles(ranked, (path) => (learnt as Record<string, number>)[path] ?? 0);
        const moved = new Set(boosted.filter(({ why }) => 'learned' in why).map(({ path }) => path));
        expect(moved.size).toBeLessThanOrEqual(1);
        expect(order(boosted).filter((path) => !moved.has(path))).toEqual(order(ranked).filter((path) => !moved.has(path)));
        boosted.forEach(({ score }, index) => expect(score).toBeLessThanOrEqual((boosted[index - 1]?.score ?? 1) + 1e-9));
        expect(boosted.length).toBe(ranked.length);
      }),
    );
  });
});
