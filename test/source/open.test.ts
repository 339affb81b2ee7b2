import { createHash } from 'node:crypto';
import { symlinkSync, truncateSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listDirectory, openSource, type DirectoryRef } from '../../src/source';
import { codeOfRejection, removeTempFolders, tempFolder } from '../io/temp-folder';

afterAll(removeTempFolders);
const sourceAt = (root: string, maxFileBytes = 1_000_000): DirectoryRef => ({ kind: 'directory', root, maxFileBytes });

test('reads text with the hash of the bytes on disk', async () => {
  const bytes = Buffer.from('\uFEFFconst ü = 1;\r\n');
  const root = tempFolder({ 'src/a.ts': bytes });
  expect(await openSource(sourceAt(root)).read('src/a.ts')).toEqual({
    path: 'src/a.ts',
    text: 'const ü = 1;\r\n',
    hash: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.length,
    invalidUtf8: false,
  });
});

test('flags what is not UTF-8', async () => {
  const root = tempFolder({ 'a.ts': Buffer.from('// caf\xe9', 'latin1') });
  expect(await openSource(sourceAt(root)).read('a.ts')).toMatchObject({ text: '// caf\uFFFD', invalidUtf8: true });
});

test('refuses binary, large, missing and outside files by name', async () => {
  const root = tempFolder({ 'a.bin': Buffer.from([1, 0, 2]), 'large.ts': '' });
  truncateSync(join(root, 'large.ts'), 200 * 1024 ** 2);
  symlinkSync('/etc/hostname', join(root, 'out'));
  const source = openSource(sourceAt(root));
  expect(await codeOfRejection(source.read('a.bin'))).toBe('FILE_BINARY');
  expect(await codeOfRejection(source.read('large.ts'))).toBe('FILE_TOO_LARGE');
  expect(await codeOfRejection(source.read('gone.ts'))).toBe('FILE_NOT_FOUND');
  expect(await codeOfRejection(source.read('out'))).toBe('PATH_OUTSIDE_ROOT');
});

test('a file that vanishes, or becomes a link outside, between listing and reading', async () => {
  const root = tempFolder({ 'a.ts': 'a', 'b.ts': 'b' });
  const ref = sourceAt(root);
  expect((await listDirectory(ref)).files.map(({ path }) => path)).toEqual(['a.ts', 'b.ts']);
  unlinkSync(join(root, 'a.ts'));
  unlinkSync(join(root, 'b.ts'));
  symlinkSync('/etc/hostname', join(root, 'b.ts'));
  expect(await codeOfRejection(openSource(ref).read('a.ts'))).toBe('FILE_NOT_FOUND');
  expect(await codeOfRejection(openSource(ref).read('b.ts'))).toBe('PATH_OUTSIDE_ROOT');
});

test('a reference crosses to another thread as data', () => {
  const ref = sourceAt('/srv/repo');
  expect(structuredClone(ref)).toEqual(ref);
});
