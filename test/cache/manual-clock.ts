/** A clock that tests move. */
import type { Clock } from '../../src/kernel';

export interface ManualClock extends Clock {
  advance(ms: number): void;
}

export function createManualClock(start = 0): ManualClock {
  let time = start;
  return {
    now: () => 1_700_000_000_000 + time,
    monotonic: () => time,
    advance(ms) {
      time += ms;
    },
  };
}
