/** Parts of documents are found by who looks for them, and are nothing else; scripts of components are code like any other. */
import type { Engine } from '../../../src/kernel';
import { changeOf } from '../../impact/git';
import { cleanUp, openTestEngine, tempFolder } from '../../engine/support';

const BODY = '  let sum = 0;\n  for (const each of rows) {\n    if (each > 10) sum += each * 2;\n    else if (each < 0) throw new Error(`negative ${each}`);\n  }\n  return sum;\n';
const SECTION = '## Moor\n\nTie the ship up at the quay, then wait for the tide to fall.\n\n';
const keys = (n: number): string => `{\n${Array.from({ length: n }, (_, i) => `  "moor${i}": { "moor": 1 }`).join(',\n')}\n}\n`;
const FILES = {
  'package.json': '{ "private": true, "scripts": { "moor": "x" } }',
  'docs/a.md': `# Harbour\n\n${SECTION.repeat(400)}`,
  'docs/b.md': `# Harbour\n\n${SECTION.repeat(400)}`,
  'keys.json': keys(900),
  'again.json': keys(900),
  'big.sql': `CREATE FUNCTION moor() RETURNS int AS $$\nBEGIN\n${'  PERFORM 1;\n'.repeat(900)}END;\n$$;\n`,
  'src/price.ts': `export function total(rows: number[]): number {\n${BODY}}\n\nexport function moor(): void {}\n`,
  'src/main.ts': "import { moor, total } from './price';\nmoor();\nexport const first = total([]);\n",
  'src/App.vue': `<template>\n  <p id="moor">x</p>\n</template>\n<script setup lang="ts">\nimport { total } from './price';\n\nfunction sumOf(rows: number[]): number {\n${BODY}}\n\nfunction both(): number {\n  return total([]) + sumOf([]);\n}\n</script>\n`,
};

let engine: Engine;
let root: string;
beforeAll(async () => {
  engine = await openTestEngine();
  root = tempFolder(FILES);
});
afterAll(cleanUp);

const DOCUMENT = /\.(?:md|json|sql|html)$/;

test('no suggestion is about a document', async () => {
  const { findings, notChecked } = await engine.suggestRefactorings({ root, minConfidence: 0, thresholds: { functionLines: 5, fileLines: 10, fileDefinitions: 2 } });
  expect(findings.filter(({ path }) => DOCUMENT.test(path))).toEqual([]);
  expect(findings.filter(({ path }) => path === 'src/App.vue').map(({ rule }) => rule)).toContain('long_function');
  expect(notChecked.filter(({ reason }) => /markdown|json/.test(reason))).toEqual([]);
});

test('documents have no twins, scripts of components have', async () => {
  const { duplicates } = await engine.findSimilar({ root, minSize: 10 });
  expect(duplicates.map(({ members }) => members.map(({ path }) => path).sort())).toEqual([['src/App.vue', 'src/price.ts']]);
  const { matches } = await engine.findSimilar({ root, name: 'total' });
  expect(matches.map(({ path, symbol }) => `${path} ${symbol}`)).toEqual(['src/App.vue sumOf']);
});

test('a name means code', async () => {
  const { target, alternatives, uses } = await engine.findReferences({ root, name: 'moor' });
  expect([target?.path, alternatives, uses.map(({ path, line }) => `${path}:${line}`)]).toEqual(['src/price.ts', [], ['src/main.ts:2']]);
  const inVue = await engine.findReferences({ root, name: 'total' });
  expect(inVue.uses.map(({ path, line }) => `${path}:${line}`)).toEqual(['src/App.vue:17', 'src/main.ts:3']);
  const callers = await engine.findCallers({ root, name: 'total' });
  expect(callers.symbols.map(({ symbol }) => symbol)).toContain('both');
  const { matches } = await engine.findSymbol({ root, name: 'moor' });
  expect([matches[0]?.path, matches.length > 1, matches.slice(1).every(({ path }) => DOCUMENT.test(path))]).toEqual(['src/price.ts', true, true]);
});

test('searches and summaries are of code unless parts are asked for', async () => {
  const { matches } = await engine.searchStructure({ root, name: 'moor*' });
  expect(matches.map(({ path }) => path)).toEqual(['src/price.ts']);
  expect((await engine.searchStructure({ root, kinds: ['section'], name: 'Moor' })).total).toBe(800);
  const overview = await engine.analyzeWorkspace({ root });
  expect(overview.symbols).toBe(5);
  expect(overview.map.text).not.toMatch(/Moor|moor\d/);
  expect(overview.languages.find(({ language }) => language === 'json')).toMatchObject({ structure: 'document' });
});

test('a changed document is one change, without callers', async () => {
  const changed = { ...FILES, 'docs/a.md': FILES['docs/a.md'].replace('# Harbour', '# Port'), 'keys.json': FILES['keys.json'].replace('"moor1"', '"moored"'), 'big.sql': FILES['big.sql'].replace('moor()', 'berth()') };
  const { diff } = changeOf(FILES, changed);
  const { changes, callers } = await engine.impactOfChange({ root: tempFolder(changed), diff });
  expect(changes.map(({ path, symbol, change, breaking, why }) => ({ path, symbol, change, breaking, why }))).toEqual(
    ['big.sql', 'docs/a.md', 'keys.json'].map((path) => ({ path, symbol: '', change: 'body', breaking: false, why: 'the text of the document changed' })),
  );
  expect(callers).toEqual([]);
});
