import fc from 'fast-check';
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scanTraces, TRACE_LIMITS } from '../../src/trace';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { processorMs } from '../support/processor-time';

afterAll(removeTempFolders);

const NODE = 'TypeError: rate\n    at total (/app/cart.js:3:5)\n    at main (/app/main.js:1:1)';
const PYTHON = 'Traceback (most recent call last):\n  File "/app/a.py", line 3, in total\n    return x\nValueError: rate';

const paths = (text: string): string[] => scanTraces(text).traces.flatMap(({ frames }) => frames.map(({ path }) => path));
const prefixed = (text: string, prefix: string): string => text.split('\n').map((line) => prefix + line).join('\n');

describe('traces where people find them', () => {
  test.each([
    ['compose', 'app_1  | '],
    ['compose v2', 'shop-app-1  | '],
    ['a container log', '2026-03-01T10:00:00.123456789Z '],
    ['a cluster', '2026-03-01T10:00:00.123456789Z stderr F '],
    ['syslog', 'Mar  1 10:00:00 host shop[12]: '],
    ['a dyno', '2026-03-01T10:00:00.123456+00:00 app[web.1]: '],
    ['a build log', '2026-03-01T10:00:00.1234567Z ##[error]'],
    ['a logger', '[2026-03-01 10:00:00,123] ERROR '],
    ['a quote', '> '],
    ['colours', `${String.fromCharCode(27)}[31m`],
  ])('%s', (_, prefix) => {
    const text = prefixed(`${NODE}\n\n${PYTHON}`, prefix);
    expect(paths(text)).toEqual(['/app/cart.js', '/app/main.js', '/app/a.py']);
    expect(scanTraces(text).traces.map(({ error }) => error)).toEqual(['TypeError: rate', 'ValueError: rate']);
  });

  test('JSON, once and twice', () => {
    const once = JSON.stringify({ level: 'error', err: { message: 'rate', stack: NODE } });
    const twice = JSON.stringify({ log: once });
    for (const text of [once, twice]) {
      expect(paths(text)).toEqual(['/app/cart.js', '/app/main.js']);
      expect(scanTraces(text).traces[0]!.error).toContain('TypeError: rate');
    }
    expect(paths(JSON.stringify({ traceback: PYTHON }))).toEqual(['/app/a.py']);
    expect(paths('C:\\new\\notes.txt and C:\\temp\\next')).toEqual([]);
  });

  test('an issue with text, fences and entities between two traces', () => {
    const text = `It fails since 1.2.\n\n\`\`\`\r\n${NODE.replace('(', '&#40;').replace(/\n/g, '\r\n').replace('&#40;', '(')}\r\n\`\`\`\n\nand in the worker:\n\n${PYTHON}\n\nAny idea?`;
    expect(scanTraces(text).traces.map(({ language }) => language)).toEqual(['javascript', 'python']);
    expect(paths('Error: x\n    at total (&lt;anonymous&gt;)\n    at run (/app/a.js:1:2)')).toEqual(['', '/app/a.js']);
  });

  test('two errors of one kind do not run into each other', () => {
    expect(scanTraces(`${NODE}\n${NODE.replace('rate', 'tax')}`).traces.map(({ error }) => error)).toEqual(['TypeError: rate', 'TypeError: tax']);
  });

  test('text without a trace', () => {
    expect(scanTraces('Please meet me at the cafe (at noon: 12:30)\n\nThanks')).toMatchObject({ traces: [], unparsedLines: 2 });
    expect(scanTraces('')).toMatchObject({ traces: [], unparsedLines: 0, cut: false });
  });
});

describe('what node prints', () => {
  test.each([
    ['a throw', 'function total() {\n  throw new TypeError("rate");\n}\ntotal();\n', 'total', 2],
    ['an async throw', 'async function total() {\n  await null;\n  throw new RangeError("rate");\n}\nasync function main() {\n  await total();\n}\nmain();\n', 'total', 3],
    ['a rejection', 'function total() {\n  return Promise.reject(new Error("rate"));\n}\ntotal();\n', 'total', 2],
    ['an error with fields', 'function total() {\n  throw Object.assign(new Error("rate"), { code: 7 });\n}\ntotal();\n', 'total', 2],
    ['code in eval', 'function total() {\n  return eval("missing.name");\n}\ntotal();\n', 'eval', 2],
  ])('%s', (_, code, name, line) => {
    const file = join(tempFolder(), 'cart.cjs');
    writeFileSync(file, code);
    const { stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    const [trace] = scanTraces(stderr).traces;
    expect(trace!.frames[0]).toMatchObject({ path: file, line, function: name });
    expect(trace!.error).toMatch(/Error: (?:rate|missing)/);
  });

  test('a cause, and several errors in one', () => {
    const file = join(tempFolder(), 'cart.cjs');
    writeFileSync(file, 'function load() {\n  return new Error("inner");\n}\nconst cause = load();\nfunction total() {\n  throw new Error("outer", { cause });\n}\ntotal();\n');
    const { stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(scanTraces(stderr).traces.map(({ error, relation, frames }) => [error, relation, frames[0]!.line])).toEqual([
      ['Error: outer', 'error', 6],
      ['Error: inner', 'cause', 2],
    ]);
  });

  test('a module by URL, with inspected colours', () => {
    const file = join(tempFolder(), 'cart.mjs');
    writeFileSync(file, 'import { inspect } from "node:util";\nfunction total() {\n  return new Error("rate");\n}\nconsole.error(inspect(total(), { colors: true }));\n');
    const { stderr } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    expect(scanTraces(stderr).traces[0]!.frames[0]).toMatchObject({ path: `file://${file}`, line: 3, function: 'total' });
  });
});

describe('hostile texts', () => {
  const MB = TRACE_LIMITS.textChars;

  test.each([
    ['one long line', 'a'.repeat(MB)],
    ['blanks', ' '.repeat(MB)],
    ['empty lines', '\n'.repeat(MB)],
    ['frames without end', `at ${'('.repeat(1_900)}\n`.repeat(500)],
    ['nested evals', `    at eval (${'eval at x ('.repeat(150)}\n`.repeat(500)],
    ['almost an error', `${'Error'.repeat(390)}\n`.repeat(500)],
    ['dots', `${'a.'.repeat(950)}\n`.repeat(500)],
    ['written breaks', '\\n    '.repeat(MB / 6)],
    ['backslashes', '\\'.repeat(MB)],
    ['braces', `    at ${'x.y('.repeat(450)}\n`.repeat(500)],
    ['signs', `${'@'.repeat(1_900)}\n`.repeat(500)],
    ['many heads', 'TypeError: x\n'.repeat(MB / 13)],
    ['many frames', '    at f (/a.js:1:1)\n'.repeat(MB / 21)],
    ['many one-frame traces', 'Error: x\n    at f (/a.js:1:1)\n\n'.repeat(MB / 31)],
    ['in-words', `   at A.B()${' in '.repeat(480)}:line\n`.repeat(500)],
    ['pipes', '| '.repeat(MB / 2)],
    ['numbers', '1: '.repeat(MB / 3)],
  ])('%s take time that grows with their length only', async (_, text) => {
    expect(await processorMs(() => scanTraces(text))).toBeLessThan(4_000);
  });

  test('a long text is cut and says so', () => {
    expect(scanTraces(`${NODE}\n${' '.repeat(MB)}`).cut).toBe(true);
    expect(scanTraces('    at f (/a.js:1:1)\n'.repeat(6_000)).cut).toBe(true);
  });

  test('nothing throws, whatever comes', () => {
    const piece = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.constantFrom('    at ', ' (', ')', ':1:2', 'File "', '", line 3', '\n', '\\n', "in '", '#0 ', '(12): ', 'panicked at ', 'Caused by: ', '@http://', '.go:1', '\t', 'Error: x', '--->', 'eval at '),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const { traces, unparsedLines } = scanTraces(pieces.join(''));
        expect(unparsedLines).toBeGreaterThanOrEqual(0);
        for (const { frames } of traces) {
          expect(frames.length).toBeGreaterThan(0);
          for (const { line } of frames) expect(line === undefined || line > 0).toBe(true);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});
