import fc from 'fast-check';
import { countTokens as encode } from 'gpt-tokenizer/encoding/o200k_base';
import { loadTokenizer, packItems, type CountTokens, type PackInput } from '../../src/pack';

const PLAIN = { disallowedSpecial: new Set<string>() };
let countTokens: CountTokens;
beforeAll(async () => {
  countTokens = await loadTokenizer();
});

const input = (path: string, code: string): PackInput => ({
  result: { path, startLine: 10, endLine: 9 + code.split('\n').length, symbol: '', kind: 'lines', score: 0.5, source: 'rag', why: { words: 0.5 } },
  language: 'text',
  hash: path,
  code,
});
const lines = (count: number, word = 'word') => Array.from({ length: count }, (_, i) => `${word} ${i} of the line`).join('\n');

describe('packing', () => {
  test('takes items in order until the limit', () => {
    const packed = packItems([input('a', 'one'), input('b', 'two'), input('c', 'three')], 1_000, 2, countTokens);
    expect(packed.items.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(packed.text).toContain('### a:10-10');
    expect(packed.tokens).toBe(encode(packed.text));
    for (const item of packed.items) expect(item.tokens).toBeGreaterThan(0);
  });
  test('passes over what does not fit for smaller items behind it', () => {
    const packed = packItems([input('small', lines(5)), input('large', lines(500)), input('also', lines(5))], 400, 10, countTokens);
    expect(packed.items.map(({ path }) => path)).toEqual(['small', 'also']);
  });
  test('cuts the first item by whole lines, says so, and uses the budget', () => {
    const packed = packItems([input('large', lines(500)), input('next', 'x')], 400, 10, countTokens);
    const [item] = packed.items;
    expect(packed.text).toContain('(cut to fit)');
    expect(lines(500).startsWith(`${item!.code}\n`)).toBe(true);
    expect(item!.endLine).toBe(item!.startLine + item!.code.split('\n').length - 1);
    expect(packed.text).toContain(`### large:10-${item!.endLine}`);
    expect(packed.tokens).toBeLessThanOrEqual(400);
    expect(packed.tokens).toBeGreaterThan(340);
  });
  test('a first line that does not fit leaves its place to the next item', () => {
    const packed = packItems([input('wide', 'word '.repeat(5_000)), input('next', 'x')], 200, 10, countTokens);
    expect(packed.items.map(({ path }) => path)).toEqual(['next']);
  });
  test('what cannot fit is not even counted', () => {
    const counted: number[] = [];
    const count: CountTokens = (text) => (counted.push(text.length), countTokens(text));
    packItems([input('huge', 'a'.repeat(5_000_000)), input('wide', `${'b'.repeat(3_000_000)}\nx`), input('next', 'x')], 200, 10, count);
    expect(Math.max(...counted)).toBeLessThan(200 * 128 + 500);
  });
  test('nothing gives nothing', () => {
    expect(packItems([], 1_000, 10, countTokens)).toEqual({ items: [], text: '', tokens: 0 });
    expect(packItems([input('a', 'x')], 59, 10, countTokens).items).toEqual([]);
  });
  test('the text never exceeds the budget, even where tokens of the whole outnumber those of the parts', () => {
    const stingy: CountTokens = (text) => Math.ceil(text.length / 4) + (text.split('###').length > 3 ? 150 : 0);
    const packed = packItems(['a', 'b', 'c', 'd'].map((path) => input(path, lines(10))), 300, 10, stingy);
    expect(stingy(packed.text)).toBeLessThanOrEqual(300);
    expect(packed.items.length).toBe(2);
  });
  test('any items keep within any budget; whole items keep their code, only the first is cut', () => {
    const item = fc.tuple(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 400 }));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), fc.integer({ min: 100, max: 2_000 }), fc.integer({ min: 1, max: 10 }), (items, budget, limit) => {
        const inputs = items.map(([path, code]) => input(path, code));
        const packed = packItems(inputs, budget, limit, countTokens);
        expect(encode(packed.text, PLAIN)).toBeLessThanOrEqual(budget);
        expect(packed.items.length).toBeLessThanOrEqual(limit);
        packed.items.forEach(({ path, code }, index) => {
          const same = inputs.filter(({ result }) => result.path === path).map((one) => one.code);
          expect(index === 0 ? same.some((whole) => whole.startsWith(code)) : same.includes(code)).toBe(true);
        });
      }),
    );
  });
});

describe('tokens', () => {
  test('are those of the vocabulary', () => {
    for (const text of ['', 'hello world', 'const a = 1;\n', '\u{1F600} né', lines(50)]) expect(countTokens(text)).toBe(encode(text));
  });
  test('names of control tokens are plain text', () => {
    expect(countTokens('<|endoftext|>')).toBe(encode('<|endoftext|>', PLAIN));
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });
  test('long runs are counted soon, and never too low', () => {
    const at = performance.now();
    for (const char of ['a', 'A', ' ', '\n', '\t', '[', '-', '`', 'é', '\u4e00', '\u0301', '\u{1F600}', '0']) {
      const run = char.repeat(2_000);
      expect(countTokens(`x ${run} y`)).toBeGreaterThanOrEqual(encode(`x ${run} y`));
      expect(countTokens(char.repeat(100_000))).toBeGreaterThan(0);
    }
    expect(performance.now() - at).toBeLessThan(5_000);
  });
});
