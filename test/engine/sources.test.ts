/** Every operation gives the same for the same code, whether it lies in a folder, a repository, an archive or items. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEngine } from '../../src';
import type { CallOptions, ContextPack, Engine, SourceRequest, WorkspaceRef } from '../../src/kernel';
import { makeZip } from '../source/archive/build';
import { closeGitServers, serveGit, trackedRepository, type GitServer } from '../source/git/server';
import type { TestRepository } from '../source/git/repository';
import { useEngineBundle } from '../support/engine-bundle';
import { cleanUp, codeOfRejection, comparable, depot, FRESH, openTestEngine } from './support';

const TOKEN = 'token-that-nobody-may-see';
const root = depot();
const tree: Record<string, Buffer> = Object.fromEntries(
  readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [join(entry.parentPath, entry.name).slice(root.length + 1), readFileSync(join(entry.parentPath, entry.name))]),
);
const files = Object.entries(tree).map(([path, bytes]) => ({ path, content: bytes.toString('base64'), encoding: 'base64' as const }));

let engine: Engine;
let repository: TestRepository;
let server: GitServer;
let kinds: Record<'git' | 'archive' | 'items', { ref: WorkspaceRef; options: CallOptions }>;
const git = (more: object = {}): SourceRequest => ({ kind: 'git', url: `${server.origin}/owner/sample.git`, allowPrivate: true, ...more });
const access = (): CallOptions => ({ repository: { token: TOKEN, host: server.host } });

beforeAll(async () => {
  engine = await openTestEngine();
  repository = trackedRepository();
  repository.commit(tree);
  server = await serveGit(repository, { password: `git:${TOKEN}` });
  kinds = {
    git: { ref: { source: git() }, options: access() },
    archive: { ref: { source: { kind: 'archive', name: 'depot.zip', data: makeZip(tree, { top: 'depot-1/' }) } }, options: {} },
    items: { ref: { source: { kind: 'items', files } }, options: {} },
  };
});
afterAll(closeGitServers);
afterAll(cleanUp);

const query = 'where is stock reserved for an order?';

describe.each(['git', 'archive', 'items'] as const)('%s', (kind) => {
  test('is indexed as the folder is', async () => {
    const { ref, options } = kinds[kind];
    const [folder, report] = [await engine.syncIndex({ root }), await engine.syncIndex(ref, options)];
    const { files: count, chunks, symbols, skipped } = report;
    expect({ files: count, chunks, symbols, skipped }).toEqual({ files: folder.files, chunks: folder.chunks, symbols: folder.symbols, skipped: folder.skipped });
    expect(report.commit).toBe(kind === 'git' ? repository.git('rev-parse', 'HEAD') : undefined);
    expect(await engine.syncIndex(ref, options)).toMatchObject({ added: 0, changed: 0, removed: 0, unchanged: folder.files });
  });

  test('is searched as the folder is', async () => {
    const { ref, options } = kinds[kind];
    expect(comparable(await engine.search({ ...ref, query }, options))).toEqual(comparable(await engine.search({ root, query })));
    const [near, there] = [await engine.search({ ...ref, query, filePath: 'README.md' }, options), await engine.search({ root, query, filePath: 'README.md' })];
    expect(comparable(near)).toEqual(comparable(there));
  });

  test('gives context with its code', async () => {
    const { ref, options } = kinds[kind];
    const [pack, folder] = [await engine.getContext({ ...ref, query }, options), await engine.getContext({ root, query })];
    expect(pack.items.length).toBeGreaterThan(0);
    // The mark around code is another one in each answer.
    const unmarked = ({ text }: ContextPack): string => text.replaceAll(/Code between marks with (\d+)/.exec(text)![1]!, 'MARK');
    expect({ items: pack.items, text: unmarked(pack) }).toEqual({ items: folder.items, text: unmarked(folder) });
    expect(pack.workspace.commit).toBe(kind === 'git' ? repository.git('rev-parse', 'HEAD') : undefined);
    const enriched = await engine.enrichAction({ ...ref, action: { text: query } }, options);
    expect(enriched.context.items.length).toBeGreaterThan(0);
  });

  test('answers about structure', async () => {
    const { ref, options } = kinds[kind];
    const path = Object.keys(tree).find((name) => name.endsWith('.ts'))!;
    const facts = await engine.analyzeFile({ root, filePath: path });
    const analysis = await engine.analyzeFile({ ...ref, filePath: `./${path}` }, options);
    expect({ ...analysis, cached: true }).toEqual({ ...facts, cached: true });
    const name = facts.symbols[0]!.name;
    expect((await engine.findSymbol({ ...ref, name }, options)).matches).toEqual((await engine.findSymbol({ root, name })).matches);
    const line = facts.symbols[0]!.startLine;
    expect(await engine.structuralContext({ ...ref, filePath: path, line }, options)).toEqual(await engine.structuralContext({ root, filePath: path, line }));
  });

  test('is asked about nothing outside, and about no path rules', async () => {
    const { ref, options } = kinds[kind];
    const none: CallOptions = { ...options, access: { isAllowed: () => Promise.reject(new Error('asked about a path')) } };
    expect((await engine.getContext({ ...ref, query }, none)).items.length).toBeGreaterThan(0);
    expect(await codeOfRejection(engine.analyzeFile({ ...ref, filePath: '/etc/passwd' }, none))).toBe('PATH_OUTSIDE_ROOT');
    expect(await codeOfRejection(engine.analyzeFile({ ...ref, filePath: '../x.ts' }, none))).toBe('PATH_OUTSIDE_ROOT');
    expect(await codeOfRejection(engine.analyzeFile({ ...ref, filePath: 'gone.ts' }, none))).toBe('FILE_NOT_FOUND');
  });

  test('is left out of when asked', async () => {
    const { ref, options } = kinds[kind];
    const report = await engine.syncIndex({ ...ref, workspace: 'only-docs', include: ['*.md'] }, options);
    expect(report).toMatchObject({ workspace: 'only-docs', files: Object.keys(tree).filter((path) => path.endsWith('.md')).length });
    expect(await codeOfRejection(engine.syncIndex({ ...ref, include: ['*.none'] }, options))).toBe('WORKSPACE_EMPTY');
  });
});

test('a branch that moves is indexed by what changed in it', async () => {
  const ref = { source: git({ ref: 'moving' }) };
  repository.git('checkout', '-q', '-b', 'moving');
  const first = await engine.syncIndex(ref, access());
  const path = Object.keys(tree).find((name) => name.endsWith('.ts'))!;
  const commit = repository.commit({ [path]: `${tree[path]!.toString()}\nexport function freshlyAddedThing(): number {\n  return 1;\n}\n`, 'src/more.ts': 'export const more = 1;\n' });
  const second = await engine.syncIndex(ref, access());
  expect(second).toMatchObject({ commit, added: 1, changed: 1, removed: 0, unchanged: first.files - 1 });
  expect((await engine.findSymbol({ ...ref, name: 'freshlyAddedThing' }, access())).matches[0]?.path).toBe(path);
  repository.git('checkout', '-q', 'main');
});

test('other content of archives and items is another workspace', async () => {
  const items = (content: string): WorkspaceRef => ({ source: { kind: 'items', files: [{ path: 'a.ts', content }] } });
  await engine.syncIndex(items('export const alphaThing = 1;'));
  await engine.syncIndex(items('export const betaThing = 1;'));
  expect((await engine.findSymbol({ ...items('export const alphaThing = 1;'), name: 'betaThing', match: 'exact' })).total).toBe(0);
  expect((await engine.findSymbol({ ...items('export const betaThing = 1;'), name: 'betaThing', match: 'exact' })).total).toBe(1);
});

test('a repository that was opened with a token is closed without it', async () => {
  const ref = { source: git() };
  expect((await engine.search({ ...ref, query }, access())).results.length).toBeGreaterThan(0);
  expect(await codeOfRejection(engine.search({ ...ref, query }))).toBe('SOURCE_AUTH_FAILED');
  expect(await codeOfRejection(engine.search({ ...ref, query }, { repository: { token: 'other', host: server.host } }))).toBe('SOURCE_AUTH_FAILED');
  expect(await codeOfRejection(engine.search({ ...ref, query }, { repository: { token: TOKEN, host: 'github.com' } }))).toBe('SOURCE_HOST_NOT_ALLOWED');
});

test('a host that goes away costs a note, not the answer', async () => {
  const own = await serveGit(repository);
  const ref = { source: { ...git(), url: `${own.origin}/owner/sample.git` } as SourceRequest, settings: FRESH };
  const before = await engine.syncIndex(ref);
  await own.close();
  const after = await engine.syncIndex(ref);
  expect(after).toMatchObject({ files: before.files, commit: before.commit, unchanged: before.files });
  expect(after.notes).toEqual(expect.arrayContaining([expect.stringMatching(/could not be reached.*commit/)]));
  const answer = await engine.search({ ...ref, query });
  expect(answer.results.length).toBeGreaterThan(0);
  expect(answer.steps).toContainEqual({ step: 'source', status: 'fallback', detail: expect.stringContaining('could not be reached') as string });
});

test.each<[string, string, object]>([
  ['neither folder nor source', 'ROOT_MISSING', {}],
  ['an unknown kind', 'VALUE_INVALID', { source: { kind: 'ftp' } }],
  ['a source that is a text', 'VALUE_INVALID', { source: 'https://github.com/a/b' }],
  ['an archive without data', 'VALUE_INVALID', { source: { kind: 'archive', name: 'x', data: 'UEsDBA==' } }],
  ['an archive that is none', 'SOURCE_FORMAT', { source: { kind: 'archive', name: 'x', data: new Uint8Array(3) } }],
  ['items that are none', 'VALUE_INVALID', { source: { kind: 'items', files: 'x' } }],
  ['an address that is none', 'SOURCE_URL_INVALID', { source: { kind: 'git', url: 'git@github.com:a/b.git' } }],
  ['a private address', 'SOURCE_ADDRESS_PRIVATE', { source: { kind: 'git', url: 'https://127.0.0.1/a/b' } }],
  ['an unknown kind of host', 'VALUE_INVALID', { source: { kind: 'git', url: 'https://127.0.0.1/a/b', host: 'sourceforge' } }],
  ['hosts that are no list', 'VALUE_INVALID', { source: { kind: 'git', url: 'https://127.0.0.1/a/b', allowHosts: 'github.com' } }],
  ['a ref that is none', 'VALUE_INVALID', { source: { kind: 'git', url: 'https://127.0.0.1/a/b', ref: '--upload-pack=id' } }],
])('%s is refused: %s', async (_, code, ref) => {
  expect(await codeOfRejection(engine.syncIndex(ref))).toBe(code);
  expect(await codeOfRejection(engine.analyzeFile({ ...ref, filePath: 'a.ts' }))).toBe(code);
});

test('all of it crosses to the engine\'s own thread, and the token is in no answer', async () => {
  await useEngineBundle();
  const far = openEngine();
  try {
    const answers: unknown[] = [];
    for (const { ref, options } of Object.values(kinds)) answers.push(await far.getContext({ ...ref, query }, options));
    expect(answers.map((answer) => (answer as { items: unknown[] }).items.length > 0)).toEqual([true, true, true]);
    await far.syncIndex({ source: git({ ref: 'gone' }) }, access()).catch((thrown: unknown) => answers.push(thrown, (thrown as Error).message));
    answers.push(await far.syncIndex({ source: git() }, access()), await far.evaluate({}));
    expect(JSON.stringify(answers)).not.toContain(TOKEN);
  } finally {
    await far.close();
  }
});
