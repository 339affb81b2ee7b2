/** Analysis threads: bounded, fair between interactive and bulk work, with a deadline for every task. */
import { createError, EngineError, fromPlain, type ErrorCode } from '../kernel';
import { createQueue, type Priority } from './queue';
import { createThreads, type Threads } from './threads';
import { reasonOf, type Settled } from './task';

export interface PoolOptions {
  /** Absolute path of the script that each thread loads. */
  readonly filename: string;
  /** Name of the script's export that runs a task; made by `serveTask`. */
  readonly name: string;
  /** Most threads at once. */
  readonly threads: number;
  /** Most threads that bulk tasks may use at once; a function is asked whenever a thread is free. */
  readonly bulkThreads: number | (() => number);
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

export interface RunOptions {
  readonly priority: Priority;
  /** What the task is about, for errors: the file's path. */
  readonly label: string;
  readonly signal?: AbortSignal;
  /** Rules over the pool's `taskTimeoutMs`. */
  readonly timeoutMs?: number;
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

interface Job {
  readonly task: unknown;
  readonly options: RunOptions;
  readonly kill: AbortController;
  readonly settle: (outcome: Settled<unknown> | EngineError) => void;
  /** Why the thread was ended, once it was. */
  killedFor?: EngineError;
  timer?: NodeJS.Timeout;
}

/** A cancelled task may still end by itself; then its thread, warm as it is, need not be replaced. */
const CANCEL_GRACE_MS = 300;

export function createPool<Task, Result>(options: PoolOptions): Pool<Task, Result> {
  const threads = createThreads({ idleMs: 30_000, ...options });
  const startTimeoutMs = options.startTimeoutMs ?? 30_000;
  const queue = createQueue<Job>();
  const running = new Set<Job>();
  const counts = { completed: 0, failed: 0 };
  let closing: Promise<void> | undefined;

  const runningBulk = () => [...running].filter((job) => job.options.priority === 'bulk').length;
  const bulkAllowed = () => {
    const limit = options.bulkThreads;
    return runningBulk() < Math.max(1, typeof limit === 'function' ? limit() : limit);
  };

  function pump(): void {
    while (running.size < options.threads) {
      const job = queue.take(bulkAllowed());
      if (!job) return;
      running.add(job);
      void work(job, threads, options, startTimeoutMs).then((outcome) => {
        running.delete(job);
        job.settle(outcome);
        pump();
      });
    }
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
    setTimeout(() => end(job, cancelled), CANCEL_GRACE_MS).unref();
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
          kill: new AbortController(),
          settle: once((outcome) => {
            runOptions.signal?.removeEventListener('abort', onAbort);
            if (!(outcome instanceof EngineError) && outcome.ok) {
              counts.completed += 1;
              resolve(outcome.value as Result);
            } else {
              counts.failed += 1;
              reject(outcome instanceof EngineError ? outcome : fromPlain(outcome.error));
            }
          }),
        };
        runOptions.signal?.addEventListener('abort', onAbort);
        enqueue(job);
      });
    },
    stats: () => ({
      threads: threads.count(),
      running: running.size,
      runningBulk: runningBulk(),
      waiting: queue.size,
      ...counts,
    }),
    close() {
      closing ??= (async () => {
        const closed = createError('ENGINE_CLOSED');
        for (const job of [...queue.drain(), ...running]) job.settle(closed);
        await threads.destroy();
      })();
      return closing;
    },
  };
}

/** Runs a job on a thread. Never rejects: what went wrong is the outcome. */
async function work(
  job: Job,
  threads: Threads,
  pool: PoolOptions,
  startTimeoutMs: number,
): Promise<Settled<unknown> | EngineError> {
  const { label: path, timeoutMs = pool.taskTimeoutMs } = job.options;
  const failed = (reason: string) => createError('WORKER_FAILED', { path, reason });
  const endAfter = (ms: number, code: ErrorCode, details: Record<string, string | number>) => {
    clearTimeout(job.timer);
    job.timer = setTimeout(() => end(job, createError(code, { path, ...details })), ms).unref();
  };
  endAfter(startTimeoutMs, 'WORKER_FAILED', { reason: 'it did not start in time' });
  try {
    const outcome = await threads.run({ task: job.task }, job.kill.signal, {
      onStart: () => endAfter(timeoutMs, 'ANALYSIS_TIMEOUT', { limit: timeoutMs }),
      onStartFailed: (error) => end(job, failed(error.message)),
    });
    return outcome as Settled<unknown>;
  } catch (thrown) {
    return job.killedFor ?? failed(reasonOf(thrown));
  } finally {
    clearTimeout(job.timer);
  }
}

function end(job: Job, why: EngineError): void {
  job.killedFor ??= why;
  job.kill.abort();
}

function once<Value>(action: (value: Value) => void): (value: Value) => void {
  let done = false;
  return (value) => {
    if (done) return;
    done = true;
    action(value);
  };
}
