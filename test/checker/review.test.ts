/** What the checker's thread finds in files, and what it must not find. */
import type { FileReview, ReviewedFile } from '../../src/checker';
import { createHarness } from './harness';

const ALL: Omit<ReviewedFile, 'path'> = { imports: true, parameters: true, promises: true, nesting: 3, functions: [], blockLines: 4, blockParameters: 3 };

async function review(files: Readonly<Record<string, string>>, wanted: Partial<ReviewedFile> = {}, paths = Object.keys(files)): Promise<Record<string, FileReview>> {
  const { ask } = await createHarness(files);
  const { reviews, complete } = await ask({ kind: 'review', files: paths.map((path) => ({ ...ALL, ...wanted, path })), budgetMs: 60_000 });
  expect(complete).toBe(true);
  return Object.fromEntries(reviews.map((each) => [each.path, each]));
}

describe('unused imports', () => {
  const LIB = { 'lib.ts': 'export const a = 1, b = 2;\nexport interface T { x: number }\nexport type U = string;\nexport class C {}\nexport default function main(): void {}\n' };
  const namesIn = async (text: string, path = 'use.ts') => (await review({ ...LIB, [path]: text }))[path]!.imports.map(({ names, whole }) => `${names.join()}${whole ? ' (whole)' : ''}`);

  it.each<[string, string, string[]]>([
    ['a name of several', "import { a, b } from './lib';\nexport const x = a;", ['b']],
    ['the only name', "import { a } from './lib';\nexport const x = 1;", ['a (whole)']],
    ['all names', "import main, { a, type T } from './lib';\nexport {};", ['main,a,T (whole)']],
    ['a default beside names', "import main, { a } from './lib';\nexport const x = a;", ['main']],
    ['a namespace', "import * as lib from './lib';\nexport {};", ['lib (whole)']],
    ['a renamed name', "import { a as first, b } from './lib';\nexport const x = b;", ['first']],
    ['a shadowed name', "import { a } from './lib';\nexport const f = (a: number) => a;", ['a (whole)']],
    ['a type', "import type { T, U } from './lib';\nexport const x: T = { x: 1 };", ['U']],
  ])('%s', async (_, text, expected) => expect(await namesIn(text)).toEqual(expected));

  it.each([
    ['as a type only', "import { T } from './lib';\nexport const x: T = { x: 1 };"],
    ['in typeof', "import { a } from './lib';\nexport type A = typeof a;"],
    ['passed on', "import { a } from './lib';\nexport { a };"],
    ['as a base class', "import { C } from './lib';\nexport class D extends C {}"],
    ['as a decorator', "import main from './lib';\n@main\nexport class D {}"],
    ['of a namespace', "import * as lib from './lib';\nexport const x: lib.T = { x: lib.a };"],
    ['for what it does', "import './lib';"],
    ['in an object', "import { a } from './lib';\nexport const x = { a };"],
  ])('not one that is used %s', async (_, text) => expect(await namesIn(text)).toEqual([]));

  it('not what markup needs without naming it', async () => {
    expect(await namesIn("import React, { useState } from 'react';\nexport const x = <p />;", 'use.tsx')).toEqual(['useState']);
    expect(await namesIn("import { C } from './lib';\nexport const x = <C />;", 'use.tsx')).toEqual([]);
  });

  it('says when the name stands somewhere else in the file', async () => {
    const { 'use.ts': found } = await review({ ...LIB, 'use.ts': "import { a } from './lib';\n/** As `a`. */\nexport {};" });
    expect(found!.imports).toMatchObject([{ line: 1, column: 1, specifier: './lib', mentioned: true }]);
  });
});

describe('unused parameters', () => {
  const namesIn = async (text: string, more: Record<string, string> = {}, path = 'a.ts') =>
    (await review({ ...more, [path]: text }))[path]!.parameters.map(({ of, name, calls, exported }) => `${of}(${name}) ${calls}${exported ? ' exported' : ''}`);

  it.each<[string, string, string[]]>([
    ['at the end', 'function f(a: number, b: number) { return a; }\nf(1, 2);', ['f(b) 1']],
    ['several at the end', 'function f(a: number, b: number, c = 1) { return a; }\nf(1, 2);\nf(3, 4);', ['f(c) 2', 'f(b) 2']],
    ['of a constant', 'const f = (a: number) => 1;\nf(1);', ['f(a) 1']],
    ['of a private method', 'class A { private f(a: number) { return 1; } g() { return this.f(1); } #h(b: string) {} i() { this.#h(""); } }\nnew A();', ['f(a) 1', '#h(b) 1']],
    ['exported', 'export function f(a: number) { return 1; }\nf(1);', ['f(a) 1 exported']],
    ['used as a key only', 'function f(a: number) { return { a: 1 }.a; }\nf(1);', ['f(a) 1']],
  ])('%s', async (_, text, expected) => expect(await namesIn(text)).toEqual(expected));

  it.each([
    ['before one that is used', 'function f(a: number, b: number) { return b; }\nf(1, 2);'],
    ['in a callback', '[1].map((each, index) => 1);'],
    ['of a function that is handed on', 'function f(a: number) { return 1; }\n[1].map(f);\nf(1);'],
    ['of a typed constant', 'const f: (a: number) => number = (a) => 1;\nf(1);'],
    ['of an overload', 'function f(a: number): void;\nfunction f(a: string): void;\nfunction f(a: unknown) {}\nf(1);'],
    ['of an abstract method', 'abstract class A { abstract f(a: number): void; g() { this.f(1); } }\nexport default A;'],
    ['of a method that implements', 'interface I { f(a: number): void }\nclass A implements I { f(a: number) {} g() { this.f(1); } }\nnew A();'],
    ['of a public method', 'class A { f(a: number) {} g() { this.f(1); } }\nnew A();'],
    ['of a private method of an heir', 'class B {}\nclass A extends B { private f(a: number) {} g() { this.f(1); } }\nnew A();'],
    ['of an object', 'const o = { f(a: number) {} };\no.f(1);'],
    ['at rest', 'function f(...rest: number[]) { return 1; }\nf(1);'],
    ['taken apart', 'function f({ a }: { a: number }) { return 1; }\nf({ a: 1 });'],
    ['that is a property', 'class A { constructor(private a: number) {} }\nnew A(1);'],
    ['with an underscore', 'function f(_a: number) { return 1; }\nf(1);'],
    ['that is this', 'function f(this: Window) { return 1; }\nf.call(window);'],
    ['whose default does something', 'function f(a = Date.now()) { return 1; }\nf(1);'],
    ['used in another default', 'function f(a: number, b = a) { return b; }\nf(1);'],
    ['used in a type', 'function f(a: unknown): a is string { return true; }\nf(1);'],
    ['reached by arguments', 'function f(a: number) { return arguments[0]; }\nf(1);'],
    ['with a decorator', 'declare const dec: any;\nclass A { private f(@dec a: number) {} g() { this.f(1); } }\nnew A();'],
    ['that nobody fills', 'function f(a: number) { return 1; }\nexport const g = { f };'],
    ['used by a shorthand', 'function f(a: number) { return { a }; }\nf(1);'],
  ])('not one %s', async (_, text) => expect(await namesIn(text)).toEqual([]));

  it('counts calls in other files, and whether they hand it on', async () => {
    const text = 'export function f(a: number) { return 1; }';
    expect(await namesIn(text, { 'b.ts': "import { f as g } from './a';\ng(1);" })).toEqual(['f(a) 1 exported']);
    expect(await namesIn(text, { 'b.ts': "import { f } from './a';\nexport const x = [f];" })).toEqual([]);
    expect(await namesIn('export function F(props: object) { return <p />; }\nexport const x = <F />;', {}, 'a.tsx')).toEqual([]);
  });
});

describe('floating promises', () => {
  const found = async (text: string, path = 'a.ts') =>
    (await review({ [path]: `declare function go(): Promise<number>;\ndeclare function maybe(): Promise<void> | undefined;\ndeclare const lazy: { then(done: (x: number) => void): void };\ndeclare const any: any;\n${text}` }))[path]!.promises.map(
      ({ what, canAwait, immediate, atTop }) => `${what}${canAwait ? ' await' : ''}${immediate ? ' immediate' : ''}${atTop ? ' top' : ''}`,
    );

  it.each<[string, string, string[]]>([
    ['in an async function', 'async function f() { go(); }', ['go await']],
    ['in a plain function', 'function f() { go(); }', ['go']],
    ['at module level', 'go();', ['go top']],
    ['with a then alone', 'async function f() { go().then((x) => x); }', ['go().then await']],
    ['with a finally alone', 'async function f() { go().finally(() => 1); }', ['go']],
    ['of a union', 'async function f() { maybe(); }', ['maybe await']],
    ['of anything with a then', 'async function f() { lazy; }', ['lazy await']],
    ['new', 'async function f() { new Promise(() => 1); }', ['new Promise(() => 1) await']],
    ['behind a condition', 'function f(x: boolean) { x && go(); x ? 1 : go(); x || go(); (1, go()); }', ['go', 'go', 'go', 'go']],
    ['called where it is written', '(async () => { await go(); })();', ['an async function immediate top']],
    ['in a callback that is not async', 'async function f() { [1].forEach(() => { go(); }); }', ['go']],
    ['in an async arrow', 'const f = async () => { go(); };', ['go await']],
  ])('%s', async (_, text, expected) => expect(await found(text)).toEqual(expected));

  it.each([
    ['awaited', 'async function f() { await go(); }'],
    ['dropped on purpose', 'function f() { void go(); }'],
    ['caught', 'function f() { go().catch(() => 1); }'],
    ['handled both ways', 'function f() { go().then(() => 1, () => 2); }'],
    ['caught before the end', 'function f() { go().catch(() => 1).finally(() => 2); }'],
    ['kept', 'function f() { const x = go(); return x; }'],
    ['assigned', 'let x; function f() { x = go(); }'],
    ['of any', 'function f() { any(); any.then(); }'],
    ['that is no promise', 'function f() { console.log(1); [1].map((x) => x); }'],
  ])('not one %s', async (_, text) => expect(await found(text)).toEqual([]));

  it('in JavaScript as well', async () => {
    const { 'a.js': review1 } = await review({ 'a.js': 'async function go() { return 1; }\nasync function f() { go(); }\nf();' });
    expect(review1!.promises.map(({ what, canAwait }) => [what, canAwait])).toEqual([['go', true], ['f', false]]);
  });
});

describe('nesting', () => {
  const depths = async (text: string) => (await review({ 'a.ts': text }))['a.ts']!.nesting.map(({ line, depth, path }) => `${line}: ${depth} ${path.join('>')}`);

  it('counts branches, loops and tries inside each other', async () => {
    expect(await depths('function f(x: number) {\n  for (;;) { while (x) { if (x) { x -= 1; } } }\n}')).toEqual(['2: 3 for>while>if']);
    expect(await depths('try { switch (1 as number) { case 1: do { f(); } while (true) } } catch {}\nfunction f() {}')).toEqual(['1: 3 try>switch>do']);
  });

  it('goes on in callbacks, not in functions with a name', async () => {
    expect(await depths('for (const a of [1]) { if (a) { [1].forEach((b) => { if (b) f(); }); } }\nfunction f() {}')).toEqual(['1: 3 for>if>if']);
    expect(await depths('if (1) { if (2) { const g = () => { if (3) return; }; g(); } }')).toEqual([]);
    expect(await depths('if (1) { if (2) { class A { m() { if (3) return; } } new A(); } }')).toEqual([]);
  });

  it('a chain of else if is one level', async () => {
    expect(await depths('let x = 1;\nif (x === 1) x = 2; else if (x === 2) x = 3; else if (x === 3) x = 4; else if (x === 4) x = 5;')).toEqual([]);
  });
});

describe('blocks', () => {
  async function blocks(text: string, name = 'f', limits: Partial<ReviewedFile> = {}) {
    const { ask, workspace } = await createHarness({ 'a.ts': text });
    const { symbol } = workspace.definition(`a.ts#${name}`);
    const functions = [{ line: symbol.nameLine, column: symbol.nameColumn }];
    const { reviews } = await ask({ kind: 'review', files: [{ ...ALL, ...limits, path: 'a.ts', functions }], budgetMs: 60_000 });
    return reviews[0]!.functions[0]!.blocks;
  }
  const body = (inner: string, end = 'return total + rest;') => `async function f(list: number[], rest: number) {\n  let total = 0;\n  const seen = new Set<number>();\n${inner}\n  console.log(seen.size);\n  total += 1;\n  console.log(rest);\n  ${end}\n}`;

  it('names what goes in and what comes out', async () => {
    const [block, ...others] = await blocks(body('  for (const each of list) {\n    const twice = each * 2;\n    if (seen.has(twice)) continue;\n    seen.add(twice);\n    total += twice;\n  }'));
    expect(others).toEqual([]);
    expect(block).toEqual({ startLine: 2, endLine: 10, inputs: ['list'], outputs: ['total'], async: false, usesThis: false });
  });

  it('leaves out what returns, breaks out, yields or takes too much', async () => {
    expect(await blocks(body('  for (const each of list) {\n    if (each > rest) return 1;\n    seen.add(each);\n    seen.add(each + 1);\n  }'))).toEqual([]);
    const many = '  for (const each of list) {\n    seen.add(each + total + rest);\n    seen.add(2);\n    seen.add(3);\n  }';
    expect(await blocks(body(many), 'f', { blockParameters: 0 })).toEqual([]);
    expect(await blocks(body(many))).toMatchObject([{ inputs: ['list', 'rest'], outputs: ['total'] }]);
    expect(await blocks(body('  for (const each of list) {\n    while (true) {\n      if (each) break;\n      seen.add(each);\n    }\n  }'))).toHaveLength(1);
    expect(await blocks(body('  outer: for (const each of list) {\n    for (const other of list) {\n      if (other === each) continue outer;\n      seen.add(other);\n    }\n  }'))).toHaveLength(1);
  });

  it('tells waiting and this; a function defined in it that is needed later stays', async () => {
    const text = 'class A { x = 1;\n  async f(list: number[]) {\n    const out = list.length;\n    if (out > 2) {\n      await Promise.resolve();\n      this.x = out;\n      console.log(this.x);\n      console.log(2);\n    }\n    console.log(1);\n    console.log(2);\n    return out;\n  } }';
    expect(await blocks(text, 'A.f')).toEqual([{ startLine: 4, endLine: 11, inputs: ['out'], outputs: [], async: true, usesThis: true }]);
    const inner = 'function f(x: number) {\n  function g() {\n    console.log(x);\n    console.log(1);\n    return x;\n  }\n  console.log(2);\n  g();\n  console.log(3);\n  console.log(4);\n}';
    expect((await blocks(inner)).every(({ startLine, endLine }) => !(startLine <= 2 && endLine < 8))).toBe(true);
  });

  it('of functions by any way to name them', async () => {
    const inner = `{\n  let a = 0;\n  if (x) {\n${'    a += x;\n'.repeat(6)}  }\n${'  console.log(1);\n'.repeat(8)}  console.log(a);\n}`;
    for (const [name, text] of Object.entries({ f: `const f = (x: number) => ${inner};`, 'A.f': `class A { f = function (x: number) ${inner}; }`, 'o.f': `const o = { f: (x: number) => ${inner} };`, 'A.constructor': `class A { constructor(x: number) ${inner} }` })) {
      expect([name, (await blocks(text, name)).length > 0]).toEqual([name, true]);
    }
  });
});

describe('reviews', () => {
  it('go on where they stopped, and name what failed', async () => {
    const { ask } = await createHarness({ 'a.ts': 'export const a = ;', 'b.ts': 'export const b = 1;' });
    const files = ['a.ts', 'b.ts', 'gone.ts'].map((path) => ({ ...ALL, path }));
    const first = await ask({ kind: 'review', files, budgetMs: -1 });
    expect(first).toMatchObject({ complete: false, reviews: [{ path: 'a.ts', failed: 'the file has syntax errors' }] });
    const rest = await ask({ kind: 'review', files: files.slice(1), budgetMs: 60_000 });
    expect(rest.reviews.map(({ path, failed }) => [path, failed])).toEqual([['b.ts', undefined], ['gone.ts', 'the file is not there any more']]);
  });
});
