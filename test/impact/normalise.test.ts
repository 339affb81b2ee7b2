import fc from 'fast-check';
import { normaliseCode } from '../../src/impact';
import { processorMs } from '../support/processor-time';

const same = (language: string, a: string, b: string): void => expect(normaliseCode(a, language)).toBe(normaliseCode(b, language));
const differ = (language: string, a: string, b: string): void => expect(normaliseCode(a, language)).not.toBe(normaliseCode(b, language));

describe('what does not run is no difference', () => {
  test.each([
    ['typescript', 'return a+b;', 'return a + b; // sum'],
    ['typescript', 'f(a, b);', 'f(\n  a, /* first */\n  b,\n);'],
    ['typescript', 'const re = /[/]\\/x/g, s = 1 / 2;', 'const re = /[/]\\/x/g,\n  s = 1/2'],
    ['tsx', '<a href="x">http://shop.example/a</a>;', '<a href="x">http://shop.example/a</a>; // link'],
    ['javascript', 'const t = `a ${b} // c`;', 'const t=`a ${b} // c`'],
    ['java', 'int a = 1;\nint b = 2;', 'int a=1; /* one */ int b=2;'],
    ['csharp', 'var a = "x // y";', 'var a="x // y"; // z'],
    ['rust', "fn f<'a>(x: &'a str) {}", "fn f<'a>( x: &'a str ) { } // life"],
    ['go', 'a := 1\nb := "x"', 'a := 1 // one\n\n\nb := "x"'],
    ['kotlin', 'val a = """x // y"""', 'val a = """x // y""" // z'],
    ['python', 'def f(x):\n    return x\n', 'def f(x):  # f\n\n    # nothing\n    return x'],
    ['python', 'f(a,\n  b)', 'f(a, b)'],
    ['ruby', 'a = 1\nb = "#{a} # no"', 'a = 1 # one\n\nb = "#{a} # no"'],
    ['ruby', 'a = 1\nb = 2', 'a = 1\n=begin\nnotes\n=end\nb = 2'],
    ['php', '$a = 1; $b = 2;', '$a = 1; # one\n$b = 2; // two'],
    ['bash', 'echo $# ${#x}', 'echo $# ${#x} # count'],
    ['sql', 'select 1 from t', 'select 1 -- one\nfrom t'],
    ['lua', 'x = 1', 'x = 1 --[[ one\n two ]]'],
    ['html', '<a>x</a>', '<a>x</a><!-- note -->'],
    ['css', 'a { color: red }', 'a{color:red}/* x */'],
    ['yaml', 'a: 1\nb:\n  - x', 'a: 1 # one\n\nb:\n  - x'],
    ['json', '{"a": 1}', '{\n  "a": 1\n}'],
    ['markdown', 'a\nb', 'a  \r\nb\r\n'],
    ['c', 'char q = \'"\'; // x', "char q = '\"';"],
  ])('%s: %j', (language, a, b) => same(language, a, b));
});

describe('what runs is one', () => {
  test.each([
    ['typescript', 'return a + b;', 'return a - b;'],
    ['typescript', 'return "a b";', 'return "a  b";'],
    ['typescript', 'x = "// a";', 'x = "// b";'],
    ['typescript', 'x = /a b/;', 'x = /ab/;'],
    ['typescript', 'x = `a\n b`;', 'x = `a b`;'],
    ['typescript', 'ab', 'a b'],
    ['typescript', 'x = a / b / c;', 'x = a / c / b;'],
    ['python', 'if a:\n    b()\nc()', 'if a:\n    b()\n    c()'],
    ['python', 'x = 1', 'x = 2  # 1'],
    ['python', 'x = (a,)', 'x = (a)'],
    ['go', 'a\nb', 'a b'],
    ['yaml', 'a:\n  b: 1', 'a:\nb: 1'],
    ['markdown', 'a # b', 'a'],
    ['bash', 'echo "# a"', 'echo "# b"'],
    ['rust', 'let c = "a // b";', 'let c = "a // c";'],
  ])('%s: %j and %j', (language, a, b) => differ(language, a, b));
});

test('any text has a normal form, and a normal form is its own', async () => {
  const piece = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('/*', '*/', '//', '#', '"""', "'", '`', '\n', '  ', '/', '\\', '{', ')', '--', '<!--', '=begin'));
  const language = fc.constantFrom('typescript', 'python', 'ruby', 'go', 'sql', 'css', 'html', 'unknown');
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), language, (pieces, of) => {
      expect(typeof normaliseCode(pieces.join(''), of)).toBe('string');
    }),
    { numRuns: 500 },
  );
  for (const hostile of ['"'.repeat(200_000), '/*'.repeat(100_000), '/'.repeat(200_000), '`'.repeat(200_001), '\n \n'.repeat(60_000)]) {
    for (const name of ['typescript', 'python', 'ruby']) expect(await processorMs(() => normaliseCode(hostile, name))).toBeLessThan(5_000);
  }
});
