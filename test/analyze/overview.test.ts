import { analyzeOverview, countUses, entryPointsOf, type CodeView } from '../../src/analyze';
import { keyOf } from '../../src/graph';
import { removeTempFolders } from '../io/temp-folder';
import { SHOP, viewOf } from './sample';

let view: CodeView;
beforeAll(async () => {
  view = await viewOf();
});
afterAll(removeTempFolders);

describe('the overview of a workspace', () => {
  test('sums up files, lines and languages, the largest first', () => {
    const overview = analyzeOverview(view);
    expect(overview).toMatchObject({ files: Object.keys(SHOP).length, bytes: Object.values(SHOP).join('').length });
    expect(overview.languages.map(({ language }) => language)).toEqual(['typescript', 'python', 'go', 'markdown', 'json']);
    expect(overview.languages[0]).toMatchObject({ files: 6, structure: 'ts-morph' });
    expect(overview.languages[1]).toMatchObject({ files: 2, structure: 'tree-sitter' });
    expect(overview.lines).toBe(overview.languages.reduce((sum, { lines }) => sum + lines, 0));
  });

  test('names what is used most, with how often, and what is most complex', () => {
    const { mostReferenced, mostComplex } = analyzeOverview(view);
    const price = mostReferenced.find(({ symbol }) => symbol === 'Price')!;
    expect(price).toMatchObject({ path: 'src/price.ts', kind: 'interface', exported: true, language: 'typescript' });
    expect(price.uses).toBeGreaterThanOrEqual(5);
    expect(mostReferenced.map(({ symbol }) => symbol)).not.toContain('neverUsed');
    const counts = mostReferenced.map(({ uses }) => uses);
    expect(counts).toEqual([...counts].sort((a, b) => b - a));
    expect(mostComplex[0]).toMatchObject({ symbol: 'OrderService.total' });
    expect(mostComplex[0]!.complexity).toBeGreaterThan(3);
  });

  test('finds files that import each other', () => {
    expect(analyzeOverview(view).cycles).toEqual([['src/mail.ts', 'src/orders.ts']]);
  });

  test('tells nothing of files that the caller may not see', async () => {
    const paths = Object.keys(SHOP).filter((path) => path !== 'src/orders.ts');
    const overview = analyzeOverview(await viewOf(SHOP, paths));
    expect(overview.files).toBe(paths.length);
    expect(JSON.stringify(overview)).not.toContain('orders.ts"');
    expect(overview.cycles).toEqual([]);
  });

  test('an empty view is an answer', async () => {
    expect(analyzeOverview(await viewOf(SHOP, []))).toMatchObject({ files: 0, lines: 0, languages: [], entryPoints: [], mostReferenced: [] });
  });
});

describe('entry points', () => {
  test('are what packages name, what defines main, and start files that nothing imports', () => {
    expect(entryPointsOf(view)).toEqual([
      { path: 'cmd/shop/main.go', reason: 'it defines main' },
      { path: 'src/cli.ts', reason: 'a command of package.json' },
      { path: 'src/index.ts', reason: 'the entry of package.json' },
      { path: 'tools/report.py', reason: 'a script that nothing imports' },
    ]);
  });

  test('tests and what other code imports are none', async () => {
    const files = {
      'server.js': "const app = require('./app');\napp.listen();\n",
      'app.js': "const x = require('express');\nmodule.exports = x();\n",
      'test/server.js': "require('../server');\n",
      'lib/index.js': 'module.exports = 1;\n',
      'run.sh': 'echo hello\n',
      'pkg/package.json': '{"bin": "./bin/tool.js", "exports": {".": "./lib/main.js"}}',
      'pkg/bin/tool.js': "require('../lib/main');\n",
      'pkg/lib/main.js': 'module.exports = 1;\n',
      'pkg/broken/package.json': '{"main": ',
    };
    const found = entryPointsOf(await viewOf(files));
    expect(found.map(({ path }) => path)).toEqual(['pkg/bin/tool.js', 'pkg/lib/main.js', 'run.sh', 'server.js']);
  });
});

test('a name that only a type could tell counts as a guess, and leads no ranks', async () => {
  const of = await viewOf({
    'a.ts': 'export class Grid { map(): void {} }\nexport function twice(list: number[]): number[] { return list.map((x) => 2 * x).map((x) => x); }\n',
    'b.py': 'class Queue:\n    def enqueue(self):\n        pass\n\ndef fill(queue):\n    queue.enqueue()\n',
  });
  const { mostReferenced } = analyzeOverview(of);
  expect(mostReferenced.map(({ symbol, uses }) => `${symbol} ${uses}`)).toEqual(['Queue.enqueue 1']);
});

test('names taken out of a module that is loaded as a whole are uses', async () => {
  const of = await viewOf({
    'a.ts': "export async function load(): Promise<void> {\n  const { heavy } = await import('./heavy');\n  heavy();\n}\n",
    'heavy.ts': 'export function heavy(): void {}\nexport function light(): void {}\n',
    'c.ts': 'export const table = { light: 1 };\n',
  });
  const counts = countUses(of.graph);
  const [heavy, light] = ['heavy', 'light'].map((name) => counts.get(keyOf(of.symbols.find(name)[0]!)));
  expect(heavy).toEqual({ sure: 1, all: 1 });
  expect(light).toBeUndefined();
});

test('uses are counted once per graph, recursion apart', () => {
  const counts = countUses(view.graph);
  expect(countUses(view.graph)).toBe(counts);
  const file = view.files.find(({ path }) => path === 'src/orders.ts')!;
  const key = (name: string): string => `${file.id}:${file.facts.symbols.findIndex((symbol) => symbol.name === name)}`;
  expect(counts.get(key('neverUsed'))).toBeUndefined();
  expect(counts.get(key('placeOrder'))).toEqual({ sure: 3, all: 3 });
});
