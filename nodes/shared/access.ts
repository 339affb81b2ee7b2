import type { IExecuteFunctions } from 'n8n-workflow';
import type { PathAccess } from '../../src/index';

/** Paths resolved at the same time: few enough that other work of the n8n process gets its turn. */
const CONCURRENCY = 32;

type Helpers = IExecuteFunctions['helpers'];
type ResolvedPath = Parameters<Helpers['isFilePathBlocked']>[0];

/**
 * Answers the engine's question "may these paths be read?" with n8n's own rules
 * (N8N_RESTRICT_FILE_ACCESS_TO, N8N_BLOCK_FILE_PATTERNS, n8n's private folders): each path is
 * resolved first, so that a link counts as what it points to. Answers are kept for one batch only,
 * because a link may point elsewhere a moment later.
 */
export function createPathAccess(helpers: Helpers): PathAccess {
  return {
    async isAllowed(paths) {
      const answers = new Map<string, boolean>();
      const pending = new Set(paths).values();
      const drain = async () => {
        for (const path of pending) answers.set(path, await isAllowed(helpers, path));
      };
      await Promise.all(Array.from({ length: CONCURRENCY }, drain));
      return paths.map((path) => answers.get(path) === true);
    },
  };
}

async function isAllowed(helpers: Helpers, path: string): Promise<boolean> {
  try {
    return !helpers.isFilePathBlocked(await helpers.resolvePath(path));
  } catch (error) {
    // A path that does not exist has nothing to read. The path as written decides what the caller
    // may learn: "does not exist" inside the allowed folders, "not allowed" elsewhere.
    return isMissing(error) && !helpers.isFilePathBlocked(path as ResolvedPath);
  }
}

function isMissing(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return code === 'ENOENT' || code === 'ENOTDIR';
}
