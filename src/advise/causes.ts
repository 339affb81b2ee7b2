/** The table of causes: which measure tells of each, and what can be done about it. Plans are tried in order. */
import type { AdviceUnit } from '../kernel';
import type { Settings } from '../config';
import { operation, set, step, type Plan } from './actions';

export interface Cause {
  readonly cause: string;
  readonly measure: string;
  readonly unit: AdviceUnit;
  readonly worse: 'higher' | 'lower';
  /** A level that is too bad however long it has been so. */
  readonly limit?: (settings: Settings) => number;
  readonly title: string;
  readonly plans: readonly Plan[];
  /** What to expect; `before` is the value of the window before, written for people. */
  readonly effect: (before: string) => string;
}

const MB = 1024 * 1024;
const MINUTE = 60_000;

const narrow = operation('Leave files out that nobody asks for: narrow the include and exclude patterns, or split the repository into workspaces.');
const syncFirst = operation('Run Sync Index when code changes (on a push, or by a schedule), so that questions find the index ready.', 'syncIndex');
const fewerBulkThreads = step({ key: 'ast_analysis.parallel_workers', unit: 'count', factor: 0.5, bound: 1 });
const smallerVectorCache = step({ key: 'rag_retrieval.embedding_cache_size', unit: 'size', factor: 0.5, bound: 32 * MB });
const smallerFactsCache = step({ key: 'ast_analysis.cache_size', unit: 'count', factor: 0.5, bound: 250 });
const backTo = (what: string) => (before: string) => `${what} goes back towards ${before}.`;
const cacheLimit = ({ monitoring }: Settings): number => monitoring.alert_thresholds.cache_warning;

/** What is behind what others only show comes first. */
export const CAUSES: readonly Cause[] = [
  {
    cause: 'cache_ast',
    measure: 'cache ast',
    unit: 'share',
    worse: 'lower',
    limit: cacheLimit,
    title: 'Analysed files are found in their cache less often',
    plans: [
      step({ key: 'ast_analysis.cache_size', unit: 'count', factor: 2, bound: 64_000 }),
      step({ key: 'ast_analysis.cache_ttl', unit: 'duration', factor: 2, bound: 24 * 60 * MINUTE }),
      narrow,
    ],
    effect: backTo('The share of files that need no analysis'),
  },
  {
    cause: 'cache_decision',
    measure: 'cache decision',
    unit: 'share',
    worse: 'lower',
    title: 'Chosen modes are found in their cache less often',
    plans: [
      set('hybrid_mode.cache_decisions', true),
      step({ key: 'hybrid_mode.decision_cache_ttl', unit: 'duration', factor: 2, bound: 120 * MINUTE }),
      operation('Name the mode in workflows that always ask in the same way, instead of having it chosen.'),
    ],
    effect: backTo('The share of questions whose mode is known'),
  },
  {
    cause: 'cache_embedding',
    measure: 'cache embedding',
    unit: 'share',
    worse: 'lower',
    title: 'Embedded texts are found in their cache less often',
    plans: [step({ key: 'rag_retrieval.embedding_cache_size', unit: 'size', factor: 2, bound: ({ memoryBytes }) => memoryBytes / 4 }), narrow],
    effect: backTo('The share of texts that the provider need not embed again'),
  },
  {
    cause: 'files_change',
    measure: 'cache live',
    unit: 'share',
    worse: 'lower',
    title: 'Files change between being indexed and being shown',
    plans: [step({ key: 'rag_retrieval.freshness_window', unit: 'duration', factor: 0.5, bound: 250 }), syncFirst],
    effect: () => 'Answers are ranked again less often, because the index is as the files are.',
  },
  {
    cause: 'queue',
    measure: 'queue_depth',
    unit: 'count',
    worse: 'higher',
    title: 'Files wait longer for an analysis thread',
    plans: [
      step({ key: 'ast_analysis.worker_pool_size', unit: 'count', factor: 2, bound: ({ cores }) => cores }),
      step({ key: 'ast_analysis.parallel_workers', unit: 'count', factor: 2, bound: ({ cores }) => cores }),
      operation('All cores are in use already: sync large workspaces at other times than questions come, or narrow their patterns.'),
    ],
    effect: backTo('The queue'),
  },
  {
    cause: 'memory',
    measure: 'rss_bytes',
    unit: 'bytes',
    worse: 'higher',
    limit: ({ monitoring, performance }) => monitoring.alert_thresholds.memory_warning * performance.max_memory_usage,
    title: 'The engine holds more memory',
    plans: [
      smallerVectorCache,
      smallerFactsCache,
      step({ key: 'performance.max_memory_usage', unit: 'size', factor: 1.5, bound: ({ memoryBytes }) => memoryBytes / 2 }),
      narrow,
    ],
    effect: () => 'Bulk work is not refused for want of memory; texts that were embedded before may have to be embedded again.',
  },
  {
    cause: 'cpu',
    measure: 'cpu_share',
    unit: 'share',
    worse: 'higher',
    limit: ({ monitoring, performance }) => monitoring.alert_thresholds.cpu_warning * performance.max_cpu_usage,
    title: 'The engine uses more of the processor',
    plans: [fewerBulkThreads, syncFirst],
    effect: backTo('The share of the processor that indexing takes'),
  },
  {
    cause: 'index_size',
    measure: 'chunks',
    unit: 'count',
    worse: 'higher',
    title: 'The indexes hold more code',
    plans: [narrow],
    effect: backTo('What each question has to look through'),
  },
  {
    cause: 'index_lag',
    measure: 'index_lag_ms',
    unit: 'ms',
    worse: 'higher',
    limit: ({ monitoring }) => monitoring.alert_thresholds.index_lag_warning,
    title: 'Indexes in use are looked at less often than before',
    plans: [syncFirst],
    effect: backTo('The age of the index at the moment of a question'),
  },
  {
    cause: 'event_loop',
    measure: 'event_loop_delay_ms',
    unit: 'ms',
    worse: 'higher',
    title: "The engine's thread is held up",
    plans: [fewerBulkThreads, narrow],
    effect: backTo('The delay'),
  },
  {
    cause: 'host_event_loop',
    measure: 'main_loop_delay_ms',
    unit: 'ms',
    worse: 'higher',
    title: "The main thread of n8n is held up, which the engine's threads are not the cause of",
    plans: [operation('Look for workflows with large items or Code nodes that compute for long; give n8n workers of their own (queue mode).')],
    effect: () => 'Answers reach their workflows without waiting for the main thread.',
  },
];
