/**
 * Brings a corpus up to what a listing says: analyses what is new or changed, drops what is gone,
 * leaves the rest alone. What it needs is handed in, so it knows no threads and no file system.
 */
import type { SkippedFile, SnapshotFile } from '../kernel';
import { createError, toEngineError } from '../kernel';
import type { Corpus, FileEntry } from '../corpus';

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
  /** Throws when no more bulk work may be taken on. */
  readonly admit?: () => void | Promise<void>;
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
  const stale = listed.filter((file) => !isKnown(file, corpus));
  const counts = { added: 0, changed: 0, removed: gone.length, unchanged: listed.length - stale.length };
  const skipped: SkippedFile[] = [];
  let done = 0;
  await mapLimited(stale, parts.concurrency, async (file) => {
    if (parts.signal?.aborted) throw createError('CANCELLED');
    await parts.admit?.();
    const known = corpus.file(file.path);
    const outcome = await analyzeOrSkip(file, known?.facts.hash, parts);
    if (outcome.status === 'analyzed') {
      await corpus.put(outcome.entry);
      counts[known ? 'changed' : 'added'] += 1;
    } else if (outcome.status === 'unchanged') {
      corpus.touch(file.path, file.mtimeMs);
      counts.unchanged += 1;
    } else {
      await corpus.remove([file.path]);
      skipped.push({ path: file.path, reason: outcome.reason, detail: outcome.detail });
    }
    parts.onProgress?.((done += 1), stale.length);
  });
  skipped.sort((a, b) => (a.path < b.path ? -1 : 1));
  return { ...counts, skipped };
}

function isKnown(file: SnapshotFile, corpus: Corpus): boolean {
  const known = corpus.file(file.path);
  return known !== undefined && known.size === file.size && known.mtimeMs === file.mtimeMs;
}

/** One file that hangs or crashes its thread must not cost the others: it is named and left out. */
async function analyzeOrSkip(
  file: SnapshotFile,
  knownHash: string | undefined,
  parts: SyncParts,
): Promise<AnalyzeOutcome> {
  try {
    return await parts.analyze(file, knownHash);
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (error.code === 'ANALYSIS_TIMEOUT') return { status: 'skipped', reason: 'timeout', detail: error.message };
    if (error.code === 'WORKER_FAILED') return { status: 'skipped', reason: 'unreadable', detail: error.message };
    throw error;
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
