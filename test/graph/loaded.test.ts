/** Uses of what is taken from a module in the middle of code, and definitions made by patterns. */
import { parseFile } from '../../src/parse';
import { hashOf, createWorkspace } from './workspace';

const MODULE = 'export function x() {}\nexport const y = 1;\nexport default function main() {}';
const usesIn = async (files: Readonly<Record<string, string>>, name: string): Promise<string[]> => (await createWorkspace({ 'm.ts': MODULE, ...files })).uses(name);

describe('keys of a module that is loaded where it is needed', () => {
  test.each([
    ["export async function f() { const { x } = await import('./m'); return x(); }", ['a.ts:1:37 read exact']],
    ["export async function f() { const { x: own } = await import('./m'); return own(); }", ['a.ts:1:37 read exact']],
    ["export const f = () => import('./m').then(({ x }) => x());", ['a.ts:1:46 read exact']],
    ["export const f = () => import('./m').then(function ({ x }) { return x(); });", ['a.ts:1:55 read exact']],
    ["export async function f() { return (await import('./m')).x(); }", ['a.ts:1:58 call exact']],
    ["export function f() { const { x } = require('./m'); return x(); }", ['a.ts:1:31 read exact']],
    ["const { x } = await import('./m');\nx();", ['a.ts:1:9 read exact']],
  ])('%s', async (code, uses) => {
    expect(await usesIn({ 'a.ts': code }, 'm.ts#x')).toEqual(uses);
  });

  test('the default by its name as a key', async () => {
    expect(await usesIn({ 'a.ts': "export async function f() { const { default: run } = await import('./m'); run(); }" }, 'm.ts#main')).toEqual(['a.ts:1:37 read exact']);
  });

  test('what the code around it uses', async () => {
    const { graph, definition, nameOf } = await createWorkspace({ 'm.ts': MODULE, 'a.ts': "export async function f() { const { x, y } = await import('./m'); x(y); }" });
    expect(graph.usedBy(definition('a.ts#f')).map((used) => nameOf(used.definition))).toEqual(['m.ts#x', 'm.ts#y']);
  });

  test('inner keys, other modules and other objects are none of the module', async () => {
    const code = "export async function f(g) {\n  const { y: { x } } = await import('./m');\n  const { x: a } = await import('elsewhere');\n  const { x: b } = await g('./m');\n  import('./m').catch(({ x }) => x);\n}";
    expect((await usesIn({ 'a.ts': code }, 'm.ts#x')).filter((use) => use.endsWith('exact'))).toEqual([]);
  });

  test('a module required inside a function is a dependency', async () => {
    const content = (text: string) => ({ path: 'a.js', text, hash: hashOf(text), size: text.length, invalidUtf8: false });
    const { imports } = await parseFile(content("const { a } = require('./top');\nfunction f() { const { x } = require('./m'); }"));
    expect(imports.map(({ specifier, names }) => [specifier, names])).toEqual([['./top', ['a']], ['./m', []]]);
  });
});

describe('definitions made by patterns', () => {
  test('objects and arrays, inner ones, with defaults and rests', async () => {
    const files = { 'a.ts': 'const object = { a: 1, b: { d: 2 } };\nexport const { a, b: { d }, ...others } = object;\nexport const [first = 0, , ...last] = [1, 2, 3];\nfirst;', 'b.ts': "import { a, d, last } from './a';\na; d; last;" };
    const { symbols, file } = await createWorkspace(files);
    expect(file('a.ts').facts.symbols.map(({ name, kind, exported, parent }) => ({ name, kind, exported, parent }))).toEqual(
      ['object', 'a', 'd', 'others', 'first', 'last'].map((name) => ({ name, kind: 'constant', exported: name !== 'object', parent: -1 })),
    );
    expect(symbols).toBeDefined();
    expect(await usesIn(files, 'a.ts#a')).toEqual(['b.ts:2:1 read exact']);
    expect(await usesIn(files, 'a.ts#d')).toEqual(['b.ts:2:4 read exact']);
    expect(await usesIn(files, 'a.ts#last')).toEqual(['b.ts:2:7 read exact']);
    expect(await usesIn(files, 'a.ts#first')).toEqual(['a.ts:4:1 read exact']);
  });

  test('locals, parameters and what is required are none', async () => {
    const code = "const { x } = require('./m');\nfor (const { p } of []) p;\n[1].map(({ q }) => q);\nfunction f({ r }) { const { s } = r; }\n{ const [t] = [1]; }\ntry {} catch ({ u }) {}\nx();";
    const { file, uses } = await createWorkspace({ 'm.ts': MODULE, 'a.js': code });
    expect(file('a.js').facts.symbols.map(({ name }) => name)).toEqual(['f']);
    expect(uses('m.ts#x')).toEqual(['a.js:7:1 call exact']);
  });
});
