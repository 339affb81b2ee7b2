import { realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { posix } from 'node:path';
import type { PathAccess } from '../kernel';
import { codeOf } from './fs-errors';
import { isInside } from './paths';

export interface PathRules {
  /** Only these folders and what is below them; absent or empty: everything. `~` is the home folder. */
  readonly restrictTo?: readonly string[];
  /** Refused when one of these matches the real path, written with `/`. Default: any `.git` path. */
  readonly blockPatterns?: readonly RegExp[];
  /** Refused with all that is below them, such as n8n's own folder. */
  readonly blockFolders?: readonly string[];
}

/** n8n's own default of N8N_BLOCK_FILE_PATTERNS. */
export const GIT_PATHS = /^(?:[^/]*\/)*\.git(?:\/.*)?$/im;

/**
 * The rules that n8n applies to file paths, for callers outside a node's execution (CLI, triggers):
 * real path first, then blocked folders, blocked patterns, and the allowed folders. Unlike n8n, the
 * listed folders are resolved too, so that one reached through a symbolic link works.
 */
export function createPathAccess(rules: PathRules = {}): PathAccess {
  const allowed = lazily(() => resolveAll(rules.restrictTo ?? []));
  const blocked = lazily(() => resolveAll(rules.blockFolders ?? []));
  const patterns = rules.blockPatterns ?? [GIT_PATHS];

  const isOneAllowed = async (path: string): Promise<boolean> => {
    const real = await realOrParent(path);
    if (real === undefined) return false;
    if ((await blocked()).some((folder) => isInside(folder, real))) return false;
    if (patterns.some((pattern) => matches(pattern, real))) return false;
    const folders = await allowed();
    return folders.length === 0 || folders.some((folder) => isInside(folder, real));
  };
  return { isAllowed: (paths) => Promise.all(paths.map(isOneAllowed)) };
}

/**
 * The real path; of what does not exist, or lies behind a closed door, that of the nearest folder which
 * can be followed, with the rest as written. Undefined for what leads nowhere, such as a loop of links.
 */
async function realOrParent(path: string): Promise<string | undefined> {
  let rest = '';
  for (let at = path; at !== ''; at = dirname(at)) {
    try {
      return join(await realpath(at), rest);
    } catch (thrown) {
      if (!['ENOENT', 'EACCES'].includes(codeOf(thrown)) || dirname(at) === at) return undefined;
      rest = join(basename(at), rest);
    }
  }
  return undefined;
}

function matches(pattern: RegExp, path: string): boolean {
  pattern.lastIndex = 0; // A caller's /g pattern would otherwise remember the last path.
  return pattern.test(posix.normalize(path.replaceAll('\\', '/')));
}

async function resolveAll(folders: readonly string[]): Promise<string[]> {
  const named = folders.map((folder) => folder.trim()).filter((folder) => folder !== '');
  return Promise.all(named.map(async (folder) => {
    const path = folder.startsWith('~') ? folder.replace('~', homedir()) : folder;
    return (await realOrParent(path)) ?? path;
  }));
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
