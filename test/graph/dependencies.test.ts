import { createWorkspace } from './workspace';

const FILES = {
  'a.ts': "import { b } from './b';\nimport type { C } from './c';\nimport 'react';\nexport const lazy = () => import('./d');\ntype T = import('./e').E;",
  'b.ts': "export * from './c';\nexport const b = 1;",
  'c.ts': "import './a';\nexport interface C {}",
  'd.ts': 'export {};',
  'e.ts': 'export interface E {}',
  'alone.ts': 'export {};',
  'self.ts': "import './self';",
};

test('imports and re-exports, types, dynamic ones, and what is outside', async () => {
  const { graph, file } = await createWorkspace(FILES);
  const edges = graph.importsOf(file('a.ts')).map(({ specifier, line, typeOnly, targets }) => [specifier, line, typeOnly, targets.map(({ path }) => path)]);
  expect(edges).toEqual([
    ['./b', 1, false, ['b.ts']],
    ['./c', 2, true, ['c.ts']],
    ['react', 3, false, []],
    ['./d', 4, false, ['d.ts']],
    ['./e', 5, true, ['e.ts']],
  ]);
  expect(graph.importsOf(file('b.ts')).map(({ targets }) => targets.map(({ path }) => path))).toEqual([['c.ts']]);
  expect(graph.importersOf(file('c.ts')).map(({ path }) => path)).toEqual(['a.ts', 'b.ts']);
  expect(graph.importersOf(file('alone.ts'))).toEqual([]);
});

test('cycles, largest first; levels above what is imported', async () => {
  const { graph, file } = await createWorkspace({ ...FILES, 'x.ts': "import './y';", 'y.ts': "import './x';", 'z.ts': "import './x';\nimport './d';" });
  expect(graph.cycles().map((cycle) => cycle.map(({ path }) => path))).toEqual([['a.ts', 'b.ts', 'c.ts'], ['x.ts', 'y.ts']]);
  const levels = graph.levels();
  expect(['d.ts', 'a.ts', 'b.ts', 'c.ts', 'self.ts', 'x.ts', 'z.ts'].map((path) => levels.get(file(path).id))).toEqual([0, 1, 1, 1, 0, 0, 1]);
});

test('files that imports tie together, whichever way', async () => {
  const { graph, file } = await createWorkspace(FILES);
  expect(graph.connectedTo(file('d.ts')).map(({ path }) => path)).toEqual(['a.ts', 'b.ts', 'c.ts', 'd.ts', 'e.ts']);
  expect(graph.connectedTo(file('alone.ts')).map(({ path }) => path)).toEqual(['alone.ts']);
});

test('ranks: what is used much leads, and all ranks sum to 1', async () => {
  const { graph, definition } = await createWorkspace({
    'core.ts': 'export function core() {}\nexport function rare() {}',
    'a.ts': "import { core } from './core';\nexport function a() { core(); }",
    'b.ts': "import { core } from './core';\nexport function b() { core(); }",
    'c.ts': "import { rare } from './core';\nrare();",
  });
  const { symbols, files } = graph.ranks();
  const rankOf = (name: string): number => symbols.get(`${definition(name).file}:${definition(name).index}`)!;
  expect(rankOf('core.ts#core')).toBeGreaterThan(rankOf('core.ts#rare'));
  expect(rankOf('core.ts#rare')).toBeGreaterThan(rankOf('a.ts#a'));
  expect([...symbols.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 6);
  expect([...files.values()].reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 6);
  expect(graph.ranks()).toBe(graph.ranks());
});

test('packages share a scope in Go and Java, by folder and by name', async () => {
  const { uses } = await createWorkspace({
    'shop/a.go': 'package shop\n\nfunc Price() int { return 1 }\n',
    'shop/b.go': 'package shop\n\nfunc Total() int { return Price() }\n',
    'other/a.go': 'package other\n\nfunc Price() int { return 2 }\n',
    'x/A.java': 'package com.shop;\nclass A { static void run() { B.go(); } }\n',
    'y/B.java': 'package com.shop;\nclass B { static void go() {} }\n',
  });
  expect(uses('shop/a.go#Price')).toEqual([expect.stringMatching(/^shop\/b\.go:3:\d+ call import$/)]);
  expect(uses('other/a.go#Price')).toEqual([]);
  expect(uses('y/B.java#B.go').join()).toMatch(/^x\/A\.java:2:\d+ call import$/);
});
