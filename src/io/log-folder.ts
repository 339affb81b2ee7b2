/** A folder of append-only files: what crash-safe logs are made of. Names never leave the folder. */
import { constants } from 'node:fs';
import { open, readdir, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createError } from '../kernel';
import { codeOf, reasonOf } from './fs-errors';
import { writeAtomic } from './write-atomic';

export interface LogFolder {
  readonly path: string;
  /** Names of the files, sorted; empty when the folder is not there. */
  list(): Promise<string[]>;
  /** Adds bytes at the end in one write; what other processes append is never torn apart. */
  append(name: string, text: string): Promise<void>;
  /** The bytes from `offset` on, as they are now, `length` of them at most; empty when the file is not there. */
  read(name: string, offset?: number, length?: number): Promise<Buffer>;
  /** The file appears whole or not at all. */
  replace(name: string, text: string): Promise<void>;
  /** A file that is gone already is no error. */
  remove(name: string): Promise<void>;
}

const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND | constants.O_NOFOLLOW;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
const NAME = /^[a-z0-9][a-z0-9._-]{0,120}$/i;
/** No file of ours grows to this; a larger one is not ours and is read in part. */
const READ_MAX_BYTES = 64 * 1024 * 1024;

/** Everything throws FILE_NOT_READABLE or FILE_NOT_WRITABLE when the file system refuses. */
export function openLogFolder(path: string): LogFolder {
  const at = (name: string): string => {
    if (!NAME.test(name)) throw createError('VALUE_INVALID', { name: 'file', reason: `"${name}" is no name of a log` });
    return join(path, name);
  };

  return {
    path,
    async list() {
      try {
        return (await readdir(path)).filter((name) => NAME.test(name)).sort();
      } catch (thrown) {
        if (codeOf(thrown) === 'ENOENT') return [];
        throw createError('FILE_NOT_READABLE', { path, reason: reasonOf(thrown) }, thrown);
      }
    },
    async append(name, text) {
      try {
        const handle = await open(at(name), APPEND, 0o600);
        try {
          await handle.appendFile(text);
        } finally {
          await handle.close();
        }
      } catch (thrown) {
        throw createError('FILE_NOT_WRITABLE', { path: name, reason: reasonOf(thrown) }, thrown);
      }
    },
    async read(name, offset = 0, length = READ_MAX_BYTES) {
      try {
        const handle = await open(at(name), READ);
        try {
          const size = Math.min((await handle.stat()).size - offset, length, READ_MAX_BYTES);
          if (size <= 0) return Buffer.alloc(0);
          const { bytesRead, buffer } = await handle.read(Buffer.alloc(size), 0, size, offset);
          return buffer.subarray(0, bytesRead);
        } finally {
          await handle.close();
        }
      } catch (thrown) {
        if (codeOf(thrown) === 'ENOENT') return Buffer.alloc(0);
        throw createError('FILE_NOT_READABLE', { path: name, reason: reasonOf(thrown) }, thrown);
      }
    },
    replace: (name, text) => writeAtomic(at(name), text),
    async remove(name) {
      try {
        await unlink(at(name));
      } catch (thrown) {
        if (codeOf(thrown) !== 'ENOENT') throw createError('FILE_NOT_WRITABLE', { path: name, reason: reasonOf(thrown) }, thrown);
      }
    },
  };
}
