import { mkdir } from 'node:fs/promises';
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

/** Makes a folder below the home folder, for its owner only, and answers its path. Throws FILE_NOT_WRITABLE. */
export async function makeHomeFolder(home: string, name: string): Promise<string> {
  const path = join(home, name);
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    return path;
  } catch (thrown) {
    throw createError('FILE_NOT_WRITABLE', { path, reason: reasonOf(thrown) }, thrown);
  }
}
