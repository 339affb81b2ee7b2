/** Histories from Git's own backend, beside what git itself tells of them. */
import { openGit, SOURCE_LIMITS, type GitParts, type Snapshot } from '../../../src/source';
import type { GitSource } from '../../../src/kernel';
import { codeOfRejection } from '../../io/temp-folder';
import type { TestRepository } from './repository';
import { closeGitServers, serveGit, trackedRepository, type GitServer } from './server';

afterAll(closeGitServers);

const open = (server: GitServer, request: Partial<GitSource> = {}, parts: Partial<GitParts> = {}): Promise<Snapshot> =>
  openGit({ kind: 'git', url: `${server.origin}/owner/sample.git`, allowPrivate: true, ...request }, { maxFileBytes: 100_000, ...parts });
const notesOf = async (snapshot: Snapshot) => (await snapshot.list()).notes;
const subjects = ({ history }: Snapshot) => history?.map(({ message }) => message.split('\n')[0]).sort();

/** Commits, a merge, a rename, a deletion, and more files at once than count. */
function makeHistory(repository: TestRepository): void {
  repository.commit({ 'src/a.ts': 'a', 'src/deep/b.ts': 'b', 'old.ts': 'o' }, 'first');
  repository.commit({ 'src/a.ts': 'a2' }, 'change a\n\nbecause of ünï');
  repository.git('checkout', '-q', '-b', 'side');
  repository.commit({ 'side.ts': 's' }, 'on the side');
  repository.git('checkout', '-q', 'main');
  repository.commit({ 'src/deep/b.ts': 'b2', 'src/new.ts': 'n' }, 'change b, add new');
  repository.git('merge', '-q', '--no-ff', '-m', 'merge side', 'side');
  repository.git('mv', 'old.ts', 'src/moved.ts');
  repository.commit({}, 'move old');
  repository.git('rm', '-q', 'side.ts');
  repository.commit({}, 'delete side');
  repository.commit(Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`many/${index}.ts`, String(index)])), 'add many');
  repository.commit({}, 'nothing');
}

describe.each([['sha1', 2], ['sha1', 1], ['sha256', 2]] as const)('%s, protocol %d', (format, protocol) => {
  let server: GitServer;
  const repository = trackedRepository([], format);
  beforeAll(async () => {
    makeHistory(repository);
    server = await serveGit(repository, { protocol });
  });

  test('commits and what they changed are those that git shows', async () => {
    const { history } = await open(server, { history: 100 });
    const told = Object.fromEntries(history!.map(({ message, paths }) => [message, paths]));
    expect(told).toEqual({
      first: ['old.ts', 'src/a.ts', 'src/deep/b.ts'],
      'change a\n\nbecause of ünï': ['src/a.ts'],
      'on the side': ['side.ts'],
      'change b, add new': ['src/deep/b.ts', 'src/new.ts'],
      'move old': ['src/moved.ts'],
    });
    expect(history!.every(({ time }) => time === 1_700_000_000_000)).toBe(true);
  });

  test('files are those of a fetch without history', async () => {
    const [plain, past] = [await open(server), await open(server, { history: 3 })];
    expect(plain.history).toBeUndefined();
    expect((await past.list()).files).toEqual((await plain.list()).files);
    expect(await notesOf(past)).toEqual([]);
  });
});

test('the depth is kept, and the oldest commit within it still has its parent', async () => {
  const repository = trackedRepository();
  for (let index = 0; index < 6; index += 1) repository.commit({ 'a.ts': String(index) }, `commit ${index}`);
  const server = await serveGit(repository);
  expect(subjects(await open(server, { history: 2 }))).toEqual(['commit 4', 'commit 5']);
  expect(subjects(await open(server, { history: 6 }))).toHaveLength(6);
  expect(subjects(await open(server, { ref: repository.git('rev-parse', 'HEAD~3'), history: 50 }))).toEqual(['commit 0', 'commit 1', 'commit 2']);
});

test.each([-1, 1.5, 10_001, '5', Number.NaN])('a depth of %p is refused', async (history) => {
  const server = await serveGit(trackedRepository());
  expect(await codeOfRejection(open(server, { history: history as number }))).toBe('VALUE_OUT_OF_RANGE');
});

test('a host that cannot leave files out gives the files all the same, with a note', async () => {
  const repository = trackedRepository(['uploadpack.allowFilter=false']);
  repository.commit({ 'a.ts': 'a' });
  const snapshot = await open(await serveGit(repository), { history: 10 });
  expect(snapshot.history).toBeUndefined();
  expect((await snapshot.list()).files).toHaveLength(1);
  expect(await notesOf(snapshot)).toEqual([expect.stringMatching(/history could not be read.*cannot hand out a history without files/)]);
});

test('a history over the limits is left out, with a note', async () => {
  const repository = trackedRepository();
  for (let index = 0; index < 30; index += 1) repository.commit({ [`f${index % 3}.ts`]: String(index) }, `commit ${index} ${'word '.repeat(40)}`);
  const limits = { ...SOURCE_LIMITS, inflatedBytes: 4_000 };
  const snapshot = await open(await serveGit(repository), { history: 100 }, { limits });
  expect(snapshot.history).toBeUndefined();
  expect(await notesOf(snapshot)).toEqual([expect.stringContaining('it unpacks to too much')]);
});

test('a fetch that is cancelled ends, history or not', async () => {
  const repository = trackedRepository();
  repository.commit({ 'a.ts': 'a' });
  const stop = new AbortController();
  let posts = 0;
  const server = await serveGit(repository, {
    before: ({ method }) => {
      // References, files, history: the third is the history's.
      if (method === 'POST' && (posts += 1) === 3) stop.abort();
      return false;
    },
  });
  expect(await codeOfRejection(open(server, { history: 5 }, { signal: stop.signal }))).toBe('CANCELLED');
});
