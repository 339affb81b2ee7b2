/**
 * The composition root, and the one place where stages meet:
 *
 *   request → workspace (source → parse → chunk → words + vectors → corpus)
 *           → query → select → retrieve (ast | rag) → fuse → rank → quality
 *           → read live → pack → render → answer
 *
 * Every run is recorded by the meter; `evaluate` judges what was recorded.
 */
import { randomBytes } from 'node:crypto';
import { availableParallelism, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { systemClock } from './kernel';
import type { Clock, Engine, FileFacts, ModeDecision, SettingsOverrides } from './kernel';
import { createByteCache, createSingleFlight, createTtlCache } from './cache';
import { createChecker, type CheckReply, type CheckTask } from './checker';
import { sizeOfFacts } from './corpus';
import { createSettingsSource, overrideSettings, workerPlan, type Settings } from './config';
import { createLease, makeHomeFolder, openLogFolder, readSettingsText, shareBaselineTurns, statSettings } from './io';
import { createStore } from './metrics';
import { createPool, growthOn, readHostDelay, type Pool } from './pool';
import { createAstRetriever, createRagRetriever } from './retrieve';
import type { WorkerAnswer, WorkerTask } from './worker';
import { createManager, type ManagerParts } from './operations/ast/manager';
import { createTypes } from './operations/ast/types';
import { enrichAction, getContext, search, type AnswerParts } from './operations/answer';
import type { AnalysisParts } from './operations/analysis';
import { createDelivery } from './operations/alerts/deliver';
import { createEvaluationLease, createEvaluator } from './operations/alerts/evaluator';
import { createAlerts } from './operations/alerts/manager';
import { createAlertStore, createMemoryStore } from './operations/alerts/store';
import { createCalls } from './operations/calls';
import { evaluate } from './operations/evaluate';
import { recordFeedback } from './operations/feedback';
import { createFeedbackStore } from './operations/feedback-store';
import { follow } from './operations/follow';
import { createHistories } from './operations/history';
import { createLentStore } from './operations/lent-store';
import { createMonitoring } from './operations/monitor/manager';
import { createSettingsEditor } from './operations/monitor/settings-editor';
import { createMemoryGauge, createSparingGauge } from './operations/memory';
import { startMetering } from './operations/metering';
import { createPressure } from './operations/pressure';
import { createWatchedCalls } from './operations/watched-calls';
import { createWorkspaces } from './operations/workspaces';
import { syncIndex } from './operations/sync';

export interface CreateEngineOptions {
  /** Settings file; default: the built-in defaults. */
  readonly settingsPath?: string;
  /** Most analysis threads; default: by the settings and the cores there are. */
  readonly threads?: number;
  /** The script that analysis threads load; it exports `analyzeTask`. */
  readonly workerFile: string;
  /** Folder for what is kept between runs (see `homeFolder`); without it nothing is written. */
  readonly home?: string;
  /** Keep below `max_cpu_usage`; for hosts that have other work to do. Default true. */
  readonly shareCpu?: boolean;
  /** Where the thread that this engine works for tells how far it is held up (see `watchHostDelay`). */
  readonly hostDelay?: SharedArrayBuffer;
  /** Who asks, where nobody says it; default `api`. */
  readonly caller?: string;
  readonly clock?: Clock;
  /** Resident memory of the process, bytes; default: as the system tells. */
  readonly readRss?: () => number;
}

const CACHED_DECISIONS = 2_000;
const CACHED_FACTS_BYTES = 64 * 1024 * 1024;
const VECTOR_MEMORY_ENTRIES = 1_000_000;
const QUEUE_MAX = 10_000;
const THREAD_HEAP_MB = 512;
/** Room for one file's tree. More only keeps trees that are done with: each thread would hold 32 MB of them. */
const THREAD_YOUNG_MB = 8;
/** The type checker holds whole programs; it starts with the first question about types and ends when idle. */
const CHECKER = { threads: 1, bulkThreads: 1, taskTimeoutMs: 60_000, maxQueue: 200, heapMb: 1_024, idleMs: 300_000 };
/** Files under way per thread: as many as travel together, and as many that wait. */
const FILES_PER_THREAD = 32;
/** The same where each file's chunks are sent to an outside model. */
const OUTSIDE_PER_THREAD = 3;

export async function createEngine(options: CreateEngineOptions): Promise<Engine> {
  const memoryUsed = createMemoryGauge(options.readRss);
  const clock = options.clock ?? systemClock;
  const cores = options.threads ?? availableParallelism();
  const source = createSettingsSource({
    path: options.settingsPath,
    readText: readSettingsText,
    statText: statSettings,
    clock,
  });
  const settings = (): Settings => source.current();
  const settingsFor = (overrides?: SettingsOverrides): Settings =>
    overrideSettings(settings(), overrides ?? undefined);
  // A settings file that is wrong from the start is the first thing a caller should hear of.
  settings();

  const metrics = await openMetrics(options.home, clock, () => settings().monitoring.retention_period);
  const decisions = follow(settings, (s) => [s.hybrid_mode.decision_cache_ttl], (s) =>
    createTtlCache<ModeDecision>({ maxEntries: CACHED_DECISIONS, ttlMs: s.hybrid_mode.decision_cache_ttl, clock }),
  );
  const factsCache = follow(settings, (s) => [s.ast_analysis.cache_size, s.ast_analysis.cache_ttl], (s) =>
    createByteCache<FileFacts>({
      maxEntries: s.ast_analysis.cache_size,
      ttlMs: s.ast_analysis.cache_ttl,
      maxBytes: CACHED_FACTS_BYTES,
      sizeOf: sizeOfFacts,
      clock,
    }),
  );
  const vectorMemory = follow(settings, (s) => [s.rag_retrieval.embedding_cache_size], (s) =>
    createByteCache<Float32Array>({
      maxEntries: VECTOR_MEMORY_ENTRIES,
      ttlMs: s.monitoring.retention_period,
      maxBytes: s.rag_retrieval.embedding_cache_size,
      sizeOf: (vector) => vector.byteLength + 120,
      clock,
    }),
  );
  const plan = () => workerPlan(settings(), cores);
  const pressure = createPressure({
    clock,
    cores: availableParallelism(),
    memoryUsed,
    maxCpu: () => (options.shareCpu === false ? Infinity : settings().performance.max_cpu_usage),
    plannedBulkThreads: () => plan().bulkThreads,
    releaseCaches: () => [factsCache(), vectorMemory()].forEach((cache) => cache.evictTo(0)),
  });
  shareBaselineTurns();
  const pool = follow(
    settings,
    () => [plan().threads, settings().ast_analysis.analysis_timeout],
    (s) =>
      createPool<WorkerTask, WorkerAnswer>({
        filename: options.workerFile,
        name: 'analyzeTask',
        threads: plan().threads,
        bulkThreads: () => pressure.bulkThreads(),
        growth: growthOn(availableParallelism()),
        taskTimeoutMs: s.ast_analysis.analysis_timeout,
        maxQueue: QUEUE_MAX,
        heapMb: THREAD_HEAP_MB,
        youngMb: THREAD_YOUNG_MB,
      }),
    retireIdle,
  );

  // One pool runs every kind of task; the kind decides what comes back.
  const poolOf = <Task extends WorkerTask, Answer extends WorkerAnswer>() => pool as unknown as () => Pool<Task, Answer>;
  const analysis: AnalysisParts = {
    pool: poolOf(),
    factsCache,
    flights: createSingleFlight(),
    vectorMemory,
  };
  const lentStore = createLentStore();
  const workspaces = createWorkspaces({
    lentStore,
    clock,
    analysis,
    pressure,
    concurrency: (outside) => plan().bulkThreads * (outside ? OUTSIDE_PER_THREAD : FILES_PER_THREAD),
    planNotes: () => plan().notes,
  });
  const run = { clock, meter: metrics, memoryUsed: createSparingGauge(memoryUsed, clock) };
  const metering = startMetering({
    store: metrics,
    clock,
    cores: availableParallelism(),
    memoryUsed,
    engineState: () => ({ ...workspaces.state(), ...workspaces.indexes(), queue_depth: pool().stats().waiting, main_loop_delay_ms: readHostDelay(options.hostDelay) }),
  });
  const answers: AnswerParts = {
    ...run,
    ast: createAstRetriever(),
    rag: createRagRetriever(),
    decisions,
    histories: createHistories(),
    feedback: options.home === undefined ? undefined : createFeedbackStore(options.home, clock),
    workspaces,
    settingsFor,
  };
  const checkers = createPool<CheckTask, CheckReply>({ ...CHECKER, filename: options.workerFile, name: 'checkTask' });
  const types = createTypes({ checker: createChecker({ pool: () => checkers }), clock });
  const structures: ManagerParts = { ...run, types, analysis, localsPool: poolOf(), matchPool: poolOf(), snippetPool: poolOf(), workspaces, settingsFor };

  const { settingsPath, home } = options;
  const editor = settingsPath !== undefined && home !== undefined ? createSettingsEditor(settingsPath, home, clock) : undefined;
  const alerts = home === undefined ? createMemoryStore() : createAlertStore(home, clock);
  const alertFolder = () => (home === undefined ? undefined : makeHomeFolder(home, 'alerts'));
  const delivery = createDelivery(alerts, clock, alertFolder);
  const evaluation = createEvaluationLease(alertFolder, clock);
  const catchUp = createEvaluator({ store: alerts, metrics, clock, settings, mayEvaluate: evaluation.hold });

  const calls = createCalls(lentStore, clock);
  const watched = createWatchedCalls(calls, run, options.caller);
  const pageFile = join(dirname(options.workerFile), 'dashboard.html');
  const monitoring = { store: metrics, clock, settingsFor, alerts, editor, machine: { cores, memoryBytes: totalmem() }, run, pageFile, engine: () => engine };
  const engine: Engine = {
    syncIndex: calls.guard((request, call) => syncIndex(structures, request, call)),
    search: calls.guard((request, call) => search(answers, request, call)),
    getContext: calls.guard((request, call) => getContext(answers, request, call)),
    enrichAction: calls.guard((request, call) => enrichAction(answers, request, call)),
    ...createManager(structures, calls),
    ...createMonitoring(monitoring, calls, watched),
    recordFeedback: calls.guard((request, call) => recordFeedback({ ...answers, store: answers.feedback }, request, call)),
    ...createAlerts({ store: alerts, clock, delivery, catchUp }, watched),
    evaluate: watched.record('evaluate', (request) => evaluate({ metrics, clock, settingsFor, alerts, delivery, catchUp }, request)),
    async close() {
      calls.close();
      // Short processes, such as commands, end before the first sample.
      metrics.sample(workspaces.indexes());
      workspaces.close();
      await Promise.all([pool().close(), checkers.close(), metering.stop(), evaluation.release()]);
    },
  };
  return engine;
}

const COMPACT_LEASE_MS = 120_000;

/** Metrics that all processes share, or, when the folder cannot be had, this process's own. */
async function openMetrics(home: string | undefined, clock: Clock, retentionMs: () => number) {
  const process = clock.now().toString(36) + randomBytes(4).toString('hex');
  const path = home === undefined ? undefined : await makeHomeFolder(home, 'metrics').catch(() => undefined);
  if (path === undefined) return createStore({ clock, retentionMs });
  const lease = createLease(join(path, '.compact.lease'), { holder: process, ttlMs: COMPACT_LEASE_MS, clock });
  return createStore({ clock, retentionMs, folder: openLogFolder(path), process, mayCompact: () => lease.hold() });
}

/** A pool that still works is kept for now; the next look tries again. */
function retireIdle(pool: Pool<WorkerTask, WorkerAnswer>): boolean {
  const { running, waiting } = pool.stats();
  if (running + waiting > 0) return false;
  void pool.close();
  return true;
}
