import { readdirSync, statSync, utimesSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { homeFolder, makeHomeFolder } from '../../src/io';
import { codeOfRejection, removeTempFolders, tempFolder } from './temp-folder';

afterEach(removeTempFolders);

test.each([
  [{ HYBRID_CONTEXT_HOME: '/var/lib/context' }, resolve('/var/lib/context')],
  [{ HYBRID_CONTEXT_HOME: ' ', N8N_USER_FOLDER: '/data' }, join('/data', '.n8n', 'hybrid-context')],
  [{ N8N_USER_FOLDER: 'relative' }, join(homedir(), '.n8n', 'hybrid-context')],
  [{}, join(homedir(), '.n8n', 'hybrid-context')],
])('%j', (env, expected) => {
  expect(homeFolder(env)).toBe(expected);
});

test('folders below it are for their owner only', async () => {
  const home = join(tempFolder(), 'new');
  const made = await makeHomeFolder(home, 'metrics');
  expect(statSync(made).mode & 0o777).toBe(0o700);
  expect(await makeHomeFolder(home, 'metrics')).toBe(made);
});

test('a file in the way is named', async () => {
  const folder = tempFolder({ taken: '' });
  expect(await codeOfRejection(makeHomeFolder(join(folder, 'taken'), 'metrics'))).toBe('FILE_NOT_WRITABLE');
});

test('what killed processes left in mid-write goes after an hour; all else stays', async () => {
  const abandoned = ['.book.json.0123456789abcdef.tmp', 'evaluate.lease.0123456789ab', '.compact.lease.0123456789ab', 'lock.0123456789ab', 'key.123-0123456789ab'];
  const kept = ['book.json', 'data.sealed', 'data.sealed.damaged-1', 'evaluate.lease', 'key', 'key.damaged-1', 'lock'];
  const fresh = '.book.json.fedcba9876543210.tmp';
  const home = tempFolder(Object.fromEntries([...abandoned, ...kept, fresh].map((name) => [join('alerts', name), ''])));
  const hoursAgo = new Date(Date.now() - 2 * 60 * 60_000);
  for (const name of [...abandoned, ...kept]) utimesSync(join(home, 'alerts', name), hoursAgo, hoursAgo);
  const folder = await makeHomeFolder(home, 'alerts');
  expect(readdirSync(folder).sort()).toEqual([fresh, ...kept].sort());
});
