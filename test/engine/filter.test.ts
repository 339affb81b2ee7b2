/** Filters of a request: what does not fit is not proposed, and nothing else is lost to make room. */
import { codeOfRejection } from '../io/temp-folder';
import type { Engine, ResultFilter } from '../../src/kernel';
import { closeGitServers, serveGit, trackedRepository } from '../source/git/server';
import { cleanUp, createProvider, depot, openTestEngine } from './support';

let engine: Engine;
let root: string;
beforeAll(async () => {
  engine = await openTestEngine();
  root = depot();
});
afterAll(cleanUp);
afterAll(closeGitServers);

const QUERY = 'where is the webhook signature verified and jobs retried?';
const search = (filter: ResultFilter, more: object = {}) => engine.search({ root, query: QUERY, limit: 100, filter, ...more });

describe.each(['automatic', 'ast', 'rag', 'parallel', 'ast_first', 'rag_first'] as const)('mode %s', (mode) => {
  test.each([
    ['folder', { paths: ['src/http/'] }, ({ path }: { path: string }) => path.startsWith('src/http/')],
    ['patterns', { paths: ['*.py', '*.md'] }, ({ path }: { path: string }) => /\.(py|md)$/.test(path)],
    ['languages', { languages: ['TypeScript'] }, ({ path }: { path: string }) => path.endsWith('.ts')],
    ['kinds', { kinds: ['function', 'method'] as const }, ({ kind }: { kind: string }) => kind === 'function' || kind === 'method'],
    ['all together', { paths: ['src/'], languages: ['javascript'], kinds: ['function'] as const }, ({ path, kind }: { path: string; kind: string }) => /^src\/.*\.js$/.test(path) && kind === 'function'],
  ])('by %s', async (_, filter, fits) => {
    const all = await engine.search({ root, query: QUERY, limit: 100, mode });
    const { results } = await search(filter, { mode });
    expect(results.every(fits)).toBe(true);
    const place = ({ path, startLine }: { path: string; startLine: number }) => `${path}:${startLine}`;
    expect(results.map(place)).toEqual(expect.arrayContaining(all.results.filter(fits).map(place)));
  });
});

test('a place that the text names is left out too when it does not fit', async () => {
  const { results } = await engine.search({ root, query: 'src/http/router.ts:19', filter: { paths: ['src/ledger/'] } });
  expect(results.filter(({ path }) => !path.startsWith('src/ledger/'))).toEqual([]);
});

test('vectors of a provider are filtered before their number is bounded', async () => {
  const options = { embeddings: createProvider() };
  const { results } = await engine.search({ root, workspace: 'letters', query: QUERY, mode: 'rag', filter: { languages: ['python'] } }, options);
  expect(results.length).toBeGreaterThan(0);
  expect(results.every(({ path }) => path.endsWith('.py'))).toBe(true);
});

test('a filter that nothing fits says so; an empty one filters nothing', async () => {
  const { results, steps } = await search({ languages: ['cobol'] });
  expect(results).toEqual([]);
  expect(steps).toContainEqual({ step: 'filter', status: 'note', detail: 'nothing that was found fits the filter' });
  expect((await search({ paths: [], languages: [], kinds: [] })).results).toEqual((await engine.search({ root, query: QUERY, limit: 100 })).results);
});

test('contexts and actions are filtered as well', async () => {
  const filter = { paths: ['src/jobs/'] };
  const [pack, { context }] = [await engine.getContext({ root, query: QUERY, filter }), await engine.enrichAction({ root, action: { text: QUERY }, filter })];
  for (const { items } of [pack, context]) {
    expect(items.length).toBeGreaterThan(0);
    expect(items.every(({ path }) => path.startsWith('src/jobs/'))).toBe(true);
  }
});

test.each([
  'src', { paths: 'src' }, { paths: ['a'.repeat(501)] }, { paths: ['**/a/**/b/**/c/**/d'] }, { languages: [1] }, { kinds: ['functions'] }, [],
])('%j is refused by name', async (filter) => {
  expect(await codeOfRejection(search(filter as ResultFilter))).toBe('VALUE_INVALID');
});

test('commits that changed a file raise it, and `why` tells their share', async () => {
  const repository = trackedRepository();
  const noise = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`src/part${index}.ts`, `export const part${index} = ${index};\n`] as const));
  repository.commit({ ...noise, 'src/quiet.ts': 'export const quiet = (n: number) => n + 1;\n' }, 'start');
  for (let index = 0; index < 30; index += 1) repository.commit({ 'src/quiet.ts': `export const quiet = (n: number) => n + ${index};\n` }, 'Aubergines ripen too early');
  const server = await serveGit(repository);
  const source = { kind: 'git', url: `${server.origin}/owner/sample.git`, allowPrivate: true } as const;
  const query = 'aubergines ripen early';
  const without = await engine.search({ source, query });
  expect(without.results.filter(({ why }) => 'history' in why)).toEqual([]);
  const { results } = await engine.search({ source: { ...source, history: 100 }, query });
  expect(results[0]).toMatchObject({ path: 'src/quiet.ts', why: { history: expect.any(Number) as number } });
  expect(results[0]!.why.history).toBeGreaterThan(0);
  expect(await codeOfRejection(engine.search({ source: { ...source, history: 20_000 }, query }))).toBe('VALUE_OUT_OF_RANGE');
});
