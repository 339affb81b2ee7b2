import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openSealedFile, type SealedRead } from '../../src/io';
import { systemClock } from '../../src/kernel';
import { createManualClock } from '../cache/manual-clock';
import { isRoot, removeTempFolders, tempFolder } from './temp-folder';

afterAll(removeTempFolders);

const open = (home: string) => openSealedFile(home, 'state', systemClock);
const put = (home: string, text: string) => open(home).update(() => Buffer.from(text));
const text = async (home: string) => (await open(home).read()).content?.toString();

test('what was written is read by whoever opens it next, and lies on disk sealed, for its owner only', async () => {
  const home = tempFolder();
  await put(home, 'a secret word');
  expect(await text(home)).toBe('a secret word');
  const folder = join(home, 'state');
  expect(readdirSync(folder).sort()).toEqual(['data.sealed', 'key']);
  for (const name of readdirSync(folder)) {
    expect(readFileSync(join(folder, name)).includes('secret word')).toBe(false);
    expect(statSync(join(folder, name)).mode & 0o077).toBe(0);
  }
  const before = readFileSync(join(folder, 'data.sealed'));
  await put(home, 'a secret word');
  expect(readFileSync(join(folder, 'data.sealed')).equals(before)).toBe(false);
});

test('nothing is made before the first update', async () => {
  const home = tempFolder();
  const file = open(home);
  expect(await file.read()).toEqual({});
  expect(await file.stamp()).toBe('');
  expect(await file.secret('x', false)).toBeUndefined();
  expect(existsSync(join(home, 'state'))).toBe(false);
});

test('secrets are the same for a purpose, and others for another', async () => {
  const home = tempFolder();
  const [one, again, other] = [await open(home).secret('a', true), await open(home).secret('a', false), await open(home).secret('b', true)];
  expect(one).toHaveLength(32);
  expect(again!.equals(one!)).toBe(true);
  expect(other!.equals(one!)).toBe(false);
});

test.each([
  ['a changed byte', (bytes: Buffer) => { bytes[bytes.length - 20]! ^= 1; return bytes; }],
  ['a cut end', (bytes: Buffer) => bytes.subarray(0, -5)],
  ['another file', () => Buffer.from('{"not":"sealed"}')],
  ['nothing', () => Buffer.alloc(0)],
])('%s is kept aside, and the next update starts afresh', async (_, damage) => {
  const home = tempFolder();
  await put(home, 'old');
  const path = join(home, 'state/data.sealed');
  const damaged = damage(readFileSync(path));
  writeFileSync(path, damaged);
  const { content, aside } = await open(home).read();
  expect(content).toBeUndefined();
  expect(readFileSync(aside!).equals(damaged)).toBe(true);
  await put(home, 'new');
  expect(await text(home)).toBe('new');
  expect(existsSync(aside!)).toBe(true);
});

test('a damaged key is kept aside as well', async () => {
  const home = tempFolder();
  await put(home, 'old');
  writeFileSync(join(home, 'state/key'), 'short');
  expect((await open(home).read()).aside).toBeDefined();
  await put(home, 'new');
  expect(await text(home)).toBe('new');
  expect(readdirSync(join(home, 'state')).filter((name) => name.includes('damaged'))).toHaveLength(2);
});

test('updates of one process come one after the other, and a change that throws leaves the old content', async () => {
  const home = tempFolder();
  const file = open(home);
  await Promise.all(Array.from({ length: 10 }, () => file.update(({ content }) => Buffer.from(String(Number(content ?? 0) + 1)))));
  expect(await text(home)).toBe('10');
  await expect(file.update(() => { throw new Error('no'); })).rejects.toThrow('no');
  await file.update(({ content }) => Buffer.from(`${String(content)}!`));
  expect(await text(home)).toBe('10!');
});

test('one that was held up for longer than its lock lasts does not undo what another wrote meanwhile', async () => {
  const clock = createManualClock();
  const home = tempFolder();
  const [slow, fast] = [openSealedFile(home, 'state', clock), openSealedFile(home, 'state', clock)];
  const add = (word: string) => ({ content }: SealedRead): Buffer => Buffer.from(`${content?.toString() ?? ''}${word} `);
  let tries = 0;
  await slow.update(async (read) => {
    tries += 1;
    if (tries === 1) {
      clock.advance(60_000);
      await fast.update(add('fast'));
    }
    return add('slow')(read);
  });
  expect([tries, await text(home)]).toEqual([2, 'fast slow ']);
});

test('updates of several openers do not lose each other', async () => {
  const home = tempFolder();
  const add = () => open(home).update(({ content }) => Buffer.from(String(Number(content ?? 0) + 1)));
  await Promise.all(Array.from({ length: 6 }, add));
  expect(await text(home)).toBe('6');
  expect(readdirSync(join(home, 'state')).sort()).toEqual(['data.sealed', 'key']);
});

(isRoot ? test.skip : test)('a folder that refuses is named', async () => {
  const home = tempFolder();
  chmodSync(home, 0o500);
  await expect(put(home, 'x')).rejects.toMatchObject({ code: 'FILE_NOT_WRITABLE' });
  chmodSync(home, 0o700);
});
