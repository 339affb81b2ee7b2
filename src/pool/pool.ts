/** Analysis threads: bounded, fair between interactive and bulk work, with a deadline for every task. */
import { createError, EngineError, fromPlain } from '../kernel';
import { createGrowthGauge, type Growth } from './growth';
import type { Job, RunOptions } from './job';
import { cancelLoad, hasRoomBehind, loadOf, mayWait, runLoad, type Load } from './load';
import { createQueue } from './queue';
import { createThreads } from './threads';

export interface PoolOptions {
  /** Absolute path of the script that each thread loads. */
  readonly filename: string;
  /** Name of the script's export that runs a task; made by `serveTask`. */
  readonly name: string;
  /** Most threads at once. */
  readonly threads: number;
  /** Most threads that bulk tasks may use at once; a function is asked whenever a thread is free. */
  readonly bulkThreads: number | (() => number);
  /** When bulk work may start further threads; default: at once. */
  readonly growth?: Growth;
  /** Default deadline of a task in ms, counted from the moment a thread works on it. */
  readonly taskTimeoutMs: number;
  /** Most tasks that may wait; further ones fail with QUEUE_FULL. */
  readonly maxQueue: number;
  /** Heap of each thread in MB. */
  readonly heapMb: number;
  /** Part of each thread's heap for what is new, in MB; default as Node has it (some 48). */
  readonly youngMb?: number;
  readonly workerData?: unknown;
  /** Threads without work end after this time in ms; default 30 s. */
  readonly idleMs?: number;
  /** How long a thread may take to load in ms; default 30 s. */
  readonly startTimeoutMs?: number;
}

export interface PoolStats {
  readonly threads: number;
  readonly running: number;
  readonly runningBulk: number;
  readonly waiting: number;
  readonly completed: number;
  readonly failed: number;
}

export interface Pool<Task, Result> {
  /**
   * Runs one task (structured-cloneable, as is its result). Fails with what the task threw, or
   * ANALYSIS_TIMEOUT, WORKER_FAILED, QUEUE_FULL, CANCELLED, ENGINE_CLOSED.
   */
  run(task: Task, options: RunOptions): Promise<Result>;
  stats(): PoolStats;
  /** Ends all threads; unfinished tasks fail with ENGINE_CLOSED. */
  close(): Promise<void>;
}

export function createPool<Task, Result>(options: PoolOptions): Pool<Task, Result> {
  const threads = createThreads({ idleMs: 30_000, ...options });
  const limits = { taskTimeoutMs: options.taskTimeoutMs, startTimeoutMs: options.startTimeoutMs ?? 30_000 };
  const queue = createQueue<Job>();
  const running = new Set<Load>();
  const growth = createGrowthGauge(options.growth);
  const counts = { completed: 0, failed: 0 };
  let closing: Promise<void> | undefined;

  const atWork = () => [...running].filter(({ isWaiting }) => !isWaiting);
  const runningBulk = () => atWork().filter(({ jobs }) => jobs[0]!.options.priority === 'bulk').length;
  const bulkShare = () => {
    const limit = options.bulkThreads;
    const most = Math.min(typeof limit === 'function' ? limit() : limit, growth.allowed(threads.count()));
    return Math.max(1, most);
  };

  /** What a thread of its own may begin with, else what may wait in a thread that is busy. */
  function take(): { readonly job: Job; readonly front?: Load } | undefined {
    const [busy, bulk, share] = [atWork().length, runningBulk(), bulkShare()];
    const job = busy < options.threads ? queue.take(bulk < share) : undefined;
    if (job) return { job };
    // Interactive tasks take the thread that is free first: nothing is to get in between.
    const next = queue.hasInteractive || bulk > share ? undefined : queue.nextBulk();
    const front = next && mayWait(next) ? [...running].find(hasRoomBehind) : undefined;
    return next && front && queue.remove(next) ? { job: next, front } : undefined;
  }

  function pump(): void {
    for (let taken = take(); taken; taken = take()) start(taken.job, taken.front);
  }

  function start(job: Job, front: Load | undefined): void {
    const load = loadOf(job, queue, options.threads, front);
    running.add(load);
    if (job.options.priority === 'bulk') for (const each of load.jobs) growth.count(each.options.bytes ?? NaN);
    void runLoad(load, threads, limits, front).then((outcomes) => {
      running.delete(load);
      load.jobs.forEach((each, index) => {
        const outcome = outcomes[index];
        if (outcome) each.settle(outcome);
        else again(each);
      });
      pump();
    });
  }

  function again(job: Job): void {
    if (job.isSettled) return;
    job.alone = true;
    queue.push(job, job.options.priority);
  }

  function enqueue(job: Job): void {
    queue.push(job, job.options.priority);
    pump();
    if (queue.size > options.maxQueue && queue.remove(job)) {
      job.settle(createError('QUEUE_FULL', { waiting: queue.size }));
    }
  }

  function cancel(job: Job): void {
    const cancelled = createError('CANCELLED');
    job.settle(cancelled);
    if (queue.remove(job)) return;
    for (const load of running) {
      if (load.jobs.includes(job)) cancelLoad(load, cancelled);
    }
  }

  return {
    run(task, runOptions) {
      if (closing) return Promise.reject(createError('ENGINE_CLOSED'));
      if (runOptions.signal?.aborted) return Promise.reject(createError('CANCELLED'));
      return new Promise<Result>((resolve, reject) => {
        const onAbort = () => cancel(job);
        const job: Job = {
          task,
          options: runOptions,
          isSettled: false,
          alone: false,
          settle(outcome) {
            if (job.isSettled) return;
            job.isSettled = true;
            runOptions.signal?.removeEventListener('abort', onAbort);
            if (!(outcome instanceof EngineError) && outcome.ok) {
              counts.completed += 1;
              resolve(outcome.value as Result);
            } else {
              counts.failed += 1;
              reject(outcome instanceof EngineError ? outcome : fromPlain(outcome.error));
            }
          },
        };
        runOptions.signal?.addEventListener('abort', onAbort);
        enqueue(job);
      });
    },
    stats: () => ({
      threads: threads.count(),
      running: atWork().length,
      runningBulk: runningBulk(),
      waiting: queue.size + [...running].reduce((sum, { jobs, isWaiting }) => sum + (isWaiting ? jobs.length : 0), 0),
      ...counts,
    }),
    close() {
      closing ??= (async () => {
        const closed = createError('ENGINE_CLOSED');
        for (const job of [...queue.drain(), ...[...running].flatMap(({ jobs }) => jobs)]) job.settle(closed);
        await threads.destroy();
      })();
      return closing;
    },
  };
}
