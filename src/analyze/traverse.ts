/** The tree of files as the engine sees it, and what it leaves out. */
import type { SkippedFile, SnapshotFile, TraverseAnswer, TraversedEntry } from '../kernel';
import { compareText } from './view';

export interface TreeFilter {
  /** Folder to start at, without trailing slash; an empty string for the root. */
  readonly folder: string;
  readonly matches?: (path: string) => boolean;
  readonly languages?: readonly string[];
  readonly minBytes?: number;
  readonly maxBytes?: number;
  /** Ms since 1970. */
  readonly changedSince?: number;
  readonly includeIgnored?: boolean;
  readonly limit: number;
}

export interface Tree {
  readonly files: readonly SnapshotFile[];
  readonly skipped: readonly SkippedFile[];
  readonly skippedByReason: Readonly<Record<string, number>>;
}

/** Files that pass the filter with the folders around them, by path. Filters of content apply to files only. */
export function traverseTree(tree: Tree, filter: TreeFilter, languageOf: (path: string) => string): TraverseAnswer {
  const files = tree.files.filter((file) => isWanted(file, filter, languageOf)).map((file) => toEntry(file, languageOf));
  const ignored = filter.includeIgnored ? tree.skipped.filter(({ path }) => isBelow(path, filter)).map(toIgnored) : [];
  const entries = [...foldersAround(files, filter.folder), ...files, ...ignored].sort((a, b) => compareText(a.path, b.path));
  return { entries: entries.slice(0, filter.limit), total: entries.length, skippedByReason: tree.skippedByReason };
}

function isWanted(file: SnapshotFile, filter: TreeFilter, languageOf: (path: string) => string): boolean {
  const { languages, minBytes = 0, maxBytes = Infinity, changedSince = -Infinity } = filter;
  if (!isBelow(file.path, filter) || file.size < minBytes || file.size > maxBytes) return false;
  if (file.mtimeMs < changedSince) return false;
  return !languages || languages.length === 0 || languages.includes(languageOf(file.path));
}

function isBelow(path: string, { folder, matches }: TreeFilter): boolean {
  if (folder !== '' && path !== folder && !path.startsWith(`${folder}/`)) return false;
  return matches?.(path) ?? true;
}

function toEntry({ path, size, mtimeMs }: SnapshotFile, languageOf: (path: string) => string): TraversedEntry {
  return { path, type: 'file', language: languageOf(path), bytes: size, modifiedAt: toIso(mtimeMs) };
}

/** The listing does not look closer at what it leaves out. */
function toIgnored({ path, reason, detail }: SkippedFile): TraversedEntry {
  const type = detail?.startsWith('folder') ? 'folder' : 'file';
  return { path, type, language: '', bytes: 0, modifiedAt: '', ignored: detail ? `${reason}: ${detail}` : reason };
}

function foldersAround(files: readonly TraversedEntry[], start: string): TraversedEntry[] {
  const folders = new Map<string, { bytes: number; modifiedAt: string }>();
  for (const { path, bytes, modifiedAt } of files) {
    for (let at = path.lastIndexOf('/'); at > start.length; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      const known = folders.get(folder) ?? { bytes: 0, modifiedAt: '' };
      folders.set(folder, { bytes: known.bytes + bytes, modifiedAt: modifiedAt > known.modifiedAt ? modifiedAt : known.modifiedAt });
    }
  }
  return [...folders].map(([path, sums]) => ({ path, type: 'folder' as const, language: '', ...sums }));
}

/** An empty string for times that no calendar has: sources without times give 0, hostile archives anything. */
function toIso(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
}
