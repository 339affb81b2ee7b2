/**
 * Brings a corpus up to what a listing says: analyses what is new or changed, drops what is gone,
 * leaves the rest alone. What it needs is handed in, so it knows no threads and no file system.
 */
import type { ErrorCode, SkippedFile, SkipReason, SnapshotFile } from '../kernel';
import { createError, toEngineError } from '../kernel';
import type { Corpus, FileEntry, IndexedFile } from '../corpus';

export type AnalyzeOutcome =
  | { readonly status: 'analyzed'; readonly entry: FileEntry }
  | { readonly status: 'unchanged' }
  | ({ readonly status: 'skipped' } & Omit<SkippedFile, 'path'>);

export interface SyncParts {
  /** Analyses one file; `knownHash` lets it answer `unchanged`. */
  analyze(file: SnapshotFile, knownHash: string | undefined): Promise<AnalyzeOutcome>;
  /** How many files to have under way at once. */
  readonly concurrency: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
  /** Told of each file that was analysed and taken in. */
  readonly onIndexed?: (file: IndexedFile) => void;
  /** Throws when no more bulk work may be taken on. */
  readonly admit?: () => void | Promise<void>;
  /**
   * Files that could not be analysed, kept by the caller between runs: they are not tried again until
   * they change, except those that could not be read, since rights and disks change without a trace.
   */
  readonly refused: Map<string, RefusedFile>;
}

export interface RefusedFile extends SkippedFile {
  readonly size: number;
  readonly mtimeMs: number;
  readonly hash?: string;
}

export interface SyncOutcome {
  readonly added: number;
  readonly changed: number;
  readonly removed: number;
  readonly unchanged: number;
  /** Files that were listed but could not be analysed. */
  readonly skipped: readonly SkippedFile[];
}

export async function syncCorpus(
  corpus: Corpus,
  listed: readonly SnapshotFile[],
  parts: SyncParts,
): Promise<SyncOutcome> {
  const present = new Set(listed.map((file) => file.path));
  const gone = [...corpus.files()].map((file) => file.path).filter((path) => !present.has(path));
  await corpus.remove(gone);
  for (const path of parts.refused.keys()) if (!present.has(path)) parts.refused.delete(path);
  const stale = listed.filter((file) => !isSame(file, corpus.file(file.path) ?? parts.refused.get(file.path)));
  const counts = { added: 0, changed: 0, removed: gone.length, unchanged: 0 };
  let done = 0;
  await mapLimited(stale, parts.concurrency, async (file) => {
    if (parts.signal?.aborted) throw createError('CANCELLED');
    await parts.admit?.();
    const known = corpus.file(file.path);
    // A negative time marks an entry that has to be made again even if its content is the same.
    const hash = known && known.mtimeMs >= 0 ? known.facts.hash : undefined;
    const outcome = await analyzeOrSkip(file, hash, parts);
    if (outcome.status === 'analyzed') {
      const indexed = await corpus.put(outcome.entry);
      parts.onIndexed?.(indexed);
      parts.refused.delete(file.path);
      counts[known ? 'changed' : 'added'] += 1;
    } else if (outcome.status === 'unchanged') {
      corpus.touch(file.path, file.mtimeMs);
    } else {
      await corpus.remove([file.path]);
      if (known) counts.removed += 1;
      const { reason, detail } = outcome;
      parts.refused.set(file.path, { ...file, mtimeMs: outcome.passing ? -1 : file.mtimeMs, reason, detail });
    }
    parts.onProgress?.((done += 1), stale.length);
  });
  counts.unchanged = corpus.counts().files - counts.added - counts.changed;
  const skipped = [...parts.refused.values()]
    .map(({ path, reason, detail }) => ({ path, reason, detail }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ...counts, skipped };
}

/** A negative time says that the file has to be looked at, whatever else is the same. */
function isSame(file: SnapshotFile, known: IndexedFile | RefusedFile | undefined): boolean {
  if (!known || known.mtimeMs < 0) return false;
  if (file.hash !== undefined) return file.hash === ('facts' in known ? known.facts.hash : known.hash);
  return known.size === file.size && known.mtimeMs === file.mtimeMs;
}

type Analyzed = Exclude<AnalyzeOutcome, { status: 'skipped' }>;
type Skipped = Extract<AnalyzeOutcome, { status: 'skipped' }>;

/** What one file does to the thread that analyses it; any other failure is not the file's. */
const FILE_FAILURES: Partial<Record<ErrorCode, SkipReason>> = {
  ANALYSIS_TIMEOUT: 'timeout',
  WORKER_FAILED: 'unreadable',
  INTERNAL: 'unreadable',
};

/**
 * One file that hangs or crashes its thread must not cost the others: it is named and left out.
 * `passing`: the reason may go away while the file stays as it is.
 */
async function analyzeOrSkip(
  file: SnapshotFile,
  knownHash: string | undefined,
  parts: SyncParts,
): Promise<Analyzed | (Skipped & { readonly passing: boolean })> {
  try {
    const outcome = await parts.analyze(file, knownHash);
    return outcome.status === 'skipped' ? { ...outcome, passing: outcome.reason === 'unreadable' } : outcome;
  } catch (thrown) {
    const error = toEngineError(thrown);
    const reason = FILE_FAILURES[error.code];
    if (!reason) throw error;
    return { status: 'skipped', reason, detail: error.message, passing: false };
  }
}

async function mapLimited<T>(items: readonly T[], limit: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  let failure: { readonly error: unknown } | undefined;
  const run = async (): Promise<void> => {
    while (next < items.length && !failure) {
      const item = items[next++]!;
      try {
        await work(item);
      } catch (error) {
        failure ??= { error };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, run));
  if (failure) throw failure.error;
}
