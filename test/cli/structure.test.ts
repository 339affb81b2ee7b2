/** The commands of structural analysis, on a small shop. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DependencyMap, ImpactAnswer, RelatedAnswer, SearchStructureAnswer, SimilarAnswer, StackTraceAnswer, StructuralContext, TraverseAnswer, WorkspaceAnalysis } from '../../src';
import { SHOP } from '../analyze/sample';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { useEngineBundle } from '../support/engine-bundle';
import { run, type Ran } from './sample';

let root: string;
beforeAll(async () => {
  await useEngineBundle();
  root = tempFolder({ ...SHOP, '.gitignore': 'built/\n', 'built/out.js': 'x\n' });
});
afterAll(removeTempFolders);

const ask = (...args: string[]) => run([...args, '--root', root]);
async function json<T>(...args: string[]): Promise<T> {
  const ran: Ran = await ask(...args, '--json');
  expect(ran.err).toBe('');
  return JSON.parse(ran.out) as T;
}

describe('analyze-workspace', () => {
  it('sums up and draws a map', async () => {
    const { code, out } = await ask('analyze-workspace');
    expect(code).toBe(0);
    expect(out).toMatch(/^\d+ files, \d+ lines, \d\.\d kB, \d+ symbols; \d+ left out\n/);
    for (const title of ['Languages', 'Entry points', 'Most referenced', 'Most complex', 'Cycles']) expect(out).toContain(`\n${title}:\n`);
    expect(out).toContain('  src/cli.ts: a command of package.json');
    expect(out).toMatch(/Map \(\d+ files, \d+ tokens\):\n/);
    expect(out).toContain('export function addPrices(prices: Price[]): Price');
  });

  it('answers programs in JSON, within the budget given', async () => {
    const analysis = await json<WorkspaceAnalysis>('analyze-workspace', '--map-tokens', '100');
    expect(analysis.map.tokens).toBeLessThanOrEqual(100);
    expect((await ask('analyze-workspace', '--map-tokens', '1')).err).toContain('error VALUE_OUT_OF_RANGE');
  });
});

describe('tree', () => {
  it('lists files, folders and what is left out', async () => {
    const { out } = await ask('tree', '--ignored');
    expect(out).toMatch(/^built\/ {2}\(ignored: folder, by an ignore file\)$/m);
    expect(out).toMatch(/^src\/ {2}\d\.\d kB$/m);
    expect(out).toMatch(/^src\/cli\.ts {2}typescript, \d+ B, \d{4}-\d\d-\d\dT\d\d:\d\d$/m);
    expect(out).toMatch(/^left out: ignored 1$/m);
  });

  it('filters', async () => {
    const options = ['--language', 'typescript', '--glob', '*.ts', '--min-bytes', '1', '--max-bytes', '9999', '--changed-since', '2020-01-01', '--limit', '1'];
    const { entries, total } = await json<TraverseAnswer>('tree', 'src', ...options);
    expect(entries).toHaveLength(1);
    expect(total).toBe(5);
    expect((await ask('tree', 'src', '--limit', '1')).out).toContain('… 4 more; see --limit');
  });
});

describe('deps', () => {
  it('prints what imports what', async () => {
    const { out } = await ask('deps', 'src/mail.ts', '--depth', '1', '--direction', 'imports');
    expect(out).toBe(
      [
        'src/mail.ts  (level 1, distance 0)',
        '  1: imports src/orders.ts',
        '  2: imports src/price.ts (types)',
        'src/orders.ts  (level 1, distance 1)',
        'src/price.ts  (level 0, distance 1)',
        'cycle: src/mail.ts -> src/orders.ts',
        '',
      ].join('\n'),
    );
  });

  it('says when there is more, and what lies outside', async () => {
    const { out } = await ask('deps', 'src/cli.ts', '--limit', '1');
    expect(out).toContain('  outside: node:fs');
    expect(out).toContain('… there are more files; see --limit');
  });

  it('draws', async () => {
    expect((await ask('deps', 'src', '--format', 'mermaid')).out).toMatch(/^flowchart LR\n/);
    expect((await ask('deps', '--format', 'dot')).out).toMatch(/^digraph dependencies \{\n/);
    expect((await json<DependencyMap>('deps', 'src/index.ts')).nodes[0]).toMatchObject({ path: 'src/index.ts' });
  });
});

describe('search-structure', () => {
  it('finds by many filters', async () => {
    const filters = [
      '--kind', 'method', '--name', '*tal', '--path', 'src', '--signature', 'prices', '--parameter-type', 'Price',
      '--returns', 'Price', '--decorator', 'Get', '--exported', '--min-complexity', '2', '--max-complexity', '9', '--min-lines', '3',
      '--calls', 'addPrices', '--called-by', 'placeOrder', '--sort', 'rank', '--limit', '5',
    ];
    const { code, out } = await ask('search-structure', ...filters);
    expect(code).toBe(0);
    expect(out).toMatch(/^src\/orders\.ts: 10-16 +method +OrderService\.total {2}complexity \d, rank 0\.\d+ /);
    expect((await json<SearchStructureAnswer>('search-structure', '--extends', 'Base', '--implements', 'Service')).total).toBe(1);
    expect((await ask('search-structure', '--match', 'regex', '--name', '^never', '--internal', '--unreferenced')).out).toContain('neverUsed  0 uses');
    expect((await ask('search-structure', '--kind', 'function', '--limit', '1')).out).toContain('more; see --limit');
  });

  it('says what there is to know when nothing fits, with exit code 1', async () => {
    const { code, out, err } = await ask('search-structure', '--calls', 'nowhere', '--module', 'x');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toBe('note: calls: "nowhere" is not defined in the workspace: calls were compared by name\nNo definition fits.\n');
    expect((await ask('search-structure', '--kind', 'klass')).err).toContain('error VALUE_INVALID');
  });
});

describe('references, callers, callees and implementations', () => {
  it('of a name, or of what stands at a line', async () => {
    const byName = await ask('references', 'addPrices');
    expect(byName.out).toMatch(/^src\/price\.ts: 6-8 +function +addPrices {2}/);
    expect(byName.out).toMatch(/^ {2}src\/orders\.ts:15:12 {2}call in OrderService\.total {2}\(exact\)$/m);
    expect((await ask('references', 'src/price.ts:6')).out).toBe(byName.out);
    expect((await ask('references', 'addPrices', '--file', 'src/price.ts', '--exact', '--limit', '1')).out).toContain('more; see --limit');
  });

  it('relations between definitions', async () => {
    const callers = await json<RelatedAnswer>('callers', 'placeOrder');
    expect(callers.symbols.map(({ symbol }) => symbol)).toEqual(expect.arrayContaining(['run', 'notify']));
    expect((await ask('callees', 'placeOrder')).out).toMatch(/^ {2}src\/price\.ts: 6-8 +function +addPrices {2}\(line \d+\)/m);
    expect((await ask('implementations', 'Price')).code).toBe(0);
  });

  it.each(['references', 'callers', 'callees', 'implementations'])('%s: exit code 1 when there is no such definition', async (command) => {
    const { code, out, err } = await ask(command, 'nowhereToBeFound');
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toMatch(/No such definition was found\.\n$/);
  });
});

describe('structure', () => {
  it('tells locals, imports in use and callers', async () => {
    const { out } = await ask('structure', 'src/orders.ts:20');
    expect(out).toContain('locals: service, prices: Price[]');
    expect(out).toContain('uses addPrices from ./price, src/price.ts');
    expect(out).toMatch(/^called by src\/cli\.ts: 4-6 +function +run {2}line 5 /m);
    const context = await json<StructuralContext>('structure', 'src/orders.ts:20');
    expect(context.available.length).toBeGreaterThan(0);
  });
});

describe('stack-trace', () => {
  const trace = `TypeError: Cannot read properties of undefined (reading 'amount')
    at notify (/app/src/mail.ts:5:13)
    at OrderService.total (/app/src/orders.ts:13:72)
    at node:internal/main:1:1
`;

  it('finds the code behind each frame', async () => {
    const { out } = await run(['stack-trace', '--root', root], { stdin: trace });
    expect(out).toMatch(/^typescript: TypeError: Cannot read/);
    expect(out).toMatch(/^#0 src\/mail\.ts:5 {2}notify/m);
    expect(out).toContain('    > if (price.amount < 0) placeOrder([price]);');
    expect(out).toMatch(/^#2 outside: /m);
  });

  it('reads a file, answers in JSON, and says when there is none', async () => {
    const file = join(root, 'error.log');
    await writeFile(file, trace);
    expect((await json<StackTraceAnswer>('stack-trace', file, '--limit', '1')).frames).toHaveLength(1);
    await rm(file);
    const { out } = await run(['stack-trace', '--root', root], { stdin: 'all is well\n' });
    expect(out).toContain('no known language: no error message');
    expect(out).toContain('note: parse: ');
  });
});

describe('impact', () => {
  const diff = `--- a/src/price.ts
+++ b/src/price.ts
@@ -5,5 +5,5 @@
 
-export function addPrices(prices: Price[]): Price {
+export function addPrices(prices: Price[], round: boolean): Price {
   return prices.reduce((a, b) => ({ ...a, amount: a.amount + b.amount }));
 }
 
`;

  it('says what a diff changes, breaks and reaches', async () => {
    const { code, out } = await run(['impact', '--root', root], { stdin: diff });
    expect(code).toBe(0);
    expect(out).toMatch(/^risk (low|medium|high) \(0\.\d\d\); the workspace is the state before the change\n/);
    expect(out).toMatch(/^modified: src\/price\.ts {2}\+1 -1$/m);
    expect(out).toMatch(/^BREAKING signature: src\/price\.ts: 6-8 +function +addPrices/m);
    expect(out).toMatch(/^reaches in 1: src\/orders\.ts: .*OrderService\.total/m);
    expect(out).toMatch(/^test: tests\/orders\.test\.ts: /m);
    expect(out).toMatch(/^entry point: src\/cli\.ts: /m);
  });

  it('says how sure a caller is that was guessed', async () => {
    const folder = tempFolder({
      'a.js': 'export class A {\n  run() {\n    return 1;\n  }\n}\n',
      'b.js': 'export class B {\n  run() {\n    return 3;\n  }\n}\n',
      'go.js': 'export function go(job) {\n  return job.run();\n}\n',
    });
    const change = '--- a/a.js\n+++ b/a.js\n@@ -1,5 +1,5 @@\n export class A {\n   run() {\n-    return 1;\n+    return 2;\n   }\n }\n';
    const { out } = await run(['impact', '--root', folder], { stdin: change });
    expect(out).toMatch(/^reaches in 1: go\.js: .*through A\.run \(0\.50\)/m);
    expect(out).toContain('1 caller outside of the change');
  });

  it('compares folders', async () => {
    const before = tempFolder({ ...SHOP, 'src/price.ts': SHOP['src/price.ts']!.replace('prices: Price[]', 'prices: readonly Price[]') });
    const answer = await json<ImpactAnswer>('impact', '--against', before, '--depth', '1', '--limit', '50');
    expect(answer.changes).toMatchObject([{ symbol: 'addPrices', change: 'signature' }]);
  });

  it('refuses nothing at all', async () => {
    expect((await run(['impact', '--root', root], { stdin: ' ' })).err).toContain('error VALUE_INVALID');
  });
});

describe('similar and duplicates', () => {
  const code = (name: string, list: string): string => `export function ${name}(${list}: number[]): number {
  let sum = 0;
  for (const each of ${list}) {
    if (each > 10) sum += each * 2;
    else if (each < 0) throw new Error('negative ' + each);
  }
  return sum;
}
`;
  const FILES = { 'a.ts': code('first', 'rows'), 'lib/b.ts': code('second', 'prices'), 'c.ts': 'export const unlike = 1;\n' };
  const inside = (...args: string[]) => run([...args, '--root', tempFolder(FILES)]);

  it('of a name, of a line and of pasted code', async () => {
    const byName = await inside('similar', 'first');
    expect(byName.code).toBe(0);
    expect(byName.out).toMatch(/^a\.ts: 1-8 .*\n {2}1\.00 renamed {4}lib\/b\.ts: 1-8 /);
    expect((await inside('similar', 'a.ts:3')).out).toBe(byName.out);
    const pasted = await run(['similar', '--snippet', '-', '--language', 'ts', '--root', tempFolder(FILES), '--json'], { stdin: code('mine', 'all') });
    expect((JSON.parse(pasted.out) as SimilarAnswer).matches.map(({ path }) => path).sort()).toEqual(['a.ts', 'lib/b.ts']);
  });

  it('what is there twice', async () => {
    const { code: exit, out } = await inside('duplicates', '--path', 'lib');
    expect(exit).toBe(0);
    expect(out).toMatch(/^renamed 1\.00: 2 definitions, 8 lines to save\n/);
  });

  it('exit code 1 when nothing is alike, 2 for a question that is none', async () => {
    expect(await inside('duplicates', '--min-size', '900')).toMatchObject({ code: 1, out: '', err: 'Nothing is there twice.\n' });
    expect((await inside('similar', 'unlike')).code).toBe(1);
    expect((await inside('similar')).err).toContain('give a definition or --snippet');
  });
});
