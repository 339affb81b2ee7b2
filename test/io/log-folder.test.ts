import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openLogFolder } from '../../src/io';
import { codeOfRejection, removeTempFolders, tempFolder } from './temp-folder';

afterEach(removeTempFolders);

test('appends, reads on from an offset, replaces, removes', async () => {
  const path = tempFolder();
  const log = openLogFolder(path);
  await log.append('a.log', 'one\n');
  await log.append('a.log', 'two\n');
  await log.replace('b.log', 'whole');
  expect(await log.list()).toEqual(['a.log', 'b.log']);
  expect((await log.read('a.log')).toString()).toBe('one\ntwo\n');
  expect((await log.read('a.log', 4)).toString()).toBe('two\n');
  expect((await log.read('a.log', 8)).length).toBe(0);
  expect((await log.read('a.log', 80)).length).toBe(0);
  expect(statSync(join(path, 'a.log')).mode & 0o777).toBe(0o600);
  await log.remove('a.log');
  await log.remove('a.log');
  expect((await log.read('a.log')).length).toBe(0);
  expect(await log.list()).toEqual(['b.log']);
});

test('many writers at once tear nothing apart', async () => {
  const log = openLogFolder(tempFolder());
  const lines = Array.from({ length: 50 }, (_, index) => `${'x'.repeat(3_000)}${index}\n`);
  await Promise.all(lines.map((line) => log.append('a.log', line)));
  const found = (await log.read('a.log')).toString().split('\n').slice(0, -1);
  expect(found.map((line) => `${line}\n`).sort()).toEqual([...lines].sort());
});

test('a folder that is not there holds nothing, and cannot be written', async () => {
  const log = openLogFolder(join(tempFolder(), 'gone'));
  expect(await log.list()).toEqual([]);
  expect(await codeOfRejection(log.append('a.log', 'x'))).toBe('FILE_NOT_WRITABLE');
});

test('names stay inside, links are not followed, what is no file is refused', async () => {
  const folder = tempFolder({ 'secret.txt': 'secret', 'logs/x.log': '' });
  const log = openLogFolder(join(folder, 'logs'));
  for (const name of ['../secret.txt', '', '.hidden', 'a/b', 'x'.repeat(200)]) {
    expect(await codeOfRejection(log.append(name, 'x'))).not.toBe('none');
    expect(await codeOfRejection(log.read(name))).not.toBe('none');
  }
  symlinkSync(join(folder, 'secret.txt'), join(folder, 'logs', 'link.log'));
  expect(await codeOfRejection(log.append('link.log', 'x'))).toBe('FILE_NOT_WRITABLE');
  expect(await codeOfRejection(log.read('link.log'))).toBe('FILE_NOT_READABLE');
  mkdirSync(join(folder, 'logs', 'sub'));
  expect(await codeOfRejection(log.remove('sub'))).toBe('FILE_NOT_WRITABLE');
  writeFileSync(join(folder, 'file'), '');
  expect(await codeOfRejection(openLogFolder(join(folder, 'file')).list())).toBe('FILE_NOT_READABLE');
});
