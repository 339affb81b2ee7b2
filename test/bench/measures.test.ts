import fc from 'fast-check';
import type { Case } from '../../bench/cases';
import { mean, measure, percentile, type Ranked } from '../../bench/measures';

const item = (files: string[], symbols: Case['gold_symbols'] = []): Case => ({ id: '1', query: 'q', gold_files: files, gold_symbols: symbols, leaksName: false });
const at = (path: string, startLine = 1, endLine = 10): Ranked => ({ path, startLine, endLine });

describe('measure', () => {
  test('files count once, in the order of their first result', () => {
    const { s1, s5, mrr, r10, ndcg10 } = measure([at('a'), at('a', 20, 30), at('b')], item(['b', 'c']));
    expect({ s1, s5, mrr, r10 }).toEqual({ s1: 0, s5: 1, mrr: 0.5, r10: 0.5 });
    expect(ndcg10).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)));
  });

  test('a symbol is found by an overlap of at most 80 lines', () => {
    const gold = item(['a'], [{ file: 'a', start: 5, end: 9 }]);
    expect(measure([at('a', 9, 88)], gold).symbol?.s1).toBe(1);
    expect(measure([at('a', 9, 89)], gold).symbol?.s1).toBe(0);
    expect(measure([at('a', 10, 20), at('b', 5, 9)], gold).symbol?.s10).toBe(0);
  });

  test('cases without symbols have no symbol measures', () => {
    expect(measure([at('a')], item(['a'])).symbol).toBeUndefined();
  });

  test('a budget takes what fits, in order', () => {
    const results = [at('a'), at('big'), at('b')];
    const tokens = ({ path }: Ranked): number => (path === 'big' ? 3_000 : 600);
    const { within, filesWithin } = measure(results, item(['b', 'big']), tokens);
    expect(within).toEqual([0, 0.5, 0.5, 1]);
    expect(filesWithin).toEqual(within);
  });

  test('within a budget symbols are what counts where a case has them', () => {
    const gold = item(['a'], [{ file: 'a', start: 50, end: 60 }]);
    const { within, filesWithin } = measure([at('a', 1, 10)], gold, () => 10);
    expect(within?.[0]).toBe(0);
    expect(filesWithin?.[0]).toBe(1);
  });

  test('every measure is a share', () => {
    const paths = fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 15 });
    fc.assert(
      fc.property(paths, fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'), { minLength: 1 }), (found, gold) => {
        const { s1, s5, s10, r5, r10, mrr, ndcg10 } = measure(found.map((path) => at(path)), item(gold));
        for (const value of [s1, s5, s10, r5, r10, mrr, ndcg10]) expect(value >= 0 && value <= 1 + 1e-9).toBe(true);
        expect(s1 <= s5 && s5 <= s10 && r5 <= r10).toBe(true);
        expect(mrr > 0).toBe(found.some((path) => gold.includes(path)));
      }),
    );
  });
});

test('means are over the cases that have the measure', () => {
  const rows = [measure([at('a')], item(['a'])), measure([at('b')], item(['a'], [{ file: 'b', start: 1, end: 2 }]))];
  expect(mean(rows)).toMatchObject({ s1: 0.5, symbol: { s1: 1 } });
  expect(mean([]).mrr).toBe(0);
});

test('percentiles are of the nearest rank', () => {
  expect(percentile([3, 1, 2, 4], 0.5)).toBe(2);
  expect(percentile([], 0.5)).toBe(0);
});
