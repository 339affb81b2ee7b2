/** Folders that are made once: a marker file, written last, says that one is whole. */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive } from './alive.cjs';

const MARKER = '.ready';
const LOCK_POLL_MS = 1000;
const LOCK_WRITE_MS = 10_000;
const LOCK_MAX_AGE_MS = 60 * 60_000;

/** Whether the folder was finished for exactly this `stamp` (a version string). */
export function isPrepared(folder, stamp) {
  try {
    return readFileSync(join(folder, MARKER), 'utf8') === stamp;
  } catch {
    return false;
  }
}

/**
 * Makes a folder once. An interrupted attempt has no marker and is removed and redone; a second
 * process that wants the same folder waits for the first.
 */
export async function prepareFolder(folder, stamp, make) {
  if (isPrepared(folder, stamp)) return folder;
  const release = await takeLock(`${folder}.lock`);
  try {
    if (isPrepared(folder, stamp)) return folder;
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await make(folder);
    writeFileSync(join(folder, MARKER), stamp);
    return folder;
  } finally {
    release();
  }
}

async function takeLock(path) {
  mkdirSync(dirname(path), { recursive: true });
  let release = claim(path);
  if (!release) console.log(`Waiting for another process that prepares ${path.replace(/\.lock$/, '')} …`);
  while (!release) {
    await delay(LOCK_POLL_MS);
    release = claim(path);
  }
  return release;
}

/** Takes a lock file for this process. Answers how to give it back, or undefined when it is taken. */
export function claim(path) {
  if (!tryLock(path) && !tryLock(path)) return undefined;
  return () => rmSync(path, { force: true });
}

function tryLock(path) {
  try {
    writeFileSync(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
  }
  if (isAbandoned(path)) rmSync(path, { force: true });
  return false;
}

/** A lock whose process is gone, or that is too old to be true (process ids are used again). */
function isAbandoned(path) {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const pid = Number(readFileSync(path, 'utf8'));
    return age > LOCK_MAX_AGE_MS || (pid > 0 ? !isAlive(pid) : age > LOCK_WRITE_MS);
  } catch {
    return false;
  }
}
