/** The whole operation, with the real engine and its threads. */
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Engine, Finding, RefactoringRequest } from '../../../src/kernel';
import { cleanUp, codeOfRejection, openTestEngine } from '../../engine/support';
import { tempFolder } from '../../io/temp-folder';

const FILES = {
  'package.json': '{ "private": true, "main": "./dist/main.js" }',
  'src/main.ts': "import { total, unused } from './price';\nimport { save } from './store';\n\nexport async function run(): Promise<void> {\n  save(total([1]));\n}\n",
  'src/price.ts': "export function total(prices: number[]): number {\n  return add(prices, 0);\n}\n\nfunction add(prices: number[], start: number): number {\n  return prices.reduce((a, b) => a + b, 1);\n}\n\n/** Nobody needs it. */\nexport function unused(): void {}\n\nexport function dead(): number {\n  return total([]);\n}\n",
  'src/store.ts': 'export async function save(total: number): Promise<void> {\n  for (const a of [1]) if (a) while (total) if (a > 1) try { if (a) console.log(a); } catch { return; }\n}\n',
  'src/App.vue': '<script setup>\nimport { dead2 } from "./price2";\n</script>\n',
  'src/price2.ts': "import { total } from './price';\nimport './store';\nexport function dead2(): number {\n  return total([]);\n}\n",
  'src/price2.user.ts': "import { dead2x } from './price2';\ndead2x;\n",
  'tool.py': 'import os\nimport sys\nsys.exit()\n',
  'broken.ts': 'export const = 1;\n',
  'main.go': 'package main\n\nfunc main() {}\n',
};

let engine: Engine;
let root: string;
let all: Awaited<ReturnType<Engine['suggestRefactorings']>>;

const ask = (request: Omit<RefactoringRequest, 'root'> = {}) => engine.suggestRefactorings({ root, ...request });
const short = ({ rule, path, startLine, symbol, diff }: Finding): string => `${rule} ${path}:${startLine} ${symbol}${diff === undefined ? '' : ' patch'}`;

beforeAll(async () => {
  engine = await openTestEngine();
  root = tempFolder(FILES);
  all = await ask();
});
afterAll(cleanUp);

test('findings of all rules, with patches that git applies', () => {
  expect(all.findings.map(short).sort()).toEqual([
    'dead_export src/price.ts:12 dead patch',
    'deep_nesting src/store.ts:2 save',
    'floating_promise src/main.ts:5 run patch',
    'unused_import src/main.ts:1  patch',
    'unused_import tool.py:1 ',
    'unused_parameter src/price.ts:5 add patch',
  ]);
  for (const { diff } of all.findings) if (diff !== undefined) execFileSync('git', ['apply', '--check', '-'], { cwd: root, input: diff, env: { ...process.env, GIT_CEILING_DIRECTORIES: root } });
  expect(all.byRule).toEqual({ dead_export: 1, unused_import: 2, unused_parameter: 1, deep_nesting: 1, floating_promise: 1 });
  expect(all.findings[0]).toMatchObject({ rule: 'floating_promise', effort: 'small', evidence: { expression: 'save', type: 'Promise<void>' }, why: expect.stringMatching(/./) as string });
  expect(all.findings[0]!.diff).toContain('+  await save(total([1]));');
  expect(all.findings[0]).not.toHaveProperty('edit');
  expect(all.steps).toContainEqual(expect.objectContaining({ step: 'checker', status: 'ok' }));
});

test('patches of one file apply one after the other, in any order, where their lines do not touch', async () => {
  const patches = all.findings.flatMap(({ diff }) => diff ?? []);
  const results = [patches, [...patches].reverse()].map((order) => {
    const folder = tempFolder(FILES);
    for (const input of order) execFileSync('git', ['apply', '-'], { cwd: folder, input, env: { ...process.env, GIT_CEILING_DIRECTORIES: folder } });
    return Object.fromEntries(Object.keys(FILES).map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
  });
  expect(results[1]).toEqual(results[0]);
  const after = await engine.suggestRefactorings({ root: tempFolder(results[0]) });
  // What only the unused import had in use has no use any more.
  expect(after.findings.map(short).sort()).toEqual(['dead_export src/price.ts:10 unused patch', 'deep_nesting src/store.ts:2 save', 'unused_import tool.py:1 ']);
});

test('a patch whose lines another one took is refused as a whole', async () => {
  const folder = tempFolder({ 'package.json': '{ "private": true }', 'a.ts': "import { b, c } from './b';\nc.go();\nexport {};\n", 'b.ts': 'export const b = 1;\nexport const c = { async go() {} };\n' });
  const [first] = (await engine.suggestRefactorings({ root: folder, rules: ['unused_import'] })).findings;
  const apply = () => spawnSync('git', ['apply', '-'], { cwd: folder, input: first!.diff, env: { ...process.env, GIT_CEILING_DIRECTORIES: folder } }).status;
  expect(apply()).toBe(0);
  const text = readFileSync(join(folder, 'a.ts'), 'utf8');
  expect(apply()).not.toBe(0);
  expect(readFileSync(join(folder, 'a.ts'), 'utf8')).toBe(text);
});

test('what was not checked is said', () => {
  expect(all.notChecked).toEqual(expect.arrayContaining([
    { rule: 'floating_promise', files: 1, reason: 'the file has syntax errors' },
    { rule: 'floating_promise', files: 3, reason: 'it does not know go, python, vue' },
    { rule: 'unused_import', files: 2, reason: 'it does not know go, vue' },
    { rule: 'dead_export', files: 1, reason: 'it does not know vue' },
  ]));
  expect(all.notChecked.filter(({ reason }) => reason === 'no structure is read from them')).toEqual([]);
});

test('the same twice', async () => {
  const again = await ask();
  expect(again.findings).toEqual(all.findings);
});

test('rules, places, thresholds, limits and patches as asked for', async () => {
  expect((await ask({ rules: ['unused_import'] })).findings.map(short)).toEqual(['unused_import src/main.ts:1  patch', 'unused_import tool.py:1 ']);
  expect((await ask({ rules: ['unused_import'], path: 'tool.py' })).total).toBe(1);
  expect((await ask({ rules: ['unused_import'], pathGlob: 'src/**', diffs: false })).findings.map(short)).toEqual(['unused_import src/main.ts:1 ']);
  expect((await ask({ rules: ['deep_nesting'], thresholds: { nesting: 7 } })).total).toBe(0);
  const strict = await ask({ rules: ['long_function', 'complex_function'], thresholds: { functionLines: 3, complexity: 4 } });
  expect(strict.findings.map(short)).toEqual(['complex_function src/store.ts:1 save']);
  expect((await ask({ rules: ['long_function'], thresholds: { functionLines: 2 } })).byRule).toEqual({ long_function: 6 });
  const limited = await ask({ limit: 1 });
  expect([limited.findings.length, limited.total]).toEqual([1, all.total]);
  expect(await ask({ rules: ['floating_promise'], minConfidence: 0.99 })).toMatchObject({ total: 0, unsure: 1 });
  expect((await ask({ rules: ['cycle', 'god_file', 'duplicate'] })).total).toBe(0);
});

test.each<[Partial<Record<keyof RefactoringRequest, unknown>>, string]>([
  [{ rules: ['everything'] }, 'VALUE_INVALID'],
  [{ thresholds: { speed: 1 } }, 'VALUE_INVALID'],
  [{ thresholds: 5 }, 'VALUE_INVALID'],
  [{ thresholds: { nesting: 0 } }, 'VALUE_OUT_OF_RANGE'],
  [{ thresholds: { similarity: 2 } }, 'VALUE_INVALID'],
  [{ minConfidence: '1' }, 'VALUE_INVALID'],
  [{ limit: 0 }, 'VALUE_OUT_OF_RANGE'],
  [{ path: 'nowhere' }, 'FILE_NOT_FOUND'],
  [{ path: '../out' }, 'PATH_OUTSIDE_ROOT'],
  [{ diffs: 'yes' }, 'VALUE_INVALID'],
])('%j is refused', async (request, code) => {
  expect(await codeOfRejection(ask(request as RefactoringRequest))).toBe(code);
});

test('cancelling ends it', async () => {
  expect(await codeOfRejection(engine.suggestRefactorings({ root }, { signal: AbortSignal.abort() }))).toBe('CANCELLED');
});
