/** What an index is compared with: plain arithmetic over plain arrays. */
import type { VectorHit } from '../../src/vector';

export type IntegerRow = readonly number[];

/** The row of unit length in the direction of `row`, or zeros. */
export function unitRow(row: readonly number[]): Float32Array {
  const length = Math.hypot(...row) || 1;
  return Float32Array.from(row, (value) => value / length);
}

/**
 * The best rows by exact arithmetic: of small whole numbers, cosines compare as fractions, so that
 * ties are ties and no rounding decides the order.
 */
export function exactBest(
  rows: ReadonlyMap<number, IntegerRow>,
  query: IntegerRow,
  limit: number,
  accept: (id: number) => boolean,
): VectorHit[] {
  const queryLength = Math.sqrt(dot(query, query)) || 1;
  return [...rows]
    .filter(([id]) => accept(id))
    .map(([id, row]) => ({ id, above: Math.max(0, dot(row, query)), squared: dot(row, row) || 1 }))
    .sort((a, b) => b.above ** 2 * a.squared - a.above ** 2 * b.squared || a.id - b.id)
    .slice(0, limit)
    .map(({ id, above, squared }) => ({ id, score: above / Math.sqrt(squared) / queryLength }));
}

/** The best rows by cosine in 64-bit floats; ids are positions. */
export function bestOf(
  rows: readonly Float32Array[],
  query: Float32Array,
  limit: number,
): VectorHit[] {
  return rows
    .map((row, id) => ({ id, score: Math.min(1, Math.max(0, dot([...row], [...query]))) }))
    .sort((a, b) => b.score - a.score || a.id - b.id)
    .slice(0, limit);
}

/** Rows of unit length in random directions, the same for the same `seed`. */
export function gaussianRows(count: number, dimensions: number, seed: number): Float32Array[] {
  const random = createRandom(seed);
  const gaussian = (): number =>
    Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Array.from({ length: count }, () => unitRow(Array.from({ length: dimensions }, gaussian)));
}

/** mulberry32: small, seeded, good enough for test data. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i]!, 0);
}
