/** Real repositories, so that diffs are those that git makes. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempFolder } from '../io/temp-folder';

export type Tree = Readonly<Record<string, string | Buffer>>;

const ENVIRONMENT = {
  PATH: process.env.PATH ?? '',
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'a', GIT_AUTHOR_EMAIL: 'a@example.com', GIT_COMMITTER_NAME: 'a', GIT_COMMITTER_EMAIL: 'a@example.com',
};

export function git(root: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync('git', ['-c', 'core.autocrlf=false', ...args], { cwd: root, env: ENVIRONMENT, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

export function writeTree(root: string, tree: Tree): void {
  for (const [path, content] of Object.entries(tree)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
}

export function replaceTree(root: string, from: Tree, to: Tree): void {
  for (const path of Object.keys(from)) rmSync(join(root, path), { force: true });
  writeTree(root, to);
}

/** A repository with `before` as its commit; its folder holds `after`, and `diff` is the way there. */
export function changeOf(before: Tree, after: Tree, ...options: string[]): { root: string; diff: string } {
  const root = tempFolder();
  git(root, 'init', '-q');
  writeTree(root, before);
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '--allow-empty', '-m', 'before');
  replaceTree(root, before, after);
  git(root, 'add', '-A');
  return { root, diff: git(root, 'diff', '--cached', '-M', ...options) };
}
