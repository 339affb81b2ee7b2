/** Rules over the graph: what they find, and what they must leave alone. */
import { REFACTORING_DEFAULTS, type RefactoringThresholds } from '../../src/kernel';
import { confirmSuspect, deadExports, describeLarge, duplicatesToMerge, filesWithSuspects, godFiles, importCycles, largeFunctions, suspectImports, unusedCode, weigh, type Draft, type RuleScope } from '../../src/refactor';
import { viewOf } from '../analyze/sample';
import { removeTempFolders } from '../io/temp-folder';

afterAll(removeTempFolders);

async function scopeOf(files: Readonly<Record<string, string>>, thresholds: Partial<RefactoringThresholds> = {}, includeTests = false): Promise<RuleScope> {
  return { view: await viewOf(files), covers: () => true, thresholds: { ...REFACTORING_DEFAULTS, ...thresholds }, includeTests };
}

describe('dead exports', () => {
  /** A private package with an entry that uses `keep`, so that files are reached. */
  const base = { 'package.json': '{ "private": true, "main": "./dist/main.js" }', 'src/main.ts': "import { keep } from './a';\nkeep();\n" };
  const dead = async (files: Record<string, string>) => {
    const found = deadExports(await scopeOf({ ...base, ...files }));
    return found.map(({ path, symbol, confidence }) => `${path}#${symbol} ${confidence}`);
  };
  const a = (more: string) => `export function keep(): void {}\n${more}\n`;

  it.each<[string, string, string[]]>([
    ['a function', 'export function old(): void {}', ['src/a.ts#old 0.9']],
    ['a constant, a class, an enum, a type', 'export const c = 1;\nexport class K {}\nexport enum E { A }\nexport type T = 1;', ['src/a.ts#c 0.9', 'src/a.ts#K 0.9', 'src/a.ts#E 0.9', 'src/a.ts#T 0.9']],
    ['one that only calls itself', 'export function old(): void { old(); }', ['src/a.ts#old 0.9']],
    ['one that its own file uses', 'export function old(): number { return 1; }\nconst x = old();\nkeep.call(x);', ['src/a.ts#old 0.9']],
    ['overloads once', 'export function old(a: number): void;\nexport function old(a: string): void;\nexport function old(): void {}', ['src/a.ts#old 0.9']],
    ['one in a list', 'const old = 1;\nexport { old };', ['src/a.ts#old 0.9']],
    ['a type in exported code, with doubt', 'export interface Shape { x: number }\nexport function area(s: Shape): number { return s.x; }', ['src/a.ts#Shape 0.45', 'src/a.ts#area 0.9']],
  ])('%s', async (_, text, expected) => expect(await dead({ 'src/a.ts': a(text) })).toEqual(expected));

  it.each<[string, Record<string, string>]>([
    ['imported under another name', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "import { old as other } from './a';\nimport './main';\nother;" }],
    ['imported as a type', { 'src/a.ts': a('export type T = 1;'), 'src/b.ts': "import type { T } from './a';\nconst x: T = 1;\nx;" }],
    ['passed on', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "export { old } from './a';" }],
    ['passed on as a whole and imported from there', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "export * from './a';", 'src/c.ts': "import { old } from './b';\nold;" }],
    ['passed on under a namespace', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "export * as all from './a';" }],
    ['read off a namespace', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "import * as all from './a';\nall.old;" }],
    ['in a namespace that goes somewhere', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "import * as all from './a';\nObject.keys(all);" }],
    ['in a module that is loaded later', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "export const load = () => import('./a');\nimport './main';" }],
    ['in a module that is required inside', { 'src/a.ts': a('export const old = 1;'), 'src/b.test.ts': "jest.mock('./a');\nconst { old } = jest.requireActual('./a');\nold;" }],
    ['used by a test', { 'src/a.ts': a('export const old = 1;'), 'test/a.test.ts': "import { old } from '../src/a';\nold;" }],
    ['used in markup', { 'src/a.tsx': a('export const Old = () => null;'), 'src/b.tsx': "import { Old } from './a';\nconst x = <Old />;\nx;" }],
    ['of a package that names it', { 'package.json': '{ "private": true, "exports": { ".": "./dist/main.js", "./a": "./dist/a.js" } }', 'src/a.ts': a('export const old = 1;') }],
    ['of a package with patterns', { 'package.json': '{ "exports": { "./*": "./dist/*.js" } }', 'src/a.ts': a('export const old = 1;') }],
    ['passed on by an entry', { 'src/a.ts': a('export const old = 1;'), 'src/main.ts': "export * from './a';" }],
    ['named in a script', { 'package.json': '{ "private": true, "main": "./dist/main.js", "scripts": { "x": "tsx src/a.ts" } }', 'src/a.ts': a('export const old = 1;') }],
    ['with a decorator', { 'src/a.ts': a('@Injectable()\nexport class Old {}') }],
    ['with a name that frameworks call', { 'src/a.ts': a('export function getServerSideProps(): void {}\nexport const GET = 1;') }],
    ['of a page', { 'src/a.ts': a(''), 'src/pages/old.tsx': "import '../a';\nexport const Old = 1;\nexport default function Page() { return null; }", 'src/b.ts': "import './pages/old';" }],
    ['of a config file', { 'src/a.ts': a(''), 'vite.config.ts': 'export const old = 1;\nexport default {};' }],
    ['the default', { 'src/a.ts': a('export default function old(): void {}') }],
    ['of a declaration file', { 'src/a.ts': a(''), 'src/old.d.ts': 'export declare const old: 1;' }],
    ['of a test helper', { 'src/a.ts': a(''), 'test/helper.ts': 'export const old = 1;' }],
    ['imported under an alias that leads nowhere', { 'src/a.ts': a('export const old = 1;'), 'src/b.ts': "import { old } from '~lost/a';\nimport './main';\nold;" }],
    ['of a file with syntax errors', { 'src/a.ts': a('export const old = 1;\nexport const = ;') }],
    ['of CommonJS', { 'src/a.js': 'exports.old = 1;\nexports.keep = () => 1;' }],
  ])('not one %s', async (_, files) => expect(await dead(files)).toEqual([]));

  it('is less sure where something else may import it', async () => {
    expect(await dead({ 'src/a.ts': a(''), 'src/alone.ts': 'import "./a";\nexport const old = 1;' })).toEqual(['src/alone.ts#old 0.4']);
    expect(await dead({ 'package.json': '{ "main": "./dist/main.js" }', 'src/a.ts': a('export const old = 1;') })).toEqual(['src/a.ts#old 0.6']);
    const without = deadExports(await scopeOf({ 'src/main.ts': base['src/main.ts'], 'src/a.ts': a('export const old = 1;') }));
    expect(without.map(({ confidence, evidence }) => [confidence, evidence.importersOfFile])).toEqual([[0.8, 1]]);
  });
});

describe('unused code of other languages', () => {
  const names = async (files: Record<string, string>) => unusedCode(await scopeOf(files)).map(({ symbol, confidence }) => `${symbol} ${confidence}`);
  it('is what no code names', async () => {
    expect(await names({ 'a.py': 'def _used():\n    pass\n\ndef _old():\n    pass\n\ndef public():\n    _used()\n\n@hook\ndef _hooked():\n    pass\n\ndef __dir__():\n    pass\n' })).toEqual(['_old 0.8', 'public 0.4']);
    expect(await names({ 'a.go': 'package shop\n\nfunc used() {}\n\nfunc old() { old() }\n\nfunc Public() { used() }\n\nfunc init() {}\n', 'a_test.go': 'package shop\n\nfunc TestX() {}\nfunc helper() {}\n' })).toEqual(['old 0.8', 'Public 0.4']);
    expect(await names({ 'a.c': 'static int old(void) { return 1; }\nint main(void) { return 0; }\n', 'a.rs': 'fn old() {}\npub fn open() {}\nfn main() {}\n', 'a.kt': 'private fun old() {}\nfun open() {}\n' })).toEqual(['old 0.8', 'old 0.8', 'open 0.4', 'old 0.8', 'open 0.4']);
  });
  it('not what another file imports', async () => {
    expect(await names({ 'a.py': 'def _old():\n    pass\n', 'b.py': 'from a import _old as x\n' })).toEqual([]);
  });
});

describe('cycles', () => {
  const cycles = async (files: Record<string, string>) => importCycles(await scopeOf(files));

  it('name the import with the fewest uses', async () => {
    const [cycle, ...others] = await cycles({
      'a.ts': "import { b } from './b';\nexport const a = () => b() + b() + b();\n",
      'b.ts': "import { c } from './c';\nexport const b = () => c() + c();\n",
      'c.ts': "import { a } from './a';\n\nexport const c = () => a();\n",
    });
    expect(others).toEqual([]);
    expect(cycle).toMatchObject({
      path: 'c.ts', startLine: 1, effort: 'small', confidence: 0.95,
      evidence: { files: 3, imports: 3, atRunTime: true, cuts: 1, usesToMove: 1, opened: true },
      cuts: [{ from: 'c.ts', to: 'a.ts', line: 1, uses: 1, names: ['a'], typeOnly: false }],
    });
    expect(cycle!.message).toContain('that opens the circle');
  });

  it('that are of types only count little; a part that runs counts alone', async () => {
    const types = { 'a.ts': "import type { B } from './b';\nexport interface A { b: B }\n", 'b.ts': "import { A } from './a';\nexport interface B { a: A }\n" };
    expect((await cycles(types)).map(({ evidence, magnitude }) => [evidence.atRunTime, magnitude])).toEqual([[false, -1]]);
    const mixed = { ...types, 'c.ts': "import { d } from './d';\nimport type { A } from './a';\nexport const c = (a: A) => d(a);\n", 'd.ts': "import { c } from './c';\nexport const d = c;\n", 'a.ts': `${types['a.ts']}import type { c } from './c';\nexport type X = typeof c;\n` };
    expect((await cycles(mixed)).map(({ evidence, places }) => [evidence.atRunTime, places!.map(({ path }) => path)])).toEqual([[true, ['c.ts', 'd.ts']]]);
  });

  it('two circles through one file need two cuts; files that are loaded for what they do count', async () => {
    const [cycle] = await cycles({
      'hub.ts': "import './a';\nimport { b } from './b';\nexport const hub = b;\n",
      'a.ts': "import { hub } from './hub';\nhub;\nhub;\n",
      'b.ts': "import * as all from './hub';\nexport { hub } from './hub';\nexport const b = () => all.hub;\n",
    });
    expect(cycle!.cuts!.map(({ from, to }) => `${from}>${to}`).sort()).toEqual(['b.ts>hub.ts', 'hub.ts>a.ts'].sort());
    expect(cycle!.evidence.opened).toBe(true);
  });

  it('in other languages, tests apart', async () => {
    const [cycle] = await cycles({ 'p/__init__.py': '', 'p/a.py': 'from p.b import go\n\ndef run():\n    go()\n    go()\n', 'p/b.py': 'from p.a import run\n\ndef go():\n    run()\n' });
    expect(cycle).toMatchObject({ confidence: 0.8, cuts: [{ from: 'p/b.py', to: 'p/a.py', uses: 1, names: ['run'] }] });
    expect(await cycles({ 'a.test.ts': "import './b.test';\n", 'b.test.ts': "import './a.test';\n" })).toEqual([]);
    expect(await cycles({ 'a.ts': "import './b';\n", 'b.ts': '' })).toEqual([]);
  });
});

describe('large code', () => {
  const long = (lines: number): string => `{\n${'  console.log(1);\n'.repeat(lines)}}`;

  it('long and complex functions, definitions inside them apart', async () => {
    const branches = Array.from({ length: 6 }, (_, i) => `  if (x === ${i}) x += 1;`).join('\n');
    const files = { 'a.ts': `export function long(): void ${long(12)}\nexport function holder(): void {\n  function inner(): void ${long(8)}\n  inner();\n}\nexport function complex(x: number): number {\n${branches}\n  return x;\n}\n`, 'a.test.ts': `function inTest(): void ${long(20)}\n` };
    const scope = await scopeOf(files, { functionLines: 10, complexity: 5 });
    const found = largeFunctions(scope);
    expect(found.map(({ symbol, lines, tooLong, tooComplex }) => [symbol.name, lines, tooLong, tooComplex])).toEqual([['long', 14, true, false], ['complex', 9, false, true]]);
    const block = { startLine: 2, endLine: 9, inputs: [], outputs: [], async: false, usesThis: false };
    expect(describeLarge(found[0]!, scope, [block])).toMatchObject({ rule: 'long_function', blocks: [block], evidence: { lines: 14, linesLimit: 10 }, message: 'long has 14 lines of its own; 1 block could become functions.' });
    expect(describeLarge(found[1]!, scope, [])).toMatchObject({ rule: 'complex_function', effort: 'medium', evidence: { complexity: 7 } });
    expect(largeFunctions({ ...scope, includeTests: true })).toHaveLength(3);
  });

  it('files that hold too much, and the parts that they fall into', async () => {
    const parts = ['a', 'b'].flatMap((part) => [`export function ${part}1(): void { ${part}2(); }`, `function ${part}2(): void {}`]).join('\n');
    const files = { 'god.ts': `${parts}\n${'// more\n'.repeat(20)}`, 'user.ts': "import { a1 } from './god';\na1();\n", 'vendor/god.ts': `${parts}\n${'// more\n'.repeat(20)}`, 'doc.md': 'x\n'.repeat(30) };
    const [finding, ...others] = godFiles(await scopeOf(files, { fileLines: 20, fileDefinitions: 4 }));
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ path: 'god.ts', evidence: { definitions: 4, users: 1, parts: 2 }, places: [{ symbol: 'a1', note: '2 definitions: a1, a2' }, { symbol: 'b1' }] });
    expect(godFiles(await scopeOf(files, { fileLines: 20 }))).toEqual([]);
    expect(godFiles(await scopeOf(files, { fileLines: 12 }))).toHaveLength(1);
  });

  it('duplicates, those of tests apart', async () => {
    const body = (name: string): string => `export function ${name}(list: number[]): number {\n  let total = 0;\n  for (const each of list) {\n    if (each > 3) total += each * 2;\n    else total -= each;\n    console.log(total, each);\n  }\n  return total;\n}\n`;
    const scope = await scopeOf({ 'a.ts': body('one'), 'b.ts': body('two'), 'c.test.ts': body('three') });
    const { drafts, complete } = await duplicatesToMerge(scope, () => undefined);
    expect(complete).toBe(true);
    expect(drafts).toMatchObject([{ rule: 'duplicate', path: 'a.ts', symbol: 'one', evidence: { members: 2, files: 2, lines: 9 }, places: [{ path: 'b.ts', symbol: 'two' }] }]);
    expect((await duplicatesToMerge({ ...scope, includeTests: true }, () => undefined)).drafts[0]!.places).toHaveLength(2);
    expect((await duplicatesToMerge({ ...scope, thresholds: { ...REFACTORING_DEFAULTS, duplicateLines: 10 } }, () => undefined)).drafts).toEqual([]);
  });
});

describe('imports by names and text', () => {
  const unused = async (path: string, text: string) => suspectImports(await scopeOf({ [path]: text })).flatMap((suspect) => confirmSuspect(suspect, text.split('\n')));
  it.each<[string, string, string, string[]]>([
    ['Python', 'a.py', 'import os\nimport sys\nimport a.b\nfrom x import y as z, w\nsys.exit(w)\n', ['os', 'a.b', 'z']],
    ['Java', 'A.java', 'import a.B;\nimport a.C;\nimport d.*;\nclass A { C c; }\n', ['B']],
    ['PHP', 'a.php', '<?php\nuse A\\B;\nuse A\\C as D;\nfunction f(D $x) {}\n', ['B']],
  ])('%s', async (_, path, text, expected) => expect(await unused(path, text)).toEqual(expected));

  it.each([
    ['marked', 'a.py', 'import os  # noqa\n'],
    ['tried', 'a.py', 'try:\n    import fast\nexcept ImportError:\n    pass\n'],
    ['named in a text', 'a.py', "import os\n\ndef f(x: 'os.PathLike'):\n    pass\n"],
    ['of a package', 'p/__init__.py', 'import os\n'],
    ['for the future', 'a.py', 'from __future__ import annotations\n'],
    ['of all names', 'a.py', 'from os import *\n'],
    ['of a language that the compiler checks', 'a.go', 'package a\nimport "fmt"\n'],
  ])('not those %s', async (_, path, text) => expect(await unused(path, text)).toEqual([]));

  it('of TypeScript go to the type checker', async () => {
    expect(filesWithSuspects(await scopeOf({ 'a.ts': "import { x } from './b';\n", 'b.ts': 'export const x = 1;\n', 'c.ts': "import { x } from './b';\nx;\n" }))).toEqual(['a.ts']);
  });
});

test('the worthiest for the least effort come first, and the order is always the same', () => {
  const draft = (more: Partial<Draft>): Draft => ({ rule: 'dead_export', path: 'a.ts', symbol: '', startLine: 1, endLine: 1, message: '', evidence: {}, why: '', effort: 'small', confidence: 1, magnitude: 0, ...more });
  const drafts = [draft({ path: 'z.ts' }), draft({ effort: 'large', magnitude: 1 }), draft({ rule: 'floating_promise' }), draft({ confidence: 0.5 }), draft({ startLine: 3 }), draft({ magnitude: 9 })];
  const order = weigh(drafts).map(({ rule, path, startLine, effort, confidence, value }) => `${rule} ${path}:${startLine} ${effort} ${confidence} ${value}`);
  expect(order).toEqual(['dead_export a.ts:1 small 1 0.5', 'floating_promise a.ts:1 small 1 0.5', 'dead_export a.ts:3 small 1 0.25', 'dead_export z.ts:1 small 1 0.25', 'dead_export a.ts:1 small 0.5 0.25', 'dead_export a.ts:1 large 1 0.5']);
  expect(weigh([...drafts].reverse()).map(({ path, startLine, value }) => [path, startLine, value])).toEqual(weigh(drafts).map(({ path, startLine, value }) => [path, startLine, value]));
});
