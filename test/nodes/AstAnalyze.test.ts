import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
const run = async (parameters: INodeParameters) => {
  const items = await runNode(new NODES.AstAnalyze(), { root, ...parameters });
  return items.map(({ json }) => json);
};

describe('Find Symbol', () => {
  test('gives one flat item per definition', async () => {
    const [first, ...others] = await run({ symbolName: 'verifySignature', match: 'exact' });
    expect(others).toEqual([]);
    expect(Object.keys(first!).slice(0, 4)).toEqual(['path', 'startLine', 'endLine', 'name']);
    expect(first).toMatchObject({
      path: 'src/signature.ts',
      startLine: 4,
      endLine: 8,
      kind: 'function',
      exported: true,
      language: 'typescript',
    });
    expect(first).not.toHaveProperty('parent');
  });

  test('finds parts of names unless they must match exactly', async () => {
    const fuzzy = await run({ symbolName: 'Price' });
    expect(fuzzy.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Price', 'addPrices', 'formatPrice']),
    );
    const exact = await run({ symbolName: 'Price', match: 'exact' });
    expect(exact.map(({ name }) => name)).toEqual(['Price']);
  });

  test('says so when there is none, in either output', async () => {
    const [empty, ...others] = await run({ symbolName: 'nowhereToBeFound', match: 'exact' });
    expect(others).toEqual([]);
    expect(empty).toMatchObject({ results: 0, message: 'No symbol matches "nowhereToBeFound".' });
    const [pack] = await run({ symbolName: 'nowhereToBeFound', match: 'exact', output: 'pack' });
    expect(pack).toMatchObject({ name: 'nowhereToBeFound', matches: [], total: 0 });
  });

  test('packs the matches up to the limit, with how many there are', async () => {
    const [pack] = await run({ symbolName: 'price', output: 'pack', options: { maxResults: 1 } });
    expect(pack!.matches).toHaveLength(1);
    expect(pack!.total).toBeGreaterThan(1);
  });

  test('raw data tells the parent symbol and where the comment is', async () => {
    const [cart] = await run({ symbolName: 'Cart', match: 'exact', simple: false });
    expect(cart).toMatchObject({ parent: -1, doc: { startLine: 10, endLine: 10 } });
  });
});

describe('Analyze File', () => {
  const parameters = { operation: 'analyzeFile', filePath: 'src/cart.ts' };

  test('lists symbols, imports and exports of a file', async () => {
    const [file, ...others] = await run(parameters);
    expect(others).toEqual([]);
    expect(file).toMatchObject({ path: 'src/cart.ts', language: 'typescript', problems: [] });
    const symbols = file!.symbols as Array<{ qualifiedName: string }>;
    expect(symbols.map(({ qualifiedName }) => qualifiedName)).toEqual(
      expect.arrayContaining(['CartLine.sku', 'Cart', 'Cart.total']),
    );
    expect(symbols[0]).not.toHaveProperty('parent');
    expect(file).not.toHaveProperty('hash');
  });

  test('gives one item per symbol when asked', async () => {
    const items = await run({ ...parameters, output: 'items' });
    expect(items).toHaveLength(10);
    expect(items[0]).toMatchObject({ path: 'src/cart.ts', name: 'CartLine', language: 'typescript' });
    const [raw] = await run({ ...parameters, output: 'items', simple: false });
    expect(raw).toHaveProperty('parent', -1);
  });

  test('parts of a document are items, a file without symbols still answers', async () => {
    writeFileSync(join(root, 'notes.txt'), 'nothing to define\n');
    const answer = (filePath: string) => run({ operation: 'analyzeFile', filePath, output: 'items' });
    expect(await answer('docs/payments.md')).toEqual([expect.objectContaining({ kind: 'section', name: 'Payments', path: 'docs/payments.md', language: 'markdown' })]);
    expect(await answer('notes.txt')).toEqual([expect.objectContaining({ symbols: 0, path: 'notes.txt', language: 'text' })]);
  });

  test('a file that does not parse names its problems', async () => {
    writeFileSync(join(root, 'src/broken.ts'), 'export function half( {\n');
    const [file] = await run({ operation: 'analyzeFile', filePath: 'src/broken.ts', simple: false });
    expect((file!.problems as unknown[]).length).toBeGreaterThan(0);
    expect(file).toHaveProperty('hash');
  });
});

describe('Structural Context at Line', () => {
  const parameters = { operation: 'structuralContext', filePath: 'src/cart.ts', line: 21 };

  test('names what encloses the line, and reads its code', async () => {
    const [context] = await run(parameters);
    const names = (list: unknown) => (list as Array<{ name: string }>).map(({ name }) => name);
    expect(names(context!.enclosing)).toEqual(['Cart', 'remove']);
    expect(names(context!.siblings)).toEqual(['lines', 'add', 'total', 'describe']);
    expect(context!.code).toMatchObject({ startLine: 20, endLine: 22 });
    expect((context!.code as { text: string }).text).toContain('return this.lines.delete(sku);');
    expect(context).not.toHaveProperty('hash');
  });

  test('raw data tells the hash', async () => {
    const [context] = await run({ ...parameters, simple: false });
    expect(context!.hash).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what is around a line', () => {
  const parameters = { operation: 'structuralContext', filePath: 'src/cart.ts', line: 30 };

  test('locals, imports in use and callers', async () => {
    const [context] = await run(parameters);
    expect(context).toMatchObject({
      locals: [{ name: 'prices', kind: 'constant' }],
      importsInUse: [
        { specifier: './price', names: ['Price'], paths: ['src/price.ts'] },
        { specifier: './price', names: ['addPrices'], paths: ['src/price.ts'] },
      ],
      callers: [{ symbol: 'Cart.describe' }],
      steps: [],
    });
    expect(context!.enclosing).toMatchObject([{ docText: expect.stringContaining('shopping cart') as string }, { docText: expect.any(String) as string }]);
  });

  test('the file alone, when that is enough', async () => {
    const [context] = await run({ ...parameters, options: { related: false } });
    expect(context).toMatchObject({ callers: [], locals: [{ name: 'prices' }] });
  });
});

describe('Analyze Workspace', () => {
  test('one item with the sums and a map within its budget', async () => {
    const [workspace, ...others] = await run({ operation: 'analyzeWorkspace', options: { mapTokens: 150 } });
    expect(others).toEqual([]);
    expect(workspace).toMatchObject({ cycles: [] });
    const { text, tokens } = workspace!.map as { text: string; tokens: number };
    expect(tokens).toBeLessThanOrEqual(150);
    expect(text).toContain('src/price.ts');
    expect(workspace).not.toHaveProperty('skipped');
    expect((workspace!.mostReferenced as object[])[0]).not.toHaveProperty('rank');
  });

  test('raw data holds everything', async () => {
    const [workspace] = await run({ operation: 'analyzeWorkspace', simple: false });
    expect(workspace).toHaveProperty('skipped');
    expect((workspace!.mostReferenced as object[])[0]).toHaveProperty('rank');
  });
});

describe('Traverse File System', () => {
  test('one item per file or folder', async () => {
    const entries = await run({ operation: 'traverse', path: 'src' });
    expect(entries.map(({ path }) => path)).toEqual(expect.arrayContaining(['src/cart.ts', 'src/price.ts']));
    expect(entries[0]).toMatchObject({ type: 'file', language: 'typescript' });
  });

  test('filters', async () => {
    const options = { glob: '*.md', languages: 'markdown, text', minBytes: 1, maxBytes: 100_000, changedSince: '2020-01-01T00:00:00.000Z', includeIgnored: true, maxEntries: 5 };
    const [pack] = await run({ operation: 'traverse', output: 'pack', options });
    expect(pack!.entries).toMatchObject([{ path: 'docs', type: 'folder' }, { path: 'docs/payments.md' }]);
    const [none] = await run({ operation: 'traverse', options: { languages: 'cobol' } });
    expect(none).toMatchObject({ results: 0, message: 'No file passes the filters.' });
  });
});

describe('Map Dependencies', () => {
  test('data, or a drawing of it', async () => {
    const [map] = await run({ operation: 'mapDependencies', path: 'src/cart.ts', direction: 'imports', depth: 1 });
    expect((map!.nodes as Array<{ path: string }>).map(({ path }) => path)).toEqual(['src/cart.ts', 'src/price.ts']);
    expect(map).not.toHaveProperty('text');
    const [drawn] = await run({ operation: 'mapDependencies', format: 'mermaid', options: { maxEntries: 2 } });
    expect(drawn!.text).toMatch(/^flowchart LR\n/);
    expect(drawn!.truncated).toBe(true);
  });

  test('a choice that there is not is a named error', async () => {
    await expect(run({ operation: 'mapDependencies', format: 'svg' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
  });
});

describe('Search by Structure', () => {
  const search = async (filters: INodeParameters, more: INodeParameters = {}) => await run({ operation: 'searchStructure', filters, ...more });

  test('one item per definition that fits all filters', async () => {
    const found = await search({ kinds: ['function', 'method'], returnType: 'Price', exported: 'yes', minLines: 3 });
    expect(found.map(({ symbol }) => symbol)).toEqual(['Cart.total', 'addPrices']);
    expect(found[0]).not.toHaveProperty('parameters');
    const [first] = await search({ name: '^format', nameMatch: 'regex', maxComplexity: 0, minComplexity: 1 }, { simple: false });
    expect(first).toMatchObject({ symbol: 'formatPrice', parameters: [{ type: 'Price' }] });
  });

  test('sorted, limited, packed', async () => {
    const [pack] = await search({ exported: 'no', unreferenced: true }, { output: 'pack', sortBy: 'uses', options: { maxResults: 1 } });
    expect(pack).toMatchObject({ matches: expect.any(Array) as unknown[], total: expect.any(Number) as number });
    const [most] = await search({ kinds: ['interface'] }, { sortBy: 'uses', options: { maxResults: 1 } });
    expect(most).toMatchObject({ symbol: 'Price' });
  });

  test('says so when nothing fits', async () => {
    expect(await search({ calls: 'nobody', nameMatch: 'auto', exported: 'any' })).toEqual([
      { results: 0, message: 'No definition fits the filters.', steps: [expect.objectContaining({ step: 'calls' })] },
    ]);
  });
});

describe('references and relations', () => {
  test('Find References: one item per use', async () => {
    const uses = await run({ operation: 'findReferences', symbolName: 'addPrices' });
    expect(uses).toContainEqual(expect.objectContaining({ path: 'src/cart.ts', kind: 'call', inSymbol: 'Cart.total', target: 'addPrices' }));
    const [pack] = await run({ operation: 'findReferences', output: 'pack', options: { filePath: 'src/price.ts', line: 6, exact: true, maxEntries: 1 } });
    expect(pack).toMatchObject({ target: { symbol: 'addPrices' }, uses: [{}], total: expect.any(Number) as number });
  });

  test.each([
    ['findCallers', 'addPrices', 'Cart.total'],
    ['findCallees', 'Cart.total', 'addPrices'],
  ])('%s of %s', async (operation, symbolName, expected) => {
    const found = await run({ operation, symbolName });
    expect(found.map(({ symbol }) => symbol)).toContain(expected);
    expect(found[0]).toMatchObject({ target: symbolName });
    const [pack] = await run({ operation, symbolName, output: 'pack' });
    expect(pack).toMatchObject({ target: { symbol: symbolName }, total: found.length });
  });

  test.each([
    ['findReferences', 'handlePaymentWebhook', 'Nothing uses handlePaymentWebhook.'],
    ['findCallers', 'handlePaymentWebhook', 'Nothing calls handlePaymentWebhook.'],
    ['findCallees', 'formatPrice', 'The workspace defines nothing that is called by formatPrice.'],
    ['findImplementations', 'Price', 'Nothing extends, implements or overrides Price.'],
    ['findImplementations', 'Nowhere', 'No such symbol was found.'],
  ])('%s of %s says that there is none', async (operation, symbolName, message) => {
    expect(await run({ operation, symbolName })).toEqual([expect.objectContaining({ results: 0, message })]);
  });

  test('neither name nor place is a named error', async () => {
    await expect(run({ operation: 'findCallers' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
  });
});

describe('Resolve Stack Trace', () => {
  const trace = 'Error: Bad signature\n    at handlePaymentWebhook (/srv/shop/src/orders.ts:20:60)\n    at Layer.handle (/srv/shop/node_modules/express/lib/layer.js:95:5)\n';

  test('one item per frame, own code first', async () => {
    const [first, second] = await run({ operation: 'resolveStackTrace', trace });
    expect(first).toMatchObject({ path: 'src/orders.ts', line: 20, own: true, function: 'handlePaymentWebhook' });
    expect(first!.context).toMatchObject({ enclosing: [{ name: 'handlePaymentWebhook' }] });
    expect(first).not.toHaveProperty('raw');
    expect(second).toMatchObject({ own: false });
    expect(second).not.toHaveProperty('path');
  });

  test('packed and raw', async () => {
    const [pack] = await run({ operation: 'resolveStackTrace', trace, output: 'pack', simple: false, options: { maxResults: 1 } });
    expect(pack).toMatchObject({ error: 'Error: Bad signature', frames: [{ raw: expect.stringContaining('at handlePaymentWebhook') as string }] });
  });

  test('a text without a trace says so', async () => {
    const [none] = await run({ operation: 'resolveStackTrace', trace: 'all is well' });
    expect(none).toMatchObject({ results: 0, message: 'No frame of a stack trace was found in the text.' });
  });
});

describe('Impact of a Change', () => {
  const diff = [
    '--- a/src/price.ts',
    '+++ b/src/price.ts',
    '@@ -6,2 +6,2 @@',
    '-export function addPrices(prices: readonly Price[]): Price {',
    '+export function addPrices(prices: readonly Price[], strict: boolean): Price {',
    "   const currency = prices[0]?.currency ?? 'EUR';",
    '',
  ].join('\n');

  test('what changes, breaks and is reached', async () => {
    const [impact, ...others] = await run({ operation: 'impactOfChange', diff, options: { depth: 2, maxEntries: 50 } });
    expect(others).toEqual([]);
    expect(impact).toMatchObject({
      files: [{ path: 'src/price.ts', change: 'modified' }],
      changes: [{ symbol: 'addPrices', change: 'signature', breaking: true }],
      base: 'before',
      risk: { reasons: expect.any(Array) as unknown[] },
    });
    expect((impact!.callers as Array<{ symbol: string }>).map(({ symbol }) => symbol)).toContain('Cart.total');
  });

  test('a folder to compare with, or nothing at all', async () => {
    const [same] = await run({ operation: 'impactOfChange', options: { against: root } });
    expect(same).toMatchObject({ changes: [], files: [] });
    await expect(run({ operation: 'impactOfChange' })).rejects.toMatchObject({ type: 'VALUE_INVALID' });
  });
});

describe('Suggest Refactorings', () => {
  // A workspace of its own: files that appear are seen when it is indexed.
  const parameters = { operation: 'suggestRefactorings', path: 'refactor', options: { workspace: 'refactorings' } };

  test('gives one item per suggestion, or all in one', async () => {
    mkdirSync(join(root, 'refactor'), { recursive: true });
    writeFileSync(join(root, 'refactor/a.ts'), "import { readFile } from 'node:fs';\nimport './b';\nexport const a = 1;\n");
    writeFileSync(join(root, 'refactor/b.ts'), "import { a } from './a';\nexport async function b() {\n  go();\n  return a;\n}\nasync function go() {}\n");
    const items = await run({ ...parameters, rules: ['unused_import', 'floating_promise'] });
    expect(items.map(({ rule, path }) => [rule, path])).toEqual([['floating_promise', 'refactor/b.ts'], ['unused_import', 'refactor/a.ts']]);
    expect(items[0]).toMatchObject({ effort: 'small', diff: expect.stringContaining('+  await go();') as string });
    expect(items[0]).not.toHaveProperty('value');
    const [pack] = await run({ ...parameters, rules: ['unused_import'], output: 'pack', simple: false, options: { workspace: 'refactorings', patches: false, glob: '*.ts', minConfidence: 0.1, maxEntries: 5, includeTests: true } });
    expect(pack).toMatchObject({ total: 1, findings: [{ rule: 'unused_import', value: expect.any(Number) as number }] });
    expect((pack!.findings as object[])[0]).not.toHaveProperty('diff');
  });

  test('says when there is nothing to suggest, and takes thresholds', async () => {
    const [none, ...others] = await run({ ...parameters, rules: ['complex_function'], thresholds: { complexity: 50 } });
    expect(others).toEqual([]);
    expect(none).toMatchObject({ results: 0, message: 'Nothing to suggest.', unsure: 0 });
  });
});

describe('Similar Structures and Find Duplicates', () => {
  // A workspace of its own: files that appear are seen when it is indexed.
  const options = { workspace: 'twins' };
  const code = (name: string): string => `export function ${name}(rows: number[]): number {\n  let sum = 0;\n  for (const each of rows) {\n    if (each > 10) sum += each * 2;\n    else if (each < 0) throw new Error('negative ' + each);\n  }\n  return sum;\n}\n`;
  beforeAll(() => {
    mkdirSync(join(root, 'twins'), { recursive: true });
    for (const name of ['twinOne', 'twinTwo']) writeFileSync(join(root, 'twins', `${name}.ts`), code(name));
  });

  test('one item per match, of a symbol and of pasted code', async () => {
    const parameters = { operation: 'findSimilar', compareWith: 'symbol', symbolName: 'twinOne', options };
    expect(await run(parameters)).toEqual([expect.objectContaining({ path: 'twins/twinTwo.ts', similarity: 1 })]);
    const [pack] = await run({ ...parameters, output: 'pack' });
    expect(pack).toMatchObject({ target: { path: 'twins/twinOne.ts' }, total: 1 });
    const pasted = await run({ operation: 'findSimilar', compareWith: 'snippet', snippet: code('mine'), language: 'typescript', options });
    expect(pasted.map(({ path }) => path).sort()).toEqual(['twins/twinOne.ts', 'twins/twinTwo.ts']);
  });

  test('one item per group, of a folder only', async () => {
    const [group, ...others] = await run({ operation: 'findDuplicates', path: 'twins', options });
    expect(others).toEqual([]);
    expect((group!.members as { path: string }[]).map(({ path }) => path)).toEqual(['twins/twinOne.ts', 'twins/twinTwo.ts']);
    const [none] = await run({ operation: 'findDuplicates', path: 'twins', options: { ...options, minSize: 900 } });
    expect(none).toMatchObject({ results: 0, message: 'Nothing is there twice.' });
  });
});
