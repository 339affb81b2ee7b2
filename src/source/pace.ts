import { setImmediate as nextTurn } from 'node:timers/promises';
import { assertNotCancelled } from './concurrency';

const STEPS_PER_TURN = 500;
const BYTES_PER_TURN = 8 * 1024 * 1024;

/** Awaited between steps of long work in memory. */
export type Pace = (bytes: number) => Promise<void> | void;

/**
 * Gives other work of the thread a turn now and then, so that it is not held up for long and can be
 * cancelled. Throws CANCELLED.
 */
export function createPace(signal: AbortSignal | undefined): Pace {
  let steps = 0;
  let bytes = 0;
  return (more) => {
    steps += 1;
    bytes += more;
    if (steps < STEPS_PER_TURN && bytes < BYTES_PER_TURN) return undefined;
    steps = bytes = 0;
    assertNotCancelled(signal);
    return nextTurn();
  };
}
