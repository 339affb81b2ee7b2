/** Long work of the engine thread gives way now and then. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createError, systemClock, type Clock } from '../kernel';

/** Work that holds the thread for so long makes others wait noticeably. */
const TURN_MS = 20;

/** To be awaited between steps: every 20 ms other work has its turn. @throws CANCELLED */
export function createPause(signal: AbortSignal | undefined, clock: Clock = systemClock): () => Promise<void> | void {
  let since = clock.monotonic();
  return () => {
    if (signal?.aborted) throw createError('CANCELLED');
    if (clock.monotonic() - since < TURN_MS) return undefined;
    return nextTurn().then(() => {
      since = clock.monotonic();
      if (signal?.aborted) throw createError('CANCELLED');
    });
  };
}
