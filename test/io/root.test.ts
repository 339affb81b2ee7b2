import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createPathAccess, resolveRoot, rootError } from '../../src/io';
import { codeOfRejection, isRoot, removeTempFolders, tempFolder } from './temp-folder';

afterAll(removeTempFolders);

test('gives the real path of a folder, through links and odd spelling', async () => {
  const folder = tempFolder({ 'repo/a.ts': '' });
  symlinkSync(join(folder, 'repo'), join(folder, 'link'));
  expect(await resolveRoot(join(folder, 'link'))).toBe(join(folder, 'repo'));
  expect(await resolveRoot(`${folder}//repo/./`)).toBe(join(folder, 'repo'));
  expect(await resolveRoot(`  ${folder}/repo\n`)).toBe(join(folder, 'repo'));
});

test.each([
  ['', 'ROOT_MISSING'],
  ['   ', 'ROOT_MISSING'],
  [undefined as unknown as string, 'ROOT_MISSING'],
  ['repo', 'ROOT_NOT_ABSOLUTE'],
  ['~/repo', 'ROOT_NOT_ABSOLUTE'],
  ['./repo', 'ROOT_NOT_ABSOLUTE'],
  ['/does/not/exist/anywhere', 'ROOT_NOT_FOUND'],
  [`/${'x'.repeat(300)}`, 'ROOT_NOT_FOUND'],
  [`/${'x'.repeat(5_000)}`, 'VALUE_INVALID'],
  ['/srv/\0', 'VALUE_INVALID'],
])('the root %j is refused with %s', async (root, code) => {
  expect(await codeOfRejection(resolveRoot(root))).toBe(code);
});

test('a file is not a root, nor is something below a file', async () => {
  const folder = tempFolder({ 'a.ts': '' });
  expect(await codeOfRejection(resolveRoot(join(folder, 'a.ts')))).toBe('ROOT_NOT_DIRECTORY');
  expect(await codeOfRejection(resolveRoot(join(folder, 'a.ts/b')))).toBe('ROOT_NOT_DIRECTORY');
});

test('links that form a loop are named', async () => {
  const folder = tempFolder();
  symlinkSync('loop', join(folder, 'loop'));
  await expect(resolveRoot(join(folder, 'loop'))).rejects.toMatchObject({
    code: 'ROOT_NOT_READABLE',
    message: expect.stringContaining('loop') as string,
  });
});

test('asks for access with the real path', async () => {
  const folder = tempFolder({ 'allowed/a.ts': '', 'secret/a.ts': '' });
  symlinkSync(join(folder, 'secret'), join(folder, 'allowed/link'));
  const access = createPathAccess({ restrictTo: [join(folder, 'allowed')] });
  expect(await resolveRoot(join(folder, 'allowed'), access)).toBe(join(folder, 'allowed'));
  expect(await codeOfRejection(resolveRoot(join(folder, 'allowed/link'), access))).toBe('PATH_NOT_ALLOWED');
  expect(await codeOfRejection(resolveRoot(folder, { isAllowed: async () => [] }))).toBe('PATH_NOT_ALLOWED');
});

test('who may not read a place does not learn whether it exists', async () => {
  const folder = tempFolder({ 'allowed/a.ts': '', 'secret/there/a.ts': '', 'secret/file': '' });
  symlinkSync(join(folder, 'secret'), join(folder, 'allowed/link'));
  const access = createPathAccess({ restrictTo: [join(folder, 'allowed'), join(folder, 'later')] });
  const codes = await Promise.all(
    ['secret/there', 'secret/gone', 'secret/file', 'secret/file/x', 'secret/gone/x', 'allowed/link/there', 'allowed/link/gone', 'allowed/../secret/gone']
      .map((path) => codeOfRejection(resolveRoot(`${folder}/${path}`, access))),
  );
  expect(new Set(codes)).toEqual(new Set(['PATH_NOT_ALLOWED']));
  for (const path of ['allowed/gone', 'allowed/gone/x', 'later']) {
    expect(await codeOfRejection(resolveRoot(join(folder, path), access))).toBe('ROOT_NOT_FOUND');
  }
  expect(await codeOfRejection(resolveRoot(join(folder, 'allowed/a.ts'), access))).toBe('ROOT_NOT_DIRECTORY');
});

(isRoot ? test.skip : test)('a folder behind closed doors is named as such', async () => {
  const folder = tempFolder({ 'closed/repo/a.ts': '' });
  chmodSync(join(folder, 'closed'), 0);
  const code = await codeOfRejection(resolveRoot(join(folder, 'closed/repo')));
  chmodSync(join(folder, 'closed'), 0o700);
  expect(code).toBe('ROOT_NOT_READABLE');
});

test('unknown failures keep their code as the reason', () => {
  expect(rootError('/x', { code: 'EWEIRD' }).message).toContain('EWEIRD');
  expect(rootError('/x', new Error('?')).message).toContain('unknown reason');
});
