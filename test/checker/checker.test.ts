import { createHarness, LIMITS, universeOf } from './harness';
import { createCheckerThread } from '../../src/checker/serve';
import { createChecker, type CheckReply, type CheckTask } from '../../src/checker';
import { compilerOptions, configChain } from '../../src/checker/options';
import type { Pool } from '../../src/pool';
import { openLibrary } from '../../src/checker/library';

const SHOP = {
  'types.ts': "export interface Store {\n  load(id: string): Item;\n  readonly size: number;\n}\nexport interface Item { price: number; kind: 'book' | 'toy' }\nexport type Event = { type: 'add'; item: Item } | { type: 'drop'; why: string };",
  'memory.ts': "import type { Item, Store } from './types';\nexport class MemoryStore implements Store {\n  private items = new Map<string, Item>();\n  load(id: string): Item { return this.items.get(id) ?? { price: 0, kind: 'toy' }; }\n  get size() { return this.items.size; }\n}\nexport class LoudStore extends MemoryStore {\n  override load(id: string): Item { return super.load(id); }\n}",
  'object.ts': "import type { Store } from './types';\nexport const fixed: Store = { load: () => ({ price: 1, kind: 'book' }), size: 1 };\nexport function make(size: number): Store { return { load(id) { return fixed.load(id); }, size }; }",
  'use.ts': "import { LoudStore } from './memory';\nimport { make } from './object';\nimport type { Event, Item } from './types';\nconst { load, size: count } = make(2);\nconst loud = new LoudStore();\nexport function total(event: Event): number {\n  if (event.type === 'add') return event.item.price + loud.load('x')['price'] + count;\n  let price: number;\n  ({ price } = load('y'));\n  return price;\n}\ntype Price = Item['price'];\nexport const box: { price: Price }[] = [{ price: 1 }];",
};
const ALL = ['types.ts#Store.load', 'types.ts#Store.size', 'types.ts#Item.price', 'memory.ts#MemoryStore.load', 'memory.ts#LoudStore.load', 'memory.ts#MemoryStore.size', 'object.ts#fixed.load', 'object.ts#make', 'use.ts#total', 'types.ts#Item', 'types.ts#Event.type'];

test('the graph, once settled, has exactly the uses that the language service finds', async () => {
  const { settle, found, exact } = await createHarness(SHOP);
  for (const name of ALL) {
    expect(await settle(name)).toBe(true);
    expect([name, exact(name)]).toEqual([name, await found(name, 'use')]);
  }
});

test('declarations and imports are told apart from uses', async () => {
  const { found } = await createHarness(SHOP);
  expect(await found('types.ts#Store.load', 'declaration')).toEqual(['memory.ts:4:3', 'memory.ts:8:12', 'types.ts:2:3']);
  expect(await found('types.ts#Store', 'import')).toEqual(['memory.ts:1:21', 'object.ts:1:15']);
  expect(await found('types.ts#Store', 'use')).toEqual(['memory.ts:2:37', 'object.ts:2:21', 'object.ts:3:37']);
});

test('callers, callees and implementations', async () => {
  const { ask, workspace } = await createHarness(SHOP);
  const placeOf = (name: string) => {
    const { symbol } = workspace.definition(name);
    return { path: name.split('#')[0]!, line: symbol.nameLine, column: symbol.nameColumn };
  };
  const calls = async (kind: 'callers' | 'callees' | 'implementations', name: string) =>
    (await ask({ kind, place: placeOf(name) })).calls.map(({ path, line, column, lines }) => `${path}:${line}:${column} at ${lines.join()}`);
  expect(await calls('callers', 'object.ts#make')).toEqual(['use.ts:1:1 at 4']);
  expect(await calls('callees', 'use.ts#total')).toEqual(expect.arrayContaining(['memory.ts:8:12 at 7']));
  expect(await calls('implementations', 'types.ts#Store')).toEqual(expect.arrayContaining(['memory.ts:2:14 at 2', 'object.ts:2:14 at 2']));
  expect((await ask({ kind: 'callers', place: { path: 'none.ts', line: 1, column: 1 } })).calls).toEqual([]);
  expect((await ask({ kind: 'implementations', place: { path: 'use.ts', line: 900, column: 1 } })).calls).toEqual([]);
  expect((await ask({ kind: 'references', place: { path: 'use.ts', line: 0, column: 1 } })).references).toEqual([]);
});

test('constructors and unnamed defaults are asked about at their keyword', async () => {
  const { found, workspace, ask } = await createHarness({
    'a.ts': 'export class A {\n  private constructor(readonly x: number) {}\n  static make() { return new A(1); }\n}',
    'b.ts': 'export default function () {}',
    'c.ts': "import run from './b';\nrun();",
  });
  expect(await found('a.ts#A.constructor', 'use')).toEqual(['a.ts:3:30']);
  const { symbol } = workspace.definition('b.ts#default');
  const { references } = await ask({ kind: 'references', place: { path: 'b.ts', line: symbol.nameLine, column: symbol.nameColumn } });
  expect(references.filter(({ role }) => role === 'use').map(({ path, line }) => `${path}:${line}`)).toEqual(['c.ts:2']);
});

test('names in markup, in patterns, quoted, private, and of the platform', async () => {
  const { settle, found, exact, ask, workspace } = await createHarness({
    'jsx.d.ts': 'declare namespace JSX { interface IntrinsicElements { box: { wide: boolean } } interface Element {} }',
    'a.tsx': "export interface Props { label: string; wide: boolean }\nexport function Tag({ label, wide: isWide, ...rest }: Props) { return <box wide={isWide} {...rest}>{label}</box>; }\nexport const tag = <Tag label=\"x\" wide />;\nexport const props: Props = { 'label': 'y', wide: true };\nprops['label'];",
    'b.ts': "export class Counter { #count = 0; add() { this.#count += 1; return [1].map((each) => each); } static of() { return new Counter(); } }\nfor (const { add } of [Counter.of()]) add();",
  });
  for (const name of ['a.tsx#Props.label', 'a.tsx#Props.wide', 'b.ts#Counter.#count', 'b.ts#Counter.add', 'b.ts#Counter.of']) {
    await settle(name);
    expect([name, exact(name).sort()]).toEqual([name, (await found(name, 'use')).sort()]);
  }
  const map = workspace.file('b.ts').facts.references;
  expect(map.names.split('\n')).toContain('map');
  const { meanings } = await ask({ kind: 'meaning', places: [{ path: 'b.ts', line: 1, column: 73, at: 0, key: false }], budgetMs: 1_000 });
  expect(meanings[0]!.own[0]!.path).toMatch(/^lib:lib\..*\.d\.ts$/);
});

test('accessors in pairs, assigned patterns of all forms, and classes that are expressions', async () => {
  const { settle, found, exact } = await createHarness({
    'a.ts': "export interface Point { x: number; y: number }\nlet x = 0, y = 0, rest: Point[];\ndeclare const p: Point;\ndeclare const list: Point[];\n({ x, y: y } = p);\nfor ({ x } of list);\n[{ x }, ...rest] = list;\n({ p: { x } } = { p });\n({ p: { y } = p } = { p });\nexport const box = { get size() { return x; }, set size(value: number) { y = value; } };\nbox.size = box.size + 1;\nexport const Named = class implements Point { x = 1; y = 2; static x = 3; };\nnew Named().x + Named.x;\nexport type Event = { type: 'add'; at: Point } | { type: 'drop'; why: string };\nexport const events: Event[] = [{ type: 'drop', why: '' }, { type: 'add', at: p }];\nexport const some: Event = { type: 'drop', at: p };",
  });
  for (const name of ['a.ts#Point.x', 'a.ts#Point.y', 'a.ts#box.size', 'a.ts#Named.x', 'a.ts#Event.type', 'a.ts#Event.why', 'a.ts#Event.at']) {
    await settle(name);
    expect([name, exact(name).sort()]).toEqual([name, (await found(name, 'use')).sort()]);
  }
});

describe('what the thread holds', () => {
  test('a workspace it does not know, or of another revision, must come with its files', async () => {
    const thread = createCheckerThread();
    const task = { workspace: 'w', revision: '1', roots: [], question: { kind: 'meaning', places: [], budgetMs: 1 } as const, limits: LIMITS };
    expect(await thread.check(task)).toEqual({ status: 'universe-needed' });
    expect(await thread.check({ ...task, universe: universeOf({}) })).toMatchObject({ status: 'answered', state: { files: 0 } });
    expect(await thread.check(task)).toMatchObject({ status: 'answered' });
    expect(await thread.check({ ...task, revision: '2' })).toEqual({ status: 'universe-needed' });
    // Two are kept; the one not used for longest goes.
    for (const workspace of ['x', 'y']) await thread.check({ ...task, workspace, universe: universeOf({}) });
    expect(await thread.check(task)).toEqual({ status: 'universe-needed' });
    expect(await thread.check({ ...task, workspace: 'x' })).toMatchObject({ status: 'answered' });
  });

  test('only what is asked about is read, with what it imports; and again only what changed', async () => {
    const { ask, put } = await createHarness({ ...SHOP, 'alone.ts': 'export {};' });
    const question = { kind: 'meaning', places: [], budgetMs: 1 } as const;
    const first = await ask(question, ['memory.ts']);
    expect([...first.imports.keys()].sort()).toEqual(['memory.ts', 'types.ts']);
    expect((await ask(question, ['use.ts'])).state.files).toBe(4);
    await put('types.ts', `${SHOP['types.ts']}\nexport interface Extra {}`);
    const after = await ask(question, ['use.ts']);
    expect(after.state.files).toBe(4);
    expect(after.imports.get('use.ts')).toEqual(['memory.ts', 'object.ts', 'types.ts']);
    expect(after.state.heapBytes).toBeGreaterThan(1_000_000);
  });

  test('more files or text than allowed is an error with a name', async () => {
    const thread = createCheckerThread();
    const task = { workspace: 'w', revision: '1', roots: Object.keys(SHOP), question: { kind: 'meaning', places: [], budgetMs: 1 } as const };
    await expect(thread.check({ ...task, universe: universeOf(SHOP), limits: { files: 2, characters: 1e6 } })).rejects.toMatchObject({ code: 'CHECKER_TOO_LARGE' });
    await expect(thread.check({ ...task, limits: { files: 10, characters: 10 } })).rejects.toMatchObject({ code: 'CHECKER_TOO_LARGE' });
    expect(await thread.check({ ...task, limits: LIMITS })).toMatchObject({ status: 'answered' });
  });

  test('files that are not as expected, or not there, are named', async () => {
    const thread = createCheckerThread();
    const universe = universeOf(SHOP);
    const files = universe.files.map((file) => (file.path === 'use.ts' ? { ...file, hash: 'another' } : file.path === 'object.ts' ? { path: file.path, hash: file.hash } : file));
    const reply = await thread.check({ workspace: 'w', revision: '1', universe: { ...universe, files }, roots: Object.keys(SHOP), question: { kind: 'meaning', places: [], budgetMs: 1 }, limits: LIMITS });
    expect(reply).toMatchObject({ status: 'answered', changed: ['use.ts', 'object.ts'] });
  });

  test('time runs out: what was answered is told, and that it is not all', async () => {
    const { ask } = await createHarness(SHOP);
    const places = [{ path: 'use.ts', line: 7, column: 60, at: 0, key: false }];
    expect(await ask({ kind: 'meaning', places, budgetMs: -1 })).toMatchObject({ meanings: [], complete: false });
    expect(await ask({ kind: 'meaning', places: [...places, { path: 'use.ts', line: 99, column: 1, at: 1, key: false }], budgetMs: 10_000 })).toMatchObject({ meanings: [{ at: 0 }], complete: true });
  });
});

describe('projects', () => {
  test('paths, packages, markup runtimes and options come from the workspace itself', async () => {
    const { ask, settle, found, exact } = await createHarness({
      'tsconfig.json': '{ "extends": "./base", "compilerOptions": { "strict": false } }',
      'base.json': '{}',
      'tsconfig.base.json': '{ "compilerOptions": { "jsx": "react-jsx", "jsxImportSource": "kit", "lib": ["es5"], "typeRoots": ["/etc"], "plugins": [{ "name": "x" }] } }',
      'kit/package.json': '{ "name": "kit", "exports": { "./jsx-runtime": "./runtime.ts" } }',
      'kit/runtime.ts': 'export namespace JSX { export interface IntrinsicElements { box: { wide: boolean } } export interface Element {} }\nexport function jsx() {}',
      'app.tsx': '/** @jsxImportSource kit */\nexport const app = <box wide={true} />;',
    });
    expect((await ask({ kind: 'meaning', places: [], budgetMs: 1 }, ['app.tsx'])).imports.get('app.tsx')).toEqual(['kit/runtime.ts']);
    await settle('kit/runtime.ts#JSX.IntrinsicElements');
    expect(await found('kit/runtime.ts#JSX.IntrinsicElements', 'use')).toEqual(exact('kit/runtime.ts#JSX.IntrinsicElements'));
  });

  test('nothing outside the workspace is read: no types of packages, no files by absolute path', async () => {
    const { ask } = await createHarness({
      'a.ts': '/// <reference path="/etc/passwd" />\n/// <reference types="node" />\nimport fs from "fs";\nimport x from "/etc/hosts";\nexport const read = fs.readFileSync;',
    });
    const place = { path: 'a.ts', line: 5, column: 14 };
    const { imports, state } = await ask({ kind: 'meaning', places: [{ ...place, at: 0, key: false }], budgetMs: 60_000 });
    expect([...imports]).toEqual([['a.ts', []]]);
    expect(state.files).toBe(1);
    const library = openLibrary();
    expect(library.read('/etc/passwd')).toBeUndefined();
    expect(library.read(`${library.folder}/lib.none.d.ts`)).toBeUndefined();
    expect(library.read(`${library.folder}/lib.es5.d.ts`)).toContain('interface Array<T>');
  });

  test('broken code is checked as far as it goes', async () => {
    const { ask, settle } = await createHarness({ 'a.ts': 'export class A { x( }\n({ x: } = );\nconst { x: [ = 1;\na.x.;\nimport { from "./a"' });
    await settle('a.ts#A');
    const places = Array.from({ length: 30 }, (_, at) => ({ path: 'a.ts', line: 1 + (at % 5), column: 1 + at, at, key: at % 2 === 0 }));
    expect(await ask({ kind: 'meaning', places, budgetMs: 10_000 })).toMatchObject({ complete: true });
  });
});

describe('options', () => {
  const join = (from: string, to: string): string | undefined => (to.startsWith('..') ? undefined : [from.split('/').slice(0, -1).join('/'), to].filter(Boolean).join('/'));
  const chain = (configs: Record<string, string[]>) => configChain(new Map(Object.entries(configs).map(([path, parents]) => [path, { extends: parents }])), join);

  test('the tsconfig that stands highest rules, with those it extends', () => {
    expect(chain({})).toEqual([]);
    expect(chain({ 'a/b/tsconfig.json': [], 'z/jsconfig.json': [], 'z/tsconfig.build.json': [], 'z/tsconfig.json': ['tsconfig.build', '../outside', 'missing'] })).toEqual(['z/tsconfig.json', 'z/tsconfig.build.json']);
    expect(chain({ 'b/tsconfig.json': [], 'a/tsconfig.json': ['tsconfig.json'] })).toEqual(['a/tsconfig.json']);
    const long = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`t/tsconfig.${String(index).padStart(2, '0')}.json`, [`tsconfig.${String(index + 1).padStart(2, '0')}.json`]]));
    expect(chain(long)).toHaveLength(10);
  });

  test('the nearer file wins; what names files or folders is not taken; what is no object is passed over', () => {
    const options = compilerOptions(['{ "compilerOptions": { "strict": false, "outDir": "/tmp", "paths": { "a": ["b"] } } // note\n}', '{ "compilerOptions": { "strict": true, "lib": ["es2020"] } }', '{ "compilerOptions": 7 }', '[', 'null']);
    expect(options).toMatchObject({ strict: false, lib: ['lib.es2020.d.ts'], types: [], noEmit: true });
    expect(options).not.toHaveProperty('outDir');
    expect(options).not.toHaveProperty('paths');
  });
});

test('a thread that never takes its files is an error, not a loop', async () => {
  const pool = { run: async () => ({ status: 'universe-needed' }) } as unknown as Pool<CheckTask, CheckReply>;
  const checker = createChecker({ pool: () => pool });
  const asked = checker.ask({ key: 'w', revision: '1', universe: () => universeOf({}) }, [], { kind: 'meaning', places: [], budgetMs: 1 });
  await expect(asked).rejects.toMatchObject({ code: 'INTERNAL' });
  expect(checker.state()).toBeUndefined();
});
