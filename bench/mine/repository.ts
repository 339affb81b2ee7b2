/** A repository's objects, read by git itself: fixed arguments, no shell, no configuration of the user's, nothing fetched or run. */
import { execFileSync } from 'node:child_process';

export interface Commit {
  readonly id: string;
  readonly parent: string;
  readonly date: string;
  readonly message: string;
}

export interface TreeFile {
  readonly path: string;
  readonly blob: string;
  readonly size: number;
}

/** What a commit did to one file, in lines of the version before: `count` 0 where lines were put in after `line`. */
export interface Hunk {
  readonly line: number;
  readonly count: number;
  /** Lines that were added. */
  readonly added: number;
}

export interface FileChange {
  readonly path: string;
  readonly kind: 'added' | 'changed' | 'deleted';
  readonly hunks: readonly Hunk[];
}

export interface Repository {
  /** The commit's own name. Throws when there is none. */
  resolve(name: string): string;
  /** First parents from `to` back, newest first, merges among them; without those that `from` reaches. */
  commits(to: string, from?: string, most?: number): Commit[];
  /** Regular files only: no links, no submodules. */
  files(commit: string): TreeFile[];
  read(blobs: readonly string[]): Map<string, Buffer>;
  changes(parent: string, commit: string): FileChange[];
}

/** The repository is not whole. */
export class MissingObject extends Error {}

const OUTPUT_MAX = 2 ** 30;
const FIELD = '\u0001';
const RECORD = '\u0002';
const ENVIRONMENT = { PATH: process.env['PATH'], GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', GIT_NO_LAZY_FETCH: '1', GIT_NO_REPLACE_OBJECTS: '1', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };

export function openRepository(folder: string): Repository {
  const git = (args: readonly string[], input?: string): Buffer => {
    try {
      return run(args, input);
    } catch (thrown) {
      // Of a partial clone, and nothing is fetched.
      const { stderr } = thrown as { stderr?: Buffer };
      if (/unable to read|missing|could not get object|bad object/i.test(String(stderr))) throw new MissingObject(String(stderr).trim(), { cause: thrown });
      throw thrown;
    }
  };
  const run = (args: readonly string[], input?: string): Buffer =>
    execFileSync('git', ['--git-dir', folder, '-c', 'core.quotePath=false', ...args], { input: input ?? '', maxBuffer: OUTPUT_MAX, env: ENVIRONMENT, stdio: ['pipe', 'pipe', 'pipe'] });

  return {
    resolve: (name) => git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`]).toString().trim(),
    commits(to, from, most) {
      const bounds = [to, ...(from === undefined ? [] : [`^${from}`])];
      const limit = most === undefined ? [] : [`--max-count=${most}`];
      const text = git(['log', '--first-parent', '--no-show-signature', `--format=%H${FIELD}%P${FIELD}%cI${FIELD}%B${RECORD}`, ...limit, '--end-of-options', ...bounds, '--']).toString();
      return text.split(RECORD).slice(0, -1).map((record) => {
        const [id = '', parents = '', date = '', message = ''] = record.split(FIELD);
        return { id: id.trim(), parent: parents.split(' ')[0]!, date, message };
      });
    },
    files(commit) {
      const lines = git(['ls-tree', '-r', '-z', '-l', '--full-tree', commit]).toString().split('\0').slice(0, -1);
      return lines.flatMap((line) => {
        const [, mode, blob, size, path] = /^(\d+) \w+ (\w+) +(\d+|-)\t(.*)$/s.exec(line) ?? [];
        return mode?.startsWith('100') ? [{ path: path!, blob: blob!, size: Number(size) }] : [];
      });
    },
    read(blobs) {
      const wanted = [...new Set(blobs)];
      return wanted.length === 0 ? new Map() : readBatch(git(['cat-file', '--batch'], `${wanted.join('\n')}\n`));
    },
    changes: (parent, commit) => parseDiff(git(['diff-tree', '-r', '-p', '-U0', '--no-color', '--no-ext-diff', '--no-textconv', '--no-renames', '--no-prefix', parent, commit]).toString('latin1')),
  };
}

/** `<id> <type> <size>\n<content>\n`, one after the other. */
function readBatch(output: Buffer): Map<string, Buffer> {
  const contents = new Map<string, Buffer>();
  for (let at = 0; at < output.length; ) {
    const end = output.indexOf(10, at);
    const [id, type, size] = output.toString('latin1', at, end).split(' ');
    if (type === 'missing') throw new MissingObject(`The repository lacks the object ${id}.`);
    const from = end + 1;
    contents.set(id!, output.subarray(from, from + Number(size)));
    at = from + Number(size) + 1;
  }
  return contents;
}

const utf8 = (latin1: string): string => Buffer.from(latin1, 'latin1').toString('utf8');

/** Of a diff without context. Lines of hunks are counted, never looked at: they may look like anything. */
export function parseDiff(diff: string): FileChange[] {
  const lines = diff.split('\n');
  const changes: { path: string; kind: FileChange['kind']; hunks: Hunk[] }[] = [];
  let before = '';
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!;
    if (line.startsWith('--- ')) before = utf8(line.slice(4).replace(/\t$/, ''));
    else if (line.startsWith('+++ ')) {
      const after = utf8(line.slice(4).replace(/\t$/, ''));
      const kind = before === '/dev/null' ? 'added' : after === '/dev/null' ? 'deleted' : 'changed';
      changes.push({ path: kind === 'added' ? after : before, kind, hunks: [] });
    } else {
      const [, from, count = '1', added = '1'] = /^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? [];
      if (from === undefined) continue;
      changes.at(-1)!.hunks.push({ line: Number(from), count: Number(count), added: Number(added) });
      at += Number(count) + Number(added);
    }
  }
  return changes;
}
