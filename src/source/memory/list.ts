import { LIMITS, type SnapshotFile } from '../../kernel';
import { decodeText } from '../decode';
import { readPatterns } from '../ignore-levels';
import { IGNORE_FILE_MAX_BYTES, type IgnoreReader } from '../ignore-reader';
import { createPace } from '../pace';
import { createSelection } from '../selection';
import { createSkipList, sortByPath } from '../skip-list';
import type { Listing, ListOptions } from '../types';
import { walk } from '../walk';
import type { MemoryTree } from './tree';

/** As `listDirectory`, by the same rules; `access` is not asked, since nothing of a disk is read. */
export async function listMemory(
  tree: MemoryTree,
  label: string,
  maxFileBytes: number,
  options: ListOptions = {},
): Promise<Listing> {
  const { signal } = options;
  const skips = createSkipList(options.skippedListed);
  const notes: string[] = [];
  const found = await walk({
    readEntries: async (prefix) => tree.entries(prefix),
    selection: createSelection(options),
    ignoreReader: createReader(tree, notes),
    skips,
    signal,
    onFound: (files) => options.onProgress?.({ stage: 'list', done: 0, total: files }),
  });
  const paths = found.files.sort();
  for (const path of paths.slice(LIMITS.filesMax)) skips.add(path, 'too_many_files');

  const files: SnapshotFile[] = [];
  const pace = createPace(signal);
  for (const path of paths.slice(0, LIMITS.filesMax)) {
    const file = tree.file(path)!;
    const { size, mtimeMs, bytes } = file;
    if (!bytes) {
      skips.add(path, 'too_large', `${describeSize(size, maxFileBytes)}; the limit is ${maxFileBytes}`);
      continue;
    }
    files.push({ path, size, mtimeMs, hash: file.hash() });
    await pace(bytes.length);
  }
  options.onProgress?.({ stage: 'list', done: paths.length, total: paths.length });
  return { root: label, files: sortByPath(files), ...skips.summary(), notes: notes.sort() };
}

function describeSize(size: number, maxFileBytes: number): string {
  return size < 0 ? `more than ${maxFileBytes} bytes` : `${size} bytes`;
}

function createReader(tree: MemoryTree, notes: string[]): IgnoreReader {
  return async (path) => {
    const bytes = tree.file(path)?.bytes;
    const decoded = bytes && bytes.length <= IGNORE_FILE_MAX_BYTES ? decodeText(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)) : undefined;
    if (!decoded) {
      notes.push(`${path} could not be read; its rules were not applied.`);
      return [];
    }
    const { patterns, refused } = readPatterns(decoded.text);
    if (refused > 0) notes.push(`${path}: ${refused} of its lines could not be used.`);
    return patterns;
  };
}
