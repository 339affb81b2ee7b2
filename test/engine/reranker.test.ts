/** An attached reranker: in time, late, failing, strange. */
import type { Engine, RerankProvider } from '../../src/kernel';
import { addFiles, cleanUp, codeOfRejection, depot, FRESH, gate, openTestEngine } from './support';

const QUERY = 'webhook signature verification';
let engine: Engine;
let root: string;
beforeAll(async () => {
  engine = await openTestEngine();
  root = depot();
  addFiles(root, { 'src/token.ts': `/** Webhook signature verification token. */\nexport const webhookSignature = 'ghp_aB3dE5fG7hJ9kL2mN4pQ6rS8tU1vW3xY5zA7';\n` });
});
afterAll(cleanUp);

const reranker = (rerank: RerankProvider['rerank']): RerankProvider => ({ model: 'judge-v1', rerank });
const ask = (by: RerankProvider | undefined, settings: Readonly<Record<string, unknown>> = FRESH) => engine.search({ root, query: QUERY, mode: 'rag', limit: 100, settings }, { reranker: by });

test('it orders the first results; scores still fall and why tells its own', async () => {
  const plain = await ask(undefined);
  let seen: readonly string[] = [];
  const answer = await ask(reranker(async (query, documents) => {
    expect(query).toBe(QUERY);
    seen = documents;
    return documents.map((_, index) => index / documents.length);
  }));
  const first = Math.min(30, plain.results.length);
  const place = ({ path, startLine }: { path: string; startLine: number }) => `${path}:${startLine}`;
  expect(answer.results.slice(0, first).map(place)).toEqual(plain.results.slice(0, first).map(place).reverse());
  expect(answer.results.slice(first).map(place)).toEqual(plain.results.slice(first).map(place));
  expect(answer.results.map(({ score }) => score)).toEqual(plain.results.map(({ score }) => score));
  expect(answer.results[0]!.why.reranker).toBeGreaterThan(0.5);
  expect(answer.steps).toContainEqual({ step: 'rerank', status: 'ok', detail: `${first} results ordered by "judge-v1"` });
  expect(seen[0]).toContain(plain.results[0]!.path);
  expect(seen.join()).not.toContain('ghp_');
});

test('what it leaves out keeps its order behind; what is no number is left out', async () => {
  const plain = await ask(undefined);
  const answer = await ask(reranker(async (_, documents) => documents.map((_text, index) => (index === 2 ? 0.9 : index === 1 ? NaN : undefined))));
  expect(answer.results.map(({ path, startLine }) => [path, startLine])).toEqual(
    [plain.results[2]!, plain.results[0]!, plain.results[1]!, ...plain.results.slice(3)].map(({ path, startLine }) => [path, startLine]),
  );
});

test('one that is late is dropped and named', async () => {
  const late = gate();
  const answer = await ask(reranker(async (_, documents) => (await late.closed, documents.map(() => 1))), { ...FRESH, hybrid_mode: { max_analysis_time: '50ms' } });
  late.open();
  expect(answer.steps).toContainEqual({ step: 'rerank', status: 'dropped', detail: expect.stringContaining('longer than 50 ms') as string });
  expect(answer.results).toEqual((await ask(undefined)).results);
});

test('one that fails is named; a cancelled call ends', async () => {
  const answer = await ask(reranker(async () => { throw new Error('quota exceeded'); }));
  expect(answer.steps).toContainEqual({ step: 'rerank', status: 'failed', detail: 'the reranker "judge-v1" failed: quota exceeded' });
  expect(answer.results).toEqual((await ask(undefined)).results);
  const stop = new AbortController();
  const pending = engine.search({ root, query: QUERY, mode: 'rag' }, { signal: stop.signal, reranker: reranker(() => (stop.abort(), new Promise(() => undefined))) });
  expect(await codeOfRejection(pending)).toBe('CANCELLED');
});
