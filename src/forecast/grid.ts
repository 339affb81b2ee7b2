/** From rows with times to buckets of even width, using only what has been seen. */
import { createTape, median } from './numbers';

const MINUTE = 60_000;
/** A longer gap is no longer filled with empty buckets: it says nothing more than a shorter one. */
const GAP_MAX = 240;
/** Distances that the width is read from at the beginning, and those that may prove it wrong later. */
const SAMPLE = 25;
const NEWEST = 60;
/** Buckets of the nearest stepping stone, and how much further each next one is. */
const NEAR = 5;
const STRIDE = 3;
/** The width is another when the newest distances differ by more than this factor. */
const CHANGE = 2.5;

export interface Grid {
  /** Whole buckets since the row before, at least 1; 2 means that one bucket is missing. */
  advance(at: number): number;
  /** The same for a distance in ms, by the width of now. */
  count(distance: number): number;
  /** Width of a bucket in ms: the usual distance of the rows so far; NaN before the second. */
  stepMs(): number;
}

/** The median distance of the first rows, so that gaps and jitter do not change it, until rows come at another pace for good. */
export function createGrid(): Grid {
  const newest = createTape(NEWEST);
  const work = new Float64Array(NEWEST);
  let distances = 0;
  let last = NaN;
  let step = NaN;

  function learn(distance: number): void {
    newest.push(distance);
    distances += 1;
    if (distances > SAMPLE && distances % SAMPLE !== 0) return;
    const usual = median(work, newest.read(work, NEWEST));
    if (distances <= SAMPLE || (distances >= NEWEST && isOtherStep(usual, step))) step = usual;
  }

  const toCount = (distance: number): number => (distance > 0 ? Math.min(Math.max(1, Math.round(distance / step)), GAP_MAX) : 1);

  return {
    advance(at) {
      const distance = at - last;
      last = at;
      if (distance > 0) learn(distance);
      return toCount(distance);
    },
    count: toCount,
    stepMs: () => step,
  };
}

/** Whether rows `a` ms apart come at another pace than rows `b` ms apart. */
export const isOtherStep = (a: number, b: number): boolean => a > CHANGE * b || b > CHANGE * a;

/** Horizons in buckets: minutes where a bucket is shorter than a minute, else buckets. */
export function toBuckets(horizons: readonly number[], stepMs: number): number[] {
  const perMinute = stepMs > 0 && stepMs < MINUTE ? MINUTE / stepMs : 1;
  return horizons.map((horizon) => Math.max(1, Math.round(horizon * perMinute)));
}

/**
 * Shorter horizons, in buckets, before one that is far away: their outcomes come soon, and what they teach
 * about models and errors holds for longer ones too. None where the first is near.
 */
export function placeStepping(first: number): number[] {
  const stepping: number[] = [];
  for (let horizon = NEAR; horizon * STRIDE <= first; horizon *= STRIDE) stepping.push(horizon);
  return stepping;
}
