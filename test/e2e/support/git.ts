/** Diffs as git makes them. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Edits a file of a folder and gives the unified diff of it; the folder holds the state after the edit. */
export function editWithDiff(root: string, edits: Readonly<Record<string, readonly [from: string, to: string]>>): string {
  git(root, 'init', '-q');
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', 'before');
  for (const [path, [from, to]] of Object.entries(edits)) {
    const text = readFileSync(join(root, path), 'utf8');
    if (!text.includes(from)) throw new Error(`${path} holds no ${from}`);
    writeFileSync(join(root, path), text.replace(from, to));
  }
  return git(root, 'diff');
}

/** Takes the edits back. */
export function restore(root: string): void {
  git(root, 'checkout', '-q', '--', '.');
}

function git(root: string, ...args: string[]): string {
  const identity = ['-c', 'user.name=Shop', '-c', 'user.email=shop@local.example'];
  return execFileSync('git', [...identity, ...args], { cwd: root, encoding: 'utf8' });
}
