/** Code that does not lie in a folder, from the command line. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ContextPack, SyncReport } from '../../src';
import { makeZip } from '../source/archive/build';
import { closeGitServers, serveGit, trackedRepository, type GitServer } from '../source/git/server';
import { useEngineBundle } from '../support/engine-bundle';
import { tempFolder, removeTempFolders } from '../io/temp-folder';
import { run } from './sample';

const TOKEN = 'glpat-token-of-this-test';
const CODE = 'export function verifySignature(): boolean {\n  return true;\n}\n';
let server: GitServer;
let commit: string;
let url: string;

beforeAll(async () => {
  await useEngineBundle();
  const repository = trackedRepository();
  repository.commit({ 'src/signature.ts': CODE }, 'Verify signatures of webhooks');
  repository.git('tag', 'v1');
  commit = repository.commit({ 'src/other.ts': 'export const other = 1;\n' });
  server = await serveGit(repository, { password: `git:${TOKEN}` });
  url = `${server.origin}/owner/sample.git`;
});
afterEach(() => delete process.env.HYBRID_CONTEXT_TOKEN);
afterAll(async () => {
  await closeGitServers();
  removeTempFolders();
});

it('a repository, signed in to with the token of the environment', async () => {
  process.env.HYBRID_CONTEXT_TOKEN = TOKEN;
  const { code, out, err } = await run(['sync', '--git', url, '--allow-private', '--json', '--git-user', 'git']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(JSON.parse(out) as SyncReport).toMatchObject({ files: 2, commit });
  const tag = await run(['sync', '--git', url, '--ref', 'v1', '--allow-private', '--json', '--git-user', 'git']);
  expect(JSON.parse(tag.out) as SyncReport).toMatchObject({ files: 1 });
});

it('a repository with its history, which is checked before anything is fetched', async () => {
  process.env.HYBRID_CONTEXT_TOKEN = TOKEN;
  const ask = (history: string) => run(['query', 'verify signatures', '--git', url, '--allow-private', '--json', '--history', history]);
  const { code, out } = await ask('10');
  expect(code).toBe(0);
  expect((JSON.parse(out) as ContextPack).items[0]?.why.history).toBeGreaterThan(0);
  expect((await ask('10001')).err).toContain('VALUE_OUT_OF_RANGE');
  expect(await ask('many')).toMatchObject({ code: 2 });
});

it('a private address, a missing token and a host that is not listed are named', async () => {
  expect((await run(['sync', '--git', url])).err).toContain('SOURCE_ADDRESS_PRIVATE');
  expect((await run(['sync', '--git', url, '--allow-private'])).err).toContain('SOURCE_AUTH_FAILED');
  expect((await run(['sync', '--git', url, '--allow-private', '--allow-host', 'example.com'])).err).toContain('SOURCE_HOST_NOT_ALLOWED');
  process.env.HYBRID_CONTEXT_TOKEN = TOKEN;
  expect((await run(['sync', '--git', 'no url'])).err).toContain('SOURCE_URL_INVALID');
});

it('an archive, also for many queries', async () => {
  const folder = tempFolder({ 'queries.jsonl': '{"id":1,"query":"verifySignature"}\n{"id":2,"query":"other"}\n' });
  const archive = join(folder, 'code.zip');
  writeFileSync(archive, makeZip({ 'src/signature.ts': Buffer.from(CODE), 'src/other.ts': Buffer.from('export const other = 1;\n') }));
  const { code, out } = await run(['search', '--archive', archive, '--queries', join(folder, 'queries.jsonl')]);
  expect(code).toBe(0);
  const paths = out.trimEnd().split('\n').map((line) => (JSON.parse(line) as { results: { path: string }[] }).results[0]?.path);
  expect(paths).toEqual(['signature.ts', 'other.ts']);
  rmSync(archive);
  expect((await run(['sync', '--archive', archive])).err).toContain('FILE_NOT_READABLE');
});

it('one place at a time', async () => {
  expect(await run(['sync', '--root', '.', '--git', url])).toMatchObject({ code: 2, err: expect.stringContaining('--root and --git') as string });
});
