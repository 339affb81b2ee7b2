import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import type { GitSource, RepositoryAccess } from '../../../src/kernel';
import { openGit, SOURCE_LIMITS, type GitParts, type Snapshot } from '../../../src/source';
import { codeOfRejection, removeTempFolders, tempFolder } from '../../io/temp-folder';
import type { TestRepository } from './repository';
import { closeGitServers, listen, serveGit, trackedRepository, type GitServer } from './server';

afterAll(closeGitServers);
afterAll(removeTempFolders);

/** A machine may be busy for longer than a silent host is waited for. */
const LIMITS = { ...SOURCE_LIMITS, idleMs: 60_000 };
const urlOf = (server: GitServer) => `${server.origin}/owner/sample.git`;
const open = (server: GitServer, request: Partial<GitSource> = {}, parts: Partial<GitParts> = {}): Promise<Snapshot> =>
  openGit({ kind: 'git', url: urlOf(server), allowPrivate: true, ...request }, { maxFileBytes: 100_000, limits: LIMITS, ...parts });
const textOf = async (snapshot: Snapshot, path = 'a.ts') => (await snapshot.read(path)).text;
const pathsOf = async (snapshot: Snapshot) => (await snapshot.list()).files.map(({ path }) => path);

describe.each([2, 1] as const)('protocol %d', (protocol) => {
  const repository = trackedRepository();
  let server: GitServer;
  const commits: Record<string, string> = {};

  beforeAll(async () => {
    commits.first = repository.commit({ 'a.ts': 'first' });
    repository.git('tag', 'light');
    repository.git('tag', '-a', 'v1', '-m', 'annotated');
    commits.second = repository.commit({ 'a.ts': 'second' });
    repository.git('checkout', '-q', '-b', 'feature/x');
    commits.feature = repository.commit({ 'a.ts': 'feature' });
    repository.git('checkout', '-q', 'main');
    repository.git('tag', 'main', commits.feature); // A tag of the same name as a branch.
    repository.git('tag', 'tree-tag', 'main^{tree}');
    server = await serveGit(repository, { protocol });
  });

  test.each([
    ['the default branch', undefined, 'second'], ['HEAD', 'HEAD', 'second'], ['a branch', 'feature/x', 'feature'], ['a tag', 'light', 'first'],
    ['an annotated tag', 'v1', 'first'], ['a branch rather than a tag of its name', 'main', 'second'], ['a full name', 'refs/tags/main', 'feature'],
    ['an empty name', ' ', 'second'],
  ])('finds %s', async (_, ref, text) => {
    const snapshot = await open(server, { ref });
    expect(await textOf(snapshot)).toBe(text);
    expect(snapshot.origin).toEqual({ kind: 'git', label: urlOf(server), commit: commits[text] });
    expect(snapshot.id).toBe(commits[text]);
  });

  test('finds commits by their id, also in capitals and in the middle of history', async () => {
    expect(await textOf(await open(server, { ref: commits.first }))).toBe('first');
    expect(await textOf(await open(server, { ref: commits.feature!.toUpperCase() }))).toBe('feature');
  });

  test('names what is not there', async () => {
    for (const ref of ['gone', 'feature', 'refs/heads/gone', commits.first!.slice(0, 10), '0'.repeat(40)]) {
      expect(await codeOfRejection(open(server, { ref }))).toBe('SOURCE_REF_NOT_FOUND');
    }
    expect(await codeOfRejection(open(server, { ref: 'tree-tag' }))).toBe('SOURCE_FORMAT');
    expect(await codeOfRejection(open(server, { url: `${server.origin}/owner/none.git` }))).toBe('SOURCE_NOT_FOUND');
  });

  test('tells whether it has moved, in few bytes', async () => {
    const moving = trackedRepository();
    moving.commit({ 'a.ts': 'old' });
    const host = await serveGit(moving, { protocol });
    const [branch, tag] = [await open(host), await open(host, { ref: moving.git('rev-parse', 'HEAD') })];
    const asked = host.seen.length;
    expect([await branch.moved!(), await tag.moved!()]).toEqual([false, false]);
    expect(host.seen.slice(asked).filter(({ method }) => method === 'POST').length).toBeLessThanOrEqual(1);
    moving.commit({ 'a.ts': 'new' });
    expect([await branch.moved!(), await tag.moved!()]).toEqual([true, false]);
    expect(await textOf(branch)).toBe('old');
    expect(await textOf(await open(host))).toBe('new');
    moving.git('update-ref', '-d', 'refs/heads/main');
    expect(await codeOfRejection(branch.moved!())).toBe('SOURCE_REF_NOT_FOUND');
    await host.close();
    expect(await codeOfRejection(branch.moved!())).toBe('SOURCE_UNREACHABLE');
  });

  test('an empty repository has nothing to show', async () => {
    const host = await serveGit(trackedRepository(), { protocol });
    expect(await codeOfRejection(open(host))).toBe('SOURCE_REF_NOT_FOUND');
  });
});

describe('trees', () => {
  test.each([
    ['sha1', 2], ['sha256', 2], ['sha256', 1],
  ] as const)('of real size equal what git shows, deltas and all, objects named by %s, protocol %d', async (format, protocol) => {
    const repository = trackedRepository([], format);
    const base = Array.from({ length: 200 }, (_, line) => `export const value${line} = ${line * 7919};`);
    const files = Object.fromEntries(Array.from({ length: 400 }, (_, index) => {
      const lines = base.map((line, at) => (at % 40 === index % 40 ? `${line} // ${index}` : line));
      return [`src/part${index % 20}/file${index}.ts`, `${lines.join('\n')}\n`];
    }));
    repository.commit(files);
    repository.git('gc', '-q', '--aggressive'); // Long chains of deltas.
    const server = await serveGit(repository, { protocol });
    const snapshot = await open(server);
    const commit = repository.git('rev-parse', 'HEAD');
    expect(snapshot.origin.commit).toBe(commit);
    expect((await open(server, { ref: commit })).id).toBe(commit);
    expect(await codeOfRejection(open(server, { ref: 'ab'.repeat(format === 'sha1' ? 32 : 20) }))).toBe('SOURCE_REF_NOT_FOUND');
    const listing = await snapshot.list();
    expect(listing.files).toHaveLength(400);
    for (const { path } of listing.files.filter((_, index) => index % 13 === 0)) expect(await textOf(snapshot, path)).toBe(files[path]);
    const told = listing.files.map(({ path, size }) => `${size}\t${path}`).sort();
    const shown = repository.git('ls-tree', '-r', '-l', 'HEAD').split('\n').map((line) => line.replace(/^\S+ \S+ \S+ +/, '')).sort();
    expect(told).toEqual(shown);
  });

  test('symbolic links and submodules are named, not followed; LFS pointers are files', async () => {
    const repository = trackedRepository();
    const pointer = 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n';
    repository.commit({ 'a.ts': 'a', 'model.ts': pointer });
    const link = execFileSync('git', ['hash-object', '-w', '--stdin'], { cwd: repository.folder, input: '/etc/passwd' }).toString().trim();
    repository.git('update-index', '--add', '--cacheinfo', `120000,${link},passwd`);
    repository.git('update-index', '--add', '--cacheinfo', `160000,${'1'.repeat(40)},lib`);
    repository.git('commit', '-q', '-m', 'links');
    const snapshot = await open(await serveGit(repository));
    const { files, skipped } = await snapshot.list();
    expect(files.map(({ path }) => path)).toEqual(['a.ts', 'model.ts']);
    expect(skipped).toEqual([
      { path: 'lib', reason: 'not_a_file', detail: 'submodule, not fetched' },
      { path: 'passwd', reason: 'not_a_file', detail: 'symbolic link, not followed' },
    ]);
    expect(await textOf(snapshot, 'model.ts')).toBe(pointer);
  });

  test('of a host that sends large objects all the same stay within what may be held', async () => {
    const repository = trackedRepository(['uploadpack.allowFilter=false']);
    repository.commit({ 'a.ts': 'a', 'large.ts': 'x'.repeat(300_000), 'near.ts': `${'x'.repeat(299_000)}y` });
    repository.git('gc', '-q');
    const snapshot = await open(await serveGit(repository), {}, { limits: { ...LIMITS, objectBytes: 200_000 } });
    const { files, skipped } = await snapshot.list();
    expect(files.map(({ path }) => path)).toEqual(['a.ts']);
    expect(skipped.map(({ path, reason, detail }) => `${path} ${reason} ${detail}`)).toEqual([
      'large.ts too_large more than 100000 bytes; the limit is 100000', 'near.ts too_large more than 100000 bytes; the limit is 100000',
    ]);
    expect(await codeOfRejection(snapshot.read('large.ts'))).toBe('FILE_TOO_LARGE');
  });

  test('files are those of the commit even where an archive would leave them out', async () => {
    const repository = trackedRepository();
    repository.commit({ 'a.ts': 'a', 'tests/b.ts': 'b', '.gitattributes': 'tests/ export-ignore\n.gitattributes export-ignore\n' });
    const server = await serveGit(repository);
    expect(await pathsOf(await open(server))).toEqual(['.gitattributes', 'a.ts', 'tests/b.ts']);
    const archive = await open(server, { host: 'gitea' }, { transports: ['archive'] });
    expect(await pathsOf(archive)).toEqual(['a.ts']);
    expect((await archive.list()).notes).toEqual([expect.stringContaining('export-ignore')]);
  });
});

describe('signing in', () => {
  const TOKEN = 'tok-3n-very-secret';
  const repository = trackedRepository();
  beforeAll(() => void repository.commit({ 'a.ts': 'private' }));
  const access = (server: GitServer, more: Partial<RepositoryAccess> = {}): RepositoryAccess => ({ token: TOKEN, host: server.host, ...more });

  test.each([
    ['github', 'x-access-token'], ['gitlab', 'oauth2'], ['bitbucket', 'x-token-auth'], ['gitea', 'oauth2'], ['other', 'git'],
  ] as const)('to a host like %s', async (host, user) => {
    const server = await serveGit(repository, { password: `${user}:${TOKEN}` });
    expect(await textOf(await open(server, { host }, { access: access(server) }))).toBe('private');
  });

  test('with a user name', async () => {
    const server = await serveGit(repository, { password: `me@example.com:${TOKEN}` });
    expect(await textOf(await open(server, {}, { access: access(server, { user: 'me@example.com' }) }))).toBe('private');
  });

  test('is refused without a token or with a wrong one', async () => {
    const server = await serveGit(repository, { password: `git:${TOKEN}` });
    expect(await codeOfRejection(open(server))).toBe('SOURCE_AUTH_FAILED');
    expect(await codeOfRejection(open(server, {}, { access: access(server, { token: 'other' }) }))).toBe('SOURCE_AUTH_FAILED');
  });

  test('tokens go to their own host only', async () => {
    const server = await serveGit(repository);
    const asked = server.seen.length;
    const parts = { access: { token: TOKEN, host: 'github.com' } };
    expect(await codeOfRejection(open(server, {}, parts))).toBe('SOURCE_HOST_NOT_ALLOWED');
    expect(server.seen.length).toBe(asked);
  });

  test('tokens do not follow a redirect to another host, and are in no error', async () => {
    const target = await serveGit(repository);
    const other = new URL(urlOf(target));
    other.hostname = 'localhost';
    const server = await listen((request, response) => {
      response.writeHead(301, { location: `${other.origin}${request.url}` }).end();
    });
    const snapshot = await open(server, {}, { access: access(server) });
    expect(await textOf(snapshot)).toBe('private');
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([expect.stringMatching(/^Basic /)]);
    expect(target.seen.length).toBeGreaterThan(1);
    expect(target.seen.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  });

  test('tokens are in no error and no result', async () => {
    const server = await serveGit(repository, { password: `git:${TOKEN}` });
    const snapshot = await open(server, {}, { access: access(server) });
    const broken = await listen((_, response) => response.writeHead(500).end(`Bearer ${TOKEN}`));
    const failures: unknown[] = [];
    for (const host of [broken, await serveGit(repository, { password: 'git:other' })]) {
      await open(host, {}, { access: access(host) }).catch((thrown: unknown) => failures.push(thrown));
    }
    expect(failures).toHaveLength(2);
    const texts = [snapshot.id, snapshot.origin, await snapshot.list(), ...failures.map((failure) => [String(failure), (failure as Error).stack, failure, (failure as Error).cause])];
    expect(JSON.stringify(texts)).not.toMatch(new RegExp(`${TOKEN}|${Buffer.from(`git:${TOKEN}`).toString('base64')}`));
    expect(server.seen.every(({ url }) => !url.includes(TOKEN))).toBe(true);
  });
});

describe('archives of hosts', () => {
  const repository = trackedRepository();
  let commit = '';
  beforeAll(() => void (commit = repository.commit({ 'a.ts': 'a', 'b/c.ts': 'c' })));

  test.each([
    ['github', (id: string) => `/api/v3/repos/owner/sample/tarball/${id}`, 'Bearer T'],
    ['gitlab', (id: string) => `/api/v4/projects/owner%2Fsample/repository/archive.tar.gz?sha=${id}`, 'Bearer T'],
    ['bitbucket', (id: string) => `/owner/sample/get/${id}.tar.gz`, `Basic ${Buffer.from('x-token-auth:T').toString('base64')}`],
    ['gitea', (id: string) => `/api/v1/repos/owner/sample/archive/${id}.tar.gz`, 'token T'],
  ] as const)('%s hands them out at its own address', async (host, address, authorization) => {
    const server = await serveGit(repository);
    const snapshot = await open(server, { host }, { access: { token: 'T', host: server.host }, transports: ['archive'] });
    expect(await pathsOf(snapshot)).toEqual(['a.ts', 'b/c.ts']);
    expect(snapshot.origin.commit).toBe(commit);
    const last = server.seen.at(-1)!;
    expect(last.url).toBe(address(commit));
    expect(last.headers.authorization).toBe(authorization);
  });

  test('are tried when the pack does not come, and the first failure is told when they fail as well', async () => {
    const blockPacks = { protocol: 1 as const, before: (request: { method?: string }, response: import('node:http').ServerResponse) =>
      request.method === 'POST' && Boolean(response.writeHead(503).end()) };
    const server = await serveGit(repository, blockPacks);
    const snapshot = await open(server, { host: 'gitlab' });
    expect(await pathsOf(snapshot)).toEqual(['a.ts', 'b/c.ts']);
    expect((await snapshot.list()).notes).toEqual([expect.stringContaining('archive')]);
    expect(await codeOfRejection(open(server, { host: 'other' }))).toBe('SOURCE_UNREACHABLE');
    expect(await codeOfRejection(open(server, { host: 'other' }, { transports: ['archive'] }))).toBe('SOURCE_FORMAT');
  });

  test('follow redirects without the token', async () => {
    const store = await serveGit(repository);
    const other = store.origin.replace('127.0.0.1', 'localhost');
    const server = await serveGit(repository, {
      before: (request, response) => {
        if (!request.url?.includes('archive')) return false;
        response.writeHead(302, { location: `${other}/archive/${commit}?token=temporary` }).end();
        return true;
      },
    });
    const snapshot = await open(server, { host: 'gitea' }, { access: { token: 'T', host: server.host }, transports: ['archive'] });
    expect(await pathsOf(snapshot)).toEqual(['a.ts', 'b/c.ts']);
    expect(store.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });
});

test('TLS is checked, and a host of one\'s own authority is trusted when told', async () => {
  const repository: TestRepository = trackedRepository();
  repository.commit({ 'a.ts': 'secure' });
  const folder = tempFolder();
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', 'key.pem', '-out', 'cert.pem', '-days', '2',
    '-subj', '/CN=localhost', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'], { cwd: folder, stdio: 'ignore' });
  const read = (name: string) => execFileSync('cat', [name], { cwd: folder }).toString();
  const [key, cert] = [read('key.pem'), read('cert.pem')];
  const server = await serveGit(repository, { tls: { key, cert } });
  await expect(open(server)).rejects.toMatchObject({ code: 'SOURCE_UNREACHABLE', message: expect.stringContaining('certificate is not trusted') as string });
  expect(await textOf(await open(server, {}, { ca: cert }))).toBe('secure');
  const named = await open(server, { url: urlOf(server).replace('127.0.0.1', 'localhost') }, { ca: cert });
  expect(await textOf(named)).toBe('secure');
  // The certificate is checked against the name that was given, not the address it leads to.
  const resolve = async () => [{ address: '127.0.0.1', family: 4 }];
  const elsewhere = open(server, { url: urlOf(server).replace('127.0.0.1', 'git.example') }, { ca: cert, resolve });
  expect(await codeOfRejection(elsewhere)).toBe('SOURCE_UNREACHABLE');
  // To http: it may not lead.
  const plain = await serveGit(repository);
  const downgrade = await serveGit(repository, { tls: { key, cert }, before: (request, response) => Boolean(response.writeHead(302, { location: `${plain.origin}${request.url ?? ''}` }).end()) });
  expect(await codeOfRejection(open(downgrade, {}, { ca: cert }))).toBe('SOURCE_URL_INVALID');
  expect(plain.seen).toEqual([]);
});

test('nothing is written to disk', async () => {
  const repository = trackedRepository();
  repository.commit({ 'a.ts': 'a' });
  const server = await serveGit(repository);
  const scratch = tempFolder();
  const { TMPDIR } = process.env;
  process.env.TMPDIR = scratch;
  const here = readdirSync('.');
  try {
    await (await open(server)).list();
    await open(server, { host: 'gitea' }, { transports: ['archive'] });
  } finally {
    process.env.TMPDIR = TMPDIR ?? '/tmp';
  }
  expect([readdirSync(scratch), readdirSync('.')]).toEqual([[], here]);
});
