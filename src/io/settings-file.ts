import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { createError } from '../kernel';
import { reasonOf } from './fs-errors';
import { writeAtomic } from './write-atomic';

/** No settings file of ours comes near this; a larger one is some other file. */
const SETTINGS_MAX_BYTES = 1_048_576;

/** Tells one state of a file from another without reading it. */
export interface FileStamp {
  readonly mtimeMs: number;
  readonly size: number;
  readonly inode: number;
}

/** Synchronous, since the settings are asked for between two steps. Throws SETTINGS_NOT_FOUND. */
export function statSettings(path: string): FileStamp {
  try {
    const { mtimeMs, size, ino } = statSync(path);
    return { mtimeMs, size, inode: ino };
  } catch (thrown) {
    throw createError('SETTINGS_NOT_FOUND', { path, reason: reasonOf(thrown) }, thrown);
  }
}

/** The settings file as UTF-8 text, at most 1 MB. Throws SETTINGS_NOT_FOUND. */
export function readSettingsText(path: string): string {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    if (!fstatSync(descriptor).isFile()) throw unreadable(path, 'it is not a regular file');
    const bytes = readBytes(descriptor, SETTINGS_MAX_BYTES + 1);
    if (bytes.length > SETTINGS_MAX_BYTES) throw unreadable(path, `it is larger than ${SETTINGS_MAX_BYTES} bytes`);
    return bytes.toString('utf8').replace(/^\uFEFF/, '');
  } catch (thrown) {
    if ((thrown as Error).name === 'EngineError') throw thrown;
    throw createError('SETTINGS_NOT_FOUND', { path, reason: reasonOf(thrown) }, thrown);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/**
 * Replaces the settings whole or not at all. A link is followed, so that it stays one, and the file keeps
 * its mode: others may have to read it too. Throws SETTINGS_NOT_FOUND and FILE_NOT_WRITABLE.
 */
export async function writeSettingsText(path: string, text: string): Promise<void> {
  const file = await realpath(path).catch((thrown: unknown) => {
    throw createError('SETTINGS_NOT_FOUND', { path, reason: reasonOf(thrown) }, thrown);
  });
  await writeAtomic(file, text, statSync(file).mode & 0o777);
}

function readBytes(descriptor: number, most: number): Buffer {
  const buffer = Buffer.allocUnsafe(most);
  let length = 0;
  while (length < most) {
    const read = readSync(descriptor, buffer, length, most - length, length);
    if (read === 0) break;
    length += read;
  }
  return buffer.subarray(0, length);
}

function unreadable(path: string, reason: string): Error {
  return createError('SETTINGS_NOT_FOUND', { path, reason });
}
