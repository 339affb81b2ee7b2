import fc from 'fast-check';
import { SYMBOL_KINDS } from '../../src/kernel';
import { createSymbolTable, findDefinitions, type SymbolTable } from '../../src/graph';
import { factsOf, symbol } from '../chunk/arbitrary';

const NAMES = ['parse', 'Parse', 'router', '#secret', 'constructor', '__proto__', 'toString', 'user.created', ''];
const files = fc.array(fc.array(fc.constantFrom(...NAMES), { maxLength: 6 }), { maxLength: 6 });

const add = (table: SymbolTable, file: number, names: readonly string[]): void =>
  table.addFile(file, factsOf(names.map((name, i) => symbol(name, i + 1, i + 1)), names.length));

const contents = (table: SymbolTable) =>
  [...table.names()].sort().map((name) => [name, table.find(name).map(({ file, index }) => `${file}:${index}`).sort()]);

test('after files went the table is as if they had never been', () => {
  fc.assert(
    fc.property(files, fc.array(fc.nat({ max: 5 })), (all, gone) => {
      const table = createSymbolTable();
      all.forEach((names, file) => add(table, file, names));
      for (const file of gone) table.removeFile(file);
      const fresh = createSymbolTable();
      all.forEach((names, file) => {
        if (!gone.includes(file)) add(fresh, file, names);
      });
      expect(contents(table)).toEqual(contents(fresh));
      expect(table.size()).toBe(fresh.size());
    }),
  );
});

test('spellings are told apart, and counted without a look at the facts', () => {
  fc.assert(
    fc.property(files, fc.array(fc.nat({ max: 5 })), (all, gone) => {
      const table = createSymbolTable();
      all.forEach((names, file) => add(table, file, names));
      for (const file of gone) table.removeFile(file);
      for (const name of NAMES) {
        const spelled = table.find(name).filter((each) => each.symbol.name === name);
        expect(table.spelled(name)).toEqual(spelled);
        expect(table.count(name)).toEqual({ found: table.find(name).length, spelled: spelled.length });
        expect([...table.filesDefining(name)].sort()).toEqual([...new Set(spelled.map(({ file }) => file))].sort());
      }
    }),
  );
});

test('places of definitions are those of the spelling or, without one, of all; none beyond the limit', () => {
  const kinds = fc.array(fc.array(fc.record({
    name: fc.constantFrom(...NAMES), kind: fc.constantFrom(...SYMBOL_KINDS), line: fc.integer({ min: 1, max: 2 ** 26 - 1 }), exported: fc.boolean(),
  }), { maxLength: 6 }), { maxLength: 6 });
  fc.assert(
    fc.property(kinds, fc.nat({ max: 8 }), (all, limit) => {
      const table = createSymbolTable();
      all.forEach((rows, file) =>
        table.addFile(file, factsOf(rows.map(({ name, line, ...fields }) => symbol(name, line, line, -1, fields)), 1)));
      for (const name of NAMES) {
        const spelled = table.spelled(name);
        const meant = spelled.length > 0 ? spelled : table.find(name);
        expect(table.places(name, limit)).toEqual(
          meant.length > limit ? [] : meant.map(({ file, symbol: { startLine, kind, exported } }) => ({ file, startLine, kind, exported })),
        );
      }
    }),
  );
});

test('files of documents count as files that define a name, too', () => {
  const table = createSymbolTable();
  table.addFile(3, { ...factsOf([symbol('build', 1, 1)], 1), structure: 'document' });
  expect([table.find('build'), [...table.filesDefining('build')]]).toEqual([[], [3]]);
});

test('letter case does not matter, unknown names give nothing', () => {
  const table = createSymbolTable();
  add(table, 1, ['parseUrl', 'ParseURL']);
  expect(table.find('PARSEURL')).toHaveLength(2);
  expect(table.find('hasOwnProperty')).toEqual([]);
  expect(table.find('')).toEqual([]);
  expect(table.size()).toBe(2);
});

describe('finding definitions', () => {
  const table = createSymbolTable();
  const named = (qualifiedName: string) => symbol(qualifiedName.split('.').pop()!, 1, 1, -1, { qualifiedName });
  table.addFile(0, factsOf(
    ['Router', 'Router.match', 'Tree.match', 'Match', 'matchAll', 'rematch', 'Vault.#secret', 'httpServer', 'constructor', 'Api.Router.close'].map(named),
    1,
  ));
  const find = (name: string, match: 'exact' | 'fuzzy') =>
    findDefinitions(table, name, match)
      .sort((a, b) => b.score - a.score)
      .map(({ definition }) => definition.symbol.qualifiedName);

  test.each([
    ['match', ['Router.match', 'Tree.match']],
    ['Match', ['Match']],
    ['MATCH', []],
    ['Router.match', ['Router.match']],
    ['router::match', ['Router.match']],
    ['Tree#match', ['Tree.match']],
    ['Api.close', ['Api.Router.close']],
    ['Other.match', []],
    ['#secret', ['Vault.#secret']],
    ['secret', ['Vault.#secret']],
    ['Vault.#secret', ['Vault.#secret']],
    ['constructor', ['constructor']],
    ['toString', []],
    ['.match', ['Router.match', 'Tree.match']],
    ['', []],
    ['...', []],
    ['#', []],
  ])('exact %j', (name, found) => {
    expect(find(name, 'exact')).toEqual(found);
  });

  test('fuzzy puts names as written first, then other case, parts and typing errors', () => {
    const found = find('match', 'fuzzy');
    expect(found.slice(0, 2)).toEqual(['Router.match', 'Tree.match']);
    expect(found.slice(2)).toEqual(['Match', 'matchAll', 'rematch']);
    expect(find('mathc', 'fuzzy')).toEqual(expect.arrayContaining(['Router.match']));
    expect(find('http server', 'fuzzy')).toEqual(['httpServer']);
    expect(find('Router.mat', 'fuzzy')).toEqual(['Router.match']);
    expect(find('secrte', 'fuzzy')).toEqual(['Vault.#secret']);
  });

  test.each([[''], ['.'], ['zzzzzzzz'], ['m'], ['q'.repeat(500)]])('fuzzy %j finds nothing or little', (name) => {
    expect(find(name, 'fuzzy').length).toBeLessThanOrEqual(0);
  });

  test('scores are within 0..1 and each definition comes once', () => {
    for (const name of ['match', 'rout', 'constructo', 'serve', 'Api.Router.close', 'ma']) {
      const found = findDefinitions(table, name, 'fuzzy');
      for (const { score } of found) expect(score > 0 && score <= 1).toBe(true);
      expect(new Set(found.map(({ definition }) => definition)).size).toBe(found.length);
    }
  });
});
