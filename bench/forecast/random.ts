/** Seeded randomness: the same seed gives the same series on every machine. */
export interface Random {
  /** 0..1 */
  next(): number;
  between(low: number, high: number): number;
  normal(): number;
  pick<T>(choices: readonly T[]): T;
}

/** mulberry32 (public domain algorithm by T. Ettinger); normal values by Box and Muller. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }
  return {
    next,
    between: (low, high) => low + (high - low) * next(),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    pick: (choices) => choices[Math.floor(next() * choices.length)]!,
  };
}
