import { LIMITS } from '../kernel';
import { assertNotCancelled, mapLimited } from './concurrency';
import { judge, withExceptionFor, type IgnoreLevel } from './ignore-levels';
import { enterFolder, type IgnoreReader } from './ignore-reader';
import { refuseFile, refuseFolder, type Selection } from './selection';
import type { SkipList } from './skip-list';
import type { TreeEntry } from './types';

export interface Found {
  /** Regular files and symbolic links to be looked at, relative to the root, in no order. */
  readonly files: string[];
  readonly links: string[];
}

export interface WalkContext {
  /** What a folder holds, in any order. `prefix` ends with a slash; the root is an empty string. */
  readonly readEntries: (prefix: string) => Promise<readonly TreeEntry[]>;
  readonly selection: Selection;
  readonly ignoreReader: IgnoreReader;
  readonly skips: SkipList;
  readonly signal: AbortSignal | undefined;
  readonly onFound: (files: number) => void;
}

interface Folder {
  /** With a trailing slash; the root is an empty string. */
  readonly prefix: string;
  readonly level: IgnoreLevel | undefined;
}

const FOLDERS_AT_ONCE = 16;

/**
 * Reads the tree one depth after the other, many folders at once. Symbolic links are collected, never
 * entered, so there are no loops. A folder that vanishes meanwhile is as if it had not been there.
 */
export async function walk(context: WalkContext): Promise<Found> {
  const found: Found = { files: [], links: [] };
  let folders: Folder[] = [{ prefix: '', level: undefined }];
  for (let depth = 0; folders.length > 0; depth += 1) {
    if (depth > LIMITS.depthMax) {
      skipFolders(folders, context, 'too_deep', `more than ${LIMITS.depthMax} folders deep`);
      break;
    }
    if (found.files.length >= LIMITS.filesMax) {
      skipFolders(folders, context, 'too_many_files', 'folder, not read');
      break;
    }
    const below = await mapLimited(folders, FOLDERS_AT_ONCE, (folder) => readFolder(folder, found, context));
    context.onFound(found.files.length);
    folders = below.flat();
  }
  return found;
}

function skipFolders(
  folders: readonly Folder[],
  { skips }: WalkContext,
  reason: 'too_deep' | 'too_many_files',
  detail: string,
): void {
  for (const { prefix } of folders) skips.add(prefix.slice(0, -1), reason, detail);
}

async function readFolder(folder: Folder, found: Found, context: WalkContext): Promise<Folder[]> {
  assertNotCancelled(context.signal);
  const entries = await context.readEntries(folder.prefix);
  const level = await enterFolder(folder, entries, context.ignoreReader);
  const below: Folder[] = [];
  for (const entry of entries) {
    const path = folder.prefix + entry.name;
    if (path.length > LIMITS.pathMaxChars) context.skips.add(path, 'unreadable', 'the path is too long');
    else if (entry.isDirectory()) addFolder(path, entry.name, level, below, context);
    else addFile(path, entry, level, found, context);
  }
  return below;
}

function addFolder(
  path: string,
  name: string,
  level: IgnoreLevel | undefined,
  below: Folder[],
  { selection, skips }: WalkContext,
): void {
  const refusal = refuseFolder(path, name, level, selection);
  if (refusal) {
    skips.add(path, refusal.reason, refusal.detail);
    return;
  }
  const prefix = `${path}/`;
  const broughtBack = judge(level, prefix) === 'kept';
  below.push({ prefix, level: broughtBack ? withExceptionFor(level, prefix) : level });
}

function addFile(
  path: string,
  entry: TreeEntry,
  level: IgnoreLevel | undefined,
  found: Found,
  { selection, skips }: WalkContext,
): void {
  const refusal = refuseFile(path, entry.name, level, selection);
  if (refusal) skips.add(path, refusal.reason, refusal.detail);
  else if (entry.isFile()) found.files.push(path);
  else if (entry.isSymbolicLink()) found.links.push(path);
  else skips.add(path, 'not_a_file', entry.detail ?? 'pipe, socket or device');
}
