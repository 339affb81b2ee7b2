/** Structural operations through a real engine, on the small shop. */
import type { Engine } from '../../../src/kernel';
import { SHOP } from '../../analyze/sample';
import { addFiles, cleanUp, codeOfRejection, FRESH, openTestEngine, tempFolder } from '../../engine/support';

let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
  root = tempFolder({ ...SHOP, '.gitignore': 'built/\n', 'built/out.js': 'x()\n', 'logo.png': Buffer.from([0, 1, 2]) });
});
afterAll(cleanUp);

const only = (...hidden: string[]) => ({
  isAllowed: (paths: readonly string[]) => Promise.resolve(paths.map((path) => !hidden.some((each) => path.endsWith(each)))),
});

describe('analyzeWorkspace', () => {
  test('sums up and draws a map within its budget', async () => {
    const found = await engine.analyzeWorkspace({ root });
    expect(found).toMatchObject({ files: Object.keys(SHOP).length + 1, cycles: [['src/mail.ts', 'src/orders.ts']] });
    expect(found.map.tokens).toBeLessThanOrEqual(2_000);
    expect(found.map.text).toContain('addPrices(prices: Price[]): Price');
    const small = await engine.analyzeWorkspace({ root, mapTokens: 100 });
    expect(small.map.tokens).toBeLessThanOrEqual(100);
    expect(small.map.files).toBeLessThan(found.map.files);
  });

  test('answers the same again, and from another engine', async () => {
    const other = await openTestEngine();
    const [first, second, third] = await Promise.all([engine.analyzeWorkspace({ root }), engine.analyzeWorkspace({ root }), other.analyzeWorkspace({ root })]);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
  });

  test.each([99, 200_001, 1.5, '500', null])('a map of %p tokens', async (mapTokens) => {
    const code = await codeOfRejection(engine.analyzeWorkspace({ root, mapTokens: mapTokens as number }));
    expect(code).toBe(mapTokens === null ? 'none' : 'VALUE_OUT_OF_RANGE');
  });

  test('tells nothing of what the caller may not read', async () => {
    await engine.analyzeWorkspace({ root });
    const found = await engine.analyzeWorkspace({ root }, { access: only('src/orders.ts') });
    expect(found.map.text).not.toContain('OrderService');
    expect(JSON.stringify(found)).not.toContain('src/orders.ts"');
  });

  test('what one caller may not read is not kept from the next', async () => {
    const folder = tempFolder(SHOP);
    const hidden = await engine.analyzeWorkspace({ root: folder }, { access: only('src/orders.ts') });
    expect(hidden.files).toBe(Object.keys(SHOP).length - 1);
    expect((await engine.analyzeWorkspace({ root: folder })).files).toBe(Object.keys(SHOP).length);
  });
});

describe('traverse', () => {
  test('lists what would be indexed', async () => {
    const { entries, total, skippedByReason } = await engine.traverse({ root });
    const paths = entries.map(({ path }) => path);
    expect(paths).toEqual(expect.arrayContaining(['src', 'src/cli.ts', 'tools/report.py', '.gitignore']));
    expect(paths).not.toContain('built/out.js');
    expect(total).toBe(entries.length);
    expect(skippedByReason).toMatchObject({ ignored: 1, binary: 1 });
  });

  test('and what is left out, and why', async () => {
    const { entries } = await engine.traverse({ root, includeIgnored: true });
    expect(entries.find(({ path }) => path === 'built')).toMatchObject({ type: 'folder', ignored: 'ignored: folder, by an ignore file' });
    expect(entries.find(({ path }) => path === 'logo.png')!.ignored).toContain('binary');
  });

  test('hundreds of ignored files are all named', async () => {
    const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`a${i}.log`, 'x']));
    const folder = tempFolder({ ...many, '.gitignore': '*.log\n' });
    const { entries } = await engine.traverse({ root: folder, includeIgnored: true, limit: 1_000 });
    expect(entries.filter(({ ignored }) => ignored)).toHaveLength(300);
  });

  test('filters', async () => {
    const paths = async (filter: object) => (await engine.traverse({ root, ...filter })).entries.filter(({ type }) => type === 'file').map(({ path }) => path);
    expect(await paths({ path: 'tools', glob: '*.py' })).toEqual(['tools/report.py', 'tools/totals.py']);
    expect(await paths({ path: `${root}/tools/`, languages: ['python'] })).toHaveLength(2);
    expect(await paths({ glob: 'src/**', maxBytes: 100 })).toEqual(['src/index.ts']);
    expect(await paths({ changedSince: '2999-01-01' })).toEqual([]);
    expect(await paths({ changedSince: 0, exclude: ['*.ts'], include: ['src', 'tools'] })).toEqual(['tools/report.py', 'tools/totals.py']);
  });

  test.each([
    ['a path that leaves the root', { path: '../other' }, 'PATH_OUTSIDE_ROOT'],
    ['a path that is not there', { path: 'nowhere' }, 'FILE_NOT_FOUND'],
    ['a path with a NUL', { path: 'a\0b' }, 'VALUE_INVALID'],
    ['a glob with many globstars', { glob: '**/a/**/b/**/c/**/d' }, 'VALUE_INVALID'],
    ['a glob that is too long', { glob: 'a'.repeat(501) }, 'VALUE_INVALID'],
    ['a glob that is no text', { glob: 5 }, 'VALUE_INVALID'],
    ['languages that are no list', { languages: 'python' }, 'VALUE_INVALID'],
    ['languages that are no texts', { languages: [1] }, 'VALUE_INVALID'],
    ['a time that is none', { changedSince: 'yesterday' }, 'VALUE_INVALID'],
    ['a negative size', { minBytes: -1 }, 'VALUE_OUT_OF_RANGE'],
    ['a limit of 0', { limit: 0 }, 'VALUE_OUT_OF_RANGE'],
    ['a limit above the most', { limit: 1_001 }, 'VALUE_OUT_OF_RANGE'],
    ['a flag that is none', { includeIgnored: 'yes' }, 'VALUE_INVALID'],
    ['patterns that are no list', { include: 'src' }, 'VALUE_INVALID'],
  ])('refuses %s', async (_, request, code) => {
    expect(await codeOfRejection(engine.traverse({ root, ...request } as never))).toBe(code);
  });

  test('an empty folder is an answer', async () => {
    expect(await engine.traverse({ root: tempFolder() })).toEqual({ entries: [], total: 0, skippedByReason: {} });
  });
});

describe('mapDependencies', () => {
  test('both ways around a file, by default two steps', async () => {
    const map = await engine.mapDependencies({ root, path: 'src/mail.ts' });
    expect(map.nodes.map(({ path, distance }) => `${distance} ${path}`)).toEqual([
      '0 src/mail.ts', '1 src/orders.ts', '1 src/price.ts', '2 src/cli.ts', '2 src/index.ts', '2 tests/orders.test.ts',
    ]);
    expect(map).not.toHaveProperty('text');
  });

  test('the whole workspace, as a drawing', async () => {
    const mermaid = await engine.mapDependencies({ root, format: 'mermaid' });
    expect(mermaid.nodes).toHaveLength(Object.keys(SHOP).length + 1);
    expect(mermaid.text).toMatch(/^flowchart LR\n/);
    expect((await engine.mapDependencies({ root, path: '.', format: 'dot', direction: 'imports', depth: 1 })).text).toMatch(/^digraph /);
  });

  test('what the rest leans on most stays when not all fits', async () => {
    const map = await engine.mapDependencies({ root, limit: 2 });
    expect(map.nodes.map(({ path }) => path)).toContain('src/price.ts');
    expect(map.truncated).toBe(true);
  });

  test.each([
    [{ path: 'nowhere.ts' }, 'FILE_NOT_FOUND'],
    [{ path: '/etc/passwd' }, 'PATH_OUTSIDE_ROOT'],
    [{ direction: 'up' }, 'VALUE_INVALID'],
    [{ format: 'svg' }, 'VALUE_INVALID'],
    [{ depth: 21 }, 'VALUE_OUT_OF_RANGE'],
  ])('refuses %p', async (request, code) => {
    expect(await codeOfRejection(engine.mapDependencies({ root, ...request } as never))).toBe(code);
  });

  test('a path that may not be read is as if it were not there', async () => {
    const hidden = engine.mapDependencies({ root, path: 'src/orders.ts' }, { access: only('src/orders.ts') });
    expect(await codeOfRejection(hidden)).toBe('FILE_NOT_FOUND');
  });
});

describe('searchStructure', () => {
  const names = async (request: object) => (await engine.searchStructure({ root, ...request })).matches.map(({ symbol }) => symbol);

  test('names: whole, qualified, with wildcards, by expression', async () => {
    expect(await names({ name: 'total' })).toEqual(['OrderService.total', 'total']);
    expect(await names({ name: 'OrderService#total' })).toEqual(['OrderService.total']);
    expect(await names({ name: 'Order*', kinds: ['class'] })).toEqual(['OrderService']);
    expect(await names({ name: 'OrderService.*' })).toEqual(['OrderService.open', 'OrderService.total']);
    expect(await names({ name: '^(place|add)', nameMatch: 'regex' })).toEqual(['placeOrder', 'addPrices']);
    expect(await names({ name: '/SERVICE\\.total/i', nameMatch: 'regex' })).toEqual(['OrderService.total']);
    expect(await names({ name: '*', nameMatch: 'exact' })).toEqual([]);
  });

  test('other filters, order and limit', async () => {
    expect(await names({ pathGlob: 'tools', kinds: ['function'], sortBy: 'name' })).toEqual(['main', 'total']);
    const { matches, total, steps } = await engine.searchStructure({ root, calls: 'fetch', limit: 1, minComplexity: 0 });
    expect(matches).toMatchObject([{ symbol: 'notify', complexity: 2, decorators: [], returnType: 'void' }]);
    expect(total).toBe(1);
    expect(steps).toEqual([{ step: 'calls', status: 'note', detail: expect.stringContaining('"fetch"') as string }]);
  });

  test.each(['(a+)+$', '^(?:(?:x|x)*)*y$', '(.*a){20}$'])('an expression such as %s ends, and the engine goes on', async (expression) => {
    const hostile = tempFolder({ 'a.ts': `export const ${'a'.repeat(120)}_ = 1;\nexport const ${'x'.repeat(120)} = 1;\n` });
    const code = await codeOfRejection(engine.searchStructure({ root: hostile, name: expression, nameMatch: 'regex' }));
    expect(['PATTERN_TIMEOUT', 'none']).toContain(code);
    expect(await names({ name: 'addPrices' })).toEqual(['addPrices']);
  });

  test('the expression that takes longest is named as what it is', async () => {
    const hostile = tempFolder({ 'a.ts': `export const ${'a'.repeat(120)}_ = 1;\n` });
    await expect(engine.searchStructure({ root: hostile, name: '(a+)+$', nameMatch: 'regex' })).rejects.toMatchObject({
      code: 'PATTERN_TIMEOUT',
      message: 'Comparing names with the regular expression took longer than 1000 ms.',
    });
  });

  test.each([
    [{ kinds: ['klass'] }, 'VALUE_INVALID'],
    [{ kinds: 'class' }, 'VALUE_INVALID'],
    [{ name: 'x'.repeat(501) }, 'VALUE_INVALID'],
    [{ name: 7 }, 'VALUE_INVALID'],
    [{ name: '(', nameMatch: 'regex' }, 'VALUE_INVALID'],
    [{ nameMatch: 'fuzzy' }, 'VALUE_INVALID'],
    [{ pathGlob: '../x' }, 'none'],
    [{ exported: 'yes' }, 'VALUE_INVALID'],
    [{ minComplexity: -1 }, 'VALUE_OUT_OF_RANGE'],
    [{ maxComplexity: 1.5 }, 'VALUE_OUT_OF_RANGE'],
    [{ sortBy: 'size' }, 'VALUE_INVALID'],
    [{ limit: 101 }, 'VALUE_OUT_OF_RANGE'],
    [{ minLines: null, unreferenced: null }, 'none'],
  ])('%p gives %s', async (request, code) => {
    expect(await codeOfRejection(engine.searchStructure({ root, ...request } as never))).toBe(code);
  });
});

describe('structuralContext', () => {
  const at = (filePath: string, line: number, more: object = {}) => engine.structuralContext({ root, filePath, line, ...more });

  test('what is around a line, at hand, and calls it', async () => {
    const context = await at('src/orders.ts', 13);
    expect(context.enclosing.map(({ qualifiedName }) => qualifiedName)).toEqual(['OrderService', 'OrderService.total']);
    expect(context.enclosing[0]!.docText).toBe('/** Takes an order. */');
    expect(context.enclosing[1]!.docText).toBeUndefined();
    expect(context.locals).toEqual([
      { name: 'price', kind: 'constant', type: '', line: 13 },
      { name: 'prices', kind: 'parameter', type: 'Price[]', line: 11 },
      { name: 'tax', kind: 'parameter', type: '', line: 11 },
    ]);
    expect(context.importsInUse).toEqual([
      { specifier: './price', names: ['addPrices'], line: 1, paths: ['src/price.ts'] },
      { specifier: './price', names: ['Price'], line: 2, paths: ['src/price.ts'] },
      { specifier: './mail', names: ['notify'], line: 3, paths: ['src/mail.ts'] },
    ]);
    expect(context.available.map(({ path, symbol }) => `${path} ${symbol}`)).toEqual([
      'src/orders.ts placeOrder', 'src/orders.ts neverUsed', 'src/price.ts addPrices', 'src/price.ts Price', 'src/mail.ts notify',
    ]);
    expect(context.callers).toMatchObject([{ path: 'src/orders.ts', symbol: 'placeOrder', lines: [21] }]);
    expect(context.siblings.map(({ name }) => name)).toEqual(['open']);
    expect(context.steps).toEqual([]);
  });

  test('callers in code outside of all definitions belong to their file', async () => {
    const { callers } = await at('src/orders.ts', 20);
    expect(callers).toContainEqual(expect.objectContaining({ path: 'src/cli.ts', symbol: 'run', lines: [5], confidence: 1 }));
    expect(callers).toContainEqual(expect.objectContaining({ path: 'tests/orders.test.ts', symbol: '', kind: 'module' }));
  });

  test('doc strings inside, and a line that nothing encloses', async () => {
    // A grammar that loads slowly is left behind: then the next one to ask has it.
    let python = await at('tools/report.py', 7);
    while (python.steps.some(({ step }) => step === 'locals')) python = await at('tools/report.py', 7);
    expect(python.enclosing[0]!.docText).toBe('"""Prints the total."""');
    expect(python.locals.map(({ name }) => name)).toEqual(expect.arrayContaining(['path', 'rows']));
    expect(python.importsInUse.map(({ paths }) => paths)).toEqual(expect.arrayContaining([['tools/totals.py']]));
    const top = await at('src/cli.ts', 1);
    expect(top).toMatchObject({ enclosing: [], locals: [], callers: [] });
    expect(top.importsInUse.length).toBe(2);
  });

  test('the file alone, when that is enough', async () => {
    const context = await at('src/orders.ts', 13, { related: false });
    expect(context).toMatchObject({ callers: [], steps: [], importsInUse: [{ paths: [] }, { paths: [] }, { paths: [] }] });
    expect(context.available.every(({ path }) => path === 'src/orders.ts')).toBe(true);
    expect(context.locals).toHaveLength(3);
  });

  test('a file that is not indexed still has a structure, and the answer says what is missing', async () => {
    const context = await at('built/out.js', 1);
    expect(context).toMatchObject({ callers: [], code: { text: 'x()\n' } });
    expect(context.steps).toEqual([{ step: 'related', status: 'dropped', detail: 'the file is none of those that are indexed' }]);
  });

  test('an index that cannot be had costs its part only', async () => {
    const context = await at('src/orders.ts', 13, { exclude: ['*'] });
    expect(context.steps).toEqual([{ step: 'related', status: 'failed', detail: expect.stringContaining('No file to index') as string }]);
    expect(context.locals).toHaveLength(3);
  });

  test('follows the file as it changes', async () => {
    const settings = { rag_retrieval: { freshness_window: '1h' } };
    const moving = tempFolder({ 'a.ts': 'export function a(): void {}\n', 'b.ts': "import { a } from './a';\nexport function b(): void { a(); }\n" });
    const ask = () => engine.structuralContext({ root: moving, filePath: 'a.ts', line: 1, settings });
    expect((await ask()).callers).toHaveLength(1);
    addFiles(moving, { 'a.ts': 'export function a(now: number): void {}\n' });
    const changed = await ask();
    expect(changed.enclosing[0]!.signature).toContain('now: number');
    expect(changed).toMatchObject({ callers: [{ symbol: 'b' }], steps: [] });
  });

  test('callers that may not be read are left out', async () => {
    const { callers, available } = await engine.structuralContext({ root, filePath: 'src/price.ts', line: 7, settings: FRESH }, { access: only('src/orders.ts') });
    expect(JSON.stringify({ callers, available })).not.toContain('src/orders.ts');
  });

  test('refuses what is no flag', async () => {
    expect(await codeOfRejection(at('src/cli.ts', 1, { related: 1 }))).toBe('VALUE_INVALID');
  });
});

test('cancelled calls end at once, and a closed engine says so', async () => {
  const signal = AbortSignal.abort();
  for (const call of [engine.analyzeWorkspace, engine.traverse, engine.mapDependencies, engine.searchStructure]) {
    expect(await codeOfRejection((call as typeof engine.traverse)({ root }, { signal }))).toBe('CANCELLED');
    expect(await codeOfRejection((call as typeof engine.traverse)({ root: '' }))).toBe('ROOT_MISSING');
  }
});
