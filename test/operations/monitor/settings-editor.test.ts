import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSettingsEditor } from '../../../src/operations/monitor/settings-editor';
import { createManualClock } from '../../cache/manual-clock';
import { removeTempFolders, tempFolder } from '../../io/temp-folder';

afterAll(removeTempFolders);

test('an edit that was held up for longer than its lock lasts is made once, on what the file was before', async () => {
  const path = join(tempFolder({ 'settings.yaml': 'size: 1\n' }), 'settings.yaml');
  const clock = createManualClock();
  const editor = createSettingsEditor(path, tempFolder(), clock);
  const seen: string[] = [];
  const entry = { recommendation: 'r', key: 'size', before: 1, after: 2, at: 0 };
  await editor.edit((text) => {
    seen.push(text);
    if (seen.length === 1) clock.advance(60_000);
    return { text: text.replace(/\d+/, (size) => String(2 * Number(size))), entry };
  });
  expect(seen).toEqual(['size: 1\n', 'size: 1\n']);
  expect(readFileSync(path, 'utf8')).toBe('size: 2\n');
  const [change] = await editor.changes();
  await editor.takeBack('last', (_, { textBefore }) => textBefore);
  expect([change?.key, readFileSync(path, 'utf8')]).toEqual(['size', 'size: 1\n']);
});
