import { chmodSync, closeSync, ftruncateSync, openSync, renameSync, symlinkSync, truncateSync, unlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import type { Stats } from 'node:fs';
import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readFileInside } from '../../src/io';
import { handlePrototype, original, promises } from './file-modules';
import { addFiles, codeOfRejection, isRoot, makePipe, removeTempFolders, tempFolder } from './temp-folder';

const limit = { maxBytes: 1_000_000 };
const read = (root: string, path: string, options = limit) => readFileInside(root, path, options);
const codeOfRead = (root: string, path: string, options = limit) => codeOfRejection(read(root, path, options));

afterEach(() => jest.restoreAllMocks());
afterAll(removeTempFolders);

describe('reads regular files', () => {
  test.each(['a.ts', 'deep/er/b.ts', 'back\\slash.ts', 'new\nline.ts', '-dash.ts', 'ünïcode 日本.ts', '..dots'])(
    '%j',
    async (path) => {
      const root = tempFolder({ [path]: `content of ${path}` });
      const { bytes, size, mtimeMs } = await read(root, path);
      expect(bytes.toString()).toBe(`content of ${path}`);
      expect(size).toBe(bytes.length);
      expect(mtimeMs).toBe((await promises.stat(join(root, path))).mtimeMs);
    },
  );

  test('an empty file, and one of exactly the limit', async () => {
    const root = tempFolder({ empty: '', exact: Buffer.alloc(1_000, 7) });
    expect((await read(root, 'empty')).bytes).toHaveLength(0);
    expect((await read(root, 'exact', { maxBytes: 1_000 })).size).toBe(1_000);
  });

  test('files and folders behind links that stay inside', async () => {
    const root = tempFolder({ 'real/a.ts': 'inside' });
    symlinkSync('real', join(root, 'folder-link'));
    symlinkSync(join(root, 'real/a.ts'), join(root, 'file-link'));
    expect((await read(root, 'folder-link/a.ts')).bytes.toString()).toBe('inside');
    expect((await read(root, 'file-link')).bytes.toString()).toBe('inside');
  });
});

describe('refuses what leads outside', () => {
  const outside = (): { root: string; secret: string } => {
    const folder = tempFolder({ 'root/a.ts': 'inside', 'secret/key': 'SECRET', 'root-twin/key': 'SECRET' });
    return { root: join(folder, 'root'), secret: join(folder, 'secret') };
  };

  test('by its text', async () => {
    const { root } = outside();
    for (const path of ['../secret/key', 'x/../../secret/key', '/etc/passwd', '..']) {
      expect(await codeOfRead(root, path)).toBe('PATH_OUTSIDE_ROOT');
    }
    for (const path of ['', 'a\0.ts', 'x'.repeat(5_000)]) {
      expect(await codeOfRead(root, path)).toBe('VALUE_INVALID');
    }
  });

  test('by a link to a file, to a folder, to a neighbour with the same beginning, and in two steps', async () => {
    const { root, secret } = outside();
    symlinkSync(join(secret, 'key'), join(root, 'file'));
    symlinkSync('../secret', join(root, 'folder'));
    symlinkSync('../root-twin/key', join(root, 'twin'));
    symlinkSync('folder', join(root, 'hop'));
    for (const path of ['file', 'folder/key', 'twin', 'hop/key']) {
      expect(await codeOfRead(root, path)).toBe('PATH_OUTSIDE_ROOT');
    }
  });

  test('by /proc, when the root is a process folder', async () => {
    expect(await codeOfRead(await promises.realpath('/proc/self'), 'cwd/package.json')).toBe('PATH_OUTSIDE_ROOT');
  });

  test('when the file becomes a link after it was looked up', async () => {
    const { root, secret } = outside();
    swapAfterRealpath(() => {
      unlinkSync(join(root, 'a.ts'));
      symlinkSync(join(secret, 'key'), join(root, 'a.ts'));
    });
    await expect(read(root, 'a.ts')).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringContaining('replaced by a symbolic link') as string,
    });
  });

  test('when its folder becomes a link after it was looked up', async () => {
    const { root, secret } = outside();
    addFiles(root, { 'sub/key': 'inside' });
    swapAfterRealpath(() => {
      renameSync(join(root, 'sub'), join(root, 'was-sub'));
      symlinkSync(secret, join(root, 'sub'));
    });
    expect(await codeOfRead(root, 'sub/key')).toBe('PATH_OUTSIDE_ROOT');
  });

  test('however often a neighbour swaps the folder meanwhile', async () => {
    const { root, secret } = outside();
    addFiles(root, { 'sub/key': 'inside' });
    const stop = new Int32Array(new SharedArrayBuffer(4));
    const swapper = new Worker(SWAPPER, { eval: true, workerData: { root, secret, stop } });
    const seen = new Map<string, number>();
    try {
      for (let round = 0; round < 3_000; round += 1) {
        const outcome = await read(root, 'sub/key').then(
          ({ bytes }) => bytes.toString(),
          (thrown: unknown) => (thrown as { code: string }).code,
        );
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
      }
    } finally {
      Atomics.store(stop, 0, 1);
      await new Promise((done) => swapper.once('exit', done));
    }
    const harmless = ['inside', 'FILE_NOT_FOUND', 'PATH_OUTSIDE_ROOT', 'FILE_NOT_READABLE'];
    expect([...seen.keys()].filter((outcome) => !harmless.includes(outcome))).toEqual([]);
    expect(seen.get('inside') ?? 0).toBeGreaterThan(0);
  });
});

const SWAPPER = `
  const { workerData: { root, secret, stop } } = require('node:worker_threads');
  const fs = require('node:fs');
  fs.symlinkSync(secret, root + '/link');
  while (Atomics.load(stop, 0) === 0) {
    fs.renameSync(root + '/sub', root + '/away');
    fs.renameSync(root + '/link', root + '/sub');
    fs.renameSync(root + '/sub', root + '/link');
    fs.renameSync(root + '/away', root + '/sub');
  }
`;

/** Runs `swap` in the moment between the look-up of the real path and the opening. */
function swapAfterRealpath(swap: () => void): void {
  const real = promises.realpath.bind(promises);
  jest.spyOn(promises, 'realpath').mockImplementationOnce((async (path: string) => {
    const found = await real(path);
    swap();
    return found;
  }) as typeof promises.realpath);
}

describe('refuses what is not a file of bearable size', () => {
  test('folders, the root itself, pipes, sockets and devices; without waiting', async () => {
    const root = tempFolder({ 'folder/a.ts': '' });
    makePipe(join(root, 'pipe'));
    const server = createServer().listen(join(root, 'socket'));
    await new Promise((listening) => server.once('listening', listening));
    for (const path of ['folder', '.', 'pipe', 'socket']) {
      expect(await codeOfRead(root, path)).toBe('FILE_NOT_A_FILE');
    }
    await new Promise((closed) => server.close(closed));
    expect(await codeOfRead('/dev', 'null')).toBe('FILE_NOT_A_FILE');
  });

  test('200 MB, by its size alone', async () => {
    const root = tempFolder({ big: '' });
    truncateSync(join(root, 'big'), 200 * 1024 ** 2);
    const before = process.memoryUsage().arrayBuffers;
    await expect(read(root, 'big')).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      details: { path: 'big', size: 209_715_200, limit: 1_000_000 },
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(50 * 1024 ** 2);
  });

  test('one byte over the limit', async () => {
    const root = tempFolder({ over: Buffer.alloc(1_001) });
    expect(await codeOfRead(root, 'over', { maxBytes: 1_000 })).toBe('FILE_TOO_LARGE');
  });

  test('a file that says it is empty and is not', async () => {
    const self = await promises.realpath('/proc/self');
    expect(await codeOfRead(self, 'status', { maxBytes: 10 })).toBe('FILE_TOO_LARGE');
    const { bytes } = await read(self, 'maps');
    expect(bytes.length).toBeGreaterThan(4_096);
    expect(bytes.toString()).toContain('[stack]');
  });

  test('a file that grows while it is read', async () => {
    const root = tempFolder({ log: 'x'.repeat(100) });
    await growAfterStat(join(root, 'log'), 10_000);
    expect(await codeOfRead(root, 'log', { maxBytes: 5_000 })).toBe('FILE_TOO_LARGE');
  });

  test('a file that shrinks while it is read is read as it is then', async () => {
    const root = tempFolder({ log: 'x'.repeat(100) });
    await growAfterStat(join(root, 'log'), 40);
    expect((await read(root, 'log')).size).toBe(40);
  });
});

/** Changes the file's length in the moment between the check of its size and the reading. */
async function growAfterStat(path: string, length: number): Promise<void> {
  const prototype = await handlePrototype(path);
  const stat = original<Stats>(prototype, 'stat');
  jest.spyOn(prototype, 'stat').mockImplementationOnce(async function (this: FileHandle) {
    const found = await stat(this);
    const descriptor = openSync(path, 'r+');
    ftruncateSync(descriptor, length);
    closeSync(descriptor);
    return found;
  });
}

describe('names what is missing or closed', () => {
  test('missing files, folders, and files used as folders', async () => {
    const root = tempFolder({ 'a.ts': '' });
    symlinkSync('nowhere', join(root, 'dangling'));
    for (const path of ['b.ts', 'no/b.ts', 'a.ts/b.ts', 'dangling', 'x'.repeat(300)]) {
      expect(await codeOfRead(root, path)).toBe('FILE_NOT_FOUND');
    }
  });

  test('a loop of links', async () => {
    const root = tempFolder();
    symlinkSync('b', join(root, 'a'));
    symlinkSync('a', join(root, 'b'));
    await expect(read(root, 'a')).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringContaining('loop') as string,
    });
  });

  (isRoot ? test.skip : test)('a file without permission', async () => {
    const root = tempFolder({ 'closed.ts': 'x' });
    chmodSync(join(root, 'closed.ts'), 0);
    await expect(read(root, 'closed.ts')).rejects.toMatchObject({
      code: 'FILE_NOT_READABLE',
      message: expect.stringContaining('permission denied') as string,
    });
  });

  test('errors never hold an absolute path', async () => {
    const root = tempFolder();
    await expect(read(root, 'gone.ts')).rejects.toMatchObject({
      message: expect.not.stringContaining(root) as string,
    });
  });
});

test('without /proc and elsewhere than on Linux, look-up and O_NOFOLLOW still guard', async () => {
  const root = tempFolder({ 'a.ts': 'inside' });
  jest.spyOn(promises, 'readlink').mockRejectedValueOnce(Object.assign(new Error('no'), { code: 'ENOENT' }));
  expect((await read(root, 'a.ts')).bytes.toString()).toBe('inside');
  const platform = Object.getOwnPropertyDescriptor(process, 'platform') as PropertyDescriptor;
  Object.defineProperty(process, 'platform', { ...platform, value: 'darwin' });
  try {
    expect((await read(root, 'a.ts')).bytes.toString()).toBe('inside');
  } finally {
    Object.defineProperty(process, 'platform', platform);
  }
});

test('handles are closed again, also after errors', async () => {
  const root = tempFolder({ 'a.ts': 'x', big: Buffer.alloc(2_000) });
  const open = async (): Promise<number> => (await promises.readdir('/proc/self/fd')).length;
  await read(root, 'a.ts');
  const before = await open();
  for (let round = 0; round < 200; round += 1) {
    await read(root, 'a.ts');
    await codeOfRead(root, 'big', { maxBytes: 10 });
  }
  expect(await open()).toBeLessThanOrEqual(before + 2);
});
