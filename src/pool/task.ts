/** How a task and its outcome cross to an analysis thread and back: errors keep their code. */
import { toEngineError, toPlain, type PlainError } from '../kernel';

export interface Envelope<Task> {
  readonly task: Task;
}

export type Settled<Result> =
  | { readonly ok: true; readonly value: Result }
  | { readonly ok: false; readonly error: PlainError };

/**
 * Makes the function that a pool's threads run from the function that does the work. What the work
 * throws comes out of `pool.run` as the same EngineError; structured clone alone would lose its code.
 */
export function serveTask<Task, Result>(
  work: (task: Task) => Result | Promise<Result>,
): (envelope: Envelope<Task>) => Promise<Settled<Result>> {
  return async ({ task }) => {
    try {
      return { ok: true, value: await work(task) };
    } catch (thrown) {
      return { ok: false, error: toPlain(toEngineError(thrown)) };
    }
  };
}

/** The message of whatever was thrown, also when it comes from another realm. */
export function reasonOf(thrown: unknown): string {
  const message = (thrown as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(thrown);
}
