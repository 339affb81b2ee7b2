import { buildSync } from 'esbuild';
import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, StackTraceAnswer } from '../../../src/kernel';
import { cleanUp, codeOfRejection, FRESH, openTestEngine, tempFolder } from '../../engine/support';

let engine: Engine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(cleanUp);

const SHOP = {
  'src/rates.js': `/** The rate of a country. */
exports.rateOf = function rateOf(country) {
  if (!country) {
    throw new TypeError('no country');
  }
  return 0.2;
};
`,
  'src/cart.js': `const { rateOf } = require('./rates');

class Cart {
  total(country) {
    return 100 * rateOf(country);
  }
}
module.exports = { Cart };
`,
  'src/main.js': `const { Cart } = require('./cart');

function main() {
  [undefined].map((country) => new Cart().total(country));
}
main();
`,
  'app/models/cart.rb': 'class Cart\n  def total\n    rate * 2\n  end\nend\n',
  'shop/cart.py': 'class Cart:\n    def total(self):\n        raise ValueError("no rate")\n',
};

const framesOf = ({ frames }: StackTraceAnswer): unknown[] => frames.map(({ path, line, own, confidence }) => [path, line, own, confidence]);

test('a real trace of node: own code first, each with what is around it', async () => {
  const root = tempFolder(SHOP);
  const { stderr } = spawnSync(process.execPath, [join(root, 'src/main.js')], { encoding: 'utf8' });
  const answer = await engine.resolveStackTrace({ root, trace: stderr, settings: FRESH });
  expect(answer).toMatchObject({ language: 'javascript', error: 'TypeError: no country' });
  expect(answer.errors).toEqual([{ language: 'javascript', error: 'TypeError: no country', relation: 'error', frames: expect.any(Number) as number }]);
  expect(framesOf(answer).slice(0, 5)).toEqual([
    ['src/rates.js', 4, true, 1],
    ['src/cart.js', 5, true, 1],
    ['src/main.js', 4, true, 1],
    ['src/main.js', 4, true, 1],
    ['src/main.js', 6, true, 1],
  ]);
  const [thrown] = answer.frames;
  expect(thrown!.context).toMatchObject({ path: 'src/rates.js', line: 4, language: 'javascript' });
  expect(thrown!.context!.enclosing.map(({ name }) => name)).toContain('rateOf');
  expect(thrown!.context!.code.text).toContain("throw new TypeError('no country')");
  const libraries = answer.frames.filter(({ own }) => !own);
  expect(libraries.length).toBeGreaterThan(0);
  expect(libraries.every(({ path, context, confidence }) => path === undefined && context === undefined && confidence === 0)).toBe(true);
  expect(answer.frames.map(({ own }) => own).indexOf(false)).toBe(answer.frames.filter(({ own }) => own).length);
});

test('a minified bundle, ignored by git, leads to its sources; without its map it is found as it is', async () => {
  const root = tempFolder({ ...SHOP, '.gitignore': 'dist/\n' });
  buildSync({ absWorkingDir: root, entryPoints: ['src/main.js'], bundle: true, minify: true, sourcemap: 'linked', platform: 'node', outfile: 'dist/server.js', logLevel: 'silent' });
  const { stderr } = spawnSync(process.execPath, [join(root, 'dist/server.js')], { encoding: 'utf8' });
  const answer = await engine.resolveStackTrace({ root, trace: stderr.replaceAll(root, '/app') });
  expect(answer.frames[0]).toMatchObject({ path: 'src/rates.js', line: 4, sourceMapped: true, own: true, reportedPath: '/app/dist/server.js', reportedLine: expect.any(Number) as number });
  expect(answer.frames[0]!.context!.code.text).toContain('no country');
  rmSync(join(root, 'dist/server.js.map'));
  const bare = await engine.resolveStackTrace({ root, trace: stderr });
  expect(bare.frames.every(({ sourceMapped, own }) => !sourceMapped && !own)).toBe(true);
});

test('several traces of several languages, out of a log', async () => {
  const root = tempFolder(SHOP);
  const trace = [
    'web_1  | app/models/cart.rb:3:in \'Cart#total\': undefined method \'*\' for nil (NoMethodError)',
    'web_1  | \tfrom bin/shop:3:in \'<main>\'',
    'job_1  | Traceback (most recent call last):',
    'job_1  |   File "/srv/job/shop/cart.py", line 3, in total',
    'job_1  |     raise ValueError("no rate")',
    'job_1  | ValueError: no rate',
  ].join('\n');
  const answer = await engine.resolveStackTrace({ root, trace });
  expect(answer.errors.map(({ language, error }) => [language, error])).toEqual([
    ['ruby', "NoMethodError: undefined method '*' for nil"],
    ['python', 'ValueError: no rate'],
  ]);
  expect(answer.frames.map(({ path, trace: number, index }) => [path, number, index])).toEqual([
    ['app/models/cart.rb', 0, 0],
    ['shop/cart.py', 1, 0],
    [undefined, 0, 1],
  ]);
  expect(answer.frames[1]!.context!.code.text).toContain('raise ValueError("no rate")');
});

test('files that have changed since: the line is gone, the file is not', async () => {
  const root = tempFolder(SHOP);
  const answer = await engine.resolveStackTrace({ root, trace: 'Error: x\n    at rateOf (/app/src/rates.js:400:1)' });
  expect(framesOf(answer)).toEqual([['src/rates.js', 400, true, 0.5]]);
  expect(answer.frames[0]!.context).toBeUndefined();
  expect(answer.steps).toEqual([{ step: 'context', status: 'note', detail: expect.stringContaining('src/rates.js:400') as string }]);
  writeFileSync(join(root, 'src/rates.js'), SHOP['src/rates.js'].replace('/**', '// New.\n/**'));
  const fresh = await engine.resolveStackTrace({ root, trace: 'Error: x\n    at rateOf (/app/src/rates.js:5:1)', settings: FRESH });
  expect(fresh.frames[0]!.context!.code.text.split('\n')[5 - fresh.frames[0]!.context!.code.startLine]).toContain('no country');
});

test('files given as items, maps among them', async () => {
  const map = JSON.stringify({ version: 3, names: [], sources: ['../src/rates.js'], mappings: 'AAGA' });
  const files = [...Object.entries(SHOP), ['dist/a.js', 'x'], ['dist/a.js.map', map]].map(([path, content]) => ({ path: path!, content: content! }));
  const answer = await engine.resolveStackTrace({ source: { kind: 'items', files }, trace: 'Error: x\n    at a (/srv/dist/a.js:1:1)' });
  expect(answer.frames[0]).toMatchObject({ path: 'src/rates.js', line: 4, sourceMapped: true });
});

test('limits: frames, long texts, deep recursion', async () => {
  const root = tempFolder(SHOP);
  const trace = `RangeError: Maximum call stack size exceeded\n${'    at rateOf (/app/src/rates.js:4:1)\n'.repeat(300)}    at other (/app/src/cart.js:5:1)`;
  const answer = await engine.resolveStackTrace({ root, trace, limit: 7 });
  expect(answer.frames).toHaveLength(7);
  expect(answer.steps).toEqual([{ step: 'frames', status: 'note', detail: '7 of 301 frames are listed' }]);
  const long = await engine.resolveStackTrace({ root, trace: `${trace}\n${' '.repeat(1_100_000)}` });
  expect(long.steps.map(({ step }) => step)).toContain('parse');
  const none = await engine.resolveStackTrace({ root, trace: 'all is well' });
  expect(none).toMatchObject({ language: '', error: '', frames: [], errors: [], unparsedLines: 1 });
  expect(none.steps[0]!.detail).toContain('no stack trace');
});

test.each([
  [{ trace: '' }, 'VALUE_INVALID'],
  [{ trace: 7 }, 'VALUE_INVALID'],
  [{ trace: 'x', limit: 0 }, 'VALUE_OUT_OF_RANGE'],
  [{ trace: 'x', root: '/nowhere/at/all' }, 'ROOT_NOT_FOUND'],
])('refuses %j', async (request, code) => {
  const root = tempFolder(SHOP);
  expect(await codeOfRejection(engine.resolveStackTrace({ root, ...request } as never))).toBe(code);
});

test('files that the caller may not read are not found, nor are their maps', async () => {
  const root = tempFolder({ ...SHOP, 'dist/a.js.map': JSON.stringify({ version: 3, names: [], sources: ['../src/cart.js'], mappings: 'AAGA' }) });
  const access = { isAllowed: async (paths: readonly string[]) => paths.map((path) => !path.includes('rates') && !path.includes('dist')) };
  const answer = await engine.resolveStackTrace({ root, trace: 'Error: x\n    at a (/app/src/rates.js:4:1)\n    at b (/app/dist/a.js:1:1)' }, { access });
  expect(answer.frames.every(({ path, own }) => path === undefined && !own)).toBe(true);
});
