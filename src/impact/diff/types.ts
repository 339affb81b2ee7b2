/** A unified diff as data. Lines keep a carriage return that the file has. */
export interface HunkLine {
  readonly kind: 'context' | 'add' | 'del';
  readonly text: string;
  /** The file ends here without a line break. */
  readonly noNewline: boolean;
}

export interface Hunk {
  readonly oldStart: number;
  readonly oldLines: number;
  readonly newStart: number;
  readonly newLines: number;
  readonly lines: readonly HunkLine[];
}

export type FileChange = 'added' | 'removed' | 'modified' | 'renamed' | 'binary';

export interface DiffFile {
  /** In the new state; of a removed file, where it was. */
  readonly path: string;
  readonly oldPath: string;
  readonly change: FileChange;
  /** An added file that began as a copy of `oldPath`. */
  readonly copied: boolean;
  readonly additions: number;
  readonly deletions: number;
  readonly hunks: readonly Hunk[];
  /** Why its hunks cannot be used: of a merge, cut off, a link or a submodule. */
  readonly unusable?: string;
}

export interface ParsedDiff {
  readonly files: readonly DiffFile[];
  readonly notes: readonly string[];
}

export const DIFF_LIMITS = {
  /** Characters of a diff; a longer one is refused. */
  chars: 16 * 1024 * 1024,
  /** Characters of a header line; what is longer names no file. */
  headerChars: 9_000,
  /** Files that are read; further ones are counted in a note. */
  files: 3_000,
} as const;
