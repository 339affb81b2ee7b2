/** Time for work that runs to its end in one thread: it looks here as it goes, since nothing else could stop it. */
import type { Clock } from './clock';
import { createError, toEngineError } from './errors';

export interface Deadline {
  /**
   * Costs a look at the clock (some 50 ns): for places between steps of ten microseconds or more.
   * @throws ANALYSIS_LATE once the time is over, and every time after that.
   */
  check(): void;
}

/** The time, ms, begins with the first look: what was waited for before had limits of its own. */
export function createDeadline(clock: Pick<Clock, 'monotonic'>, limit: number): Deadline {
  let end = -1;
  let late = false;
  return {
    check() {
      const now = clock.monotonic();
      if (end < 0) end = now + limit;
      late ||= now > end;
      if (late) throw createError('ANALYSIS_LATE', { limit });
    },
  };
}

export const isLate = (thrown: unknown): boolean => toEngineError(thrown).code === 'ANALYSIS_LATE';
