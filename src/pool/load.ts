/**
 * What goes to a thread in one message. Waking a thread and being woken by it costs as much as the
 * analysis of a small file, so that small tasks which wait anyway travel together. Each keeps its own
 * deadline, and its own failure. A small load of bulk tasks may be sent behind another, so that the thread
 * has work while this side reads what came before.
 */
import { createError, EngineError, type ErrorCode } from '../kernel';
import type { Job } from './job';
import type { TwoLevelQueue } from './queue';
import { createState, reasonOf, stop, taskUnderWay, type Settled } from './task';
import type { Threads } from './threads';

/** Bounds of what travels together: an interactive task may have to wait for it. */
const TASKS_MAX = 16;
const BYTES_MAX = 65_536;

export interface Load {
  readonly jobs: readonly Job[];
  readonly bytes: number;
  readonly kill: AbortController;
  readonly state: Int32Array;
  /** It was sent to a thread that had a load already. */
  readonly isBehind: boolean;
  /** The one that was sent behind this one. */
  next?: Load;
  /** The thread works on another load. */
  isWaiting: boolean;
  /** The thread that works on it, or has. */
  thread?: number;
  /** Why the thread was ended, once it was. */
  killedFor?: EngineError;
  /** Whose time was over when it was. */
  overdue?: Job;
  timer?: NodeJS.Timeout;
}

/** `undefined`: the task has to run again, apart from others. */
export type Outcome = Settled<unknown> | EngineError | undefined;

export interface LoadLimits {
  readonly taskTimeoutMs: number;
  readonly startTimeoutMs: number;
}

/** The job and, as far as they are small and alike, a fair share of those behind it. `front`: the load that it waits for. */
export function loadOf(first: Job, queue: TwoLevelQueue<Job>, threads: number, front?: Load): Load {
  const jobs = [first];
  const most = Math.min(TASKS_MAX, Math.ceil(queue.bulkSize / threads));
  let bytes = sizeOf(first);
  while (jobs.length < most) {
    const next = queue.nextBulk();
    if (!next || !isAlike(first, next) || bytes + sizeOf(next) > BYTES_MAX) break;
    bytes += sizeOf(next);
    queue.remove(next);
    jobs.push(next);
  }
  const isBehind = front !== undefined;
  const load: Load = { jobs, bytes, kill: new AbortController(), state: createState(), isBehind, isWaiting: isBehind };
  if (front) front.next = load;
  return load;
}

/** Whether another load may be sent behind it. Who waits for large ones, or unknown ones, waits too long. */
export const hasRoomBehind = ({ jobs, bytes, next, isWaiting, thread, killedFor }: Load): boolean =>
  isBulk(jobs[0]!) && bytes <= BYTES_MAX && !next && !isWaiting && thread !== undefined && !killedFor;

/** Whether it may be sent behind another. */
export const mayWait = (job: Job): boolean => isBulk(job) && sizeOf(job) <= BYTES_MAX;

const isBulk = ({ options }: Job): boolean => options.priority === 'bulk';

const sizeOf = ({ alone, options }: Job): number => (alone ? Infinity : (options.bytes ?? Infinity));

/** One call's: they are cancelled together. */
function isAlike({ options: a }: Job, { options: b }: Job): boolean {
  return a.priority === b.priority && a.signal === b.signal && a.timeoutMs === b.timeoutMs;
}

/** Runs a load on a thread. Never rejects: what went wrong is the outcome, of each job in turn. */
export async function runLoad(load: Load, threads: Threads, limits: LoadLimits, front?: Load): Promise<readonly Outcome[]> {
  const { jobs, state } = load;
  const timeoutMs = jobs[0]!.options.timeoutMs ?? limits.taskTimeoutMs;
  const late = (job: Job, code: ErrorCode, details: Record<string, string | number>): EngineError =>
    createError(code, { path: job.options.label, ...details });
  const endAfter = (ms: number, why: () => EngineError | undefined): void => {
    clearTimeout(load.timer);
    load.timer = setTimeout(() => {
      const error = why();
      if (error) endLoad(load, error);
      else endAfter(ms, why);
    }, ms).unref();
  };
  let seen = 1;
  /** Nothing while the thread has gone on to another task since the last look. */
  const overdue = (): EngineError | undefined => {
    const now = taskUnderWay(state);
    if (now !== seen && jobs.length > 1) return void (seen = now);
    load.overdue = jobs[Math.max(0, now - 1)]!;
    return late(load.overdue, 'ANALYSIS_TIMEOUT', { limit: timeoutMs });
  };
  endAfter(limits.startTimeoutMs, () => late(jobs[0]!, 'WORKER_FAILED', { reason: 'it did not start in time' }));
  try {
    const tasks = jobs.map(({ task }) => task);
    const outcomes = await threads.run({ tasks, state }, load.kill.signal, {
      onStart: (thread) => {
        load.thread = thread;
        load.isWaiting = false;
        endAfter(timeoutMs, overdue);
      },
      onWait: () => clearTimeout(load.timer),
      onStartFailed: (error) => endLoad(load, late(jobs[0]!, 'WORKER_FAILED', { reason: error.message })),
    }, front?.thread);
    return outcomes as Settled<unknown>[];
  } catch (thrown) {
    return failures(load, thrown);
  } finally {
    clearTimeout(load.timer);
  }
}

/** Of several tasks only the one that overran its time is known to be at fault. */
function failures({ jobs, killedFor, overdue, isBehind, state, next }: Load, thrown: unknown): Outcome[] {
  const notBegun = isBehind && taskUnderWay(state) === 0;
  const done = next !== undefined && taskUnderWay(next.state) > 0;
  return jobs.map((job) => {
    // The thread ended with the load in front of it, or by the one behind it.
    if (!killedFor && (notBegun || done)) return undefined;
    if (killedFor?.code === 'CANCELLED') return killedFor;
    if (jobs.length > 1 && job !== overdue) return undefined;
    return killedFor ?? createError('WORKER_FAILED', { path: job.options.label, reason: reasonOf(thrown) });
  });
}

export function endLoad(load: Load, why: EngineError): void {
  load.killedFor ??= why;
  load.kill.abort();
}

/** A cancelled task may still end by itself; then its thread, warm as it is, need not be replaced. */
const CANCEL_GRACE_MS = 300;

/** The thread begins no further task of it, and is ended when it goes on with the one that it is at. */
export function cancelLoad(load: Load, why: EngineError): void {
  stop(load.state);
  setTimeout(() => {
    if (!load.isWaiting || taskUnderWay(load.state) > 0) endLoad(load, why);
  }, CANCEL_GRACE_MS).unref();
}
