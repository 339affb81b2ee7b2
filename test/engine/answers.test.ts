import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import type { Engine } from '../../src/kernel';
import { CONCRETE_MODES } from '../../src/kernel';
import { cleanUp, comparable, depot, linesOnDisk, openTestEngine } from './support';

let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
  root = depot();
});
afterAll(cleanUp);

describe('a session from sync to close', () => {
  test('sync tells what was indexed', async () => {
    const report = await engine.syncIndex({ root });
    expect(report).toMatchObject({ workspace: root, files: 8, added: 8, changed: 0, removed: 0, unchanged: 0, skippedCount: 0 });
    expect(report.chunks).toBeGreaterThan(8);
    expect(report.symbols).toBeGreaterThan(20);
    expect(report.embedding).toEqual({ model: 'built-in-hash-v1', dimensions: 256 });
    expect(['portable', 'faiss']).toContain(report.vectorBackend);
    await expect(engine.syncIndex({ root })).resolves.toMatchObject({ added: 0, changed: 0, unchanged: 8 });
    await expect(engine.syncIndex({ root, rebuild: true })).resolves.toMatchObject({ added: 8, files: 8, chunks: report.chunks });
  });

  test.each([
    ['where is the webhook signature verified?', 'src/http/signature.ts'],
    ['verifyWebhookSignature', 'src/http/signature.ts'],
    ['how are jobs retried with growing pauses', 'src/jobs/retry.js'],
    ['keep alive', 'src/jobs/retry.js'],
    ['Router.match', 'src/http/router.ts'],
    ['balance of an account', 'src/ledger/ledger.ts'],
    ['src/ledger/currency.ts:17', 'src/ledger/currency.ts'],
    ['Error: off by 3 cents\n    at Ledger.postEntry (/app/src/ledger/ledger.ts:15:29)', 'src/ledger/ledger.ts'],
    ['build_report sums postings', 'tools/report.py'],
    ['documentation of webhook retries', 'docs/webhooks.md'],
  ])('%s leads to %s', async (query, path) => {
    const answer = await engine.search({ root, query });
    expect(answer.results[0]?.path).toBe(path);
    expect(answer.results[0]!.score).toBeGreaterThan(0);
    expect(answer.mode.reasons.length).toBeGreaterThan(0);
    expect(answer.workspace).toMatchObject({ name: root, files: 8, embeddingModel: 'built-in-hash-v1' });
    expect(Object.keys(answer.timings)).toEqual(expect.arrayContaining(['sync', 'query', 'select', 'retrieve', 'rank']));
  });

  test('enrichAction adds a context and removes nothing', async () => {
    const action = { type: 'issues', id: 7, body: { issue: { title: 'Webhook signature check fails', body: 'since 1.2' } }, extra: [1] };
    const { context, ...rest } = await engine.enrichAction({ root, action });
    expect(rest).toEqual(action);
    expect(context.query).toBe('Webhook signature check fails\nsince 1.2');
    expect(context.items[0]?.path).toBe('src/http/signature.ts');
  });

  test('an action that names a place gets that place', async () => {
    const { context } = await engine.enrichAction({ root, action: { filePath: 'src/http/router.ts', line: 19 } });
    expect(context.items[0]).toMatchObject({ path: 'src/http/router.ts', symbol: 'Router', startLine: 8, endLine: 21 });
  });

  test('analyzeFile tells the facts, from memory since the sync has made them', async () => {
    const file = await engine.analyzeFile({ root, filePath: 'src/http/router.ts' });
    expect(file).toMatchObject({ path: 'src/http/router.ts', language: 'typescript', structure: 'ts-morph', cached: true });
    expect(file.symbols.map(({ qualifiedName }) => qualifiedName)).toEqual(expect.arrayContaining(['Router', 'Router.match', 'fits']));
    await expect(engine.analyzeFile({ root, filePath: `${root}/src/http/router.ts` })).resolves.toEqual({ ...file, cached: true });
  });

  test('findSymbol finds whole names, parts and typing errors', async () => {
    const exact = await engine.findSymbol({ root, name: 'Router.match', match: 'exact' });
    expect(exact).toMatchObject({ total: 1, matches: [{ path: 'src/http/router.ts', qualifiedName: 'Router.match', score: 1 }] });
    const typo = await engine.findSymbol({ root, name: 'retryWithBackof' });
    expect(typo.matches[0]).toMatchObject({ name: 'retryWithBackoff', language: 'javascript' });
    await expect(engine.findSymbol({ root, name: 'nothingOfTheKind', match: 'exact' })).resolves.toMatchObject({ matches: [], total: 0 });
    const many = await engine.findSymbol({ root, name: 'ro', limit: 1 });
    expect(many.matches).toHaveLength(1);
    expect(many.total).toBeGreaterThan(1);
  });

  test('structuralContext tells what is around a line', async () => {
    const context = await engine.structuralContext({ root, filePath: 'src/ledger/ledger.ts', line: 16 });
    expect(context.enclosing.map(({ name }) => name)).toEqual(['Ledger', 'postEntry']);
    expect(context.siblings.map(({ name }) => name)).toEqual(expect.arrayContaining(['balanceOf']));
    expect(context.imports.map(({ specifier }) => specifier)).toEqual(['./currency']);
    expect(context.code).toMatchObject({ startLine: 13, endLine: 17 });
    expect(context.code.text).toContain('the entry is off by');
    const python = await engine.structuralContext({ root, filePath: 'tools/report.py', line: 4 });
    expect(python).toMatchObject({ structure: 'tree-sitter', enclosing: [{ name: 'build_report' }], code: { startLine: 4, endLine: 9 } });
    expect(python.siblings.map(({ name }) => name)).toContain('format_cents');
    const prose = await engine.structuralContext({ root, filePath: 'tools/report.py', line: 1 });
    expect(prose).toMatchObject({ enclosing: [], code: { startLine: 1 } });
  });

  test('evaluate judges what was recorded', async () => {
    const report = await engine.evaluate({});
    expect(report.runs).toBeGreaterThan(10);
    expect(report.signals.map(({ signal }) => signal)).toEqual(['latency_p95', 'quality', 'error_rate', 'cache_hit_rate', 'memory', 'cpu', 'index_lag']);
    const strict = await engine.evaluate({ settings: { monitoring: { alert_thresholds: { latency_warning: '1ms', latency_critical: '2ms' } } } });
    expect(strict.signals[0]).toMatchObject({ signal: 'latency_p95', warning: 1, critical: 2 });
  });
});

describe('modes', () => {
  test.each(CONCRETE_MODES)('%s answers as asked', async (mode) => {
    const answer = await engine.search({ root, query: 'verifyWebhookSignature', mode });
    expect(answer.mode).toEqual({ requested: mode, mode, confidence: 1, reasons: ['the caller chose it'], cached: false });
    expect(answer.results[0]?.path).toBe('src/http/signature.ts');
  });

  test('the automatic mode says why it chose', async () => {
    const { mode } = await engine.search({ root, query: 'parseMoney', mode: 'automatic' });
    expect(mode).toMatchObject({ requested: 'automatic', mode: 'ast' });
    expect(mode.reasons.join()).toContain('known symbol');
  });
});

describe('context', () => {
  test('its code is the code of the live files, line for line', async () => {
    const { items } = await engine.getContext({ root, query: 'ledger entries and their balance', budgetTokens: 4_000 });
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) expect(item.code).toBe(linesOnDisk(root, item));
  });

  test('its text keeps within any budget, and its items appear in it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 100, max: 3_000 }),
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom('ledger', 'webhook signature', 'Router.match', 'how are pauses made between attempts'),
        async (budgetTokens, limit, query) => {
          const pack = await engine.getContext({ root, query, budgetTokens, limit });
          expect(countTokens(pack.text)).toBeLessThanOrEqual(budgetTokens);
          expect(pack.tokens).toBe(countTokens(pack.text));
          expect(pack.items.length).toBeLessThanOrEqual(limit);
          expect(pack.items.length).toBeGreaterThan(0);
          for (const item of pack.items) expect(pack.text).toContain(item.code);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('results that did not fit are named', async () => {
    const pack = await engine.getContext({ root, query: 'ledger entries', budgetTokens: 100 });
    expect(pack.steps).toContainEqual(
      expect.objectContaining({ step: 'pack', status: 'note', detail: expect.stringMatching(/^\d+ of \d+ results did not fit/) as string }),
    );
  });
});

describe('determinism', () => {
  const queries = ['webhook signature', 'Router.match', 'ledger balance', 'pause', 'src/http/router.ts:12'];

  test('the same question gets the same answer, from this engine and from another', async () => {
    const other = await openTestEngine();
    for (const query of queries) {
      const first = comparable(await engine.search({ root, query, limit: 100 }));
      expect(comparable(await engine.search({ root, query, limit: 100 }))).toEqual(first);
      expect(comparable(await other.search({ root, query, limit: 100 }))).toEqual(first);
    }
  });

  test.each(queries)('few results of "%s" are the first of many', async (query) => {
    const few = await engine.search({ root, query, limit: 5 });
    const many = await engine.search({ root, query, limit: 50 });
    expect(many.results.slice(0, 5)).toEqual(few.results);
  });

  test('scores are 0..1, fall, and every result has a reason', async () => {
    for (const query of queries) {
      const { results } = await engine.search({ root, query, limit: 100 });
      results.forEach((result, index) => {
        expect(result.score).toBeGreaterThan(0);
        expect(result.score).toBeLessThanOrEqual(index === 0 ? 1 : results[index - 1]!.score);
        expect(Object.keys(result.why)).not.toHaveLength(0);
      });
      expect(new Set(results.map(({ path, startLine }) => `${path}:${startLine}`)).size).toBe(results.length);
    }
  });
});
