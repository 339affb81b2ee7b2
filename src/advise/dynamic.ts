/** Causes that have a name in them: a stage that takes longer, an error that occurs more often. */
import { operation, set, step } from './actions';
import type { Cause } from './causes';

const MB = 1024 * 1024;

/** What can be done when this stage takes longer; others have no remedy of their own. */
const STAGES: Readonly<Record<string, Pick<Cause, 'title' | 'plans'>>> = {
  sync: {
    title: 'Looking for changed files before an answer takes longer',
    plans: [
      step({ key: 'rag_retrieval.freshness_window', unit: 'duration', factor: 4, bound: 30_000 }),
      operation('Run Sync Index when code changes, and ask with the index as it is.', 'syncIndex'),
    ],
  },
  embed: {
    title: 'The embedding provider answers more slowly',
    plans: [operation('Look at the status and limits of the embedding provider; without an attached Embeddings sub-node the built-in embedding needs no network.')],
  },
  rerank: {
    title: 'The reranker answers more slowly',
    plans: [operation('Look at the status and limits of the reranker, or disconnect it: the built-in ranking stands without it.')],
  },
  retrieve: {
    title: 'Finding candidates takes longer',
    plans: [operation('Narrow the include and exclude patterns, or name the mode ast in workflows that ask for symbols.')],
  },
  rank: {
    title: 'Ranking takes longer',
    plans: [operation('Narrow the include and exclude patterns of the workspace.')],
  },
  read: {
    title: 'Reading files for answers takes longer',
    plans: [operation('Lower the limit of results or the token budget; look at the disk that holds the code.')],
  },
  pack: {
    title: 'Packing answers takes longer',
    plans: [operation('Lower the token budget of the workflows that ask.')],
  },
  locals: {
    title: 'Parsing files for a place in them takes longer',
    plans: [step({ key: 'ast_analysis.cache_size', unit: 'count', factor: 2, bound: 64_000 }), operation('Leave very large files out by exclude patterns.')],
  },
};

/** What can be done about an error beyond what the error itself says. */
const ERRORS: Readonly<Record<string, Cause['plans']>> = {
  ANALYSIS_TIMEOUT: [step({ key: 'ast_analysis.analysis_timeout', unit: 'duration', factor: 2, bound: 120_000 })],
  FILE_TOO_LARGE: [step({ key: 'ast_analysis.max_file_size', unit: 'size', factor: 2, bound: 64 * MB })],
  MEMORY_LIMIT: [
    step({ key: 'rag_retrieval.embedding_cache_size', unit: 'size', factor: 0.5, bound: 32 * MB }),
    step({ key: 'performance.max_memory_usage', unit: 'size', factor: 1.5, bound: ({ memoryBytes }) => memoryBytes / 2 }),
  ],
  HYBRID_DISABLED: [set('hybrid_mode.enabled', true)],
  ANALYSIS_LATE: [step({ key: 'hybrid_mode.max_analysis_time', unit: 'duration', factor: 2, bound: 60_000 })],
  BRANCHES_FAILED: [set('hybrid_mode.rag_fallback_enabled', true)],
  EMBEDDING_FAILED: [operation('Look at the status, credential and limits of the embedding provider; the built-in embedding needs none.')],
  QUEUE_FULL: [
    step({ key: 'ast_analysis.worker_pool_size', unit: 'count', factor: 2, bound: ({ cores }) => cores }),
    operation('Send fewer requests at once: give the workflow a queue or a batch size.'),
  ],
};

/** The cause that a measure such as `stage embed` or `error QUEUE_FULL` stands for. */
export function dynamicCause(measure: string): Cause | undefined {
  const [, kind, name] = /^(stage|error) ([A-Za-z_]{1,40})$/.exec(measure) ?? [];
  if (kind === undefined || name === undefined) return undefined;
  if (kind === 'error') {
    return {
      cause: `error_${name}`,
      measure,
      unit: 'share',
      worse: 'higher',
      title: `More runs end with ${name}`,
      plans: [...(ERRORS[name] ?? []), operation(`Open a failed execution: ${name} says what to change.`)],
      effect: (before) => `The share of runs with this error goes back towards ${before}.`,
    };
  }
  const known = STAGES[name];
  return {
    cause: `stage_${name}`,
    measure,
    unit: 'ms',
    worse: 'higher',
    title: known?.title ?? `The stage ${name} takes longer`,
    plans: known?.plans ?? [operation(`See the timings of slow answers for what ${name} does; narrow the files by include and exclude patterns.`)],
    effect: (before) => `This stage goes back towards ${before} an answer.`,
  };
}
