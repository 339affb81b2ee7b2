/** Intervals by resampling repositories, and cases within each: cases of one repository are not independent. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const ROUNDS = 2_000;
const SEED = 20_261;

/** Mean of the differences with its 95 % interval. `groups`: one list of paired differences for each repository. */
export function bootstrap(groups: readonly (readonly number[])[], rounds = ROUNDS): Interval {
  const random = seeded(SEED);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const filled = groups.filter((group) => group.length > 0);
  const value = meanOf(filled);
  if (filled.length === 0) return { value, low: value, high: value };
  const means = Array.from({ length: rounds }, () => meanOf(filled.map(() => pick(filled)).map((group) => group.map(() => pick(group))))).sort((a, b) => a - b);
  return { value, low: means[Math.floor(0.025 * rounds)]!, high: means[Math.ceil(0.975 * rounds) - 1]! };
}

function meanOf(groups: readonly (readonly number[])[]): number {
  const count = groups.reduce((sum, { length }) => sum + length, 0);
  return count === 0 ? 0 : groups.reduce((sum, group) => sum + group.reduce((own, value) => own + value, 0), 0) / count;
}

/** Uniform numbers in [0, 1) that are the same at every run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
