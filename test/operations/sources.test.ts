import type { RepositoryAccess, SourceRequest } from '../../src/kernel';
import { createSettingsSource } from '../../src/config';
import { createSources, type SourcePlace } from '../../src/operations/sources';
import { createManualClock } from '../cache/manual-clock';
import { closeGitServers, serveGit, trackedRepository } from '../source/git/server';
import { removeTempFolders, tempFolder } from '../io/temp-folder';
import { systemClock } from '../../src/kernel';

afterAll(closeGitServers);
afterAll(removeTempFolders);

const settings = createSettingsSource({ readText: () => '', statText: () => ({ mtimeMs: 0, size: 0, inode: 0 }), clock: systemClock }).current();
const items = (content: string): SourceRequest => ({ kind: 'items', files: [{ path: 'a.ts', content }] });

function open(heldBytesMax?: number) {
  const clock = createManualClock();
  const dropped: string[] = [];
  const sources = createSources({ clock, onDropped: (key) => dropped.push(key), heldBytesMax });
  const locate = (source: SourceRequest, repository?: RepositoryAccess) => sources.locate({ source }, { repository }, settings);
  return { clock, dropped, sources, locate };
}

test('a folder is never kept', async () => {
  const { sources } = open();
  const root = tempFolder({ 'a.ts': 'a' });
  const place = await sources.locate({ root }, {}, settings);
  expect(place).toMatchObject({ key: root, name: root, live: true });
  expect((await sources.open(place, 'now')).snapshot.origin).toEqual({ kind: 'directory', label: root, folder: root });
});

test('what was unpacked is kept, and let go when there is no room, the longest unused first', async () => {
  const { clock, dropped, sources, locate } = open(25);
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map((letter) => locate(items(letter.repeat(10)))));
  const first = await sources.open(a!, 'due');
  clock.advance(1);
  await sources.open(b!, 'due');
  clock.advance(1);
  expect((await sources.open(a!, 'due')).snapshot).toBe(first.snapshot);
  expect(dropped).toEqual([]);
  clock.advance(1);
  await sources.open(c!, 'due');
  expect(dropped).toEqual([b!.key]);
  expect((await sources.open(a!, 'due')).snapshot).toBe(first.snapshot);
});

test('one that is larger than the room is kept while it is the newest', async () => {
  const { dropped, sources, locate } = open(5);
  const large = await locate(items('x'.repeat(100)));
  const { snapshot } = await sources.open(large, 'due');
  expect((await sources.open(large, 'due')).snapshot).toBe(snapshot);
  expect(dropped).toEqual([]);
});

test('many requests at once unpack once', async () => {
  const { sources, locate } = open();
  const place = await locate(items('a'));
  const load = jest.spyOn(place, 'load');
  const opened = await Promise.all(Array.from({ length: 5 }, () => sources.open(place, 'due')));
  expect(new Set(opened.map(({ snapshot }) => snapshot)).size).toBe(1);
  expect(load).toHaveBeenCalledTimes(1);
});

test('keys differ by whatever may show something else, and hold no token', async () => {
  const { locate } = open();
  const git = (more: object): SourceRequest => ({ kind: 'git', url: 'https://git.example/a/b', ...more });
  const access = { token: 'secret-token', host: 'git.example' };
  const places: SourcePlace[] = await Promise.all([
    locate(git({})), locate(git({ ref: 'main' })), locate(git({ allowPrivate: true })), locate(git({ allowHosts: ['git.example'] })),
    locate(git({ host: 'gitea' })), locate(git({}), access), locate(git({}), { ...access, token: 'other' }), locate(git({}), { ...access, user: 'me' }),
    locate(items('a')), locate(items('b')),
  ]);
  expect(new Set(places.map(({ key }) => key)).size).toBe(places.length);
  expect((await locate(git({}), access)).key).toBe(places[5]?.key);
  expect(JSON.stringify(places)).not.toContain('secret-token');
  expect(places.slice(0, 2).map(({ name }) => name)).toEqual(['https://git.example/a/b', 'https://git.example/a/b#main']);
});

test('a remote is asked for news when some time has passed, or at once for a sync', async () => {
  const { clock, sources, locate } = open();
  const repository = trackedRepository();
  repository.commit({ 'a.ts': 'old' });
  const server = await serveGit(repository);
  const place = await locate({ kind: 'git', url: `${server.origin}/owner/sample.git`, allowPrivate: true });
  const text = async (refresh: 'now' | 'due') => (await (await sources.open(place, refresh)).snapshot.read('a.ts')).text;
  expect(await text('due')).toBe('old');
  repository.commit({ 'a.ts': 'new' });
  const asked = server.seen.length;
  expect(await text('due')).toBe('old');
  expect(server.seen.length).toBe(asked);
  clock.advance(30_000);
  expect(await text('due')).toBe('new');
  repository.commit({ 'a.ts': 'newest' });
  expect(await text('due')).toBe('new');
  expect(await text('now')).toBe('newest');
  await server.close();
  const { snapshot, note } = await sources.open(place, 'now');
  expect((await snapshot.read('a.ts')).text).toBe('newest');
  expect(note).toContain('could not be reached');
});
