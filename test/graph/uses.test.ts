import { createWorkspace } from './workspace';

/** Uses of a definition among given files; `|` marks nothing, texts are plain. */
async function usesIn(files: Readonly<Record<string, string>>, name: string, options?: { beside?: boolean }): Promise<string[]> {
  return (await createWorkspace(files)).uses(name, options);
}

describe('names at module level', () => {
  test('imports under their own and another name, by type and by value', async () => {
    const files = {
      'a.ts': 'export function run() {}\nexport interface Options {}\nrun();',
      'b.ts': "import { run as start, type Options } from './a';\nexport function go(o: Options) { return start(); }",
      'c.ts': "import * as all from './a';\nall.run();\nnew all.Missing();",
      'd.ts': 'run();',
    };
    expect(await usesIn(files, 'a.ts#run')).toEqual(['a.ts:3:1 call exact', 'b.ts:2:41 call exact', 'c.ts:2:5 call exact']);
    expect(await usesIn(files, 'a.ts#Options')).toEqual(['b.ts:2:23 type exact']);
  });

  test('defaults, named and unnamed, and re-exports of all kinds', async () => {
    const files = {
      'a.ts': 'export default function main() {}\nexport const one = 1;',
      'b.ts': "export { default } from './a';\nexport { one as uno } from './a';",
      'c.ts': "export * from './b';\nexport { default as principal } from './b';",
      'd.ts': "export * as space from './a';",
      'e.ts': "import { uno, principal } from './c';\nprincipal(uno);",
      'f.ts': "import { space } from './d';\nspace.one;",
      'g.ts': "import anything from './b';\nanything();",
      'h.ts': "import { one } from './a';\nexport { one };",
      'i.ts': "import { one as again } from './h';\nagain;",
      'j.ts': "import * as inner from './a';\nexport { inner };",
      'k.ts': "import { inner } from './j';\ninner.one;",
    };
    expect(await usesIn(files, 'a.ts#main')).toEqual(['e.ts:2:1 call exact', 'g.ts:2:1 call exact']);
    expect(await usesIn(files, 'a.ts#one')).toEqual(['e.ts:2:11 read exact', 'f.ts:2:7 read exact', 'i.ts:2:1 read exact', 'k.ts:2:7 read exact']);
  });

  test('what a module exports by name hides what export * brings; re-exports in a circle end', async () => {
    const files = {
      'a.ts': "export * from './b';\nexport const x = 1;",
      'b.ts': "export * from './a';\nexport const x = 2;",
      'c.ts': "import { x, y } from './a';\nx; y;",
    };
    expect(await usesIn(files, 'a.ts#x')).toEqual(['c.ts:2:1 read exact']);
    expect(await usesIn(files, 'b.ts#x')).toEqual([]);
  });

  test('a name imported from outside is never something of the workspace', async () => {
    const files = { 'a.ts': 'export class Router { match() {} }', 'b.ts': "import { Router } from 'express';\nnew Router();\nRouter.match();" };
    expect(await usesIn(files, 'a.ts#Router')).toEqual([]);
    expect(await usesIn(files, 'a.ts#Router.match')).toEqual([]);
  });

  test('a type and a value of one name are told apart', async () => {
    const files = { 'a.ts': 'export interface Level {}\nexport const Level = {};', 'b.ts': "import { Level } from './a';\nconst a: Level = Level as typeof Level;" };
    expect(await usesIn(files, 'a.ts#Level')).toEqual(['b.ts:2:10 type exact']);
    const { graph, file } = await createWorkspace(files);
    const value = file('a.ts').facts.symbols.findIndex(({ kind }) => kind === 'constant');
    const uses = graph.usesOf({ file: file('a.ts').id, index: value, symbol: file('a.ts').facts.symbols[value]! });
    expect(uses.map(({ line, column }) => `${line}:${column}`)).toEqual(['2:18', '2:34']);
  });

  test('overloads are one thing', async () => {
    const files = { 'a.ts': 'export function f(a: string): void;\nexport function f(a: number): void;\nexport function f(a: unknown) {}\nf(1);' };
    expect(await usesIn(files, 'a.ts#f')).toEqual(['a.ts:4:1 call exact']);
  });
});

describe('scopes', () => {
  test('definitions inside functions are used by the code around them, parameters hide them', async () => {
    const files = { 'a.ts': 'function outer(f: () => void) {\n  function inner() {}\n  const arrow = () => inner();\n  [1].map((inner) => inner);\n  inner();\n  return arrow;\n}\nfunction inner() {}\ninner();' };
    expect(await usesIn(files, 'a.ts#outer.inner')).toEqual(['a.ts:3:23 call exact', 'a.ts:5:3 call exact']);
    expect(await usesIn(files, 'a.ts#outer.arrow')).toEqual(['a.ts:6:10 read exact']);
    expect(await usesIn(files, 'a.ts#inner')).toEqual(['a.ts:9:1 call exact']);
  });

  test('members are not in scope by their bare name', async () => {
    const files = {
      'a.ts': "import { fetch } from './b';\nexport type Options = { fetch?: typeof fetch };\nexport const api = { fetch() { fetch(); } };\nclass C { fetch() { fetch(); } }",
      'b.ts': 'export function fetch() {}',
    };
    expect(await usesIn(files, 'b.ts#fetch')).toEqual(['a.ts:2:40 read exact', 'a.ts:3:32 call exact', 'a.ts:4:21 call exact']);
    expect((await usesIn(files, 'a.ts#api.fetch')).filter((use) => use.endsWith('exact'))).toEqual([]);
  });

  test('inside a namespace its own names come first', async () => {
    const files = { 'a.ts': 'const x = 1;\nnamespace N {\n  export const x = 2;\n  export const y = x;\n}\nconst z = N.x + x;' };
    expect(await usesIn(files, 'a.ts#N.x')).toEqual(['a.ts:4:20 read exact', 'a.ts:6:13 read exact']);
    expect(await usesIn(files, 'a.ts#x')).toEqual(['a.ts:6:17 read exact']);
  });
});

describe('members without types', () => {
  const files = {
    'base.ts': 'export class Base { run() {} stop() {} static make() {} }',
    'a.ts': "import { Base } from './base';\nexport class A extends Base { run() { super.run(); this.stop(); this.run(); } }\nBase.make();\nBase.run;",
    'b.ts': "import { A } from './a';\nfunction f(a: A) { a.run(); a.unknown(); const { stop } = a; }",
  };

  test('this and super are exact, objects are told by name', async () => {
    expect(await usesIn(files, 'a.ts#A.run')).toEqual(['a.ts:2:45 call exact', 'a.ts:2:70 call exact', 'a.ts:4:6 read ambiguous', 'b.ts:2:22 call ambiguous']);
    expect(await usesIn(files, 'base.ts#Base.stop')).toEqual(['a.ts:2:57 call exact']);
    expect(await usesIn(files, 'base.ts#Base.make')).toEqual(['a.ts:3:6 call exact']);
  });

  test('a name that only one definition has is unique; several share their confidence', async () => {
    const { graph, definition } = await createWorkspace({ ...files, 'c.ts': 'export class C { only() {} }\nfunction g(x: unknown) { x.only(); }' });
    expect(graph.usesOf(definition('c.ts#C.only')).map(({ certainty, confidence }) => [certainty, confidence])).toEqual([['unique', 1]]);
    const guessed = graph.usesOf(definition('a.ts#A.run')).filter(({ certainty }) => certainty === 'ambiguous');
    expect(guessed.map(({ confidence }) => confidence)).toEqual([0.5, 0.5]);
  });

  test('a function of its own this, and methods of objects, are no way to a class', async () => {
    const text = 'class A {\n  run() {\n    function inner() { this.stop(); }\n    return { go() { this.stop(); } };\n  }\n  stop() {}\n  walk = () => { const arrow = () => this.stop(); }\n}\nclass B { stop() {} }';
    expect(await usesIn({ 'a.ts': text }, 'a.ts#A.stop')).toEqual(['a.ts:3:29 call ambiguous', 'a.ts:4:26 call ambiguous', 'a.ts:7:43 call exact']);
  });

  test('keys of objects are nothing without types', async () => {
    const { graph, file } = await createWorkspace({ 'a.ts': 'interface I { key: number }\nconst x = { key: 1 };\nconst { key } = x;' });
    expect(graph.resolve(file('a.ts'), { name: 'key', symbol: -1, receiver: '{}' })).toBeUndefined();
    expect(graph.usesOf({ file: file('a.ts').id, index: 1, symbol: file('a.ts').facts.symbols[1]! })).toEqual([]);
  });

  test('static members through a class, inherited ones, members of objects and namespaces', async () => {
    const text = 'class A { static make() {} }\nclass B extends A {}\nB.make();\nconst tools = { saw() {} };\ntools.saw();\ninterface T { x(): void }\nT.x();';
    expect(await usesIn({ 'a.ts': text }, 'a.ts#A.make')).toEqual(['a.ts:3:3 call exact']);
    expect(await usesIn({ 'a.ts': text }, 'a.ts#tools.saw')).toEqual(['a.ts:5:7 call import']);
    expect(await usesIn({ 'a.ts': text }, 'a.ts#T.x')).toEqual(['a.ts:7:3 call unique']);
  });
});

describe('relatives', () => {
  const files = {
    'shape.ts': 'export interface Shape { area(): number }\nexport interface Solid extends Shape { volume(): number }',
    'a.ts': "import type { Shape } from './shape';\nexport class Square implements Shape { area() { return this.side(); } side() { return 1; } }",
    'b.ts': "import { Square } from './a';\nexport class Cube extends Square { area() { return 6 * this.area(); } side() { return super.side(); } }",
    'c.ts': "import * as shapes from './shape';\nexport class Ball implements shapes.Solid { area() { return this.area(); } volume() { return 1; } }",
    'd.ts': "import { Cube } from './b';\nclass Self extends Self {}\nexport class Tiny extends Cube { }",
  };

  test('heirs, direct and at any distance, through namespaces and aliases', async () => {
    const { graph, definition, nameOf } = await createWorkspace(files);
    expect(graph.heirsOf(definition('shape.ts#Shape')).map(nameOf)).toEqual(['a.ts#Square', 'shape.ts#Solid']);
    expect(graph.allHeirsOf(definition('shape.ts#Shape')).map(nameOf)).toEqual(['a.ts#Square', 'shape.ts#Solid', 'b.ts#Cube', 'c.ts#Ball', 'd.ts#Tiny']);
    expect(graph.allHeirsOf(definition('d.ts#Self'))).toEqual([]);
    expect(graph.heirsOf(definition('shape.ts#Shape'))).toBe(graph.heirsOf(definition('shape.ts#Shape')));
  });

  test('a use of an override may be one of what it overrides, and the reverse; of siblings only when asked for', async () => {
    const { graph, definition, uses, nameOf } = await createWorkspace(files);
    expect(graph.overridesOf(definition('shape.ts#Shape.area')).map(nameOf)).toEqual(['a.ts#Square.area', 'b.ts#Cube.area', 'c.ts#Ball.area']);
    expect(uses('a.ts#Square.area')).toEqual(['b.ts:2:61 call exact']);
    expect(uses('shape.ts#Shape.area')).toEqual(['b.ts:2:61 call exact', 'c.ts:2:66 call exact']);
    expect(uses('a.ts#Square.area', { beside: true })).toEqual(['b.ts:2:61 call exact', 'c.ts:2:66 call exact']);
    expect(uses('a.ts#Square.side')).toEqual(['a.ts:2:61 call exact', 'b.ts:2:93 call exact']);
  });
});

describe('what code uses', () => {
  test('in the order of the text, itself apart, with what is inside it', async () => {
    const { graph, definition, nameOf } = await createWorkspace({
      'a.ts': "import { help, Kind } from './b';\nexport function work(): Kind {\n  function own() { help(); work(); }\n  own();\n  return new Kind();\n}",
      'b.ts': 'export function help() {}\nexport class Kind {}',
    });
    const used = graph.usedBy(definition('a.ts#work')).map(({ definition: each, kind, line }) => `${line} ${kind} ${nameOf(each)}`);
    expect(used).toEqual(['2 type b.ts#Kind', '3 call b.ts#help', '5 new b.ts#Kind']);
  });

  test('of a file that is gone: nothing', async () => {
    const workspace = await createWorkspace({ 'a.ts': 'export function f() { g(); }\nfunction g() {}' });
    const f = workspace.definition('a.ts#f');
    workspace.remove('a.ts');
    expect(workspace.graph.usedBy(f)).toEqual([]);
    expect(workspace.graph.usesOf(f)).toEqual([]);
    expect(workspace.graph.questionsAbout(f)).toEqual([]);
    expect(workspace.graph.questionsInside(f)).toEqual([]);
  });
});

test('a file with many definitions is read by its index of names', async () => {
  const many = Array.from({ length: 40 }, (_, index) => `export function f${index}() {}`).join('\n');
  const files = { 'a.ts': `${many}\nexport function f7() {}`, 'b.ts': "import { f7, f39 } from './a';\nf7(); f39();" };
  expect(await usesIn(files, 'a.ts#f7')).toEqual(['b.ts:2:1 call exact']);
  expect(await usesIn(files, 'a.ts#f39')).toEqual(['b.ts:2:7 call exact']);
});
