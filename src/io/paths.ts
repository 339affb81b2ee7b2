import { isAbsolute, posix, relative, resolve, sep } from 'node:path';
import { createError, LIMITS } from '../kernel';

/** Whether `child` is `parent` or lies below it. Both absolute; compares text, follows no links. */
export function isInside(parent: string, child: string): boolean {
  // As most are: written in full, below it. Asked twice for every file that is read.
  if (child.startsWith(parent.endsWith(sep) ? parent : parent + sep) && !/[\\/]\./.test(child)) return true;
  const from = resolve(parent);
  const to = resolve(child);
  if (from === to) return true;
  return to.startsWith(from.endsWith(sep) ? from : from + sep);
}

/**
 * A POSIX path relative to the root, from a relative path that a user typed: `./a//b.ts`,
 * `src\\a.ts` and `src/x/../a.ts` are understood; the root itself is `.`.
 * Throws VALUE_INVALID (empty, NUL, too long) and PATH_OUTSIDE_ROOT (`../x`, absolute).
 */
export function normalizeRelative(path: string): string {
  assertUsable(path);
  const slashed = path.replaceAll('\\', '/');
  if (slashed.startsWith('/') || /^[a-zA-Z]:\//.test(slashed)) throw outside(path);
  const normal = posix.normalize(slashed);
  // What is left after `..` may look like a drive, too.
  if (normal === '..' || normal.startsWith('../') || /^[a-zA-Z]:\//.test(normal)) throw outside(path);
  return normal.length > 1 && normal.endsWith('/') ? normal.slice(0, -1) : normal;
}

/**
 * As `normalizeRelative`, but also takes absolute paths below the root. `typedRoot` is the root as
 * the user wrote it, for when that leads to `rootReal` through a symbolic link. Looks at text only:
 * `readFileInside` decides what may be opened.
 */
export function toRelative(rootReal: string, path: string, typedRoot?: string): string {
  assertUsable(path);
  if (!isAbsolute(path)) return normalizeRelative(path);
  for (const root of typedRoot === undefined ? [rootReal] : [rootReal, typedRoot]) {
    if (isInside(root, path)) return relative(resolve(root), resolve(path)).split(sep).join('/') || '.';
  }
  throw outside(path);
}

/**
 * Refuses a path that cannot have come from a listing: empty, absolute, with `..`, NUL, or too long.
 * Backslashes stand for themselves here, since POSIX file names may hold them.
 */
export function assertRelative(path: string): void {
  assertUsable(path);
  const segments = path.split('/');
  if (isAbsolute(path) || segments.includes('..')) throw outside(path);
}

function assertUsable(path: string): void {
  const reason = unusableBecause(path);
  if (reason) throw createError('VALUE_INVALID', { name: 'The path', reason });
}

function unusableBecause(path: string): string | undefined {
  if (typeof path !== 'string') return 'it is not a text';
  if (path === '') return 'it is empty';
  if (path.includes('\0')) return 'it contains a NUL character';
  if (path.length > LIMITS.pathMaxChars) {
    return `it has ${path.length} characters; the limit is ${LIMITS.pathMaxChars}`;
  }
  return undefined;
}

function outside(path: string): Error {
  return createError('PATH_OUTSIDE_ROOT', { path: path.slice(0, 300) });
}
