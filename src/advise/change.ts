/** How much a measure changed between two windows, told robustly: one odd minute is no change. */
import type { AdviceUnit } from '../kernel';

export interface Change {
  readonly now: number;
  readonly before: number;
  /** Robust standard deviations of the window before; positive when the value rose. */
  readonly deviations: number;
}

/** Steps with a value that each window must have. */
export const STEPS_MIN = 5;
/** Makes a median absolute deviation the standard deviation of normally distributed values. */
const MAD_TO_DEVIATION = 1.4826;
/** A series that hardly varies would make a change of everything. */
const RELATIVE_FLOOR = 0.05;
const FLOORS: Readonly<Record<AdviceUnit, number>> = { ms: 1, share: 0.02, bytes: 16 * 1024 * 1024, count: 0.5 };

/** Undefined where a window has too few values. */
export function compare(now: readonly number[], before: readonly number[], unit: AdviceUnit): Change | undefined {
  if (now.length < STEPS_MIN || before.length < STEPS_MIN) return undefined;
  const [later, earlier] = [median(now), median(before)];
  const spread = MAD_TO_DEVIATION * median(before.map((value) => Math.abs(value - earlier)));
  const deviation = Math.max(spread, RELATIVE_FLOOR * Math.abs(earlier), FLOORS[unit]);
  return { now: later, before: earlier, deviations: (later - earlier) / deviation };
}

/** Of at least one value. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half]! : (sorted[half - 1]! + sorted[half]!) / 2;
}
