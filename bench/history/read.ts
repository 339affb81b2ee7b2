/** History of a clone as the engine gets it from a host: messages and paths, newest first; merges and large commits apart. */
import { execFileSync } from 'node:child_process';
import type { CommitFact } from '../../src/kernel';

const MARK = '\u0001';
/** As in src/source/git/history.ts. */
const PATHS_MAX = 50;

export function readHistory(folder: string, commit: string, depth: number): CommitFact[] {
  const format = `--format=${MARK}%ct%n%P%n%B${MARK}`;
  const args = ['--git-dir', folder, 'log', '--no-renames', '--name-only', '--diff-filter=d', `--max-count=${depth}`, format, commit];
  const parts = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 2 ** 30 }).split(MARK).slice(1);
  const commits: CommitFact[] = [];
  for (let at = 0; at + 1 < parts.length; at += 2) {
    const [seconds, parents = '', ...lines] = parts[at]!.split('\n');
    const paths = parts[at + 1]!.split('\n').filter((path) => path !== '');
    if (parents.includes(' ') || paths.length === 0 || paths.length > PATHS_MAX) continue;
    commits.push({ time: 1_000 * Number(seconds), message: lines.join('\n').trim(), paths });
  }
  return commits;
}
