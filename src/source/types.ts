import type { PathAccess, Progress, SkippedFile, SnapshotFile } from '../kernel';

/** Where files come from, as data: a worker thread opens it on its own. */
export interface SourceRef {
  readonly kind: 'directory';
  /** Real path, from `resolveRoot`. */
  readonly root: string;
  readonly maxFileBytes: number;
}

export interface ListOptions {
  /** Only files that match one of these (.gitignore syntax); default: all. */
  readonly include?: readonly string[];
  /** Leave out files that match one of these (.gitignore syntax). */
  readonly exclude?: readonly string[];
  /** Asked in batches for every file; default: all are allowed. */
  readonly access?: PathAccess;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Listing {
  readonly root: string;
  /** Sorted by path, in UTF-16 code-unit order. */
  readonly files: readonly SnapshotFile[];
  /** The first LIMITS.skippedListed, the most informative reasons first. */
  readonly skipped: readonly SkippedFile[];
  /** Files and folders left out in all; a folder that was not entered counts once. */
  readonly skippedCount: number;
  readonly skippedByReason: Readonly<Record<string, number>>;
  /** What a reader should know of the listing itself, such as an ignore file that was cut. */
  readonly notes: readonly string[];
}
