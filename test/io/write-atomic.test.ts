import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomic } from '../../src/io';
import { handlePrototype, original, promises } from './file-modules';
import { codeOfRejection, removeTempFolders, tempFolder } from './temp-folder';

afterEach(() => jest.restoreAllMocks());
afterAll(removeTempFolders);

test('writes bytes and text, replaces what was there, for the owner only', async () => {
  const folder = tempFolder();
  const path = join(folder, 'state.json');
  await writeAtomic(path, 'first, and longer');
  await writeAtomic(path, Buffer.from([0, 255, 1]));
  expect([...readFileSync(path)]).toEqual([0, 255, 1]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['state.json']);
});

test('a link at the place is replaced, not written through', async () => {
  const folder = tempFolder({ 'victim.txt': 'untouched' });
  symlinkSync('victim.txt', join(folder, 'state'));
  await writeAtomic(join(folder, 'state'), 'new');
  expect(readFileSync(join(folder, 'victim.txt'), 'utf8')).toBe('untouched');
  expect(readFileSync(join(folder, 'state'), 'utf8')).toBe('new');
});

test('readers see one whole version at any moment, with many writers', async () => {
  const path = join(tempFolder(), 'state');
  const version = (mark: number): Buffer => Buffer.alloc(100_000 + mark, 65 + mark);
  await writeAtomic(path, version(0));
  const writers = Array.from({ length: 5 }, async (_, mark) => {
    for (let round = 0; round < 10; round += 1) await writeAtomic(path, version(mark));
  });
  const progress = { finished: false };
  const all = Promise.all(writers).finally(() => (progress.finished = true));
  while (!progress.finished) {
    const bytes = await promises.readFile(path);
    expect(bytes.equals(version((bytes[0] as number) - 65))).toBe(true);
  }
  await all;
});

test.each([
  ['a folder that does not exist', 'no/state', 'does not exist'],
  ['a folder in its place', 'taken', 'folder'],
  ['a file as its folder', 'file/state', 'not a folder'],
])('fails clearly and leaves nothing behind: %s', async (_name, path, reason) => {
  const folder = tempFolder({ file: 'x' });
  mkdirSync(join(folder, 'taken'));
  await expect(writeAtomic(join(folder, path), 'x')).rejects.toMatchObject({
    code: 'FILE_NOT_WRITABLE',
    message: expect.stringContaining(reason) as string,
  });
  expect(readdirSync(folder).sort()).toEqual(['file', 'taken']);
});

test('when the disk is full, the old content stays and the half-written file goes', async () => {
  const folder = tempFolder({ state: 'old' });
  const prototype = await handlePrototype(join(folder, 'state'));
  const full = Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'fsync' });
  jest.spyOn(prototype, 'sync').mockRejectedValueOnce(full);
  await expect(writeAtomic(join(folder, 'state'), 'new')).rejects.toThrow('the disk is full');
  expect(readdirSync(folder)).toEqual(['state']);
  expect(readFileSync(join(folder, 'state'), 'utf8')).toBe('old');
});

test('a file system that cannot sync a folder is accepted, a failing disk is not', async () => {
  const folder = tempFolder();
  const prototype = await handlePrototype(folder);
  const sync = original<unknown>(prototype, 'sync');
  const failSecond = (code: string): void => {
    jest.spyOn(prototype, 'sync')
      .mockImplementationOnce(async function (this: FileHandle) { await sync(this); })
      .mockRejectedValueOnce(Object.assign(new Error(code), { code }));
  };
  failSecond('EINVAL');
  await writeAtomic(join(folder, 'a'), 'x');
  jest.restoreAllMocks();
  failSecond('EIO');
  expect(await codeOfRejection(writeAtomic(join(folder, 'b'), 'x'))).toBe('FILE_NOT_WRITABLE');
});

test('very long and odd names work', async () => {
  const folder = tempFolder();
  for (const name of ['x'.repeat(250), '-rf', 'a\nb', 'ü'.repeat(100)]) {
    await writeAtomic(join(folder, name), name);
    expect(readFileSync(join(folder, name), 'utf8')).toBe(name);
  }
});

test('the file is synced before it gets its name, and the folder after', async () => {
  const folder = tempFolder();
  const order: string[] = [];
  const prototype = await handlePrototype(folder);
  const sync = original<unknown>(prototype, 'sync');
  jest.spyOn(prototype, 'sync').mockImplementation(async function (this: FileHandle) {
    order.push('sync');
    await sync(this);
  });
  const rename = promises.rename.bind(promises);
  jest.spyOn(promises, 'rename').mockImplementation((from, to) => {
    order.push('rename');
    return rename(from, to);
  });
  writeFileSync(join(folder, 'a'), 'old');
  await writeAtomic(join(folder, 'a'), 'new');
  expect(order).toEqual(['sync', 'rename', 'sync']);
});
