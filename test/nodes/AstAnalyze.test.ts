import { writeFileSync } from 'node:fs';
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

  test('a file without symbols still answers', async () => {
    const notes = { operation: 'analyzeFile', filePath: 'docs/payments.md', output: 'items' };
    expect(await run(notes)).toEqual([
      expect.objectContaining({ symbols: 0, path: 'docs/payments.md', language: 'markdown' }),
    ]);
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
