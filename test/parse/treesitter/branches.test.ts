import fc from 'fast-check';
import { wholeBranches } from '../../../src/parse/treesitter/branches';

/** Lines without those that are empty now. */
const left = (text: string): string[] => {
  const made = wholeBranches(text);
  expect(made).toHaveLength(text.length);
  expect(made.split('\n')).toHaveLength(text.split('\n').length);
  return made.split('\n').map((line) => line.trim()).filter((line) => line !== '');
};
const lines = (...all: string[]): string => all.join('\n');

test.each([
  lines('#ifdef A', 'int a(void) { return 1; }', '#else', 'int a(void) { return 2; }', '#endif'),
  lines('void f(void) {', '#ifdef A', '  if (x) { g(); }', '#elif B', '  h("}", \'{\'); // }', '#endif', '}'),
  lines('#ifndef A_H', '#define A_H {', '/* { of', ' it\'s ( */', '#if A /* of (', 'lines */', 'int a;', '#endif', '#endif'),
  lines('struct A {', '#if B', '  int b;', '#endif', '};'),
  lines('enum a {', '#if B', '  B,', '#endif', '  C };').replace('#if B', '  A,'),
  'int a = 1;',
])('%j stays as it is', (text) => {
  const made = wholeBranches(text);
  // An `#endif` alone belongs to nothing.
  expect(made).toBe(text);
});

test('a brace that is opened in either branch is opened once', () => {
  const text = lines('#ifdef A', 'int main(int argc) {', '#else', 'int m(void) {', '#endif', '  return 0;', '}', 'int b;');
  expect(left(text)).toEqual(['int main(int argc) {', 'return 0;', '}', 'int b;']);
});

test('a block that only one condition opens and closes stays', () => {
  const text = lines('void f(void) {', '#ifdef A', '  if (a) {', '#endif', '  g();', '#ifdef A', '  } else {', '  }', '#endif', '}');
  expect(left(text)).toEqual(['void f(void) {', 'if (a) {', 'g();', '} else {', '}', '}']);
  expect(left(lines('#ifdef __cplusplus', 'extern "C" {', '#endif', 'int a;', '#ifdef __cplusplus', '}', '#endif'))).toEqual(['extern "C" {', 'int a;', '}']);
});

test('of branches inside an expression or a list of values one is left', () => {
  expect(left(lines('int a = f(1', '#ifdef A', '  , 2, 3', '#else', '  , 4', '#endif', ');'))).toEqual(['int a = f(1', ', 2, 3', ');']);
  expect(left(lines('double tens[] = {', '  1,', '#define ONE 1', '#include "more.h"', '#ifdef A', '  2,', '#endif', '};'))).toEqual(['double tens[] = {', '1,', '2,', '};']);
});

test('names of an enumeration stay in every branch; the lists that it includes go', () => {
  const text = lines('enum kind {', '#define KIND(name) name,', '#include "kinds.def"', '#ifdef A', '  ONE,', '#else', '  TWO,', '#endif', '};');
  expect(left(text)).toEqual(['enum kind {', 'ONE,', 'TWO,', '};']);
});

test('what is not compiled is not read', () => {
  expect(left(lines('#if 0', 'TEST(a, b) {', '#else', 'int a;', '#endif'))).toEqual(['int a;']);
  expect(left(lines('#if 0', 'not code at all: it\'s text (', '#endif', 'int a;'))).toContain('int a;');
  expect(left(lines('#if 0', 'class Sample {};', '#endif'))).toEqual(['#if 0', '#endif']);
});

test('lines and length stay, whatever stands in the text, and however much of it', () => {
  const piece = fc.constantFrom('#if A\n', '#if 0\n', '#ifdef B\n', '#else\n', '#elif C\n', '#endif\n', '#define X {\n', '#include "a"\n', '{', '}', '(', ')', '= {', 'enum a {', '"', "'", '/*', '*/', '//', '\\\n', '\n', 'a b;');
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void left(pieces.join(''))));
  // Deeper or more than any code: as it is.
  for (const text of ['#if A\n{\n'.repeat(3_000), '#if A\n(\n'.repeat(1_500), '#/*\n'.repeat(100_000), '"\\'.repeat(100_000)]) expect(left(text).length).toBeGreaterThan(0);
  expect(wholeBranches('(((('.repeat(50_000))).toHaveLength(200_000);
});
