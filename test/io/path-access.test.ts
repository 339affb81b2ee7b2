import { symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createPathAccess, readPathRules } from '../../src/io';
import { removeTempFolders, tempFolder } from './temp-folder';

afterAll(removeTempFolders);

test('without rules, everything but .git is allowed', async () => {
  const root = tempFolder({
    'a.ts': '', '.git/config': '', 'sub/.git': '', 'sub/.GIT/hooks/x': '', '.github/ci.yml': '',
    '.gitignore': '', 'x.git/a': '', 'weird\n.git': '',
  });
  const paths = ['a.ts', '.git', '.git/config', 'sub/.git', 'sub/.GIT/hooks/x', '.github/ci.yml', '.gitignore', 'x.git/a'];
  const answers = await createPathAccess().isAllowed(paths.map((path) => join(root, path)));
  expect(answers).toEqual([true, false, false, false, false, true, true, true]);
});

test('a list of folders: what is below them, and nothing that only begins alike', async () => {
  const root = tempFolder({ 'in/a.ts': '', 'in/deep/b.ts': '', 'inner/c.ts': '', 'out/d.ts': '' });
  const access = createPathAccess({ restrictTo: [` ${join(root, 'in')}/ `, ''] });
  const paths = ['in', 'in/a.ts', 'in/deep/b.ts', 'inner/c.ts', 'out/d.ts', '.', 'in/../out/d.ts'];
  expect(await access.isAllowed(paths.map((path) => `${root}/${path}`))).toEqual(
    [true, true, true, false, false, false, false],
  );
});

test('what counts is where a link leads', async () => {
  const root = tempFolder({ 'in/a.ts': '', 'out/b.ts': '', 'in/.git/config': '' });
  symlinkSync(join(root, 'out'), join(root, 'in/leave'));
  symlinkSync(join(root, 'in'), join(root, 'enter'));
  symlinkSync('.git/config', join(root, 'in/innocent.txt'));
  const paths = ['in/leave/b.ts', 'enter/a.ts', 'in/innocent.txt'].map((path) => join(root, path));
  expect(await createPathAccess({ restrictTo: [join(root, 'in')] }).isAllowed(paths)).toEqual([false, true, false]);
  // An allowed folder that is itself named through a link.
  expect(await createPathAccess({ restrictTo: [join(root, 'enter')] }).isAllowed(paths)).toEqual([false, true, false]);
});

test('what does not exist yet is judged by the nearest folder that does; what cannot be resolved is refused', async () => {
  const root = tempFolder({ 'in/a.ts': '' });
  symlinkSync('loop', join(root, 'in/loop'));
  const access = createPathAccess({ restrictTo: [join(root, 'in')] });
  const paths = ['in/new.ts', 'in/no/new.ts', 'new.ts', 'in/loop', 'in/a.ts/x'].map((path) => join(root, path));
  expect(await access.isAllowed(paths)).toEqual([true, true, false, false, false]);
  expect(await access.isAllowed([join(root, 'in/\0'), ''])).toEqual([false, false]);
});

test('blocked folders and patterns rule over the allowed ones', async () => {
  const root = tempFolder({ 'in/a.ts': '', 'in/n8n/database': '', 'in/key.pem': '' });
  const access = createPathAccess({
    restrictTo: [join(root, 'in')],
    blockFolders: [join(root, 'in/n8n')],
    blockPatterns: [/\.pem$/g],
  });
  const paths = ['in/a.ts', 'in/n8n', 'in/n8n/database', 'in/key.pem'].map((path) => join(root, path));
  expect(await access.isAllowed(paths)).toEqual([true, false, false, false]);
  // A global pattern has a memory of its own, which must not let every second path through.
  expect(await access.isAllowed([join(root, 'in/key.pem'), join(root, 'in/key.pem')])).toEqual([false, false]);
});

test('a folder that does not exist allows nothing but itself', async () => {
  const root = tempFolder({ 'a.ts': '' });
  const access = createPathAccess({ restrictTo: [join(root, 'later/on')] });
  expect(await access.isAllowed([join(root, 'a.ts')])).toEqual([false]);
});

test('~ is the home folder', async () => {
  const access = createPathAccess({ restrictTo: ['~'] });
  expect(await access.isAllowed([homedir(), '/'])).toEqual([true, false]);
});

describe("n8n's variables", () => {
  test('unset: no restriction, .git and n8n itself blocked', async () => {
    const home = tempFolder({ '.n8n/database.sqlite': '', '.cache/n8n/public/x': '', 'repo/a.ts': '', 'repo/.git/HEAD': '' });
    const access = createPathAccess(readPathRules({ N8N_USER_FOLDER: home }));
    const paths = ['.n8n/database.sqlite', '.cache/n8n/public/x', 'repo/a.ts', 'repo/.git/HEAD'];
    expect(await access.isAllowed(paths.map((path) => join(home, path)))).toEqual([false, false, true, false]);
    expect(readPathRules({}).blockFolders).toContain(join(homedir(), '.n8n'));
  });

  test('set: they are followed', async () => {
    const home = tempFolder({ 'a/x.ts': '', 'b/x.ts': '', 'c/x.ts': '', 'a/secret.ts': '', 'binary/1': '', '.n8n/x': '' });
    const env = {
      N8N_USER_FOLDER: home,
      N8N_RESTRICT_FILE_ACCESS_TO: ` ${home}/a ; ;${home}/b;${home}/binary;${home}/.n8n`,
      N8N_BLOCK_FILE_PATTERNS: ' SECRET ; ',
      N8N_BINARY_DATA_STORAGE_PATH: `${home}/binary`,
    };
    const paths = ['a/x.ts', 'b/x.ts', 'c/x.ts', 'a/secret.ts', 'binary/1', '.n8n/x'].map((path) => join(home, path));
    expect(await createPathAccess(readPathRules(env)).isAllowed(paths)).toEqual([true, true, false, false, false, false]);
    const open = { ...env, N8N_BLOCK_FILE_ACCESS_TO_N8N_FILES: 'false' };
    expect(await createPathAccess(readPathRules(open)).isAllowed(paths)).toEqual([true, true, false, false, true, true]);
  });

  test('a pattern that does not compile blocks everything, as in n8n', async () => {
    const root = tempFolder({ 'a.ts': '' });
    const access = createPathAccess(readPathRules({ N8N_BLOCK_FILE_PATTERNS: '([' }));
    expect(await access.isAllowed([join(root, 'a.ts')])).toEqual([false]);
  });
});
