import { closeSync, constants, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { createError } from '../kernel';
import { reasonOf } from './fs-errors';

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
    descriptor = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(descriptor);
    if (!stat.isFile()) throw unreadable(path, 'it is not a regular file');
    if (stat.size > SETTINGS_MAX_BYTES) throw unreadable(path, `it is larger than ${SETTINGS_MAX_BYTES} bytes`);
    return readText(descriptor);
  } catch (thrown) {
    if ((thrown as Error).name === 'EngineError') throw thrown;
    throw createError('SETTINGS_NOT_FOUND', { path, reason: reasonOf(thrown) }, thrown);
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

/** At most the limit, even when the file grows meanwhile; the YAML check then names what is cut. */
function readText(descriptor: number): string {
  const buffer = Buffer.allocUnsafe(SETTINGS_MAX_BYTES);
  let length = 0;
  while (length < buffer.length) {
    const read = readSync(descriptor, buffer, length, buffer.length - length, length);
    if (read === 0) break;
    length += read;
  }
  return buffer.toString('utf8', 0, length).replace(/^\uFEFF/, '');
}

function unreadable(path: string, reason: string): Error {
  return createError('SETTINGS_NOT_FOUND', { path, reason });
}
