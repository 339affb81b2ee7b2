/** Forecasts that wait for their outcome: for every horizon a ring with one slot per bucket until it is due. */

export interface Waiting {
  /** The slot of `horizon` whose forecast is due at bucket `now`; the new one takes its place. */
  slot(horizon: number, now: number): number;
  readonly width: number;
  readonly values: Float64Array;
}

/** `width` numbers per forecast. A slot that was never written holds NaN. */
export function createWaiting(horizons: readonly number[], width: number): Waiting {
  const starts: number[] = [];
  let total = 0;
  for (const horizon of horizons) {
    starts.push(total);
    total += horizon;
  }
  return {
    width,
    values: new Float64Array(total * width).fill(NaN),
    slot: (horizon, now) => (starts[horizon]! + (now % horizons[horizon]!)) * width,
  };
}

/** Points of a path: for every horizon two points on the way to it, and itself. */
export function placeAnchors(horizons: readonly number[]): Float64Array {
  return Float64Array.from(
    horizons.flatMap((horizon, i) => {
      const from = i === 0 ? 0 : horizons[i - 1]!;
      return [1 / 3, 2 / 3, 1].map((share) => Math.max(1, Math.round(from + share * (horizon - from))));
    }),
  );
}
