import { realpath, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, normalize } from 'node:path';
import { createError, LIMITS, type EngineError, type PathAccess } from '../kernel';
import { codeOf, reasonOf } from './fs-errors';

/**
 * The real path of an existing absolute folder. Throws ROOT_MISSING, ROOT_NOT_ABSOLUTE,
 * ROOT_NOT_FOUND, ROOT_NOT_DIRECTORY, ROOT_NOT_READABLE, VALUE_INVALID, and PATH_NOT_ALLOWED when
 * `access` refuses the folder.
 */
export async function resolveRoot(root: string, access?: PathAccess): Promise<string> {
  assertTyped(root);
  const typed = root.trim();
  const asked = access ? await realAsFar(typed) : typed;
  if (access && !(await isAllowed(access, asked))) throw createError('PATH_NOT_ALLOWED', { path: root });
  // Only who may read a place may learn what is there, or that nothing is.
  const real = await realFolder(typed);
  // A link may have been turned between the two looks.
  if (access && real !== asked && !(await isAllowed(access, real))) throw createError('PATH_NOT_ALLOWED', { path: root });
  return real;
}

async function isAllowed(access: PathAccess, path: string): Promise<boolean> {
  return (await access.isAllowed([path]))[0] === true;
}

/** The real path as far as the path can be followed, and the rest as typed. */
async function realAsFar(path: string): Promise<string> {
  let rest = '';
  for (let at = normalize(path); ; at = dirname(at)) {
    try {
      return join(await realpath(at), rest);
    } catch {
      if (dirname(at) === at) return join(at, rest);
      rest = join(basename(at), rest);
    }
  }
}

function assertTyped(root: string): void {
  if (typeof root !== 'string' || root.trim() === '') throw createError('ROOT_MISSING');
  if (root.includes('\0')) {
    throw createError('VALUE_INVALID', { name: 'The root', reason: 'it contains a NUL character' });
  }
  if (root.length > LIMITS.pathMaxChars) {
    const reason = `it has ${root.length} characters; the limit is ${LIMITS.pathMaxChars}`;
    throw createError('VALUE_INVALID', { name: 'The root', reason });
  }
  if (!isAbsolute(root.trim())) throw createError('ROOT_NOT_ABSOLUTE', { root });
}

async function realFolder(root: string): Promise<string> {
  try {
    const real = await realpath(root);
    if ((await stat(real)).isDirectory()) return real;
  } catch (thrown) {
    throw rootError(root, thrown);
  }
  throw createError('ROOT_NOT_DIRECTORY', { root });
}

/** The error for a root that the file system would not open. */
export function rootError(root: string, thrown: unknown): EngineError {
  const code = codeOf(thrown);
  if (code === 'ENOENT' || code === 'ENAMETOOLONG') return createError('ROOT_NOT_FOUND', { root }, thrown);
  if (code === 'ENOTDIR') return createError('ROOT_NOT_DIRECTORY', { root }, thrown);
  return createError('ROOT_NOT_READABLE', { root, reason: reasonOf(thrown) }, thrown);
}
