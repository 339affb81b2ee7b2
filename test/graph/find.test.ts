import { findDefinitions } from '../../src/graph';
import { boundedDistance } from '../../src/graph/near';
import fc from 'fast-check';
import { createWorkspace } from './workspace';

const FILES = { 'a.ts': 'export class Router { match() {} add() {} }\nexport function matchRoute() {}\nexport const router = 1;', 'b.ts': 'export class Cache { match() {} }\nexport function createRouterTable() {}' };

async function find(name: string, match: 'exact' | 'fuzzy'): Promise<string[]> {
  const { symbols, nameOf } = await createWorkspace(FILES);
  return findDefinitions(symbols, name, match)
    .sort((a, b) => b.score - a.score)
    .map(({ definition }) => nameOf(definition));
}

test('exact: letter case counts, owners may be named in any of the usual ways', async () => {
  expect(await find('Router', 'exact')).toEqual(['a.ts#Router']);
  for (const name of ['Router.match', 'Router#match', 'Router::match', 'router.match']) expect(await find(name, 'exact')).toEqual(['a.ts#Router.match']);
  expect(await find('match', 'exact')).toEqual(['a.ts#Router.match', 'b.ts#Cache.match']);
  const { symbols, nameOf } = await createWorkspace({ 'p.ts': 'export class P { #x = 1; x = 2; }' });
  for (const [name, expected] of [['P.#x', 'p.ts#P.#x'], ['#x', 'p.ts#P.#x'], ['P#x', 'p.ts#P.x']] as const) {
    expect(findDefinitions(symbols, name, 'exact').map(({ definition }) => nameOf(definition))).toEqual([expected]);
  }
  expect(await find('', 'exact')).toEqual([]);
  expect(await find('constructor', 'exact')).toEqual([]);
});

test('fuzzy: other letter case, beginnings, parts, words, typing errors', async () => {
  expect((await find('Router', 'fuzzy')).slice(0, 2)).toEqual(['a.ts#Router', 'a.ts#router']);
  expect((await find('matchR', 'fuzzy'))[0]).toBe('a.ts#matchRoute');
  expect(await find('table', 'fuzzy')).toEqual(['b.ts#createRouterTable']);
  expect(await find('router table', 'fuzzy')).toContain('b.ts#createRouterTable');
  expect(await find('matchRuote', 'fuzzy')).toEqual(['a.ts#matchRoute']);
  expect(await find('Cahce', 'fuzzy')).toEqual(['b.ts#Cache']);
  expect(await find('xyz', 'fuzzy')).toEqual([]);
});

test('the bounded distance is the optimal string alignment, cut off above its limit', () => {
  const naive = (a: string, b: string): number => {
    const d = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (__, j) => (i === 0 ? j : j === 0 ? i : 0)));
    for (let i = 1; i <= a.length; i += 1) {
      for (let j = 1; j <= b.length; j += 1) {
        d[i]![j] = Math.min(d[i - 1]![j]! + 1, d[i]![j - 1]! + 1, d[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d[i]![j] = Math.min(d[i]![j]!, d[i - 2]![j - 2]! + 1);
      }
    }
    return d[a.length]![b.length]!;
  };
  const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 7 });
  fc.assert(fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, limit) => expect(boundedDistance(a, b, limit)).toBe(Math.min(naive(a, b), limit + 1))));
});
