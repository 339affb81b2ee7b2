import { chmodSync, mkdirSync, symlinkSync, truncateSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { LIMITS, type Progress } from '../../src/kernel';
import { createPathAccess } from '../../src/io';
import { listDirectory, type Listing, type ListOptions } from '../../src/source';
import { fs, promises } from '../io/file-modules';
import { addFiles, codeOfRejection, isRoot, makePipe, removeTempFolders, tempFolder } from '../io/temp-folder';

afterEach(() => jest.restoreAllMocks());
afterAll(removeTempFolders);

const list = (root: string, options: ListOptions = {}, maxFileBytes = 1_000_000): Promise<Listing> =>
  listDirectory({ kind: 'directory', root, maxFileBytes }, options);
const paths = (listing: Listing): string[] => listing.files.map(({ path }) => path);
const reasons = (listing: Listing): Record<string, string> =>
  Object.fromEntries(listing.skipped.map(({ path, reason }) => [path, reason]));

describe('lists', () => {
  test('files with size and time, in code-unit order', async () => {
    const root = tempFolder({ 'b.ts': 'bb', 'a/z.ts': 'z', 'a.ts': '', 'B.ts': 'B', 'ä.ts': 'ä', 'a/b/c.ts': '' });
    utimesSync(join(root, 'b.ts'), 1_700_000_000, 1_700_000_000.25);
    const listing = await list(root);
    expect(paths(listing)).toEqual(['B.ts', 'a.ts', 'a/b/c.ts', 'a/z.ts', 'b.ts', 'ä.ts']);
    expect(listing.files[4]).toEqual({ path: 'b.ts', size: 2, mtimeMs: 1_700_000_000_250 });
    expect(listing).toMatchObject({ root, skipped: [], skippedCount: 0, skippedByReason: {}, notes: [] });
  });

  test('nothing in an empty folder, without an error', async () => {
    expect(paths(await list(tempFolder()))).toEqual([]);
  });

  test('odd names as they are', async () => {
    const names = ['-rf', 'new\nline.ts', ' lead.ts', 'trail ', 'back\\slash.ts', '日本 😀.ts', '#hash', '!bang', '..dots', '[x]*?.ts', '~'];
    const root = tempFolder(Object.fromEntries(names.map((name) => [name, 'x'])));
    expect(paths(await list(root))).toEqual([...names].sort());
  });

  test('the same again, whatever order folders are read in', async () => {
    const root = tempFolder(Object.fromEntries(
      Array.from({ length: 300 }, (_, index) => [`d${index % 17}/e${index % 5}/f${index}.ts`, 'x'])));
    const first = await list(root);
    expect(await list(root)).toEqual(first);
    expect(first.files).toHaveLength(300);
  });

  test('and says how far it is', async () => {
    const root = tempFolder({ 'a.ts': '', 'b/c.ts': '' });
    const seen: Progress[] = [];
    await list(root, { onProgress: (progress) => seen.push(progress) });
    expect(seen.at(-1)).toEqual({ stage: 'list', done: 2, total: 2 });
    expect(seen.every(({ stage, done, total }) => stage === 'list' && done <= total)).toBe(true);
  });
});

describe('leaves out, and names', () => {
  test('version control, packages, caches, lock files, bundles and binaries', async () => {
    const root = tempFolder({
      'src/a.ts': '', 'build/b.ts': '', 'dist/c.js': '', 'vendor/d.go': '', '.github/ci.yml': '', '.env.example': '',
      '.git/config': '', 'sub/.git': 'gitdir: x', 'node_modules/x/i.js': '', 'p/node_modules/y/i.js': '',
      '__pycache__/m.py': '', '.next/x.js': '', 'package-lock.json': '{}', 'p/yarn.lock': '', 'lib/app.min.js': '',
      'lib/app.js.map': '', 'logo.PNG': '', 'font.woff2': '', '.DS_Store': '',
    });
    const listing = await list(root);
    expect(paths(listing)).toEqual([
      '.env.example', '.github/ci.yml', 'build/b.ts', 'dist/c.js', 'src/a.ts', 'vendor/d.go',
    ]);
    expect(reasons(listing)).toEqual({
      '.DS_Store': 'ignored', '.git': 'ignored', '.next': 'ignored', __pycache__: 'ignored',
      'lib/app.js.map': 'ignored', 'lib/app.min.js': 'ignored', node_modules: 'ignored',
      'p/node_modules': 'ignored', 'p/yarn.lock': 'ignored', 'package-lock.json': 'ignored',
      'sub/.git': 'ignored', 'font.woff2': 'binary', 'logo.PNG': 'binary',
    });
    expect(listing.skipped.find(({ path }) => path === 'p/yarn.lock')?.detail).toBe('lock file');
    expect(listing.skippedByReason).toEqual({ binary: 2, ignored: 11 });
  });

  test('a file of 200 MB, with its size and the limit', async () => {
    const root = tempFolder({ 'a.ts': 'x', 'big.ts': '' });
    truncateSync(join(root, 'big.ts'), 200 * 1024 ** 2);
    const listing = await list(root, {}, 20_971_520);
    expect(paths(listing)).toEqual(['a.ts']);
    expect(listing.skipped).toEqual([
      { path: 'big.ts', reason: 'too_large', detail: '209715200 bytes; the limit is 20971520' },
    ]);
    expect(paths(await list(root, {}, 200 * 1024 ** 2))).toEqual(['a.ts', 'big.ts']);
  });

  test('pipes and sockets', async () => {
    const root = tempFolder({ 'a.ts': '' });
    makePipe(join(root, 'pipe.ts'));
    const server = createServer().listen(join(root, 'socket.ts'));
    await new Promise((listening) => server.once('listening', listening));
    const listing = await list(root);
    await new Promise((closed) => server.close(closed));
    expect(paths(listing)).toEqual(['a.ts']);
    expect(reasons(listing)).toEqual({ 'pipe.ts': 'not_a_file', 'socket.ts': 'not_a_file' });
  });

  test('folders that nest too deep', async () => {
    const deep = (levels: number): string => Array.from({ length: levels }, () => 'd').join('/');
    const root = tempFolder({ [`${deep(64)}/last.ts`]: '', [`${deep(65)}/over.ts`]: '' });
    const listing = await list(root);
    expect(paths(listing)).toEqual([`${deep(64)}/last.ts`]);
    expect(listing.skipped).toEqual([
      { path: deep(65), reason: 'too_deep', detail: 'more than 64 folders deep' },
    ]);
  });

  test('files and folders beyond the count limit, always the same ones', async () => {
    jest.replaceProperty<{ filesMax: number }, 'filesMax'>(LIMITS, 'filesMax', 4);
    const root = tempFolder({ 'a.ts': '', 'b/1.ts': '', 'b/2.ts': '', 'c/3.ts': '', 'c/4.ts': '', 'c/d/5.ts': '', 'c/e/6.ts': '' });
    const listing = await list(root);
    expect(paths(listing)).toEqual(['a.ts', 'b/1.ts', 'b/2.ts', 'c/3.ts']);
    expect(listing.skipped).toEqual([
      { path: 'c/4.ts', reason: 'too_many_files' },
      { path: 'c/d', reason: 'too_many_files', detail: 'folder, not read' },
      { path: 'c/e', reason: 'too_many_files', detail: 'folder, not read' },
    ]);
  });

  test('names that are not UTF-8, which no path can reach', async () => {
    const root = tempFolder({ 'a.ts': '' });
    writeFileSync(Buffer.concat([Buffer.from(`${root}/bad-`), Buffer.from([0xff]), Buffer.from('.ts')]), 'x');
    const listing = await list(root);
    expect(paths(listing)).toEqual(['a.ts']);
    expect(listing.skipped).toEqual([
      { path: 'bad-\uFFFD.ts', reason: 'unreadable', detail: 'its name is not valid UTF-8' },
    ]);
  });

  (isRoot ? test.skip : test)('folders without permission; the rest goes on', async () => {
    const root = tempFolder({ 'a.ts': '', 'closed/b.ts': '', 'listed/c.ts': '' });
    chmodSync(join(root, 'closed'), 0);
    chmodSync(join(root, 'listed'), 0o400);
    const listing = await list(root);
    chmodSync(join(root, 'closed'), 0o700);
    chmodSync(join(root, 'listed'), 0o700);
    expect(paths(listing)).toEqual(['a.ts']);
    expect(listing.skipped).toEqual([
      { path: 'closed', reason: 'unreadable', detail: 'folder: permission denied' },
      { path: 'listed/c.ts', reason: 'unreadable', detail: 'permission denied' },
    ]);
  });

  test('what the disk refuses, by its reason', async () => {
    const root = tempFolder({ 'a.ts': '', 'bad/b.ts': '', 'gone/c.ts': '' });
    const readdir = promises.readdir.bind(promises) as (path: string, options: object) => Promise<unknown>;
    jest.spyOn(promises, 'readdir').mockImplementation((async (path: string, options: object) => {
      if (path.endsWith('bad/')) throw Object.assign(new Error('io'), { code: 'EIO' });
      if (path.endsWith('gone/')) throw Object.assign(new Error('gone'), { code: 'ENOENT' });
      return readdir(path, options);
    }) as never);
    const listing = await list(root);
    expect(paths(listing)).toEqual(['a.ts']);
    expect(listing.skipped).toEqual([
      { path: 'bad', reason: 'unreadable', detail: 'folder: the disk reported an input/output error' },
    ]);
  });

  test('the informative before the expected, 100 at most, counting all', async () => {
    const root = tempFolder({
      ...Object.fromEntries(Array.from({ length: 900 }, (_, index) => [`i${index}.log`, ''])),
      ...Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`p${index}.png`, ''])),
      '.gitignore': '*.log', 'zz-big.ts': 'x'.repeat(200),
    });
    const listing = await list(root, {}, 100);
    expect(listing.skipped).toHaveLength(100);
    expect(listing.skipped[0]).toMatchObject({ path: 'zz-big.ts', reason: 'too_large' });
    expect(listing.skipped.slice(1, 61).every(({ reason }) => reason === 'binary')).toBe(true);
    expect(listing.skipped.slice(61).map(({ path }) => path)).toEqual(
      Array.from({ length: 900 }, (_, index) => `i${index}.log`).sort().slice(0, 39));
    expect(listing.skippedCount).toBe(961);
    expect(listing.skippedByReason).toEqual({ too_large: 1, binary: 60, ignored: 900 });
  });
});

describe('symbolic links', () => {
  test('are followed to files inside, once; never out, never into folders', async () => {
    const folder = tempFolder({ 'root/real/a.ts': 'a', 'root/node_modules/m.js': '', 'root/.git/config': '', 'secret/key.ts': 'S', 'root/skip/only.ts': '', 'root/.gitignore': 'skip/' });
    const root = join(folder, 'root');
    symlinkSync('real/a.ts', join(root, 'to-listed.ts'));
    symlinkSync('skip/only.ts', join(root, 'first-name.ts'));
    symlinkSync('skip/only.ts', join(root, 'second-name.ts'));
    symlinkSync('../secret/key.ts', join(root, 'out-file.ts'));
    symlinkSync('../secret', join(root, 'out-folder'));
    symlinkSync('real', join(root, 'in-folder'));
    symlinkSync('..', join(root, 'real/up'));
    symlinkSync('node_modules/m.js', join(root, 'package.js'));
    symlinkSync('.git/config', join(root, 'innocent.ts'));
    symlinkSync('nowhere', join(root, 'dangling.ts'));
    symlinkSync('loop.ts', join(root, 'loop.ts'));
    const listing = await list(root);
    expect(paths(listing)).toEqual(['.gitignore', 'first-name.ts', 'real/a.ts']);
    expect(listing.files[1]).toMatchObject({ size: 0 });
    expect(reasons(listing)).toEqual({
      'dangling.ts': 'unreadable', 'loop.ts': 'unreadable', 'out-file.ts': 'symlink_outside',
      'out-folder': 'symlink_outside', '.git': 'ignored', 'in-folder': 'ignored', 'innocent.ts': 'ignored',
      node_modules: 'ignored', 'package.js': 'ignored', 'real/up': 'ignored', 'second-name.ts': 'ignored',
      skip: 'ignored', 'to-listed.ts': 'ignored',
    });
    expect(listing.skipped.find(({ path }) => path === 'to-listed.ts')?.detail).toBe(
      'symbolic link to real/a.ts, which is listed');
    expect(JSON.stringify(listing.skipped)).not.toContain(folder);
  });

  test('to a pipe, a picture, or the root itself', async () => {
    const root = tempFolder({ 'logo.png': '' });
    makePipe(join(root, 'pipe'));
    symlinkSync('pipe', join(root, 'a.ts'));
    symlinkSync('logo.png', join(root, 'b.ts'));
    symlinkSync('.', join(root, 'c'));
    expect(reasons(await list(root))).toMatchObject({ 'a.ts': 'not_a_file', 'b.ts': 'binary', c: 'ignored' });
  });

  test('of size and ignore rules like files', async () => {
    const root = tempFolder({ 'skip/big.ts': 'x'.repeat(500), '.gitignore': 'skip/\nhidden.ts' });
    symlinkSync('skip/big.ts', join(root, 'big.ts'));
    symlinkSync('skip/big.ts', join(root, 'hidden.ts'));
    const listing = await list(root, {}, 100);
    expect(reasons(listing)).toEqual({ 'big.ts': 'too_large', 'hidden.ts': 'ignored', skip: 'ignored' });
  });
});

describe('access', () => {
  test('is asked for every file, in batches of absolute paths', async () => {
    const root = tempFolder(Object.fromEntries(Array.from({ length: 1_203 }, (_, index) => [`d/f${index}.ts`, ''])));
    const batches: (readonly string[])[] = [];
    const access = {
      isAllowed: async (asked: readonly string[]) => {
        batches.push(asked);
        return asked.map((path) => !path.endsWith('7.ts'));
      },
    };
    const listing = await list(root, { access });
    expect(batches.map((batch) => batch.length)).toEqual([500, 500, 203]);
    expect(batches.flat().every((path) => path.startsWith(`${root}/d/`))).toBe(true);
    expect(listing.files).toHaveLength(1_203 - 120);
    expect(listing.skippedByReason).toEqual({ not_allowed: 120 });
  });

  test('goes by where a path really is', async () => {
    const root = tempFolder({ 'in/a.ts': '', 'out/b.ts': '', 'in/.gitignore': 'out', '.gitignore': '*.ts' });
    const listing = await list(root, { access: createPathAccess({ restrictTo: [join(root, 'in')] }) });
    // The ignore file outside the allowed folder must not be read, let alone obeyed.
    expect(paths(listing)).toEqual(['in/.gitignore', 'in/a.ts']);
    expect(reasons(listing)).toEqual({ '.gitignore': 'not_allowed', 'out/b.ts': 'not_allowed' });
    expect(listing.notes).toEqual(['.gitignore could not be read; its rules were not applied.']);
  });

  test('a missing answer is a no, a failing check fails the listing', async () => {
    const root = tempFolder({ 'a.ts': '', 'b.ts': '' });
    expect(paths(await list(root, { access: { isAllowed: async () => [true] } }))).toEqual(['a.ts']);
    const broken = { isAllowed: () => Promise.reject(new Error('no answer')) };
    await expect(list(root, { access: broken })).rejects.toThrow('no answer');
  });
});

describe('include and exclude', () => {
  const files = { 'src/a.ts': '', 'src/a.test.ts': '', 'docs/b.md': '', 'src/deep/c.ts': '', 'README.md': '' };

  test.each<[ListOptions, string[]]>([
    [{ include: ['src/'] }, ['src/a.test.ts', 'src/a.ts', 'src/deep/c.ts']],
    [{ include: ['./src'] }, ['src/a.test.ts', 'src/a.ts', 'src/deep/c.ts']],
    [{ include: ['*.md'] }, ['README.md', 'docs/b.md']],
    [{ include: ['/*.md'] }, ['README.md']],
    [{ include: ['src/**/*.ts', '!*.test.ts'] }, ['src/a.ts', 'src/deep/c.ts']],
    [{ exclude: ['*.test.ts', 'docs'] }, ['README.md', 'src/a.ts', 'src/deep/c.ts']],
    [{ include: ['*.ts'], exclude: ['deep/'] }, ['src/a.test.ts', 'src/a.ts']],
    [{ include: [], exclude: ['', '  '] }, ['README.md', 'docs/b.md', 'src/a.test.ts', 'src/a.ts', 'src/deep/c.ts']],
    [{ include: ['nothing'] }, []],
  ])('%j', async (options, expected) => {
    const listing = await list(tempFolder(files), options);
    expect(paths(listing)).toEqual(expected);
    expect(listing.skipped.every(({ reason }) => reason === 'not_selected')).toBe(true);
  });

  test('do not bring back what is ignored', async () => {
    const root = tempFolder({ ...files, '.gitignore': 'docs/' });
    expect(paths(await list(root, { include: ['docs/'] }))).toEqual([]);
  });

  test.each([
    ['too many', Array.from({ length: 101 }, () => 'a')],
    ['too long', ['x'.repeat(501)]],
    ['too many globstars', ['**/a/**/a/**/a/**/b']],
    ['a NUL', ['a\0']],
    ['no text', [5 as unknown as string]],
  ])('%s: refused with the name of the option', async (_name, patterns) => {
    const root = tempFolder(files);
    for (const name of ['include', 'exclude']) {
      await expect(list(root, { [name]: patterns })).rejects.toMatchObject({
        code: 'VALUE_INVALID',
        message: expect.stringContaining(name) as string,
      });
    }
  });
});

describe('when things change or end', () => {
  test('a cancelled listing stops', async () => {
    const root = tempFolder({ 'a/b/c.ts': '' });
    expect(await codeOfRejection(list(root, { signal: AbortSignal.abort() }))).toBe('CANCELLED');
    const controller = new AbortController();
    const started = list(root, { signal: controller.signal, onProgress: () => controller.abort() });
    expect(await codeOfRejection(started)).toBe('CANCELLED');
    const access = { isAllowed: async (asked: readonly string[]) => asked.map(() => (late.abort(), true)) };
    const late = new AbortController();
    expect(await codeOfRejection(list(root, { signal: late.signal, access }))).toBe('CANCELLED');
  });

  test('a root that has gone, or is a file, is an error', async () => {
    const root = tempFolder({ 'a.ts': '' });
    expect(await codeOfRejection(list(join(root, 'gone')))).toBe('ROOT_NOT_FOUND');
    expect(await codeOfRejection(list(join(root, 'a.ts')))).toBe('ROOT_NOT_DIRECTORY');
  });

  test('files that vanish or turn into something else before they are measured', async () => {
    const root = tempFolder({ 'a.ts': '', 'b.ts': '', 'c.ts': '' });
    const { lstatSync } = fs;
    let first = true;
    jest.spyOn(fs, 'lstatSync').mockImplementation(((path: string) => {
      if (first) {
        first = false;
        unlinkSync(join(root, 'b.ts'));
        unlinkSync(join(root, 'c.ts'));
        mkdirSync(join(root, 'c.ts'));
      }
      return lstatSync(path);
    }) as never);
    const listing = await list(root);
    expect(paths(listing)).toEqual(['a.ts']);
    expect(reasons(listing)).toEqual({ 'c.ts': 'not_a_file' });
  });

  test('what was added is there the next time', async () => {
    const root = tempFolder({ 'a.ts': 'a' });
    const before = await list(root);
    addFiles(root, { 'a.ts': 'longer', 'b/c.ts': '' });
    const after = await list(root);
    expect(paths(after)).toEqual(['a.ts', 'b/c.ts']);
    expect(after.files[0]).not.toEqual(before.files[0]);
  });
});
