import { createHash } from 'node:crypto';
import { createError, LIMITS } from '../../kernel';
import { looksLikeText, SAMPLE_BYTES } from '../decode';
import type { TreeEntry } from '../types';

export interface MemoryFile {
  readonly path: string;
  /** In bytes; -1 for one that is known to be over the limit and no more. */
  readonly size: number;
  readonly mtimeMs: number;
  /** Only the head of a binary file, which is enough to tell that it is one; nothing of a large one. */
  readonly bytes: Uint8Array | undefined;
  /** SHA-256 (hex) of the whole content; made when it is first asked for. */
  hash(): string | undefined;
}

/** Files held in memory, by path, with the folders that their paths make. */
export interface MemoryTree {
  file(path: string): MemoryFile | undefined;
  isFolder(path: string): boolean;
  entries(prefix: string): readonly TreeEntry[];
  readonly fileCount: number;
  /** Bytes that the contents hold. */
  readonly bytes: number;
}

export interface TreeBuilder {
  readonly maxFileBytes: number;
  /** A file with its whole content; one over the limit is known by its size only. Later ones replace. */
  add(path: string, bytes: Uint8Array, mtimeMs: number): void;
  /** A file whose content was not kept; `size` may be -1. */
  addLarge(path: string, size: number, mtimeMs: number): void;
  /** A folder of its own counts only if a file is in it; but its path must be an honest one too. */
  addFolder(path: string): void;
  /** A link or something else that is not a file; listed as left out. */
  addOther(path: string, detail: string): void;
  build(options?: { readonly stripTop?: boolean }): MemoryTree;
}

type Found = MemoryFile | { readonly path: string; readonly other: string };

/**
 * Collects files into a tree. `source` names it in errors. Throws SOURCE_FORMAT for a path that no
 * honest archive holds (absolute, `..`, NUL) and for a file that is a folder at the same time.
 */
export function createTreeBuilder(source: string, maxFileBytes: number): TreeBuilder {
  const found = new Map<string, Found>();
  const check = (path: string): void => {
    const reason = refusePath(path);
    if (reason) throw createError('SOURCE_FORMAT', { source, reason: `${quote(path)} ${reason}` });
  };
  const put = (entry: Found): void => {
    check(entry.path);
    found.set(entry.path, entry);
  };
  return {
    maxFileBytes,
    add(path, bytes, mtimeMs) {
      if (bytes.length > maxFileBytes) put(largeFile(path, bytes.length, mtimeMs));
      else put(heldFile(path, bytes, mtimeMs));
    },
    addLarge: (path, size, mtimeMs) => put(largeFile(path, size, mtimeMs)),
    addFolder: check,
    addOther: (path, other) => put({ path, other }),
    build: ({ stripTop = false } = {}) => buildTree(source, stripTop ? withoutTop(found) : found),
  };
}

/** Why a path cannot stand in a tree, as the end of a sentence that begins with it; or undefined. */
export function refusePath(path: string): string | undefined {
  if (path === '') return 'is an empty path';
  if (path.includes('\0')) return 'contains a NUL character';
  if (path.length > LIMITS.pathMaxChars) return `has more than ${LIMITS.pathMaxChars} characters`;
  if (path.startsWith('/') || /^[a-zA-Z]:[\\/]/.test(path)) return 'is an absolute path';
  if (/(?:^|[\\/])\.\.(?:[\\/]|$)/.test(path)) return 'leads out of the tree';
  return path.split('/').some((segment) => segment === '' || segment === '.') ? 'has an empty part' : undefined;
}

export function quote(path: string): string {
  return JSON.stringify(path.slice(0, 120));
}

function heldFile(path: string, whole: Uint8Array, mtimeMs: number): MemoryFile {
  const isText = looksLikeText(whole);
  let hash: string | undefined = isText ? undefined : sha256(whole);
  const bytes = compact(isText ? whole : whole.subarray(0, SAMPLE_BYTES));
  return { path, size: whole.length, mtimeMs, bytes, hash: () => (hash ??= sha256(bytes)) };
}

/** A view of a large buffer would keep all of it alive. */
function compact(bytes: Uint8Array): Uint8Array {
  return bytes.buffer.byteLength > bytes.length + SAMPLE_BYTES ? new Uint8Array(bytes) : bytes;
}

function largeFile(path: string, size: number, mtimeMs: number): MemoryFile {
  return { path, size, mtimeMs, bytes: undefined, hash: () => undefined };
}

/** Archives of repositories hold all in one folder that is named after them. */
function withoutTop(found: ReadonlyMap<string, Found>): ReadonlyMap<string, Found> {
  const tops = new Set([...found.keys()].map((path) => path.slice(0, path.indexOf('/') + 1)));
  const [top] = tops;
  if (tops.size !== 1 || !top) return found;
  return new Map([...found.values()].map((entry) => {
    const path = entry.path.slice(top.length);
    return [path, { ...entry, path }];
  }));
}

function buildTree(source: string, found: ReadonlyMap<string, Found>): MemoryTree {
  const folders = new Map<string, Map<string, TreeEntry>>([['', new Map()]]);
  const files = new Map<string, MemoryFile>();
  let bytes = 0;

  function folderOf(prefix: string): Map<string, TreeEntry> {
    const known = folders.get(prefix);
    if (known) return known;
    const made = new Map<string, TreeEntry>();
    folders.set(prefix, made);
    const cut = prefix.lastIndexOf('/', prefix.length - 2) + 1;
    enter(prefix.slice(0, cut), treeEntry(prefix.slice(cut, -1), 'folder'));
    return made;
  }

  function enter(prefix: string, entry: TreeEntry): void {
    const folder = folderOf(prefix);
    if (folder.has(entry.name)) {
      throw createError('SOURCE_FORMAT', { source, reason: `${quote(prefix + entry.name)} is a file and a folder` });
    }
    folder.set(entry.name, entry);
  }

  for (const entry of found.values()) {
    const cut = entry.path.lastIndexOf('/') + 1;
    const name = entry.path.slice(cut);
    if ('other' in entry) {
      enter(entry.path.slice(0, cut), treeEntry(name, 'other', entry.other));
    } else {
      enter(entry.path.slice(0, cut), treeEntry(name, 'file'));
      files.set(entry.path, entry);
      bytes += entry.bytes?.length ?? 0;
    }
  }
  return {
    file: (path) => files.get(path),
    isFolder: (path) => path === '.' || folders.has(`${path}/`),
    entries: (prefix) => [...(folders.get(prefix)?.values() ?? [])],
    fileCount: files.size,
    bytes,
  };
}

function treeEntry(name: string, kind: 'file' | 'folder' | 'other', detail?: string): TreeEntry {
  return {
    name,
    isFile: () => kind === 'file',
    isDirectory: () => kind === 'folder',
    isSymbolicLink: () => false,
    detail,
  };
}

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
