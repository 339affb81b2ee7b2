import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { INodeParameters } from 'n8n-workflow';
import { createContext, runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
const run = async (parameters: INodeParameters) => {
  const items = await runNode(new NODES.RagRetrieve(), { root, ...parameters });
  return items.map(({ json }) => json);
};

test('Retrieve gives one flat item per piece of code, best first', async () => {
  const items = await run({ query: 'check the signature of a webhook' });
  expect(items.map(({ rank }) => rank)).toEqual(items.map((_, index) => index + 1));
  expect(items.slice(0, 2).map(({ symbol }) => symbol)).toContain('verifySignature');
  const found = items.find(({ symbol }) => symbol === 'verifySignature');
  expect(found).toMatchObject({ path: 'src/signature.ts', mode: 'rag', language: 'typescript' });
  expect(found!.code).toContain('timingSafeEqual(given, expected)');
  expect(found!.quality).toBeGreaterThanOrEqual(0);
  expect(found).not.toHaveProperty('why');
});

test('raw items tell why', async () => {
  const [item] = await run({ query: 'signature', simple: false });
  expect(Object.keys(item!.why as object).length).toBeGreaterThan(0);
  expect(item).toMatchObject({ query: 'signature', hash: expect.any(String) as string });
  expect((item!.reasons as string[]).length).toBeGreaterThan(0);
});

test('the limit is kept; without one it is 10', async () => {
  const many = join(root, '../many');
  mkdirSync(many);
  for (let i = 0; i < 15; i++) {
    writeFileSync(join(many, `discount${i}.ts`), `export function discount${i}() { return ${i}; }\n`);
  }
  const parameters = { root: many, query: 'discount' };
  expect(await run({ ...parameters, options: { maxResults: 2 } })).toHaveLength(2);
  expect(await run(parameters)).toHaveLength(10);
});

test('places without code, when asked', async () => {
  const options = { includeCode: false };
  const [item] = await run({ query: 'signature', options });
  expect(item).toHaveProperty('path');
  expect(item).not.toHaveProperty('code');
  const [pack] = await run({ query: 'signature', output: 'pack', options });
  expect((pack!.results as unknown[]).length).toBeGreaterThan(0);
  expect(pack).not.toHaveProperty('text');
});

test('the text output needs the code whatever else is set', async () => {
  const [item] = await run({ query: 'signature', output: 'text', options: { includeCode: false } });
  expect(item!.text).toContain('### src/signature.ts:3-8');
  expect(item!.references).toContain('src/signature.ts:3-8');
  expect(item).not.toHaveProperty('items');
});

test('only paths, languages and kinds that are wanted', async () => {
  const query = 'check the signature of a webhook';
  const pathsOf = async (options: INodeParameters) => [...new Set((await run({ query, options })).map(({ path }) => path))];
  expect(await pathsOf({ onlyPaths: 'src/signature.ts, *.none' })).toEqual(['src/signature.ts']);
  expect(await pathsOf({ onlyLanguages: 'TypeScript' })).toContain('src/signature.ts');
  expect(await run({ query, options: { onlyLanguages: 'cobol' } })).toEqual([expect.objectContaining({ results: 0 })]);
  const kinds = (await run({ query, options: { onlyKinds: 'function' } })).map(({ kind }) => kind);
  expect(new Set(kinds)).toEqual(new Set(['function']));
  await expect(run({ query, options: { onlyKinds: 'widget' } })).rejects.toThrow(/"widget" is none of/);
});

test('include and exclude patterns choose the files', async () => {
  const only = await run({ query: 'payment webhook', options: { include: 'docs/', workspace: 'docs' } });
  expect(new Set(only.map(({ path }) => path))).toEqual(new Set(['docs/payments.md']));
  const without = await run({
    query: 'payment webhook',
    options: { exclude: 'docs/, *signature*', workspace: 'rest' },
  });
  const paths = without.map(({ path }) => path as string);
  expect(paths.filter((path) => /^docs|signature/.test(path))).toEqual([]);
});

test('Sync Index reports what changed, and rebuilds on demand', async () => {
  await run({ operation: 'syncIndex' });
  writeFileSync(join(root, 'src/refund.ts'), 'export function refundOrder(id: string) { return id; }\n');
  const [report] = await run({ operation: 'syncIndex' });
  expect(report).toMatchObject({ added: 1, removed: 0, unchanged: 5, problemsCount: 0 });
  expect(report!.embedding).toMatchObject({ model: expect.any(String) as string });
  expect(['portable', 'faiss']).toContain(report!.vectorBackend);
  const [rebuilt] = await run({ operation: 'syncIndex', simple: false, options: { rebuild: true } });
  expect(rebuilt).toMatchObject({ added: 6, unchanged: 0 });
  expect(rebuilt).not.toHaveProperty('problemsCount');
});

test('a changed file is found as it is now; unless the index is to be used as it is', async () => {
  await run({ query: 'anything' });
  writeFileSync(join(root, 'src/voucher.ts'), 'export function redeemVoucher() { return 42; }\n');
  const settings = { rag_retrieval: { freshness_window: '0s' } };
  const stale = await run({ query: 'redeem voucher', options: { checkFiles: false } });
  expect(stale.map(({ symbol }) => symbol)).not.toContain('redeemVoucher');
  const fresh = await run({ query: 'redeem voucher', options: { settings } });
  expect(fresh[0]!.symbol).toBe('redeemVoucher');
});

test('a low quality shows as a hint in the editor', async () => {
  const parameters = { root, query: 'zebra crossing regulations', options: { qualityMinimum: 0.99 } };
  const context = createContext(new NODES.RagRetrieve(), parameters);
  const [items] = (await new NODES.RagRetrieve().execute.call(context)) as [[{ json: object }]];
  expect(items[0].json).toMatchObject({ lowQuality: true });
  expect(context.hints[0]).toMatchObject({
    message: expect.stringContaining('The needed code may not be in the result') as string,
  });
});
