import type { Settings } from './schema';

export interface WorkerPlan {
  readonly threads: number;
  /** How many of them bulk jobs (indexing) may take at once. */
  readonly bulkThreads: number;
  /** What was capped and why, for a person to read. */
  readonly notes: readonly string[];
}

/** How many worker threads to run: what the settings ask for, but no more than there are cores. */
export function workerPlan({ ast_analysis }: Settings, cores: number): WorkerPlan {
  const available = Math.max(1, Math.floor(cores));
  const notes: string[] = [];
  const cap = (key: 'worker_pool_size' | 'parallel_workers', limit: number, because: string): number => {
    const wanted = ast_analysis[key];
    if (wanted <= limit) return wanted;
    notes.push(`ast_analysis.${key} is ${wanted}; ${limit} used, because ${because}.`);
    return limit;
  };
  const machine = available === 1 ? 'there is 1 core' : `there are ${available} cores`;
  const threads = cap('worker_pool_size', available, machine);
  const pool = threads === available ? machine : `worker_pool_size is ${threads}`;
  return { threads, bulkThreads: cap('parallel_workers', threads, pool), notes };
}
