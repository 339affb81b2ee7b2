/** Real repositories for tests, made by git itself. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { addFiles } from '../../io/temp-folder';

const IDENTITY = {
  GIT_AUTHOR_NAME: 'A', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'A', GIT_COMMITTER_EMAIL: 'a@example.com',
  GIT_AUTHOR_DATE: '1700000000 +0000', GIT_COMMITTER_DATE: '1700000000 +0000',
  GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', PATH: process.env.PATH,
};

export interface TestRepository {
  readonly folder: string;
  git(...args: string[]): string;
  /** Writes files and commits all; returns the commit. */
  commit(files?: Readonly<Record<string, string | Buffer>>, message?: string): string;
  remove(): void;
}

export function makeRepository(config: readonly string[] = [], objectFormat: 'sha1' | 'sha256' = 'sha1'): TestRepository {
  const folder = mkdtempSync(join(tmpdir(), 'hybrid-context-git-'));
  const git = (...args: string[]): string =>
    execFileSync('git', args, { cwd: folder, env: IDENTITY, maxBuffer: 1 << 28 }).toString().trim();
  git('init', '-q', '-b', 'main', `--object-format=${objectFormat}`);
  for (const entry of ['uploadpack.allowFilter=true', 'uploadpack.allowAnySHA1InWant=true', ...config]) {
    git('config', ...entry.split(/=(.*)/s).slice(0, 2));
  }
  return {
    folder,
    git,
    commit(files = {}, message = 'change') {
      addFiles(folder, files);
      git('add', '-A', '-f');
      git('commit', '-q', '--allow-empty', '-m', message);
      return git('rev-parse', 'HEAD');
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
