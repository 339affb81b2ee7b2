import { constants, type Stats } from 'node:fs';
import { join } from 'node:path';
import { createError, type EngineError } from '../kernel';
import { BLOCKING, WAITING, type FileCalls, type OpenFile } from './file-calls';
import { codeOf, reasonOf } from './fs-errors';
import { assertRelative, isInside } from './paths';

export interface FileBytes {
  readonly bytes: Buffer;
  readonly size: number;
  readonly mtimeMs: number;
}

export interface ReadOptions {
  readonly maxBytes: number;
  /** For threads that have nothing else to do: going to other threads and back takes longer than the read. */
  readonly blocking?: boolean;
}

/**
 * O_NOFOLLOW: the path is a real path, so a link there now was put there after we looked.
 * O_NONBLOCK: opening a pipe or a device must not wait for its other end.
 * Where a platform lacks a flag, it is undefined and counts as 0.
 */
const FLAGS = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK | constants.O_NOCTTY;
const FIRST_READ_MIN = 4_096;

/**
 * Reads a regular file below `rootReal` (a real path). Links are followed while they stay inside.
 * What counts is the opened handle, not the name: kind, size and, on Linux, the place are checked
 * on it, so that a swap between look-up and opening is refused.
 * Throws FILE_NOT_FOUND, PATH_OUTSIDE_ROOT, FILE_TOO_LARGE (`maxBytes`), FILE_NOT_A_FILE,
 * FILE_NOT_READABLE, VALUE_INVALID.
 */
export async function readFileInside(
  rootReal: string,
  relPath: string,
  { maxBytes, blocking = false }: ReadOptions,
): Promise<FileBytes> {
  assertRelative(relPath);
  const calls = blocking ? BLOCKING : WAITING;
  let handle: OpenFile | undefined;
  try {
    const real = await calls.realpath(join(rootReal, relPath));
    if (!isInside(rootReal, real)) throw createError('PATH_OUTSIDE_ROOT', { path: relPath });
    handle = await calls.open(real, FLAGS);
    // Nothing is read before both are known; asked for together they take one turn less.
    const [stat] = await Promise.all([handle.stat(), assertHandleInside(handle, calls, rootReal, relPath)]);
    return await readHandle(handle, stat, relPath, maxBytes);
  } catch (thrown) {
    throw readError(relPath, thrown);
  } finally {
    await handle?.close();
  }
}

/** A folder on the way may have become a link after `realpath`; Linux tells where the handle is. */
async function assertHandleInside(handle: OpenFile, calls: FileCalls, rootReal: string, path: string): Promise<void> {
  if (process.platform !== 'linux') return;
  let place: string;
  try {
    place = await calls.readlink(`/proc/self/fd/${handle.fd}`);
  } catch {
    return; // No /proc in this sandbox: realpath and O_NOFOLLOW remain.
  }
  if (place.startsWith('/') && !isInside(rootReal, place)) {
    throw createError('PATH_OUTSIDE_ROOT', { path });
  }
}

async function readHandle(handle: OpenFile, stat: Stats, path: string, maxBytes: number): Promise<FileBytes> {
  if (!stat.isFile()) throw createError('FILE_NOT_A_FILE', { path });
  if (stat.size > maxBytes) throw tooLarge(path, stat.size, maxBytes);
  const bytes = await readToEnd(handle, stat.size, maxBytes);
  if (bytes.length > maxBytes) throw tooLarge(path, bytes.length, maxBytes);
  return { bytes, size: bytes.length, mtimeMs: stat.mtimeMs };
}

/** Reads at most `maxBytes + 1` bytes: the file may grow while it is read. */
async function readToEnd(handle: OpenFile, expected: number, maxBytes: number): Promise<Buffer> {
  const most = maxBytes + 1;
  let buffer: Buffer = Buffer.allocUnsafe(Math.min(most, Math.max(expected + 1, FIRST_READ_MIN)));
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, buffer.length - length, length);
    length += bytesRead;
    // As many as there were, with room for more: the end, without asking for it.
    const isEnd = bytesRead === 0 || (length === expected && length < buffer.length);
    if (isEnd || length === most) return buffer.subarray(0, length);
    if (length === buffer.length) buffer = grow(buffer, most);
  }
}

function grow(buffer: Buffer, most: number): Buffer {
  const larger = Buffer.allocUnsafe(Math.min(most, buffer.length * 2));
  buffer.copy(larger);
  return larger;
}

function tooLarge(path: string, size: number, limit: number): EngineError {
  return createError('FILE_TOO_LARGE', { path, size, limit });
}

function readError(path: string, thrown: unknown): unknown {
  switch (codeOf(thrown)) {
    case 'ENOENT':
    case 'ENOTDIR':
    case 'ENAMETOOLONG':
      return createError('FILE_NOT_FOUND', { path }, thrown);
    case 'ENXIO': // a socket, or a device without a driver
    case 'ENODEV':
    case 'EISDIR':
      return createError('FILE_NOT_A_FILE', { path }, thrown);
    default:
      return syscallOf(thrown) === undefined
        ? thrown
        : createError('FILE_NOT_READABLE', { path, reason: describe(thrown) }, thrown);
  }
}

/** `realpath` left no link in the path, so one that `open` meets is new. */
function describe(thrown: unknown): string {
  const replaced = codeOf(thrown) === 'ELOOP' && syscallOf(thrown) === 'open';
  return replaced ? 'it was replaced by a symbolic link' : reasonOf(thrown);
}

function syscallOf(thrown: unknown): string | undefined {
  return (thrown as { syscall?: string } | null)?.syscall;
}
