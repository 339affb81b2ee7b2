/** How values have gone on from where they were: what no model's path knows of steps. */
import { createSortedWindow } from './numbers';

const WINDOW = 500;
/** Outcomes from which they have half of their say. */
const TRUSTED = 30;
/** Of a probability, once there are enough outcomes. */
const SHARE = 0.5;

export interface Jumps {
  /** The worst sustained value that came, less the value that it was stated at; both with the worse side up. */
  learn(excess: number): void;
  /** `stated` by the models, and how often values went on beyond `margin`, the distance to the threshold. */
  join(stated: number, margin: number): number;
}

/**
 * The share of past excesses beyond the margin, as it is: no scale, no model, no cleaning. Models set a first value
 * beyond the threshold aside as an outlier; whether such values stay is known from the series' own past.
 */
export function createJumps(): Jumps {
  const excesses = createSortedWindow(WINDOW);
  return {
    learn(excess) {
      if (Number.isFinite(excess)) excesses.push(excess);
    },
    join(stated, margin) {
      const size = excesses.size();
      if (size === 0 || Number.isNaN(margin)) return stated;
      const share = (SHARE * size) / (size + TRUSTED);
      return (1 - share) * stated + (share * excesses.above(margin)) / size;
    },
  };
}
