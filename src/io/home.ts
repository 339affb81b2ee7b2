import { mkdir, readdir, stat, unlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { createError } from '../kernel';
import { reasonOf } from './fs-errors';

/**
 * The folder for what is kept between runs: HYBRID_CONTEXT_HOME, or `hybrid-context` inside n8n's user
 * folder. n8n's own per-node storage is not used: every workflow may read and write it.
 */
export function homeFolder(env: NodeJS.ProcessEnv = process.env): string {
  const own = env.HYBRID_CONTEXT_HOME?.trim();
  if (own) return resolve(own);
  const given = env.N8N_USER_FOLDER?.trim();
  const user = given && isAbsolute(given) ? given : homedir();
  return join(user, '.n8n', 'hybrid-context');
}

/** Names of files that live for milliseconds: of atomic writes, of leases that change hands, of a new key. */
const PASSING = /^\..+\.[0-9a-f]{16}\.tmp$|^(?:lock|.+\.lease)\.[0-9a-f]{12}$|^key\.\d+-[0-9a-f]{12}$/;
const PASSING_MAX_MS = 60 * 60_000;

/**
 * Makes a folder below the home folder, for its owner only, and answers its path. What a process that was
 * killed in mid-write left there is removed, an hour later at the earliest. Throws FILE_NOT_WRITABLE.
 */
export async function makeHomeFolder(home: string, name: string): Promise<string> {
  const path = join(home, name);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await removeAbandoned(path);
    return path;
  } catch (thrown) {
    throw createError('FILE_NOT_WRITABLE', { path, reason: reasonOf(thrown) }, thrown);
  }
}

/** Never fails: that something cannot be tidied up is no reason not to work. */
async function removeAbandoned(folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => []);
  for (const path of names.filter((name) => PASSING.test(name)).map((name) => join(folder, name))) {
    const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Infinity }));
    if (Date.now() - mtimeMs > PASSING_MAX_MS) await unlink(path).catch(() => undefined);
  }
}
