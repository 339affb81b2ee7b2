/** One encrypted file for small state that several processes share. Its key lies beside it, for its owner only. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { createError, type Clock } from '../kernel';
import { codeOf, reasonOf } from './fs-errors';
import { makeHomeFolder } from './home';
import { createLease } from './lease';
import { writeAtomic } from './write-atomic';

export interface SealedRead {
  /** Absent when there is nothing yet, or when it was damaged. */
  readonly content?: Buffer;
  /** Where a file that cannot be opened was put, for a person to look at. */
  readonly aside?: string;
}

export interface SealedFile {
  read(): Promise<SealedRead>;
  /**
   * Reads, changes and writes under a lock that other processes keep as well; undefined leaves it as it is.
   * `change` is asked again when this process was held up for so long that another one may have written.
   */
  update(change: (read: SealedRead) => Buffer | undefined | Promise<Buffer | undefined>): Promise<void>;
  /** Changes when the content does; an empty string when there is none. Cheap. */
  stamp(): Promise<string>;
  /** A secret of 32 bytes for one purpose, the same as long as the key is. Makes the key when `make`. */
  secret(purpose: string, make: boolean): Promise<Buffer | undefined>;
}

const MAGIC = Buffer.from('HCSF1\n');
const NONCE = 12;
const TAG = 16;
const KEY = 32;
/** No state of ours grows to this. */
const MAX_BYTES = 32 * 1024 * 1024;
const LOCK_MS = 10_000;
const LOCK_PAUSE_MS = 15;
/** Who died holds it for `LOCK_MS`; longer waits are for others who work. */
const LOCK_WAIT_MS = 60_000;

/**
 * AES-256-GCM with a new nonce for each write; keys are derived from the key file (HKDF, RFC 5869). A
 * write appears whole or not at all. Nothing is made before the first `update`. Throws FILE_NOT_READABLE
 * and FILE_NOT_WRITABLE when the file system refuses.
 */
export function openSealedFile(home: string, name: string, clock: Clock): SealedFile {
  const folder = join(home, name);
  const [path, keyPath] = [join(folder, 'data.sealed'), join(folder, 'key')];
  const holder = `${process.pid}-${randomBytes(6).toString('hex')}`;
  const lease = createLease(join(folder, 'lock'), { holder, ttlMs: LOCK_MS, clock });
  let queue: Promise<unknown> = Promise.resolve();

  async function masterKey(make: boolean): Promise<Buffer | undefined> {
    const known = await readBytes(keyPath);
    if (known?.length === KEY || !make) return known?.length === KEY ? known : undefined;
    if (known) await rename(keyPath, `${keyPath}.damaged-${clock.now()}`);
    // A link takes the name only if no other process was faster.
    const own = `${keyPath}.${holder}`;
    await writeAtomic(own, randomBytes(KEY));
    await link(own, keyPath).catch((thrown: unknown) => {
      if (codeOf(thrown) !== 'EEXIST') throw createError('FILE_NOT_WRITABLE', { path: keyPath, reason: reasonOf(thrown) }, thrown);
    });
    await unlink(own);
    return readBytes(keyPath);
  }

  async function read(): Promise<SealedRead> {
    const bytes = await readBytes(path);
    if (!bytes) return {};
    const key = await masterKey(false);
    const content = key && unseal(bytes, derive(key, 'seal'));
    if (content) return { content };
    const aside = `${path}.damaged-${clock.now()}`;
    // Another process may have put it aside, or replaced it, in the meantime.
    const now = await readBytes(path);
    if (now?.equals(bytes)) await rename(path, aside).catch(() => undefined);
    return { aside };
  }

  async function locked<T>(work: () => Promise<T>): Promise<T> {
    const from = clock.monotonic();
    while (!(await lease.hold())) {
      if (clock.monotonic() - from > LOCK_WAIT_MS) throw createError('FILE_NOT_WRITABLE', { path, reason: 'another process holds its lock' });
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE_MS));
    }
    try {
      return await work();
    } finally {
      await lease.release();
    }
  }

  /** Whether it is done; otherwise nothing was written. Call it under the lock. */
  async function attempt(change: Parameters<SealedFile['update']>[0]): Promise<boolean> {
    const after = await change(await read());
    if (!after) return true;
    const sealed = seal(after, derive((await masterKey(true))!, 'seal'));
    if (!(await lease.renew())) return false;
    await writeAtomic(path, sealed);
    return true;
  }

  return {
    read,
    update(change) {
      const next = queue.then(async () => {
        await makeHomeFolder(home, name);
        while (!(await locked(() => attempt(change))));
      });
      queue = next.catch(() => undefined);
      return next;
    },
    async stamp() {
      try {
        const { mtimeMs, size, ino } = await stat(path);
        return `${mtimeMs}:${size}:${ino}`;
      } catch {
        return '';
      }
    },
    async secret(purpose, make) {
      if (make) await makeHomeFolder(home, name);
      const key = await masterKey(make);
      return key && derive(key, purpose);
    },
  };
}

function derive(key: Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, '', `hybrid-context ${purpose}`, KEY));
}

function seal(content: Buffer, key: Buffer): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(MAGIC);
  const hidden = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([MAGIC, nonce, hidden, cipher.getAuthTag()]);
}

/** Undefined for what was not sealed with this key, or has changed since. */
function unseal(bytes: Buffer, key: Buffer): Buffer | undefined {
  const start = MAGIC.length + NONCE;
  if (bytes.length < start + TAG || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(MAGIC.length, start), { authTagLength: TAG }).setAAD(MAGIC);
    decipher.setAuthTag(bytes.subarray(-TAG));
    return Buffer.concat([decipher.update(bytes.subarray(start, -TAG)), decipher.final()]);
  } catch {
    return undefined;
  }
}

async function readBytes(path: string): Promise<Buffer | undefined> {
  try {
    const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    try {
      const { size } = await handle.stat();
      if (size > MAX_BYTES) return Buffer.alloc(0);
      return await handle.readFile();
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return undefined;
    throw createError('FILE_NOT_READABLE', { path, reason: reasonOf(thrown) }, thrown);
  }
}
