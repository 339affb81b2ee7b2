import type { CommitFact, FileContent, PathAccess, Progress, SkippedFile, SnapshotFile } from '../kernel';

/** A folder on disk, as data: a worker thread opens it on its own. */
export interface DirectoryRef {
  readonly kind: 'directory';
  /** Real path, from `resolveRoot`. */
  readonly root: string;
  readonly maxFileBytes: number;
}

/** Files that one thread holds in memory: their bytes travel with the task. */
export interface MemoryRef {
  readonly kind: 'memory';
}

/** Where files come from, as far as an analysis thread needs to know. */
export type SourceRef = DirectoryRef | MemoryRef;

/** What an analysis thread needs to read one file. */
export interface TaskSource {
  readonly source: SourceRef;
  /** The file's bytes; always there for `memory`. */
  readonly content?: Uint8Array;
}

/** Where a snapshot came from, for people and for answers. */
export interface SnapshotOrigin {
  readonly kind: 'directory' | 'git' | 'archive' | 'items';
  /** Path, URL or name; never holds a token. */
  readonly label: string;
  /** Real path of the folder, when the files lie on disk: path rules ask for it. */
  readonly folder?: string;
  readonly commit?: string;
}

/**
 * Files under one root, whatever they come from. A directory is live: it shows what is on disk now.
 * The other kinds never change; what has moved on since is a new snapshot.
 */
export interface Snapshot {
  /** Tells snapshots of different content apart; of a directory, its place. */
  readonly id: string;
  readonly origin: SnapshotOrigin;
  /** Commits up to this one, the newest first, where they were asked for and could be had. */
  readonly history?: readonly CommitFact[];
  /** Content held in memory. */
  readonly bytes: number;
  list(options?: ListOptions): Promise<Listing>;
  /** One file by its path in the listing. Throws FILE_NOT_FOUND, FILE_TOO_LARGE, FILE_BINARY, … */
  read(path: string): Promise<FileContent>;
  /** Whether its origin has newer content; asks the network, cheaply. Absent where nothing can move. */
  moved?(signal?: AbortSignal): Promise<boolean>;
  /** Throws as `read` does, except that a binary file is for the task to find out. */
  taskSource(path: string): TaskSource;
}

/** An entry of a folder; `Dirent` is one. */
export interface TreeEntry {
  readonly name: string;
  isFile(): boolean;
  isDirectory(): boolean;
  isSymbolicLink(): boolean;
  /** What it is, when it is none of the three. */
  readonly detail?: string;
}

export interface ListOptions {
  /** Only files that match one of these (.gitignore syntax); default: all. */
  readonly include?: readonly string[];
  /** Leave out files that match one of these (.gitignore syntax). */
  readonly exclude?: readonly string[];
  /** How many of the files left out are named; default LIMITS.skippedListed. */
  readonly skippedListed?: number;
  /** Asked in batches for every file; default: all are allowed. */
  readonly access?: PathAccess;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: Progress) => void;
}

export interface Listing {
  readonly root: string;
  /** Sorted by path, in UTF-16 code-unit order. */
  readonly files: readonly SnapshotFile[];
  /** The first `skippedListed`, the most informative reasons first. */
  readonly skipped: readonly SkippedFile[];
  /** Files and folders left out in all; a folder that was not entered counts once. */
  readonly skippedCount: number;
  readonly skippedByReason: Readonly<Record<string, number>>;
  /** What a reader should know of the listing itself, such as an ignore file that was cut. */
  readonly notes: readonly string[];
}
