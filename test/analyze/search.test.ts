import { findMatching, checkPattern, matchesWildcard, searchSymbols, type CodeView, type StructureQuestion } from '../../src/analyze';
import fc from 'fast-check';
import { codeThrown, removeTempFolders } from '../io/temp-folder';
import { SHOP, viewOf } from './sample';
import { processorMs } from '../support/processor-time';

let view: CodeView;
beforeAll(async () => {
  view = await viewOf();
});
afterAll(removeTempFolders);

const search = (question: Partial<StructureQuestion>, of = view) => searchSymbols(of, { sortBy: 'path', limit: 100, ...question });
const names = (question: Partial<StructureQuestion>) => search(question).matches.map(({ symbol }) => symbol);

describe('filters', () => {
  test('kind, path and export', () => {
    expect(names({ kinds: ['interface', 'class'] })).toEqual(['OrderService', 'Price']);
    expect(names({ kinds: ['function'], pathFits: (path) => path.startsWith('tools/') })).toEqual(['main', 'total']);
    expect(names({ kinds: ['function'], exported: false, pathFits: (path) => path.endsWith('.ts') })).toEqual(['neverUsed']);
    expect(names({ kinds: [] }).length).toBeGreaterThan(10);
  });

  test('name, by a test of its own', () => {
    expect(names({ nameFits: ({ name }) => name === 'total' })).toEqual(['OrderService.total', 'total']);
  });

  test('package, and those below it', async () => {
    const of = await viewOf({
      'A.java': 'package com.shop;\nclass A {}\n',
      'B.java': 'package com.shop.mail;\nclass B {}\n',
      'C.java': 'package com.shopping;\nclass C {}\n',
    });
    expect(search({ module: 'com.shop' }, of).matches.map(({ symbol }) => symbol.split('.').pop())).toEqual(['A', 'B']);
    expect(search({ module: 'com.shop.mail' }, of).total).toBe(1);
  });

  test('declaration, letter case and spaces aside', () => {
    expect(names({ signatureContains: 'PRICES :Price[]', kinds: ['function'] })).toEqual(['placeOrder', 'addPrices']);
  });

  test('types of parameters and results, whole or as a word of them', () => {
    expect(names({ parameterType: 'Price' })).toEqual(['notify', 'OrderService.total', 'placeOrder', 'addPrices']);
    expect(names({ parameterType: 'Price[ ]' })).toEqual(['OrderService.total', 'placeOrder', 'addPrices']);
    expect(names({ parameterType: 'Pric' })).toEqual([]);
    // A property returns what it holds.
    expect(names({ returnType: 'Price' })).toEqual(['OrderService.open', 'OrderService.total', 'addPrices']);
    expect(names({ returnType: 'Promise<Price>' })).toEqual(['OrderService.total']);
    expect(names({ returnType: 'float' })).toEqual(['main', 'total']);
    expect(names({ returnType: '   ' }).every((name) => !['addPrices', 'notify'].includes(name))).toBe(true);
  });

  test('decorators, base types and interfaces', () => {
    expect(names({ decorator: 'Injectable' })).toEqual(['OrderService']);
    expect(names({ decorator: '@Get' })).toEqual(['OrderService.total']);
    expect(names({ extends: 'Base' })).toEqual(['OrderService']);
    expect(names({ implements: 'Service' })).toEqual(['OrderService']);
    expect(names({ implements: 'Base' })).toEqual([]);
    expect(names({ extends: 'ase' })).toEqual([]);
  });

  test('complexity and length', () => {
    expect(names({ minComplexity: 5 })).toEqual(['OrderService.total']);
    expect(names({ minComplexity: 2, maxComplexity: 3 })).toEqual(['notify', 'total']);
    expect(names({ minLines: 10 })).toEqual(['OrderService']);
  });

  test('together, all must fit', () => {
    expect(names({ kinds: ['function'], returnType: 'number', calls: 'addPrices' })).toEqual(['placeOrder']);
  });
});

describe('calls', () => {
  test('to what the workspace defines', () => {
    expect(names({ calls: 'addPrices' })).toEqual(['OrderService.total', 'placeOrder']);
    expect(search({ calls: 'addPrices' }).notes).toEqual([]);
    expect(names({ calls: 'OrderService' })).toEqual(['placeOrder']);
  });

  test('to what it does not define, by name', () => {
    const { matches, notes } = search({ calls: 'fetch' });
    expect(matches.map(({ symbol }) => symbol)).toEqual(['notify']);
    expect(notes).toEqual(['"fetch" is not defined in the workspace: calls were compared by name']);
    expect(names({ calls: 'JSON.parse' })).toEqual(['run']);
    expect(names({ calls: 'YAML.parse' })).toEqual([]);
  });

  test('from a definition', () => {
    expect(names({ calledBy: 'OrderService.total' })).toEqual(['notify', 'addPrices']);
    expect(search({ calledBy: 'nobody' })).toEqual({ matches: [], total: 0, notes: ['"nobody" is not defined in the workspace'] });
  });

  test('what nothing uses, recursion apart', () => {
    expect(names({ unreferenced: true, kinds: ['function'], pathFits: (path) => path.startsWith('src/') })).toEqual(['run', 'neverUsed']);
    expect(names({ unreferenced: false, kinds: ['function'], pathFits: (path) => path.startsWith('src/') })).toEqual(['notify', 'placeOrder', 'addPrices']);
  });

  test('a method that is used through its interface is used', async () => {
    const of = await viewOf({
      'a.ts': 'export interface Store { put(x: number): void }\nexport class Memory implements Store { put(x: number): void {} }\nexport function fill(store: Store): void { store.put(1); }\n',
    });
    expect(search({ unreferenced: true, kinds: ['method'] }, of).matches).toEqual([]);
  });
});

describe('order and limit', () => {
  type Match = ReturnType<typeof search>['matches'][number];
  test.each<[StructureQuestion['sortBy'], (a: Match, b: Match) => boolean]>([
    ['name', (a, b) => a.symbol <= b.symbol],
    ['complexity', (a, b) => a.complexity >= b.complexity],
    ['lines', (a, b) => a.endLine - a.startLine >= b.endLine - b.startLine],
    ['uses', (a, b) => a.uses! >= b.uses!],
    ['rank', (a, b) => a.rank! >= b.rank!],
  ])('by %s', (sortBy, inOrder) => {
    const { matches } = search({ sortBy });
    expect(matches.length).toBeGreaterThan(10);
    for (let i = 1; i < matches.length; i += 1) expect(inOrder(matches[i - 1]!, matches[i]!)).toBe(true);
  });

  test('the limit cuts the list, not the count', () => {
    const all = search({});
    const few = search({ limit: 2 });
    expect(few).toEqual({ ...all, matches: all.matches.slice(0, 2) });
  });

  test('uses and ranks are told when they matter only', () => {
    expect(search({}).matches[0]).not.toHaveProperty('uses');
    expect(search({ sortBy: 'rank' }).matches[0]).toHaveProperty('rank');
  });

  test('hidden files hold no matches', async () => {
    const of = await viewOf(SHOP, ['src/price.ts']);
    expect(search({}, of).matches.every(({ path }) => path === 'src/price.ts')).toBe(true);
    expect(search({ calls: 'addPrices' }, of).matches).toEqual([]);
    expect(search({ calledBy: 'placeOrder' }, of).total).toBe(0);
  });
});

describe('wildcards', () => {
  test.each([
    ['*', '', true], ['*', 'abc', true], ['a*c', 'abbc', true], ['a*c', 'abcd', false], ['a?c', 'abc', true], ['a?c', 'ac', false],
    ['*Handler', 'OrderHandler', true], ['*Handler', 'Handlers', false], ['', '', true], ['', 'a', false], ['a.c', 'abc', false], ['[a]', 'a', false],
  ])('%s and %s: %p', (pattern, name, expected) => {
    expect(matchesWildcard(pattern, name)).toBe(expected);
  });

  test('agree with regular expressions', () => {
    const part = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 8 }).map((chars) => chars.join(''));
    const name = fc.array(fc.constantFrom('a', 'b'), { maxLength: 10 }).map((chars) => chars.join(''));
    fc.assert(
      fc.property(part, name, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replace(/\*/g, '.*').replace(/\?/g, '.')}$`);
        expect(matchesWildcard(pattern, text)).toBe(expression.test(text));
      }),
      { numRuns: 2_000 },
    );
  });

  test('hostile patterns cost little', async () => {
    const hostile = (): void => expect(matchesWildcard(`${'*a'.repeat(200)}b`, 'a'.repeat(5_000))).toBe(false);
    expect(await processorMs(hostile)).toBeLessThan(1_000);
  });
});

describe('regular expressions', () => {
  test('match anywhere in the name, with flags when written so', () => {
    const found = (pattern: string) => findMatching(checkPattern(pattern), ['alpha', 'Beta', 'alphaBeta']);
    expect(found('^alpha')).toEqual([0, 2]);
    expect(found('/beta$/i')).toEqual([1, 2]);
    expect(found('a/b')).toEqual([]);
  });

  test.each(['(', '[z-a]', 'a'.repeat(501), '/(?<n>a)\\k<m>/u'])('%s is refused', (pattern) => {
    expect(codeThrown(() => checkPattern(pattern))).toBe('VALUE_INVALID');
  });
});
