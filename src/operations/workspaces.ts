/** The workspaces in memory: opened on demand, kept fresh, bounded in number. */
import type { CallOptions, RequestBase, SkippedFile, SyncReport, SyncRequest } from '../kernel';
import { createError, LIMITS, toEngineError } from '../kernel';
import type { Clock } from '../kernel';
import type { Settings } from '../config';
import { createCorpus, type Corpus } from '../corpus';
import { BUILT_IN_DIMENSIONS, BUILT_IN_MODEL, embedQuery } from '../embed';
import { resolveRoot } from '../io';
import { listDirectory, type Listing, type SourceRef } from '../source';
import { syncCorpus, type RefusedFile, type SyncOutcome } from '../sync';
import { createVectorIndex } from '../vector';
import { analyzeForIndex, type AnalysisParts, type WorkspaceEmbedding } from './analysis';
import { checkPatterns } from './input';
import { createKeyedLock } from './lock';
import type { Pressure } from './pressure';

export interface Workspace {
  readonly key: string;
  readonly name: string;
  readonly source: SourceRef;
  readonly corpus: Corpus;
  readonly embedding: WorkspaceEmbedding;
  readonly refused: Map<string, RefusedFile>;
  readonly notes: string[];
  /** Files left out at the last look, named and counted. */
  skipped: readonly SkippedFile[];
  skippedCount: number;
  checkedAt: number;
  usedAt: number;
  /** Changes with every change of content: what was decided before may no longer hold. */
  version: number;
}

export interface WorkspaceParts {
  readonly clock: Clock;
  readonly analysis: AnalysisParts;
  readonly pressure: Pressure;
  readonly concurrency: () => number;
  /** Told to the user once per report: capped threads and the like. */
  readonly planNotes: () => readonly string[];
}

export interface Workspaces {
  /** The workspace, looked at for changes unless that was just done or `refresh` is `none`. */
  ready(request: RequestBase, options: CallOptions, settings: Settings, refresh: 'check' | 'none'): Promise<Workspace>;
  sync(request: SyncRequest, options: CallOptions, settings: Settings): Promise<SyncReport>;
  /** Forgets when files were last looked at, so that the next `ready` looks again. */
  expire(workspace: Workspace): void;
  bytes(): number;
  close(): void;
}

/** How long an outside embedding that failed is left alone, ms. */
const PROVIDER_PAUSE_MS = 30_000;

export function createWorkspaces(parts: WorkspaceParts): Workspaces {
  const open = new Map<string, Workspace>();
  const lock = createKeyedLock();
  const { clock } = parts;

  async function locate(request: RequestBase, options: CallOptions, settings: Settings) {
    checkPatterns(request);
    const root = await resolveRoot(request.root, options.access);
    const name = request.workspace?.trim() || root;
    const key = JSON.stringify([name, root, request.include ?? [], request.exclude ?? []]);
    const source: SourceRef = { kind: 'directory', root, maxFileBytes: settings.ast_analysis.max_file_size };
    return { key, name, source };
  }

  async function create(place: Awaited<ReturnType<typeof locate>>, options: CallOptions, settings: Settings, tolerant: boolean) {
    const embedding = await openEmbedding(options, tolerant);
    const { index, note } = await createVectorIndex({
      backend: settings.rag_retrieval.vector_backend,
      dimensions: embedding.dimensions,
    });
    const workspace: Workspace = {
      ...place,
      corpus: createCorpus(index),
      embedding,
      refused: new Map(),
      notes: note ? [note] : [],
      skipped: [],
      skippedCount: 0,
      checkedAt: -Infinity,
      usedAt: clock.monotonic(),
      version: 0,
    };
    keep(workspace);
    return workspace;
  }

  function keep(workspace: Workspace): void {
    drop(workspace.key);
    open.set(workspace.key, workspace);
    const byAge = [...open.values()].sort((a, b) => a.usedAt - b.usedAt);
    for (const old of byAge.slice(0, Math.max(0, open.size - LIMITS.workspacesMax))) drop(old.key);
  }

  function drop(key: string): void {
    open.get(key)?.corpus.close();
    open.delete(key);
  }

  async function update(workspace: Workspace, request: RequestBase, options: CallOptions, tolerant: boolean): Promise<SyncOutcome> {
    const { source, embedding, corpus } = workspace;
    const { signal, onProgress } = options;
    const listing = await listDirectory(source, {
      include: request.include,
      exclude: request.exclude,
      access: options.access,
      signal,
      onProgress,
    });
    const outcome = await syncCorpus(corpus, listing.files, {
      analyze: (file, knownHash) =>
        analyzeForIndex(parts.analysis, source, file, knownHash, embedding, { signal, tolerant, provider: options.embeddings }),
      concurrency: parts.concurrency(),
      signal,
      admit: () => parts.pressure.admitBulk(),
      refused: workspace.refused,
      onProgress: (done, total) => onProgress?.({ stage: 'analyze', done, total }),
    });
    remember(workspace, listing, outcome);
    return outcome;
  }

  function remember(workspace: Workspace, listing: Listing, outcome: SyncOutcome): void {
    workspace.skipped = [...outcome.skipped, ...listing.skipped].slice(0, LIMITS.skippedListed);
    workspace.skippedCount = outcome.skipped.length + listing.skippedCount;
    workspace.checkedAt = clock.monotonic();
    if (outcome.added + outcome.changed + outcome.removed > 0) workspace.version += 1;
    if (workspace.corpus.counts().files === 0) {
      drop(workspace.key);
      throw createError('WORKSPACE_EMPTY', { root: workspace.source.root, skipped: workspace.skippedCount });
    }
  }

  async function ready(request: RequestBase, options: CallOptions, settings: Settings, refresh: 'check' | 'none') {
    const place = await locate(request, options, settings);
    const isFresh = (known: Workspace | undefined): known is Workspace =>
      known !== undefined &&
      (refresh === 'none' || clock.monotonic() - known.checkedAt < settings.rag_retrieval.freshness_window);
    let workspace = open.get(place.key);
    if (workspace) assertSameEmbedding(workspace, options);
    if (!isFresh(workspace)) {
      workspace = await lock(place.key, async () => {
        // Whoever held the lock before may have done this work already.
        const known = open.get(place.key);
        if (known) assertSameEmbedding(known, options);
        if (isFresh(known)) return known;
        const target = await recovered(known, place, options, settings);
        await update(target, request, options, true);
        return target;
      });
    }
    workspace.usedAt = clock.monotonic();
    return workspace;
  }

  /** The known workspace, or a new one; one whose provider was down from the start is tried again. */
  async function recovered(
    known: Workspace | undefined,
    place: Awaited<ReturnType<typeof locate>>,
    options: CallOptions,
    settings: Settings,
  ): Promise<Workspace> {
    if (!known) return create(place, options, settings, true);
    if (!known.embedding.down || clock.monotonic() - known.checkedAt < PROVIDER_PAUSE_MS) return known;
    if (known.embedding.dimensions > 1) {
      known.embedding.down = false;
      return known;
    }
    return create(place, options, settings, true);
  }

  async function sync(request: SyncRequest, options: CallOptions, settings: Settings): Promise<SyncReport> {
    const startedAt = clock.monotonic();
    const place = await locate(request, options, settings);
    const { workspace, outcome } = await lock(place.key, async () => {
      const known = open.get(place.key);
      const usable = known && isSameModel(known, options) && !known.embedding.down && !request.rebuild;
      const target = usable ? known : await create(place, options, settings, false);
      return { workspace: target, outcome: await update(target, request, options, false) };
    });
    const { corpus, embedding } = workspace;
    return {
      workspace: workspace.name,
      ...corpus.counts(),
      added: outcome.added,
      changed: outcome.changed,
      removed: outcome.removed,
      unchanged: outcome.unchanged,
      skipped: workspace.skipped,
      skippedCount: workspace.skippedCount,
      problems: problemsOf(corpus),
      embedding: { model: embedding.model, dimensions: embedding.dimensions },
      vectorBackend: corpus.vectors.backend,
      notes: [...workspace.notes, ...parts.planNotes()],
      durationMs: Math.round(clock.monotonic() - startedAt),
    };
  }

  return {
    ready,
    sync,
    expire: (workspace) => (workspace.checkedAt = -Infinity),
    bytes: () => [...open.values()].reduce((sum, { corpus }) => sum + corpus.bytes(), 0),
    close: () => [...open.keys()].forEach(drop),
  };
}

/** The built-in embedding, or the provider's after a first question shows its dimensions. */
async function openEmbedding({ embeddings, signal }: CallOptions, tolerant: boolean): Promise<WorkspaceEmbedding> {
  if (!embeddings) return { model: BUILT_IN_MODEL, dimensions: BUILT_IN_DIMENSIONS, outside: false, down: false };
  const { model } = embeddings;
  try {
    const probe = await embedQuery(embeddings, 'dimensions', signal);
    return { model, dimensions: probe.length, outside: true, down: false };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (!tolerant || error.code !== 'EMBEDDING_FAILED') throw error;
    return { model, dimensions: 1, outside: true, down: true };
  }
}

function isSameModel({ embedding }: Workspace, { embeddings }: CallOptions): boolean {
  return embedding.model === (embeddings?.model ?? BUILT_IN_MODEL);
}

function assertSameEmbedding(workspace: Workspace, { embeddings }: CallOptions): void {
  const { model } = workspace.embedding;
  const details = { workspace: workspace.name, indexed: `"${model}"` };
  if (embeddings && embeddings.model !== model) {
    throw createError('EMBEDDING_MISMATCH', { ...details, given: `"${embeddings.model}"` });
  }
  if (!embeddings && workspace.embedding.outside) throw createError('EMBEDDING_NOT_ATTACHED', details);
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
