import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { createPathAccess, readPathRules } from '../../src/io';
import { removeTempFolders, tempFolder } from './temp-folder';

/**
 * n8n's own decision on the same tree: its compiled helper, with the two configuration objects it
 * asks for set in its container.
 */
const places = {
  helper: 'n8n-core/dist/execution-engine/node-execution-context/utils/file-system-helper-functions.js',
  settings: 'n8n-core/dist/instance-settings/instance-settings.js',
};

interface Helpers {
  readonly resolvePath: (path: string) => Promise<string>;
  readonly isFilePathBlocked: (path: string) => boolean;
}

function n8nHelpers(restrictTo: string, folder: string): Helpers {
  /* eslint-disable @typescript-eslint/no-require-imports */
  const { Container } = require('@n8n/di') as { Container: { set(key: unknown, value: unknown): void } };
  const { SecurityConfig } = require('@n8n/config') as { SecurityConfig: new () => object };
  const { InstanceSettings } = require(places.settings) as { InstanceSettings: unknown };
  const { getFileSystemHelperFunctions } = require(places.helper) as {
    getFileSystemHelperFunctions: (node: object) => Helpers;
  };
  /* eslint-enable @typescript-eslint/no-require-imports */
  Container.set(SecurityConfig, Object.assign(new SecurityConfig(), { restrictFileAccessTo: restrictTo }));
  Container.set(InstanceSettings, {
    n8nFolder: join(folder, '.n8n'),
    staticCacheDir: join(folder, '.cache/n8n/public'),
  });
  return getFileSystemHelperFunctions({});
}

afterAll(removeTempFolders);

test.each(['', 'repo', 'repo;other'])('restricted to %j, each path gets the answer that n8n gives', async (list) => {
  const folder = tempFolder({
    'repo/a.ts': '', 'repo/deep/b.ts': '', 'repo/.git/config': '', 'repo/.gitignore': '',
    'repo/sub/.git': '', 'repository/c.ts': '', 'other/d.ts': '', '.n8n/config': '',
    '.cache/n8n/public/x': '', 'third/e.ts': '',
  });
  symlinkSync('../third/e.ts', join(folder, 'repo/leaves.ts'));
  symlinkSync('a.ts', join(folder, 'repo/stays.ts'));
  symlinkSync('.git/config', join(folder, 'repo/into-git.ts'));
  symlinkSync('../third', join(folder, 'repo/away'));
  const paths = [
    'repo', 'repo/a.ts', 'repo/deep/b.ts', 'repo/.git/config', 'repo/.gitignore', 'repo/sub/.git',
    'repository/c.ts', 'other/d.ts', '.n8n/config', '.cache/n8n/public/x', 'third/e.ts',
    'repo/leaves.ts', 'repo/stays.ts', 'repo/into-git.ts', 'repo/away/e.ts', 'repo/../third/e.ts',
  ].map((path) => `${folder}/${path}`);
  const restrictTo = list.split(';').filter(Boolean).map((name) => join(folder, name)).join(';');

  const { resolvePath, isFilePathBlocked } = n8nHelpers(restrictTo, folder);
  const expected = await Promise.all(paths.map(async (path) => !isFilePathBlocked(await resolvePath(path))));
  const rules = readPathRules({ N8N_USER_FOLDER: folder, N8N_RESTRICT_FILE_ACCESS_TO: restrictTo });
  expect(await createPathAccess(rules).isAllowed(paths)).toEqual(expected);
  expect(new Set(expected)).toEqual(new Set([true, false]));
});
