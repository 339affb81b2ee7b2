import { affectedEntryPoints, affectedTests, overlay, reachCallers, type ReachedCaller, type WorkspaceView } from '../../src/impact';
import type { GraphFiles } from '../../src/graph';
import { corpusOf } from '../support/corpus';
import { removeTempFolders } from '../io/temp-folder';
import { stateOf } from './states';

afterAll(removeTempFolders);

async function viewOf(files: Readonly<Record<string, string>>): Promise<WorkspaceView> {
  const { corpus } = await corpusOf(files);
  return { graph: corpus.graph, files: corpus };
}

function startAt(view: WorkspaceView, path: string, name: string, codeOnly = false) {
  const index = view.files.file(path)!.facts.symbols.findIndex(({ qualifiedName }) => qualifiedName === name);
  return { path, index, codeOnly };
}

const OPTIONS = { depth: 5, visits: 1_000, pause: async () => undefined };
const short = ({ path, symbol, distance, via, confidence }: ReachedCaller): unknown => [distance, `${path}#${symbol}`, via, confidence];

const SHAPES = {
  'shape.ts': 'export interface Shape {\n  area(): number;\n}\nexport class Base {\n  constructor(readonly size: number) {}\n  grow(): number {\n    return this.size;\n  }\n}\n',
  'square.ts': "import { Base, Shape } from './shape';\nexport class Square extends Base implements Shape {\n  area(): number {\n    return this.grow();\n  }\n}\n",
  'use.ts': "import { Shape } from './shape';\nimport { Square } from './square';\nexport function make(): Shape {\n  return new Square(2);\n}\nexport function again(): Shape {\n  return make();\n}\n",
};

test('heirs of types, users of constructors, and types only when heads change', async () => {
  const view = await viewOf(SHAPES);
  const heads = await reachCallers(view, [startAt(view, 'shape.ts', 'Shape')], OPTIONS);
  expect(heads.callers.map(short)).toEqual(expect.arrayContaining([[1, 'square.ts#Square', 'Shape', 1], [1, 'use.ts#make', 'Shape', 1]]));
  const code = await reachCallers(view, [startAt(view, 'shape.ts', 'Shape', true)], OPTIONS);
  expect(code.callers.filter(({ distance }) => distance === 1).map(({ symbol }) => symbol)).toEqual(['Square']);
  const built = await reachCallers(view, [startAt(view, 'shape.ts', 'Base.constructor')], { ...OPTIONS, depth: 1 });
  expect(built.callers.map(({ path }) => path)).toContain('square.ts');
});

test('a way through several definitions, without going round in circles', async () => {
  const view = await viewOf({
    'a.ts': "import { b } from './b';\nexport function a(n: number): number {\n  return n > 0 ? b(n) : 0;\n}\n",
    'b.ts': "import { a } from './a';\nexport function b(n: number): number {\n  return a(n - 1);\n}\nexport function top(): number {\n  return b(1);\n}\ntop();\n",
  });
  const { callers, complete } = await reachCallers(view, [startAt(view, 'a.ts', 'a')], OPTIONS);
  expect(callers.map(short)).toEqual([[1, 'b.ts#b', 'a', 1], [2, 'b.ts#top', 'b', 1], [3, 'b.ts#', 'top', 1]]);
  expect(complete).toBe(true);
  expect((await reachCallers(view, [startAt(view, 'a.ts', 'a')], { ...OPTIONS, depth: 1 })).callers).toHaveLength(1);
  expect(await reachCallers(view, [startAt(view, 'a.ts', 'a')], { ...OPTIONS, visits: 1 })).toMatchObject({ complete: false });
  expect(await reachCallers(view, [{ path: 'gone.ts', index: 0, codeOnly: false }, { path: 'a.ts', index: 99, codeOnly: false }], OPTIONS)).toEqual({ callers: [], complete: true });
});

test('names that several definitions have make the way less sure', async () => {
  const view = await viewOf({
    'a.ts': 'export class A {\n  run(): void {}\n}\n',
    'b.ts': 'export class B {\n  run(): void {}\n}\n',
    'use.ts': 'export function use(x: any): void {\n  x.run();\n}\n',
  });
  const { callers } = await reachCallers(view, [startAt(view, 'a.ts', 'A.run')], OPTIONS);
  expect(callers.map(short)).toEqual([[1, 'use.ts#use', 'A.run', 0.5]]);
});

test('long work is paused, and a pause may end it', async () => {
  const chain = Object.fromEntries(
    Array.from({ length: 60 }, (_, i) => [`f${i}.ts`, `${i === 0 ? '' : `import { f${i - 1} } from './f${i - 1}';\n`}export function f${i}(): number {\n  return ${i === 0 ? '1' : `f${i - 1}()`};\n}\n`]),
  );
  const view = await viewOf(chain);
  let pauses = 0;
  const found = await reachCallers(view, [startAt(view, 'f0.ts', 'f0')], { depth: 60, visits: 1_000, pause: async () => void (pauses += 1) });
  expect(found.callers).toHaveLength(59);
  expect(pauses).toBeGreaterThan(1);
  const stop = async (): Promise<void> => Promise.reject(new Error('stopped'));
  await expect(reachCallers(view, [startAt(view, 'f0.ts', 'f0')], { depth: 60, visits: 1_000, pause: stop })).rejects.toThrow('stopped');
});

test('the other state: files changed, gone and new', async () => {
  const base: GraphFiles = (await viewOf(SHAPES)).files;
  const changed = await stateOf('use.ts', "import { Base } from './shape';\nexport function make(): Base {\n  return new Base(2);\n}\n");
  const fresh = await stateOf('new.ts', "import { make } from './use';\nmake();\n");
  const view = overlay(base, new Map([['use.ts', changed.facts], ['square.ts', undefined], ['new.ts', fresh.facts]]));
  expect([...view.files.files()].map(({ path }) => path).sort()).toEqual(['new.ts', 'shape.ts', 'use.ts']);
  const { callers } = await reachCallers(view, [startAt(view, 'use.ts', 'make')], OPTIONS);
  expect(callers.map(short)).toEqual([[1, 'new.ts#', 'make', 1]]);
  for (const file of view.files.files()) expect(view.files.fileById(file.id)).toBe(file);
});

describe('files as wholes', () => {
  const FILES = {
    'src/cart.ts': 'export function total(): number {\n  return 1;\n}\n',
    'src/barrel.ts': "export * from './cart';\n",
    'src/cart.test.ts': 'test("x", () => undefined);\n',
    'test/all.test.ts': "import { total } from '../src/barrel';\nexport const all = total;\n",
    'test/side.test.ts': "import '../src/barrel';\n",
    'test/fixtures/cart.json': '{}\n',
    'src/other.ts': 'export const other = 1;\n',
    'app/cart/page.tsx': "import '../../src/barrel';\nexport default function Page() {\n  return null;\n}\n",
    'src/start.ts': "import './barrel';\n",
  };

  test('tests: by use, by name, by import; entry points: by name and by route', async () => {
    const view = await viewOf(FILES);
    const { callers } = await reachCallers(view, [startAt(view, 'src/cart.ts', 'total')], OPTIONS);
    expect(affectedTests(view, ['src/cart.ts'], callers)).toEqual([
      { path: 'test/all.test.ts', reason: 'it uses total' },
      { path: 'src/cart.test.ts', reason: 'it is named after src/cart.ts' },
      { path: 'test/side.test.ts', reason: 'it imports src/cart.ts in 2 steps' },
    ]);
    expect(affectedTests(view, ['src/cart.test.ts'], [])).toEqual([{ path: 'src/cart.test.ts', reason: 'the change touches it' }]);
    expect(affectedTests(view, ['src/barrel.ts'], [])[0]).toEqual({ path: 'test/all.test.ts', reason: 'it imports src/barrel.ts' });
    expect(affectedEntryPoints(view, new Map([['src/start.ts', 'a start']]), ['src/cart.ts'], callers)).toEqual([
      { path: 'app/cart/page.tsx', reason: 'a route of the application; loads src/cart.ts' },
      { path: 'src/start.ts', reason: 'a start; loads src/cart.ts' },
    ]);
    expect(affectedEntryPoints(view, new Map([['src/other.ts', 'a start']]), ['src/other.ts'], [])).toEqual([{ path: 'src/other.ts', reason: 'a start' }]);
    expect(affectedTests(view, ['src/other.ts'], [])).toEqual([]);
  });
});
