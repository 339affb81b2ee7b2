import fc from 'fast-check';
import { countTokens as encode } from 'gpt-tokenizer/encoding/o200k_base';
import { loadTokenizer, packItems as pack, type CountTokens, type OutlineInput, type PackInput } from '../../src/pack';
import { FORMATS, type RenderFormat } from '../../src/render';
import { processorMs } from '../support/processor-time';

const PLAIN = { disallowedSpecial: new Set<string>() };
let countTokens: CountTokens;
beforeAll(async () => {
  countTokens = await loadTokenizer();
});

const FENCE = '123456789012';

function packItems(inputs: readonly PackInput[], budgetTokens: number, limit: number, count: CountTokens, outlines: readonly OutlineInput[] = [], format: RenderFormat = 'markdown') {
  return pack(inputs, outlines, { budgetTokens, limit, format, fence: FENCE }, count);
}

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
    const packed = packItems([input('small', lines(5)), input('large', lines(500)), input('also', lines(5, 'other'))], 400, 10, countTokens);
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
    expect(packItems([], 1_000, 10, countTokens)).toEqual({ items: [], outlines: [], text: '', tokens: 0, duplicates: 0, unfit: 0 });
    expect(packItems([input('a', 'x')], 59, 10, countTokens).items).toEqual([]);
  });
  test('the text never exceeds the budget, even where tokens of the whole outnumber those of the parts', () => {
    const stingy: CountTokens = (text) => Math.ceil(text.length / 4) + (text.split('###').length > 3 ? 150 : 0);
    const packed = packItems(['a', 'b', 'c', 'd'].map((path) => input(path, lines(10, path))), 320, 10, stingy);
    expect(stingy(packed.text)).toBeLessThanOrEqual(320);
    expect(packed.items.length).toBe(2);
  });
  test('any items keep within any budget in any format; whole items keep their code, only the first is cut', () => {
    const item = fc.tuple(fc.string({ unit: 'binary', maxLength: 20 }), fc.string({ unit: 'binary', maxLength: 400 }));
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), fc.integer({ min: 60, max: 2_000 }), fc.integer({ min: 1, max: 10 }), fc.constantFrom(...FORMATS), (items, budget, limit, format) => {
        const inputs = items.map(([path, code]) => input(path, code));
        const outlines = inputs.map(({ result, language }) => outline(result.path, language, 5));
        const packed = packItems(inputs, budget, limit, countTokens, outlines, format);
        expect(encode(packed.text, PLAIN)).toBeLessThanOrEqual(budget);
        expect(packed.tokens).toBe(packed.text === '' ? 0 : countTokens(packed.text));
        expect(packed.items.length).toBeLessThanOrEqual(limit);
        packed.items.forEach(({ path, code }, index) => {
          const same = inputs.filter(({ result }) => result.path === path).map((one) => one.code);
          expect(index === 0 ? same.some((whole) => whole.startsWith(code)) : same.includes(code)).toBe(true);
        });
      }),
    );
  });
  test('which digits the fence has does not matter to what fits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000_000_000, max: 999_999_999_999 }), fc.integer({ min: 100, max: 600 }), fc.constantFrom(...FORMATS), (fence, budgetTokens, format) => {
        const inputs = ['a', 'b', 'c', 'd'].map((path) => input(path, lines(8, path)));
        const of = (digits: string) => pack(inputs, [outline('a', 'text', 9)], { budgetTokens, limit: 9, format, fence: digits }, countTokens);
        const [one, other] = [of(FENCE), of(String(fence))];
        expect({ ...other, text: '' }).toEqual({ ...one, text: '' });
      }),
      { numRuns: 50 },
    );
  });
  test('short pieces go before long ones that are hardly better; the best one goes first in any case', () => {
    const long = { ...input('long', lines(40)), result: { ...input('long', lines(40)).result, score: 0.3 } };
    const shorts = ['b', 'c', 'd'].map((path) => ({ ...input(path, lines(6, path)), result: { ...input(path, lines(6, path)).result, score: 0.29 } }));
    const best = { ...input('best', lines(20, 'best')), result: { ...input('best', lines(20, 'best')).result, score: 0.4 } };
    expect(packItems([best, long, ...shorts], 440, 10, countTokens).items.map(({ path }) => path)).toEqual(['best', 'b', 'c', 'd']);
    expect(packItems([best, long, ...shorts], 4_000, 10, countTokens).items.map(({ path }) => path)).toEqual(['best', 'long', 'b', 'c', 'd']);
  });
  test('the text goes by file, the best one first, and by line; the items by rank', () => {
    const at = (path: string, startLine: number, code: string) => ({ ...input(path, code), result: { ...input(path, code).result, startLine, endLine: startLine } });
    const packed = packItems([at('b', 30, 'three'), at('a', 5, 'five'), at('b', 10, 'one')], 1_000, 10, countTokens);
    expect(packed.items.map(({ path, startLine }) => `${path}:${startLine}`)).toEqual(['b:30', 'a:5', 'b:10']);
    expect(packed.text.match(/### \S+/g)).toEqual(['### b:10-10', '### b:30-30', '### a:5-5']);
  });
  test('copies of code are left out and counted', () => {
    const packed = packItems([input('a', lines(9)), input('vendor/a', `${lines(9)}\n`), input('c', 'x'), input('d', 'x')], 4_000, 10, countTokens);
    expect(packed.items.map(({ path }) => path)).toEqual(['a', 'c', 'd']);
    expect(packed).toMatchObject({ duplicates: 1, unfit: 0 });
  });
});

const outline = (path: string, language: string, count: number): OutlineInput => ({
  path,
  language,
  symbols: Array.from({ length: count }, (_, index) => ({ startLine: 10 * index + 1, endLine: 10 * index + 9, head: () => `function f${index}(): void` })),
});

describe('declarations nearby', () => {
  test('take what is left: first what was ranked and did not fit, then the nearest, never what is shown', () => {
    const shown = { ...input('a', 'x'), result: { ...input('a', 'x').result, startLine: 41, endLine: 49 } };
    const missed = { ...input('a', lines(400)), result: { ...input('a', lines(400)).result, startLine: 11, endLine: 12, score: 0.4 } };
    const packed = packItems([shown, missed], 400, 10, countTokens, [outline('a', 'text', 30)]);
    expect(packed.items).toHaveLength(1);
    const lines0 = packed.outlines[0]!.symbols.map(({ startLine }) => startLine);
    expect(lines0).toHaveLength(12);
    expect(lines0).toContain(11);
    expect(lines0).not.toContain(41);
    expect(lines0).toEqual([...lines0].sort((a, b) => a - b));
    expect(Math.max(...lines0)).toBeLessThan(130);
    expect(packed.text).toContain('declarations nearby');
    expect(packed.text).toContain('11: function f1(): void');
  });
  test('heads are made only where they are shown', () => {
    let made = 0;
    const counting: OutlineInput = { path: 'a', language: 'text', symbols: [{ startLine: 1, endLine: 2, head: () => ((made += 1), 'x') }] };
    packItems([input('a', lines(500))], 330, 10, countTokens, [counting]);
    expect(made).toBe(0);
    packItems([input('a', 'y')], 400, 10, countTokens, [counting]);
    expect(made).toBe(1);
  });
  test('files without packed code come last, and none at all when nothing is left', () => {
    const packed = packItems([input('a', 'x'), input('b', lines(400))], 400, 10, countTokens, [outline('b', 'text', 2), outline('a', 'text', 2)]);
    expect(packed.outlines.map(({ path }) => path)).toEqual(['a', 'b']);
    expect(packItems([input('a', lines(500))], 400, 10, countTokens, [outline('a', 'text', 2)]).outlines).toEqual([]);
  });
});

describe('tokens', () => {
  test('are those of the vocabulary', () => {
    for (const text of ['', 'hello world', 'const a = 1;\n', '\u{1F600} né', lines(50)]) expect(countTokens(text)).toBe(encode(text));
  });
  test('of any text are those that it has when counted at one go, the second time too', () => {
    const piece = fc.constantFrom('\n', '\r\n', '\n\n', ' ', '  ', '\t', '/', '//', '###', '}', "'s", '`', 'word', 'Word', '_', '123', '12345', '\u00a0', '\u2028', 'é', '\u4e00', '\u{1F600}', '\u0301', ';', '(', 'long text of a line'.repeat(12));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const text = pieces.join('');
        expect([countTokens(text), countTokens(text)]).toEqual([encode(text), encode(text)]);
      }),
      { numRuns: 1_000 },
    );
  });
  test('only runs that are long are counted in pieces, whatever stands beside them', () => {
    const isExact = (text: string): boolean => countTokens(text) === encode(text);
    for (const [long, other] of [['a', ' '], [' ', 'a'], ['-', 'a'], ['_', '1'], ['\u00e9', ' '], ['a', '\u00a0'], [' ', '\u00e9']] as const) {
      expect([long, isExact(`${other}${long.repeat(511)}${other}`)]).toEqual([long, true]);
      expect([long, isExact(`${other}${long.repeat(512)}${other}`)]).toEqual([long, false]);
    }
    expect(isExact(`${'a'.repeat(511)}\u00e9`)).toBe(false);
    expect(isExact('1'.repeat(2_000))).toBe(true);
  });
  test('names of control tokens are plain text', () => {
    expect(countTokens('<|endoftext|>')).toBe(encode('<|endoftext|>', PLAIN));
    expect(countTokens('<|endoftext|>')).toBeGreaterThan(1);
  });
  test('long runs are counted soon, and never too low', async () => {
    for (const char of ['a', 'A', ' ', '\n', '\t', '[', '-', '`', 'é', '\u4e00', '\u0301', '\u{1F600}', '0']) {
      const run = char.repeat(2_000);
      expect(countTokens(`x ${run} y`)).toBeGreaterThanOrEqual(encode(`x ${run} y`));
      expect(await processorMs(() => expect(countTokens(char.repeat(100_000))).toBeGreaterThan(0))).toBeLessThan(5_000);
    }
  });
});
