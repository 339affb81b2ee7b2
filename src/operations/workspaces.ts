/** The workspaces in memory: opened on demand, kept fresh, bounded in number. */
import type { CallOptions, Clock, RequestBase, SyncReport, SyncRequest } from '../kernel';
import { createError, LIMITS } from '../kernel';
import type { Settings } from '../config';
import { createCorpus } from '../corpus';
import type { Listing, Snapshot } from '../source';
import { syncCorpus, type SyncOutcome } from '../sync';
import { analyzeForIndex, rememberFacts, type AnalysisParts, type BulkCall } from './analysis';
import { assertSameModel, isDueAgain, isSameEmbedding, openEmbedding, type WorkspaceEmbedding } from './embedding';
import { checkPatterns, checkText } from './input';
import { createKeyedLock } from './lock';
import type { Pressure } from './pressure';
import { createSources, type OpenedSource } from './sources';
import type { LentStore } from './lent-store';
import type { GaugeSample } from '../metrics';
import { openVectors } from './vectors';
import { indexGaugesOf, stateOf } from './workspace-gauges';
import { describeSync } from './sync-report';
import { completed, hasBackend, isMadeFor, isReadyForMeaning, type Need, type Place, type Workspace } from './workspace';

export type { Need, Workspace } from './workspace';

export interface WorkspaceParts {
  readonly lentStore: LentStore;
  readonly clock: Clock;
  readonly analysis: AnalysisParts;
  readonly pressure: Pressure;
  /** Files to have under way at once; fewer where each asks an outside model. */
  readonly concurrency: (outside: boolean) => number;
  /** Told to the user once per report: capped threads and the like. */
  readonly planNotes: () => readonly string[];
}

/** What a run lends: the caller's options, and where look-ups of embedded texts are counted. */
export type WorkOptions = CallOptions & Pick<BulkCall, 'onEmbedded'>;

export interface Workspaces {
  /** The files a request is about, without an index. */
  snapshot(request: RequestBase, options: CallOptions, settings: Settings): Promise<Snapshot>;
  /** What the workspace of a request is called, and its files, without an index. */
  identify(request: RequestBase, options: CallOptions, settings: Settings): Promise<{ readonly name: string; readonly snapshot: Snapshot }>;
  /** The workspace, looked at for changes unless that was just done or `refresh` is `none`. */
  ready(request: RequestBase, options: WorkOptions, settings: Settings, refresh: 'check' | 'none', need?: Need): Promise<Workspace>;
  sync(request: SyncRequest, options: WorkOptions, settings: Settings): Promise<SyncReport>;
  /** These files are not what the index holds, whatever size and time say: the next look reads them again. */
  expire(workspace: Workspace, paths: readonly string[]): void;
  /** What the record says of all together, and of each. */
  state(): GaugeSample;
  indexes(): GaugeSample;
  close(): void;
}

/** So few files are read again even when memory is short: they take the place of what was held before. */
const SMALL_UPDATE = 20;

export function createWorkspaces(parts: WorkspaceParts): Workspaces {
  const open = new Map<string, Workspace>();
  const lock = createKeyedLock();
  const { clock } = parts;
  const sources = createSources({
    clock,
    onDropped(key) {
      for (const workspace of open.values()) if (workspace.source.key === key) open.delete(workspace.key);
    },
  });

  async function locate(request: RequestBase, options: CallOptions, settings: Settings): Promise<Place> {
    checkPatterns(request);
    const given = checkText('workspace', request.workspace)?.trim();
    const source = await sources.locate(request, options, settings);
    const name = given ?? source.name;
    const store = options.vectorStore?.name;
    const key = JSON.stringify([name, source.key, request.include ?? [], request.exclude ?? [], ...(store === undefined ? [] : [store])]);
    return { key, name, source, ...(store === undefined ? { backend: settings.rag_retrieval.vector_backend } : { backend: 'store', store }) };
  }

  async function create(place: Place, snapshot: Snapshot, embedding: WorkspaceEmbedding, need: Need = 'meaning'): Promise<Workspace> {
    const { index, note } = await openVectors(place, embedding, parts.lentStore);
    const workspace: Workspace = {
      ...place,
      snapshot,
      corpus: createCorpus(index),
      embedding,
      undecided: need === 'structure',
      refused: new Map(),
      backendNote: note,
      listingNotes: [],
      skipped: [],
      skippedCount: 0,
      checkedAt: -Infinity,
      partial: false,
      usedAt: clock.monotonic(),
      indexed: false,
    };
    // The first index is known while it grows, so that a cancelled one is continued; a new one takes
    // the place of an older one only when it is whole.
    if (!open.has(place.key)) keep(workspace);
    return workspace;
  }

  /** What leaves is not closed: an answer may still be made from it. */
  function keep(workspace: Workspace): void {
    open.set(workspace.key, workspace);
    const byAge = [...open.values()].sort((a, b) => a.usedAt - b.usedAt);
    for (const old of byAge.slice(0, Math.max(0, open.size - LIMITS.workspacesMax))) open.delete(old.key);
  }

  async function update(
    workspace: Workspace,
    place: Place,
    opened: OpenedSource,
    request: RequestBase,
    options: WorkOptions,
    settings: Settings,
    tolerant: boolean,
  ): Promise<SyncOutcome> {
    const { embedding, corpus } = workspace;
    const { signal, onProgress, access, onEmbedded } = options;
    const { snapshot, note } = opened;
    workspace.source = place.source;
    workspace.snapshot = snapshot;
    workspace.sourceNote = note;
    if (!embedding.down) embedding.triedAt = clock.monotonic();
    const call = {
      workspace: workspace.name,
      signal,
      provider: options.embeddings,
      onEmbedded,
      tolerant,
      batchSize: settings.rag_retrieval.embedding_batch_size,
      timeoutMs: settings.ast_analysis.analysis_timeout,
    };
    let free = workspace.indexed ? SMALL_UPDATE : 0;
    const { include, exclude } = request;
    const listing = await snapshot.list({ include, exclude, access, signal, onProgress });
    const outcome = await syncCorpus(corpus, listing.files, {
      analyze: (file, knownHash) => analyzeForIndex(parts.analysis, snapshot, file, knownHash, embedding, call),
      concurrency: parts.concurrency(embedding.outside),
      signal,
      admit: () => (free-- > 0 ? undefined : parts.pressure.admitBulk(settings.performance.max_memory_usage)),
      refused: workspace.refused,
      onIndexed: ({ facts }) => rememberFacts(parts.analysis, facts),
      onProgress: (done, total) => onProgress?.({ stage: 'analyze', done, total }),
    });
    remember(workspace, listing, outcome);
    return outcome;
  }

  function remember(workspace: Workspace, listing: Listing, outcome: SyncOutcome): void {
    workspace.skipped = [...outcome.skipped, ...listing.skipped].slice(0, LIMITS.skippedListed);
    workspace.skippedCount = outcome.skipped.length + listing.skippedCount;
    workspace.listingNotes = listing.notes;
    workspace.checkedAt = clock.monotonic();
    workspace.partial = (listing.skippedByReason.not_allowed ?? 0) > 0;
    if (workspace.corpus.counts().files === 0) {
      open.delete(workspace.key);
      throw createError('WORKSPACE_EMPTY', { root: workspace.snapshot.origin.label, skipped: workspace.skippedCount });
    }
    workspace.indexed = true;
    keep(workspace);
  }

  async function ready(request: RequestBase, given: WorkOptions, settings: Settings, refresh: 'check' | 'none', need: Need = 'meaning') {
    const options = need === 'structure' ? { ...given, embeddings: undefined } : given;
    const place = await locate(request, options, settings);
    const assertFits = (workspace: Workspace): void => {
      if (need === 'meaning' && !workspace.undecided) assertSameModel(workspace, options);
    };
    const isFresh = (known: Workspace | undefined): known is Workspace =>
      known !== undefined &&
      known.indexed &&
      (need === 'structure' || isReadyForMeaning(known, options)) &&
      (refresh === 'none' ||
        (isMadeFor(known, place) && !known.partial && clock.monotonic() - known.checkedAt < settings.rag_retrieval.freshness_window));
    let workspace = open.get(place.key);
    if (workspace) assertFits(workspace);
    if (!isFresh(workspace)) {
      workspace = await lock(place.key, async () => {
        if (options.signal?.aborted) throw createError('CANCELLED');
        // Whoever held the lock before may have done this work already.
        const known = open.get(place.key);
        if (known) assertFits(known);
        if (isFresh(known)) return known;
        const opened = await sources.open(place.source, 'due', options.signal);
        const target = await recovered(known, place, opened.snapshot, options, need);
        await update(target, place, opened, request, options, settings, true);
        return target;
      });
    }
    workspace.usedAt = clock.monotonic();
    if (need === 'meaning') workspace.undecided = false;
    return workspace;
  }

  /** The known workspace or a new one. A provider that was down is tried again after a pause. */
  async function recovered(
    known: Workspace | undefined,
    place: Place,
    snapshot: Snapshot,
    options: CallOptions,
    need: Need,
  ): Promise<Workspace> {
    const now = clock.monotonic();
    if (!known || (known.undecided && options.embeddings)) {
      return create(place, snapshot, await openEmbedding(options, now, true), need);
    }
    if (!hasBackend(known, place)) {
      return create(place, snapshot, { ...known.embedding, missing: new Set() }, known.undecided ? 'structure' : 'meaning');
    }
    if (need === 'structure') return known;
    const { embedding } = known;
    if (!embedding.down) return completed(known);
    if (!isDueAgain(embedding, now)) return known;
    embedding.triedAt = now;
    if (embedding.dimensions === 0) {
      const opened = await openEmbedding(options, now, true);
      return opened.down ? known : create(place, snapshot, opened);
    }
    embedding.down = false;
    return completed(known);
  }

  async function sync(request: SyncRequest, options: WorkOptions, settings: Settings): Promise<SyncReport> {
    const startedAt = clock.monotonic();
    const place = await locate(request, options, settings);
    return lock(place.key, async () => {
      if (options.signal?.aborted) throw createError('CANCELLED');
      const known = open.get(place.key);
      const opened = await sources.open(place.source, 'now', options.signal);
      const embedding = await openEmbedding(options, clock.monotonic(), false);
      const usable =
        known && !request.rebuild && !known.embedding.down && isSameEmbedding(known.embedding, embedding) && hasBackend(known, place);
      const target = usable ? completed(known) : await create(place, opened.snapshot, embedding);
      target.undecided = false;
      const outcome = await update(target, place, opened, request, options, settings, false);
      return describeSync(target, outcome, parts.planNotes(), Math.round(clock.monotonic() - startedAt));
    });
  }

  return {
    async snapshot(request, options, settings) {
      const place = await sources.locate(request, options, settings);
      return (await sources.open(place, 'due', options.signal)).snapshot;
    },
    async identify(request, options, settings) {
      const { name, source } = await locate(request, options, settings);
      return { name, snapshot: (await sources.open(source, 'due', options.signal)).snapshot };
    },
    ready,
    sync,
    expire(workspace, paths) {
      for (const path of paths) workspace.corpus.touch(path, -1);
      workspace.checkedAt = -Infinity;
    },
    state: () => stateOf(open.values(), clock),
    indexes: () => indexGaugesOf(open.values(), clock),
    close() {
      for (const { corpus } of open.values()) corpus.close();
      open.clear();
    },
  };
}
