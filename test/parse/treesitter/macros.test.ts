import fc from 'fast-check';
import { withoutMacros } from '../../../src/parse/treesitter/macros';

const hidden = (text: string): string[] => {
  const { text: prepared, names } = withoutMacros(text);
  expect(prepared).toHaveLength(text.length);
  return names.map((start) => /^\w+/.exec(text.slice(start))![0]);
};

describe('what is emptied', () => {
  test.each([
    ['class API_ Quay {', ['API_']],
    ['struct EXPORT(x) Quay final : Berth {', ['EXPORT']],
    ['LIB_API int f();', ['LIB_API']],
    ['static LIB_INLINE auto f() -> int;', ['LIB_INLINE']],
    ['BOOL WINAPI f(int a) {', ['WINAPI']],
    ['#define internal static inline\ninternal int f();', ['internal']],
    ['int f() const LOCKED(mutex) {', ['LOCKED']],
    ['int a;\nBEGIN_NAMESPACE\nEND_WARNINGS()\n', ['BEGIN_NAMESPACE', 'END_WARNINGS']],
    ['int f() LOCKED(mutex);', ['LOCKED']],
    ['typedef int(API_CALLBACK *Moor)(void);', ['API_CALLBACK']],
    ['typedef struct Quay FAR_PTR\n  QuayPtr;', ['FAR_PTR']],
    ['LIB_FUNC(char *) moor(int a);\nLIB_FUNC(int)\nmoorAll(int a);', ['LIB_FUNC', 'LIB_FUNC']],
    ['extern void LIB_CALLBACK moor(int a);', ['LIB_CALLBACK']],
    ['/* of\n * many lines\n */\nBEGIN_PROTOS\nint f(void);', ['BEGIN_PROTOS']],
    ['#if defined(A) && __has_include(<b>) && C > 1L', ['A', 'C']],
  ])('%j', (text, names) => {
    expect(hidden(text).sort()).toEqual([...names].sort());
  });

  test('a class keeps its only name', () => {
    expect(withoutMacros('class API Quay {').text).toBe('class     Quay {');
  });
});

test.each([
  'struct POINT origin = {0};',
  'class QUAY {',
  'if (a) CHECK(b) {',
  'while (next()) EACH(b) {',
  'DWORD count;',
  'int a;\nQUAY\nmoor(int a);',
  'int a;\nQUAY(*moor)\n(int a);',
  'typedef unsigned QUAY;',
  'typedef struct QUAY quay;',
  'if (a) CHECK(b);',
  'enum state {\n  OPEN,\n  CLOSED\n};',
  'enum state {\n  OPEN\n};',
  'int sum = FIRST +\n  SECOND\n;',
])('%j stays', (text) => {
  expect(withoutMacros(text)).toMatchObject({ text, names: [] });
});

test('a word is a macro only where a name may stand', () => {
  const text = '#define internal static inline\nint internal;';
  const { text: prepared, apart, names } = withoutMacros(text);
  expect(names).toEqual([]);
  expect(prepared).toBe(`${' '.repeat(30)}\nint internal;`);
  expect(apart).toBe(`#define internal static inline\n${' '.repeat(13)}`);
});

test.each([
  ['enum a {\n  NAMES(X)\n  B\n};', 'NAMES'],
  ['enum a {\n  A,\n  NAMES(X) // more\n  B\n};', undefined],
  ['enum a {\n  A,\n  NAMES(X)\n};', 'NAMES'],
  ['enum a {\n  ONLY\n};', undefined],
  ['struct a {\n  FIELDS\n  int b;\n};', 'FIELDS'],
  ['int a = f(b,\n  MACRO(c)\n  );', undefined],
  ['TEST_F(Suite, name)\n{\n}\nTEST_F(Suite, other)\n{\n}', undefined],
])('of %j, what stands for members is emptied: %j', (text, name) => {
  expect(hidden(text)).toEqual(name === undefined ? [] : [name]);
});

test('every character but those that are emptied stays, and every line', () => {
  const piece = fc.constantFrom(
    'class ', 'API_ ', 'Quay', ' {', '}', '\n', ';', '#if ', '#define x static', 'x int f', '(', ')', 'THROWS(throw 1)', 'TEST(a, enum) {', 'LIB_API ', ' WINAPI f(', '\\\n', '// c\n',
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const { text: prepared, names, emptied } = withoutMacros(text);
      expect(prepared.split('\n').map((line) => line.length)).toEqual(text.split('\n').map((line) => line.length));
      for (const start of names) expect(text[start]).toMatch(/\w/);
      expect([...emptied].sort((a, b) => a.start - b.start)).toEqual(emptied);
    }),
    { numRuns: 500 },
  );
});

test.each(['A', '(', ') ', 'class A ', 'A(', 'A\n', ')\n', '#if ', 'static ', 'A(b, ', '#define a '])('two million characters of %j take linear time', (unit) => {
  const text = unit.repeat(2_000_000 / unit.length);
  expect(withoutMacros(text).text).toHaveLength(text.length);
});
