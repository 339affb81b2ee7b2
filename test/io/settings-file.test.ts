import { truncateSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { readSettingsText, statSettings } from '../../src/io';
import { codeThrown, makePipe, removeTempFolders, tempFolder } from './temp-folder';

afterAll(removeTempFolders);

test('reads text without its byte-order mark', () => {
  const folder = tempFolder({ 'a.yaml': '\uFEFFkey: ü\n' });
  expect(readSettingsText(join(folder, 'a.yaml'))).toBe('key: ü\n');
});

test.each(['missing.yaml', 'folder', 'pipe', 'huge.yaml'])('%s is SETTINGS_NOT_FOUND, with the reason', (name) => {
  const folder = tempFolder({ 'folder/x': '', 'huge.yaml': '' });
  truncateSync(join(folder, 'huge.yaml'), 200 * 1024 ** 2);
  makePipe(join(folder, 'pipe'));
  expect(codeThrown(() => readSettingsText(join(folder, name)))).toBe('SETTINGS_NOT_FOUND');
});

test('the stamp changes with the content, the time and the file itself', () => {
  const folder = tempFolder({ 'a.yaml': 'a', 'b.yaml': 'a' });
  utimesSync(join(folder, 'a.yaml'), 1_000, 1_000);
  utimesSync(join(folder, 'b.yaml'), 1_000, 1_000);
  const [a, b] = ['a.yaml', 'b.yaml'].map((name) => statSettings(join(folder, name)));
  expect(a).toMatchObject({ mtimeMs: 1_000_000, size: 1 });
  expect(a).not.toEqual(b);
  expect(codeThrown(() => statSettings(join(folder, 'c.yaml')))).toBe('SETTINGS_NOT_FOUND');
});
