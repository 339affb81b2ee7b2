/** The token of the dashboard: given by the environment, or made once and kept for the owner alone. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'token';
const FORM = /^[\w-]{20,200}$/;

/** `write` replaces a file atomically and for its owner only; `folder` is there. */
export async function readToken(folder: string, env: NodeJS.ProcessEnv, write: (path: string, text: string) => Promise<void>): Promise<string> {
  const given = env.HYBRID_CONTEXT_DASHBOARD_TOKEN?.trim();
  if (given) return given;
  const path = join(folder, FILE);
  const kept = (await readFile(path, 'utf8').catch(() => '')).trim();
  if (FORM.test(kept)) return kept;
  const made = randomBytes(24).toString('base64url');
  await write(path, made);
  return made;
}
