/** How a task and its outcome cross to an analysis thread and back: errors keep their code. */
import { toEngineError, toPlain, type PlainError } from '../kernel';

export interface Envelope<Task> {
  readonly tasks: readonly Task[];
  /** Shared by both sides, as `createState` makes it. */
  readonly state: Int32Array;
}

export type Settled<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly error: PlainError };

const UNDER_WAY = 0;
const STOPPED = 1;

export const createState = (): Int32Array => new Int32Array(new SharedArrayBuffer(8));
/** Number of the task that the thread works on, from 1; 0 before the first. */
export const taskUnderWay = (state: Int32Array): number => Atomics.load(state, UNDER_WAY);
export const stop = (state: Int32Array): void => void Atomics.store(state, STOPPED, 1);

/**
 * Makes the function that a pool's threads run from the function that does the work. What the work
 * throws comes out of `pool.run` as the same EngineError; structured clone alone would lose its code.
 */
export function serveTask<Task, Result>(
  work: (task: Task) => Result | Promise<Result>,
): (envelope: Envelope<Task>) => Promise<Settled<Result>[]> {
  let turn: Promise<unknown> = Promise.resolve();
  return (envelope) => {
    // One at a time: what waits here must not run while another one loads a module.
    const outcomes = turn.then(() => serve(work, envelope));
    turn = outcomes;
    return outcomes;
  };
}

async function serve<Task, Result>(work: (task: Task) => Result | Promise<Result>, { tasks, state }: Envelope<Task>): Promise<Settled<Result>[]> {
  const outcomes: Settled<Result>[] = [];
  for (const [index, task] of tasks.entries()) {
    if (Atomics.load(state, STOPPED) !== 0) break;
    Atomics.store(state, UNDER_WAY, index + 1);
    outcomes.push(await settle(work, task));
  }
  return outcomes;
}

async function settle<Task, Result>(work: (task: Task) => Result | Promise<Result>, task: Task): Promise<Settled<Result>> {
  try {
    return { ok: true, value: await work(task) };
  } catch (thrown) {
    return { ok: false, error: toPlain(toEngineError(thrown)) };
  }
}

/** The message of whatever was thrown, also when it comes from another realm. */
export function reasonOf(thrown: unknown): string {
  const message = (thrown as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(thrown);
}
