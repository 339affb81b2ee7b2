import type { Dirent } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { LIMITS, type PathAccess, type SnapshotFile } from '../kernel';
import { codeOf, reasonOf, rootError } from '../io';
import { assertNotCancelled, mapLimited } from './concurrency';
import { createIgnoreReader } from './ignore-reader';
import { resolveLinks } from './links';
import { createPace } from './pace';
import { createSelection } from './selection';
import { createSkipList, sortByPath, type SkipList } from './skip-list';
import { createStat, type StatOne } from './stat';
import type { DirectoryRef, Listing, ListOptions } from './types';
import { walk } from './walk';

const ACCESS_BATCH = 500;
const STATS_AT_ONCE = 64;
const STATS_PER_REPORT = 2_000;

/**
 * The files of a folder that can be indexed, with size and time of change, and what was left out and
 * why. Opens no file except ignore files, so it is cheap enough to ask again before every answer.
 * An empty listing is an answer. Throws ROOT_NOT_FOUND, ROOT_NOT_DIRECTORY, ROOT_NOT_READABLE,
 * VALUE_INVALID (patterns) and CANCELLED.
 */
export async function listDirectory(ref: DirectoryRef, options: ListOptions = {}): Promise<Listing> {
  const { access, signal } = options;
  const selection = createSelection(options);
  const skips = createSkipList(options.skippedListed);
  const notes: string[] = [];
  const report = (done: number, total: number): void => options.onProgress?.({ stage: 'list', done, total });

  const found = await walk({
    readEntries: (prefix) => readFolder(ref.root, prefix, skips),
    selection,
    ignoreReader: createIgnoreReader(ref.root, access, notes),
    skips,
    signal,
    onFound: (files) => report(0, files),
  });
  const links = await resolveLinks(ref.root, found.links, found.files, skips);
  const candidates = cutToLimit([...found.files, ...links].sort(), skips);
  const allowed = access ? await keepAllowed(ref.root, candidates, access, skips, signal) : candidates;
  const files = await measure(ref, allowed, new Set(links), skips, signal, report);
  return { root: ref.root, files: sortByPath(files), ...skips.summary(), notes: notes.sort() };
}

async function readFolder(root: string, prefix: string, skips: SkipList): Promise<Dirent[]> {
  try {
    return await readdir(join(root, prefix), { withFileTypes: true });
  } catch (thrown) {
    if (prefix === '') throw rootError(root, thrown);
    const code = codeOf(thrown);
    if (code !== 'ENOENT' && code !== 'ENOTDIR') {
      skips.add(prefix.slice(0, -1), 'unreadable', `folder: ${reasonOf(thrown)}`);
    }
    return [];
  }
}

function cutToLimit(paths: string[], skips: SkipList): string[] {
  if (paths.length <= LIMITS.filesMax) return paths;
  for (const path of paths.slice(LIMITS.filesMax)) skips.add(path, 'too_many_files');
  return paths.slice(0, LIMITS.filesMax);
}

/** Asks for every file, a batch at a time. An answer that is missing means no. */
async function keepAllowed(
  root: string,
  paths: readonly string[],
  access: PathAccess,
  skips: SkipList,
  signal: AbortSignal | undefined,
): Promise<string[]> {
  const kept: string[] = [];
  for (let start = 0; start < paths.length; start += ACCESS_BATCH) {
    assertNotCancelled(signal);
    const batch = paths.slice(start, start + ACCESS_BATCH);
    const answers = await access.isAllowed(batch.map((path) => join(root, path)));
    batch.forEach((path, index) => {
      if (answers[index] === true) kept.push(path);
      else skips.add(path, 'not_allowed');
    });
  }
  return kept;
}

async function measure(
  ref: DirectoryRef,
  paths: readonly string[],
  links: ReadonlySet<string>,
  skips: SkipList,
  signal: AbortSignal | undefined,
  report: (done: number, total: number) => void,
): Promise<SnapshotFile[]> {
  const files: SnapshotFile[] = [];
  const statOne = createStat();
  const pace = createPace(signal);
  let done = 0;
  await mapLimited(paths, STATS_AT_ONCE, async (path) => {
    assertNotCancelled(signal);
    await pace(0);
    const file = await measureOne(ref, path, statOne, links.has(path), skips);
    if (file) files.push(file);
    done += 1;
    if (done % STATS_PER_REPORT === 0 || done === paths.length) report(done, paths.length);
  });
  return files;
}

async function measureOne(
  ref: DirectoryRef,
  path: string,
  statOne: StatOne,
  isLink: boolean,
  skips: SkipList,
): Promise<SnapshotFile | undefined> {
  try {
    const found = await statOne(join(ref.root, path), isLink);
    if (!found.isFile()) skips.add(path, 'not_a_file', 'it was replaced while the folder was listed');
    else if (found.size > ref.maxFileBytes) skips.add(path, 'too_large', describeSize(found.size, ref));
    else return { path, size: found.size, mtimeMs: found.mtimeMs };
  } catch (thrown) {
    const detail = unreadableBecause(path, thrown);
    if (detail) skips.add(path, 'unreadable', detail);
  }
  return undefined;
}

function describeSize(size: number, { maxFileBytes }: DirectoryRef): string {
  return `${size} bytes; the limit is ${maxFileBytes}`;
}

/** A file that has gone since is no longer there; but one can be unreachable for its name alone. */
function unreadableBecause(path: string, thrown: unknown): string | undefined {
  if (codeOf(thrown) !== 'ENOENT') return reasonOf(thrown);
  return path.includes('\uFFFD') ? 'its name is not valid UTF-8' : undefined;
}
