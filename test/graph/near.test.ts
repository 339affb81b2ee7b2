import fc from 'fast-check';
import { createNearness, createSymbolTable, nearestNames } from '../../src/graph';
import { factsOf, symbol } from '../chunk/arbitrary';

const tableOf = (names: readonly string[]) => {
  const table = createSymbolTable();
  table.addFile(0, factsOf(names.map((name) => symbol(name, 1, 1)), 1));
  return table;
};
const near = (names: readonly string[], wanted: string, most = 5) => nearestNames(tableOf(names), wanted, 0.9, most).map(({ name }) => name);

test.each([
  ['fetch_user', 'fetchuser'],
  ['FETCH_USER', 'fetchuser'],
  ['fetchUser', 'fetch_user'],
  ['fetch-user', 'fetchuser'],
])('%s is %s but for its separators', (wanted, candidate) => {
  expect(createNearness(wanted)(candidate)).toBe(0.9);
});

test('separators go before beginnings, these before parts, these before typing errors', () => {
  const scores = [['fetch_user', 'fetchuser'], ['fetchUs', 'fetchuser'], ['fetchUser', 'fetchthatuser'], ['etchUser', 'fetchuser'], ['fetchUsr', 'fetchuser']] as const;
  const found = scores.map(([wanted, candidate]) => createNearness(wanted)(candidate));
  expect(found).toEqual([...found].sort((a, b) => b - a));
  expect(new Set(found).size).toBe(found.length);
  expect(found.every((score) => score > 0)).toBe(true);
});

test.each([
  ['fetchUsr', ['fetchuser']],
  ['fetchUesr', ['fetchuser']],
  ['fetch_user', ['fetchuser']],
  ['createBuilder', ['createquerybuilder']],
  ['Transform', ['transformbytes']],
  ['elsewhere', []],
  ['', []],
])('%s comes nearest to %j', (wanted, expected) => {
  expect(near(['fetchUser', 'createQueryBuilder', 'transformBytes', 'close'], wanted)).toEqual(expected);
});

test('what too many names come equally near to says nothing', () => {
  const names = ['userA', 'userB', 'userC'];
  expect(near(names, 'user', 3)).toEqual(['usera', 'userb', 'userc']);
  expect(near(names, 'user', 2)).toEqual([]);
});

test('names far behind the nearest are left out, whatever their order', () => {
  const names = ['fetchUserWithEverythingElse', 'fetchUsers', 'unrelated'];
  expect(near(names, 'fetchUser')).toEqual(['fetchusers']);
  expect(near([...names].reverse(), 'fetchUser')).toEqual(['fetchusers']);
});

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e'), minLength: 8, maxLength: 14 });

test('one slip of the keyboard in a longer name is always found, and scores are 0..1', () => {
  fc.assert(
    fc.property(letters, fc.nat(), fc.constantFrom('left out', 'swapped', 'another', 'one more'), (name, place, slip) => {
      const at = 1 + (place % (name.length - 2));
      const typed = {
        'left out': name.slice(0, at) + name.slice(at + 1),
        swapped: name.slice(0, at) + name[at + 1]! + name[at]! + name.slice(at + 2),
        another: `${name.slice(0, at)}x${name.slice(at + 1)}`,
        'one more': `${name.slice(0, at)}x${name.slice(at)}`,
      }[slip];
      const score = createNearness(typed)(name);
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
    }),
  );
});
