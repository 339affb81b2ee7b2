/** What a sync did, and what an index leaves out, for people to read. */
import type { SkipReason, Step, SyncReport } from '../kernel';
import { LIMITS } from '../kernel';
import type { Corpus } from '../corpus';
import type { SyncOutcome } from '../sync';
import type { Workspace } from './workspaces';

const NAMED_MAX = 3;
/** Left out although somebody may have wanted it; what is ignored or binary is left out as intended. */
const UNINTENDED: ReadonlySet<SkipReason> = new Set([
  'too_large', 'not_allowed', 'symlink_outside', 'unreadable', 'timeout', 'too_many_files', 'too_deep',
]);

export function describeSync(
  workspace: Workspace,
  { added, changed, removed, unchanged }: SyncOutcome,
  planNotes: readonly string[],
  durationMs: number,
): SyncReport {
  const { corpus, embedding, backendNote, listingNotes, sourceNote, snapshot } = workspace;
  const { commit } = snapshot.origin;
  return {
    workspace: workspace.name,
    ...corpus.counts(),
    added,
    changed,
    removed,
    unchanged,
    skipped: workspace.skipped,
    skippedCount: workspace.skippedCount,
    problems: problemsOf(corpus),
    embedding: { model: embedding.model, dimensions: embedding.dimensions },
    vectorBackend: corpus.vectors.backend,
    ...(commit !== undefined && { commit }),
    notes: [...[sourceNote, backendNote].filter((note) => note !== undefined), ...listingNotes, ...planNotes],
    durationMs,
  };
}

/** Names what the index of an answer lacks and whether it may be old; none when all is well. */
export function noteSkipped({ skipped, sourceNote }: Workspace): Step[] {
  const source: Step[] = sourceNote === undefined ? [] : [{ step: 'source', status: 'fallback', detail: sourceNote }];
  const unintended = skipped.filter(({ reason }) => UNINTENDED.has(reason));
  if (unintended.length === 0) return source;
  const named = unintended.slice(0, NAMED_MAX).map(({ path, reason }) => `${path.slice(0, 200)} (${reason})`);
  const more = unintended.length - named.length;
  const detail = `not indexed: ${named.join(', ')}${more > 0 ? ` and ${more} more; a sync lists them` : ''}`;
  return [...source, { step: 'sync', status: 'note', detail }];
}

function problemsOf(corpus: Corpus): SyncReport['problems'] {
  const problems: { path: string; detail: string }[] = [];
  for (const { facts } of corpus.files()) {
    const [first] = facts.problems;
    if (first) problems.push({ path: facts.path, detail: `line ${first.line}: ${first.message}` });
    if (facts.invalidUtf8) problems.push({ path: facts.path, detail: 'bytes that are not valid UTF-8 were replaced' });
  }
  return problems.sort((a, b) => (a.path < b.path ? -1 : 1)).slice(0, LIMITS.skippedListed);
}
