/** Where a command's code comes from: a folder, a repository behind HTTPS, or an archive. */
import { readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { createError, type CallOptions, type WorkspaceRef } from '../index';
import { readList, readNumber, readText, UsageError, type OptionSpec, type Values } from './values';

/** Never an option: command lines are seen by every user of a machine and kept in histories. */
const TOKEN = 'HYBRID_CONTEXT_TOKEN';

export const SOURCE_OPTIONS = {
  git: { type: 'string', value: 'URL', help: `repository over HTTPS instead of a folder; $${TOKEN} signs in` },
  ref: { type: 'string', value: 'REF', help: 'branch, tag or commit of --git (default: its default branch)' },
  history: { type: 'string', value: 'N', help: 'also fetch the messages of N commits of --git; from 1,000 on they pay (default 0)' },
  'git-user': { type: 'string', value: 'NAME', help: 'user name, where the host wants one beside the token' },
  'allow-host': { type: 'string', multiple: true, value: 'HOST', help: 'only ask this host; repeatable' },
  'allow-private': { type: 'boolean', help: 'also ask hosts of private networks' },
  archive: { type: 'string', value: 'FILE', help: 'zip, tar or tar.gz file instead of a folder' },
} as const satisfies Record<string, OptionSpec>;

export function readCode(values: Values): Pick<WorkspaceRef, 'root' | 'source'> {
  const given = (['root', 'git', 'archive'] as const).filter((name) => readText(values, name));
  if (given.length > 1) throw new UsageError(`give one of ${given.map((name) => `--${name}`).join(' and ')}`);
  const [git, archive, root] = [readText(values, 'git'), readText(values, 'archive'), readText(values, 'root')];
  if (archive) return { source: { kind: 'archive', data: readArchive(archive), name: basename(archive) } };
  if (!git) return { root: root ? resolve(root) : '' };
  const allowHosts = readList(values, 'allow-host');
  const ref = readText(values, 'ref');
  const history = readNumber(values, 'history');
  return { source: { kind: 'git', url: git, ref, history, allowHosts, allowPrivate: values['allow-private'] === true } };
}

/** The token goes to the host of --git and nowhere else. */
export function readAccess(values: Values): Pick<CallOptions, 'repository'> {
  const git = readText(values, 'git');
  const token = process.env[TOKEN]?.trim();
  if (!git || !token || !URL.canParse(git)) return {};
  const user = readText(values, 'git-user');
  return { repository: { token, host: new URL(git).host, ...(user !== undefined && { user }) } };
}

function readArchive(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw createError('FILE_NOT_READABLE', { path, reason: code === 'ENOENT' ? 'it does not exist' : message });
  }
}
