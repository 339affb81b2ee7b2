import fc from 'fast-check';
import { createHistory } from '../../src/history';
import type { CommitFact } from '../../src/kernel';
import { parseQuery } from '../../src/query';

const commit = (message: string, ...paths: string[]): CommitFact => ({ message, time: 1_700_000_000_000, paths });
const FACTS = [
  commit('Retry failed payments with growing pauses', 'src/payments.ts'),
  commit('Router: keep the trailing slash\n\nIt was lost in redirects of the proxy.', 'src/router.ts', 'src/url.ts'),
  commit('Bump version', 'package.json'),
];
/** Enough commits about nothing for the others to count in full. */
const filler = Array.from({ length: 1_000 }, (_, index) => commit(`Chore ${index}`, `chore/${index}.ts`));
const match = (facts: readonly CommitFact[], text: string) => createHistory(facts).match(parseQuery(text).terms);
const best = (files: ReadonlyMap<string, number>) => [...files].sort((a, b) => b[1] - a[1])[0]?.[0];

test.each([
  ['payments are not retried', 'src/payments.ts'],
  ['lost slash after a proxy redirect', 'src/router.ts'],
])('%s leads to what such a change touched', (text, path) => {
  const files = match([...FACTS, ...filler], text);
  expect(best(files)).toBe(path);
  expect(files.get(path)).toBe(1);
});

test('files of one commit share alike, and less than the only file of another that says the same', () => {
  const files = match([commit('fix flaky timer', 'a.ts', 'b.ts', 'c.ts', 'd.ts'), commit('fix flaky timer', 'e.ts'), ...filler], 'flaky timer');
  expect(files.get('e.ts')).toBe(1);
  expect(files.get('a.ts')).toBeCloseTo(0.5);
  expect(files.get('a.ts')).toBe(files.get('d.ts'));
});

test('commits that agree add up', () => {
  const files = match([commit('timer drifts', 'a.ts'), commit('timer drifts', 'b.ts'), commit('timer drifts', 'b.ts'), ...filler], 'timer drifts');
  expect(files.get('a.ts')).toBeCloseTo(0.5);
  expect(files.get('b.ts')).toBe(1);
});

test('few commits count less than many', () => {
  expect(match(FACTS, 'payments').get('src/payments.ts')).toBeCloseTo(3 / 1_000);
});

test('no history, no like commit: nothing', () => {
  expect(match([], 'payments').size).toBe(0);
  expect(match(FACTS, 'zebra').size).toBe(0);
  expect(createHistory([]).bytes()).toBe(0);
});

test('shares are 0..1 and the same whatever the order of equal commits is asked in', () => {
  const word = fc.constantFrom('timer', 'router', 'slash', 'payment', 'retry', 'cart');
  const fact = fc.record({
    message: fc.array(word, { minLength: 1, maxLength: 6 }).map((words) => words.join(' ')),
    time: fc.constant(0),
    paths: fc.uniqueArray(fc.constantFrom('a.ts', 'b.ts', 'c.ts'), { minLength: 1 }),
  });
  fc.assert(
    fc.property(fc.array(fact, { maxLength: 30 }), fc.array(word, { minLength: 1, maxLength: 4 }), (facts, words) => {
      const [once, again] = [match(facts, words.join(' ')), match(facts, words.join(' '))];
      expect([...again]).toEqual([...once]);
      for (const share of once.values()) {
        expect(share).toBeGreaterThan(0);
        expect(share).toBeLessThanOrEqual(1);
      }
    }),
  );
});
