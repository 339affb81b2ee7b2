import type { EngineError } from '../kernel';
import type { Priority } from './queue';
import type { Settled } from './task';

export interface RunOptions {
  readonly priority: Priority;
  /** What the task is about, for errors: the file's path. */
  readonly label: string;
  readonly signal?: AbortSignal;
  /** Rules over the pool's `taskTimeoutMs`. */
  readonly timeoutMs?: number;
  /** How much there is to work on. Small bulk tasks go to a thread several at a time; without it a task goes alone. */
  readonly bytes?: number;
}

/** A task on its way through a pool. */
export interface Job {
  readonly task: unknown;
  readonly options: RunOptions;
  /** Ends it; only the first call counts. */
  readonly settle: (outcome: Settled<unknown> | EngineError) => void;
  isSettled: boolean;
  /** A load that it was in failed: it goes by itself, so that what is at fault gets its name. */
  alone: boolean;
}
