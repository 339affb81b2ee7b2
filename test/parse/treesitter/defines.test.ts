import fc from 'fast-check';
import { definesApart } from '../../../src/parse/treesitter/defines';

const apart = (text: string): string[] => {
  const made = definesApart(text, text);
  expect(made.text).toHaveLength(text.length);
  expect(made.text.split('\n')).toHaveLength(text.split('\n').length);
  if (made.apart === '') return [];
  expect(made.apart).toHaveLength(text.length);
  return made.apart.split('\n').map((line) => line.trim()).filter((line) => line !== '');
};

test('definitions are taken out with all their lines, in their place', () => {
  const text = 'enum a {\n  # define A 1 /* of\n two */ \\\n  + 2\n  B\n};\n';
  const { text: rest, apart: own } = definesApart(text, text);
  expect(rest.split('\n').map((line) => line.trim())).toEqual(['enum a {', '', '', '', 'B', '};', '']);
  expect(own.indexOf('# define')).toBe(text.indexOf('# define'));
  expect(apart(text)).toEqual(['# define A 1 /* of', 'two */ \\', '+ 2']);
});

test.each([
  ['int a;', []],
  ['/*\n#define A 1\n*/', []],
  ['// \\\n', []],
  ['#if 0\n#define A 1\n#ifdef B\n#define C\n#endif\n#else\n#define D\n#endif\n', ['#define D']],
  ['#if 01\n#define A\n#elif B\n#define C\n#endif', ['#define A', '#define C']],
  ['#endif\n#define A', ['#define A']],
])('%j', (text, expected) => {
  expect(apart(text)).toEqual(expected);
});

test('lines and length stay, whatever stands in the text, and however much of it', () => {
  const piece = fc.constantFrom('#if 0\n', '#if A\n', '#else\n', '#endif\n', '#define X {\n', '#define Y \\\n', '{', '}', '"', "'", '/*', '*/', '//', '\n', 'a b;');
  fc.assert(fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => void apart(pieces.join(''))));
  for (const text of ['#if A\n'.repeat(3_000), '#define A\n'.repeat(20_000), '#/*\n'.repeat(100_000), '#define A "\\'.repeat(50_000)]) apart(text);
});
