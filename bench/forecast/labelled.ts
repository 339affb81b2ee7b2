/** A series with a threshold, and the truth that its own future holds. */
import type { Direction, SeriesKind } from '../../src/forecast';

export interface LabelledSeries {
  readonly id: string;
  readonly family: string;
  readonly stepSeconds: number;
  /** NaN where nothing was measured. */
  readonly values: Float64Array;
  readonly threshold: number;
  readonly direction: Direction;
  /** How its values behave, as its owner knows; default: anything. */
  readonly kind?: SeriesKind;
  /** Whether its breaches announce themselves; others count apart. */
  readonly precursor: boolean;
  /** In buckets, ascending. */
  readonly horizons: readonly number[];
  /** Labelled anomalies as ranges of buckets, both ends included. */
  readonly windows?: readonly (readonly [number, number])[];
}

/** A bucket is in a sustained breach when 3 of the 5 buckets that end with it are beyond the threshold. */
export function markSustained({ values, threshold, direction }: LabelledSeries): Uint8Array {
  const beyond = (value: number): boolean => (direction === 'above' ? value > threshold : value < threshold);
  return Uint8Array.from(values, (_, t) => {
    let count = 0;
    for (let back = 0; back < 5 && back <= t; back++) if (beyond(values[t - back]!)) count += 1;
    return count >= 3 ? 1 : 0;
  });
}

/** Buckets at which a sustained breach begins after at least `quiet` buckets without one. */
export function findOnsets(sustained: Uint8Array, quiet = 30): number[] {
  const onsets: number[] = [];
  let calm = 0;
  for (let t = 0; t < sustained.length; t++) {
    if (sustained[t] === 1) {
      if (calm >= quiet) onsets.push(t);
      calm = 0;
    } else calm += 1;
  }
  return onsets;
}

/** For each bucket the distance to the next sustained window that lies wholly in its future; Infinity if none. */
export function distanceAhead(sustained: Uint8Array): Float64Array {
  const distance = new Float64Array(sustained.length).fill(Infinity);
  let next = Infinity;
  for (let t = sustained.length - 1; t >= 0; t--) {
    // A window that ends at u lies wholly after t when u - t is at least 5.
    const candidate = t + 5;
    if (candidate < sustained.length && sustained[candidate] === 1) next = candidate;
    distance[t] = next - t;
  }
  return distance;
}
