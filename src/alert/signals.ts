/** The signals that have thresholds: where each is read, which thresholds rule it, and what to do about it. */
import type { SignalStatus } from '../kernel';

/** What is needed of src/metrics' summary. */
export interface AlertMetrics {
  readonly runs: number;
  readonly windowMs: number;
  readonly latency: { readonly samples: number; readonly p95?: number };
  readonly quality: { readonly samples: number; readonly mean?: number };
  readonly errors: {
    readonly samples: number;
    readonly rate?: number;
    readonly byCode: Readonly<Record<string, number>>;
  };
  readonly cache: { readonly samples: number; readonly rate?: number };
  readonly rss: { readonly samples: number; readonly last?: number };
  readonly gauges: Readonly<Record<string, { readonly mean: number; readonly max: number; readonly samples: number }>>;
}

export interface AlertThresholds {
  /** Milliseconds. */
  readonly latency_warning: number;
  readonly latency_critical: number;
  /** Scores 0..1; lower is worse. */
  readonly quality_warning: number;
  readonly quality_critical: number;
  /** Shares of runs, 0..1. */
  readonly error_rate_warning: number;
  readonly error_rate_critical: number;
  /** Hit rates 0..1; lower is worse. */
  readonly cache_warning: number;
  readonly cache_critical: number;
  /** Shares of `maxMemoryBytes`. */
  readonly memory_warning: number;
  readonly memory_critical: number;
  readonly maxMemoryBytes: number;
  /** Shares of `maxCpu`. */
  readonly cpu_warning: number;
  readonly cpu_critical: number;
  readonly maxCpu: number;
  /** Milliseconds. */
  readonly index_lag_warning: number;
  readonly index_lag_critical: number;
}

export interface Signal {
  readonly name: SignalStatus['signal'];
  readonly label: string;
  readonly worse: 'higher' | 'lower';
  read(summary: AlertMetrics): { readonly value: number | undefined; readonly samples: number };
  limits(thresholds: AlertThresholds): { readonly warning: number; readonly critical: number };
  readonly format: (value: number) => string;
  /** What to do beyond a threshold. */
  advise(summary: AlertMetrics): string;
  /** How to come by samples. */
  readonly gather: string;
}

export const SIGNALS: readonly Signal[] = [
  {
    name: 'latency_p95',
    label: 'Latency (95th percentile)',
    worse: 'higher',
    read: ({ latency }) => ({ value: latency.p95, samples: latency.samples }),
    limits: (t) => ({ warning: t.latency_warning, critical: t.latency_critical }),
    format: (ms) => `${Math.round(ms)} ms`,
    advise: () =>
      'Look at the timings of slow answers: narrow the files by include patterns, lower the token budget, or sync the index before requests arrive.',
    gather: 'Send more requests or look at a longer window.',
  },
  {
    name: 'quality',
    label: 'Mean quality score',
    worse: 'lower',
    read: ({ quality }) => ({ value: quality.mean, samples: quality.samples }),
    limits: (t) => ({ warning: t.quality_warning, critical: t.quality_critical }),
    format: (score) => score.toFixed(2),
    advise: () =>
      'Follow the advice in low-quality answers: sync the index, name files or symbols in queries, or let the mode be automatic.',
    gather: 'Send more requests or look at a longer window.',
  },
  {
    name: 'error_rate',
    label: 'Error rate',
    worse: 'higher',
    read: ({ errors }) => ({ value: errors.rate, samples: errors.samples }),
    limits: (t) => ({ warning: t.error_rate_warning, critical: t.error_rate_critical }),
    format: formatShare,
    advise: ({ errors }) =>
      `Open the failed executions: each error names its cause and what to change.${listErrors(errors.byCode)}`,
    gather: 'Send more requests or look at a longer window.',
  },
  {
    name: 'cache_hit_rate',
    label: 'Cache hit rate',
    worse: 'lower',
    read: ({ cache }) => ({ value: cache.rate, samples: cache.samples }),
    limits: (t) => ({ warning: t.cache_warning, critical: t.cache_critical }),
    format: formatShare,
    advise: () =>
      'Raise ast_analysis.cache_size, cache_ttl or decision_cache_ttl, or give the process more memory if caches are evicted.',
    gather: 'Only requests that look something up in a cache count.',
  },
  {
    name: 'memory',
    label: 'Memory of the process',
    worse: 'higher',
    read: ({ rss }) => ({ value: rss.last, samples: rss.samples }),
    limits: (t) => ({
      warning: t.memory_warning * t.maxMemoryBytes,
      critical: t.memory_critical * t.maxMemoryBytes,
    }),
    format: (bytes) => `${Math.round(bytes / 1_048_576)} MB`,
    advise: () =>
      'Index fewer files, lower cache sizes, or raise performance.max_memory_usage if the machine has room; at the maximum new bulk work is refused.',
    gather: 'Memory is measured when a run ends.',
  },
  {
    name: 'cpu',
    label: 'CPU of the process',
    worse: 'higher',
    read: ({ gauges }) => ({ value: gauges.cpu_share?.mean, samples: gauges.cpu_share?.samples ?? 0 }),
    limits: (t) => ({ warning: t.cpu_warning * t.maxCpu, critical: t.cpu_critical * t.maxCpu }),
    format: formatShare,
    advise: () =>
      'Lower ast_analysis.parallel_workers, index fewer files, or raise performance.max_cpu_usage if the machine has cores to spare.',
    gather: 'The process is looked at every ten seconds.',
  },
  {
    name: 'index_lag',
    label: 'Age of the index when used',
    worse: 'higher',
    read: ({ gauges }) => ({ value: gauges.index_lag_ms?.max, samples: gauges.index_lag_ms?.samples ?? 0 }),
    limits: (t) => ({ warning: t.index_lag_warning, critical: t.index_lag_critical }),
    format: (ms) => `${Math.round(ms / 1_000)} s`,
    advise: () => 'Let answers look for changed files (refresh "check"), or run Sync Index more often.',
    gather: 'Only an index that was used lately counts.',
  },
];

/** Undefined for a series of a workflow. */
export const findSignal = (name: string): Signal | undefined => SIGNALS.find((signal) => signal.name === name);

/** The three errors that occur most; cancelled runs do not count as failed. */
function listErrors(byCode: Readonly<Record<string, number>>): string {
  const failed = Object.entries(byCode).filter(([code]) => code !== 'CANCELLED');
  const most = failed.sort(([, a], [, b]) => b - a).slice(0, 3);
  return most.length === 0 ? '' : ` Most often: ${most.map(([code, count]) => `${code} (${count})`).join(', ')}.`;
}

function formatShare(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
