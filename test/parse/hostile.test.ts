import { readFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import fc from 'fast-check';
import { LIMITS, type FileFacts } from '../../src/kernel';
import { parseFile, splitLines } from '../../src/parse';
import { contentOf } from './content';

const parse = (path: string, text: string): Promise<FileFacts> => parseFile(contentOf(path, text));

/** Deep and wide, but not minified: lines stay below the limit. */
const repeat = (piece: string, times: number): string =>
  Array.from({ length: Math.ceil(times / 100) }, () => piece.repeat(100)).join('\n');

function expectSound(facts: FileFacts, text: string): void {
  expect(facts.lineCount).toBe(splitLines(text).length);
  for (const symbol of facts.symbols) {
    expect(symbol.startLine).toBeGreaterThanOrEqual(1);
    expect(symbol.endLine).toBeGreaterThanOrEqual(symbol.startLine);
    expect(symbol.endLine).toBeLessThanOrEqual(facts.lineCount);
    expect(symbol.signature.length).toBeLessThanOrEqual(LIMITS.signatureMaxChars);
    expect(symbol.name.length).toBeLessThanOrEqual(LIMITS.symbolNameMaxChars);
    expect(symbol.parent).toBeLessThan(facts.symbols.indexOf(symbol));
  }
  expect(structuredClone(facts)).toEqual(facts);
}

const DEEP: Record<string, [path: string, text: string]> = {
  'round brackets': ['a.ts', repeat('(', 100_000)],
  'square brackets': ['a.ts', repeat('[', 100_000)],
  'balanced brackets': ['a.js', `x = ${repeat('[', 100_000)}${repeat(']', 100_000)}`],
  'curly brackets': ['a.ts', repeat('{', 100_000)],
  functions: ['a.js', repeat('function f(){', 20_000)],
  arrows: ['a.ts', `x = ${repeat('a =>', 20_000)} 1`],
  markup: ['a.tsx', `x = ${repeat('<a>', 20_000)}`],
  templates: ['a.ts', repeat('`${', 20_000)],
  'type indexes': ['a.ts', `type A = ${repeat('A[', 20_000)}`],
  'else if': ['a.ts', `if (a) b();\n${repeat('else if (a) b();', 20_000)}`],
};

describe('nesting too deep for the stack', () => {
  test.each(Object.entries(DEEP))('%s: no symbols, and the reason is told', async (_, [path, text]) => {
    const facts = await parse(path, text);
    expect(facts).toMatchObject({ structure: 'none', symbols: [], imports: [], exports: [] });
    expect(facts.problems).toEqual([{ line: 1, message: expect.stringContaining('nested too deep') as string }]);
    expectSound(facts, text);
  });

  test('leaves the parser in order for the next file', async () => {
    const text = readFileSync(__filename, 'utf8');
    const before = await parse('a.ts', text);
    for (const [path, deep] of Object.values(DEEP)) await parse(path, deep);
    expect(await parse('a.ts', text)).toEqual(before);
    expect(before.symbols.length).toBeGreaterThan(3);
  });

  test('is found in threads with their smaller stack', async () => {
    const worker = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const { ts } = require('ts-morph');
       try { ts.createSourceFile('a.ts', '['.repeat(100_000), ts.ScriptTarget.Latest); parentPort.postMessage('parsed'); }
       catch (error) { parentPort.postMessage(error instanceof RangeError ? 'RangeError' : String(error)); }`,
      { eval: true, resourceLimits: { stackSizeMb: 4 } },
    );
    try {
      expect(await new Promise((resolve) => worker.once('message', resolve))).toBe('RangeError');
    } finally {
      await worker.terminate();
    }
  });
});

describe('nesting that parses but is not walked to its end', () => {
  const chain = `export const top = () => 1;\nexport const chain = a${'\n.b(() => 1)'.repeat(20_000)};\n`;

  test('the rest of the file keeps its symbols, and the reason is told', async () => {
    const facts = await parse('a.ts', chain);
    expect(facts.structure).toBe('ts-morph');
    expect(facts.symbols.map(({ name }) => name)).toEqual(['top', 'chain']);
    expect(facts.problems).toEqual([{ line: expect.any(Number) as number, message: expect.stringContaining('levels deep') as string }]);
    expectSound(facts, chain);
  });

  test('a deep type is cut, not dropped', async () => {
    const facts = await parse('a.ts', `type A = B${'[]\n'.repeat(5_000)};`);
    expect(facts.symbols[0]).toMatchObject({ name: 'A', kind: 'type' });
    expect(facts.symbols[0]!.signature.length).toBeLessThanOrEqual(LIMITS.signatureMaxChars);
  });
});

describe('minified files', () => {
  const long = 'x;'.repeat(500_000);

  test.each([
    ['one line of a megabyte', long, 1],
    ['a long line after short ones', `a();\nb();\n${long}\nc();`, 3],
    ['after old Mac line ends', `a();\r${long}`, 2],
  ])('%s: no symbols, and the line is named', async (_, text, line) => {
    const facts = await parse('a.js', text);
    expect(facts).toMatchObject({ structure: 'none', problems: [{ line }] });
    expect(facts.problems[0]!.message).toContain('minified');
    expectSound(facts, text);
  });

  test('many lines with old Mac line ends are not one long line', async () => {
    const text = 'export function a() {}\r'.repeat(2_000);
    const facts = await parse('a.ts', text);
    expect(facts.structure).toBe('ts-morph');
    expect(facts.symbols).toHaveLength(2_000);
  });

  test('other languages may have long lines', async () => {
    expect((await parse('a.toml', long)).problems).toEqual([]);
  });
});

describe('odd text', () => {
  test.each([
    ['empty', ''],
    ['only a byte order mark', '\ufeff'],
    ['NUL bytes', 'const a = 1;\0\0 function \0b() {}\0'],
    ['lone surrogates', 'const \ud800a = "\udc00"; function f\udfff() {}'],
    ['an open string', 'const a = "abc\nfunction b() {}'],
    ['an open template', 'const a = `abc ${ b() \nfunction b() {}'],
    ['an open comment', 'function a() {}\n/* and on'],
    ['an open pattern', 'const a = /abc[\nfunction b() {}'],
    ['an open tag', 'const a = <div>\nfunction b() {}'],
    ['an open everything', 'class A { m( `a ${ { "b\n [ /* c'],
    ['unbalanced closings', '}}}])))>;\nfunction a() {}'],
    ['merge marks', '<<<<<<< ours\nfunction a() {}\n=======\nfunction b() {}\n>>>>>>> theirs\n'],
  ])('%s', async (_, text) => {
    for (const path of ['a.ts', 'a.tsx', 'a.js', 'a.jsx', 'a.d.ts', 'a.py', 'a']) {
      expectSound(await parse(path, text), text);
    }
  });

  test('names that plain objects know', async () => {
    for (const path of ['a.constructor', '__proto__', 'a.__proto__', 'toString', 'a.hasOwnProperty', '']) {
      expect(await parse(path, 'a')).toMatchObject({ language: 'text', structure: 'none' });
    }
    const facts = await parse('a.ts', 'export class constructor { __proto__() {} }\nexport const toString = () => 1;');
    expect(facts.symbols.map(({ qualifiedName }) => qualifiedName)).toEqual(['constructor', 'constructor.__proto__', 'toString']);
  });

  test('names as long as the line', async () => {
    const name = 'n'.repeat(3_000);
    const text = `class ${name} { '${name}x'() {} [${name}]() {} }\nX.${name} = function ${name}() {};`;
    const facts = await parse('a.ts', text);
    expect(facts.symbols).toHaveLength(4);
    expectSound(facts, text);
  });

  test('anything at all', async () => {
    const words = fc.constantFrom(
      ...'class function const export default import from namespace => { } ( ) [ ] < > ; , . = : ? ! # @ " \' ` ${ /* */ // / \\'.split(' '),
      ...['\n', '\r\n', '\r', '\u2028', '\u2029', ' ', '\0', '\ud800', 'name', '__proto__', '1', 'require("x")', 'exports.a', '<a>', '</a>'],
    );
    const anything = fc.array(fc.oneof(words, fc.string()), { maxLength: 60 }).map((parts) => parts.join(' '));
    await fc.assert(
      fc.asyncProperty(anything, fc.constantFrom('a.ts', 'a.tsx', 'a.js', 'a.mts'), async (text, path) => {
        expectSound(await parse(path, text), text);
      }),
      { numRuns: 500 },
    );
  });
});

describe('line numbers', () => {
  const lines = ['/** Doc. */', 'export function first() {', '  return 1;', '}', '', 'class Second {', '  method() {}', '}', ''];

  test.each([['\n'], ['\r\n'], ['\r'], ['\u2028'], ['\u2029']])('agree with splitLines for %j', async (end) => {
    const text = lines.join(end);
    expect(splitLines(text)).toEqual(lines);
    const { symbols, lineCount } = await parse('a.ts', text);
    expect(lineCount).toBe(lines.length);
    expect(symbols.map(({ name, startLine, endLine }) => [name, startLine, endLine])).toEqual([
      ['first', 2, 4],
      ['Second', 6, 8],
      ['method', 7, 7],
    ]);
  });

  test('agree after a byte order mark, a shebang and mixed ends', async () => {
    const text = '\ufeff#!/usr/bin/env node\r\n/** Doc. */\rexport const a = () => {\u2028};\n\nfunction b() {}';
    const { symbols } = await parse('a.ts', text);
    const all = splitLines(text);
    expect(all[symbols[0]!.startLine - 1]).toBe('export const a = () => {');
    expect(all[symbols[0]!.endLine - 1]).toBe('};');
    expect(all[symbols[1]!.startLine - 1]).toBe('function b() {}');
  });

  test('every symbol starts on a line that holds its name', async () => {
    const word = fc.constantFrom('alpha', 'beta', 'gamma');
    const end = fc.constantFrom('\n', '\r\n', '\r', '\u2028', '\u2029');
    const piece = fc.constantFrom(
      (n: string) => `function ${n}() {`, (n: string) => `} class ${n} {}`, () => '}', () => '', () => '/* c',
      () => '*/', (n: string) => `const ${n} = 1;`, (n: string) => `export const ${n} = () => {`,
    );
    const source = fc.array(fc.tuple(piece, word, end), { maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(source, async (parts) => {
        const text = parts.map(([make, name, eol]) => make(name) + eol).join('');
        const all = splitLines(text);
        const { symbols, lineCount } = await parse('a.ts', text);
        expect(lineCount).toBe(all.length);
        for (const { name, startLine } of symbols) expect(all[startLine - 1]).toContain(name);
      }),
      { numRuns: 300 },
    );
  });
});
