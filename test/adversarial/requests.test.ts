/** Requests as mistaken workflows and hostile webhooks send them: a clear error or an answer, and never INTERNAL. */
import fc from 'fast-check';
import type { Engine, EnrichedAction } from '../../src/kernel';
import { ENGINE_METHODS, ERROR_CODES, MODES } from '../../src/kernel';
import { cleanUp, codeOfRejection, depot, openTestEngine } from '../engine/support';
import { processorMs } from '../support/processor-time';

let engine: Engine;
let root: string;

beforeAll(async () => {
  engine = await openTestEngine();
  root = depot();
  await engine.syncIndex({ root });
});
afterAll(cleanUp);

/** Calls with values that the types forbid. */
const call = (method: keyof Engine, request: unknown, options?: unknown): Promise<unknown> =>
  (engine[method] as (request: unknown, options?: unknown) => Promise<unknown>)(request, options);

describe('queries', () => {
  test.each([['empty', ''], ['blank', ' \n\t '], ['NULs', '\0\0']])('%s', async (_, query) => {
    expect(await codeOfRejection(engine.search({ root, query }))).toBe('QUERY_EMPTY');
    expect(await codeOfRejection(engine.getContext({ root, query }))).toBe('QUERY_EMPTY');
  });

  test.each([undefined, null, 5, {}, [], ['ledger'], true])('%j', async (query) => {
    expect(await codeOfRejection(call('search', { root, query }))).toBe('VALUE_INVALID');
  });

  test('1 MB is used in part and says so', async () => {
    const query = `verifyWebhookSignature ${'lorem ipsum '.repeat(90_000)}`;
    const answer = await engine.search({ root, query, mode: 'parallel' });
    expect(answer.results[0]?.path).toBe('src/http/signature.ts');
    expect(answer.query).toHaveLength(32_768);
    expect(answer.steps[0]).toMatchObject({ step: 'query', status: 'note', detail: expect.stringContaining('the first 32768 were used') as string });
  });

  test('more than 4 MB is refused', async () => {
    expect(await codeOfRejection(engine.search({ root, query: 'x'.repeat(4_194_305) }))).toBe('QUERY_TOO_LARGE');
    expect(await codeOfRejection(engine.enrichAction({ root, action: { text: 'x'.repeat(4_194_305) } }))).toBe('QUERY_TOO_LARGE');
  });

  test.each([
    ['100,000 different words', Array.from({ length: 100_000 }, (_, i) => `w${i}`).join(' ')],
    ['100,000 capitals', 'aB'.repeat(50_000)],
    ['100,000 slashes', '/'.repeat(100_000)],
    ['paths without end', 'a/'.repeat(900).concat('b.ts ').repeat(15)],
    ['stack frames without end', '    at x (/a/b/c.ts:1:1)\n'.repeat(4_000)],
    ['opening brackets', '(['.repeat(15_000)],
    ['words and dots', 'a.'.repeat(15_000)],
    ['dashes before a colon', `${'-'.repeat(30_000)}:`],
    ['a scope without end', `${'ab, '.repeat(8_000)}: x`],
    ['python frames', `File "${'"x'.repeat(15_000)}`],
    ['spaces', `x${' '.repeat(30_000)}y`],
    ['emoji', '\u{1F600}'.repeat(15_000)],
    ['lone surrogates', '\ud800'.repeat(30_000)],
  ])('%s take no more than 4 s of work in any mode', async (_, query) => {
    for (const mode of MODES) {
      expect(await processorMs(() => engine.search({ root, query, mode }))).toBeLessThan(4_000);
    }
  });

  test.each(['.*+?^${}()|[]\\', '(((((', '[a-', '\\', '*', '$&', '%s %d', '<script>', "'; DROP TABLE x; --", '{{ $json }}', '\u202Etrap', 'constructor', '__proto__', 'hasOwnProperty', 'toString'])(
    '%s is a text like any other',
    async (query) => {
      for (const mode of MODES) {
        const answer = await engine.search({ root, query, mode });
        if (answer.results.length === 0) expect(answer.quality.advice[0]).toContain('Nothing matched');
      }
      await expect(engine.findSymbol({ root, name: query })).resolves.toBeDefined();
    },
  );
});

describe('numbers', () => {
  const WRONG: unknown[] = [0, -1, 1e9, NaN, Infinity, 1.5, '5', '', true, {}, [], [5], Object.create(null), new Date(0)];
  test.each(WRONG)('limit %p', async (limit) => {
    for (const method of ['search', 'getContext', 'findSymbol'] as const) {
      await expect(call(method, { root, query: 'ledger', name: 'ledger', limit })).rejects.toMatchObject({ code: 'VALUE_OUT_OF_RANGE', message: expect.stringMatching(/^limit is .*; it must be a whole number from 1 to 100\.$/) as string });
    }
  });
  test.each(WRONG)('line %p', async (line) => {
    if (line === 1e9) return;
    expect(await codeOfRejection(call('search', { root, query: 'ledger', filePath: 'src/http/router.ts', line }))).toBe('VALUE_OUT_OF_RANGE');
    expect(await codeOfRejection(call('structuralContext', { root, filePath: 'src/http/router.ts', line }))).toBe('VALUE_OUT_OF_RANGE');
  });
  test.each([...WRONG, 99, 200_001])('budgetTokens %p', async (budgetTokens) => {
    expect(await codeOfRejection(call('getContext', { root, query: 'ledger', budgetTokens }))).toBe('VALUE_OUT_OF_RANGE');
  });
  test.each([...WRONG, 10, 1e15])('windowMs %p', async (windowMs) => {
    if (windowMs === 1e9) return;
    expect(await codeOfRejection(call('evaluate', { windowMs }))).toBe('VALUE_OUT_OF_RANGE');
  });
  test.each([undefined, null, 32, 1_000])('structuralContext needs a line of the file, not %p', async (line) => {
    expect(await codeOfRejection(call('structuralContext', { root, filePath: 'src/http/router.ts', line }))).toBe('VALUE_OUT_OF_RANGE');
  });
});

describe('other fields', () => {
  test.each([
    ['search', { mode: 'magic' }],
    ['search', { mode: 5 }],
    ['search', { mode: ['ast'] }],
    ['search', { mode: '__proto__' }],
    ['search', { refresh: 'always' }],
    ['search', { filePath: 5 }],
    ['search', { filePath: {} }],
    ['search', { workspace: 7 }],
    ['search', { workspace: {} }],
    ['search', { include: 'src' }],
    ['search', { include: [5] }],
    ['search', { exclude: {} }],
    ['search', { include: Array.from({ length: 200 }, (_, i) => `f${i}`) }],
    ['search', { exclude: ['x'.repeat(600)] }],
    ['findSymbol', { name: '' }],
    ['findSymbol', { name: 5 }],
    ['findSymbol', { name: null }],
    ['findSymbol', { name: 'x'.repeat(501) }],
    ['findSymbol', { match: 'loose' }],
    ['analyzeFile', { filePath: '' }],
    ['analyzeFile', { filePath: 5 }],
    ['analyzeFile', { filePath: undefined }],
    ['analyzeFile', { filePath: 'a\0b' }],
    ['analyzeFile', { filePath: 'x'.repeat(5_000) }],
  ] as const)('%s %j', async (method, fields) => {
    expect(await codeOfRejection(call(method, { root, query: 'ledger', name: 'ledger', ...fields }))).toBe('VALUE_INVALID');
  });

  test.each([{ mode: '' }, { mode: null }, { refresh: null }, { workspace: null }, { workspace: ' ' }, { filePath: null }, { filePath: '' }, { limit: null }, { settings: null }, { caller: 5 }, { caller: {} }])(
    '%j counts as not given',
    async (fields) => {
      await expect(call('search', { root, query: 'ledger', ...fields })).resolves.toMatchObject({ workspace: { files: 8 } });
    },
  );

  test('patterns select', async () => {
    const answer = await engine.search({ root, query: 'webhook signature', include: ['docs/'] });
    expect(new Set(answer.results.map(({ path }) => path))).toEqual(new Set(['docs/webhooks.md']));
    expect(await codeOfRejection(engine.search({ root, query: 'x', include: ['nothing/'] }))).toBe('WORKSPACE_EMPTY');
  });
});

describe('requests as a whole', () => {
  test.each([undefined, null, 5, 'x', [], true, () => 1])('%p', async (request) => {
    for (const method of ENGINE_METHODS) expect(await codeOfRejection(call(method, request))).toBe('VALUE_INVALID');
  });

  test.each([null, {}, { signal: undefined }])('options %p', async (options) => {
    await expect(call('search', { root, query: 'ledger' }, options)).resolves.toBeDefined();
  });

  test.each([undefined, null, 5, 'text', [], {}, { type: 'x' }, { text: '  ' }, { body: { issue: { title: 5 } } }, { text: 7 }, { commits: [null, 5] }])('action %j', async (action) => {
    expect(await codeOfRejection(call('enrichAction', { root, action }))).toBe('ACTION_INVALID');
  });

  test('an action with a __proto__ passes through and changes nobody', async () => {
    const action = JSON.parse('{"text": "ledger", "__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}}') as object;
    const out = (await call('enrichAction', { root, action })) as Record<string, unknown>;
    expect(JSON.stringify(out)).toContain('"__proto__":{"polluted":true}');
    expect(Object.getPrototypeOf(out)).toBe(Object.prototype);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('an action that holds itself', async () => {
    const action: Record<string, unknown> = { text: 'ledger' };
    action['self'] = action;
    const out = (await call('enrichAction', { root, action })) as EnrichedAction;
    expect(out['self']).toBe(action);
    expect(out.context.items[0]?.path).toBe('src/ledger/ledger.ts');
  });

  test('any values anywhere end in an answer or a known error that is not INTERNAL', async () => {
    const fields = { query: fc.anything(), name: fc.anything(), mode: fc.anything(), limit: fc.anything(), filePath: fc.anything(), line: fc.anything(), budgetTokens: fc.anything(), refresh: fc.anything(), workspace: fc.anything(), include: fc.anything(), exclude: fc.anything(), settings: fc.anything(), action: fc.anything(), match: fc.anything(), caller: fc.anything(), windowMs: fc.anything(), rebuild: fc.anything(), stepMs: fc.anything(), signal: fc.anything(), signals: fc.anything(), series: fc.anything(), value: fc.anything(), values: fc.anything(), threshold: fc.anything(), direction: fc.anything(), filter: fc.anything() };
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...ENGINE_METHODS), fc.record(fields, { requiredKeys: [] }), fc.subarray(Object.keys(fields)), async (method, wild, kept) => {
        const sane: Record<string, unknown> = { root, query: 'ledger', name: 'ledger', filePath: 'src/http/router.ts', line: 3, action: { text: 'ledger' } };
        const request = { ...sane, ...Object.fromEntries(Object.entries(wild).filter(([key]) => kept.includes(key))) };
        const code = await codeOfRejection(call(method, request));
        expect([...ERROR_CODES, 'none']).toContain(code);
        expect(code).not.toBe('INTERNAL');
      }),
      { numRuns: 400 },
    );
  });
});
