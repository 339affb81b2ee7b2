import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { createError } from '../kernel';
import { codeOf, reasonOf } from './fs-errors';

const FLAGS = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;

/**
 * Replaces a file so that readers, and a crash at any moment, see the old bytes or the new ones and
 * never a mixture: temporary file in the same folder, fsync, rename, fsync of the folder. The file
 * gets mode 0600 unless told otherwise; a symbolic link at `path` is itself replaced. The folder must exist.
 * Throws FILE_NOT_WRITABLE and leaves no temporary file behind.
 */
export async function writeAtomic(path: string, bytes: Uint8Array | string, mode = 0o600): Promise<void> {
  const folder = dirname(path);
  const temporary = join(folder, `.${basename(path).slice(0, 100)}.${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeDurably(temporary, bytes, mode);
    await rename(temporary, path);
    await syncFolder(folder);
  } catch (thrown) {
    await unlink(temporary).catch(() => undefined); // It may never have been made, or be renamed.
    throw createError('FILE_NOT_WRITABLE', { path, reason: reasonOf(thrown) }, thrown);
  }
}

async function writeDurably(path: string, bytes: Uint8Array | string, mode: number): Promise<void> {
  const handle = await open(path, FLAGS, 0o600);
  try {
    if (mode !== 0o600) await handle.chmod(mode);
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the rename itself durable. Some file systems cannot sync a folder; the data is safe then too. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } catch (thrown) {
    if (!['EINVAL', 'ENOTSUP', 'EBADF'].includes(codeOf(thrown))) throw thrown;
  } finally {
    await handle.close();
  }
}
