/** A linear ranker fitted by listwise softmax (Cao et al. 2007): the chance that a drawn item is a gold one. */
export interface List {
  /** Feature rows, one after the other. */
  readonly rows: Float32Array;
  readonly gold: Uint8Array;
  /** Added to each item's score, not fitted. */
  readonly offset?: Float32Array;
}

const ROUNDS = 100;
const RATE = 0.3;

/** Weights that minimise the mean negative log-likelihood of gold items plus `l2` times their square norm (Adam). */
export function fitSoftmax(lists: readonly List[], features: number, l2: number): Float64Array {
  const usable = lists.filter(({ gold }) => gold.includes(1));
  const weights = new Float64Array(features);
  const mean = new Float64Array(features);
  const spread = new Float64Array(features);
  const scratch = new Float64Array(usable.reduce((most, { gold }) => Math.max(most, gold.length), 0));
  for (let round = 1; round <= ROUNDS; round += 1) {
    const gradient = weights.map((weight) => 2 * l2 * weight);
    for (const list of usable) addGradient(list, weights, gradient, 1 / usable.length, scratch);
    for (let i = 0; i < features; i += 1) {
      mean[i] = 0.9 * mean[i]! + 0.1 * gradient[i]!;
      spread[i] = 0.999 * spread[i]! + 0.001 * gradient[i]! ** 2;
      const step = mean[i]! / (1 - 0.9 ** round);
      weights[i]! -= (RATE * step) / (Math.sqrt(spread[i]! / (1 - 0.999 ** round)) + 1e-9);
    }
  }
  return weights;
}

export function scoreOf(rows: Float32Array, item: number, weights: Float64Array): number {
  const features = weights.length;
  let sum = 0;
  for (let i = 0, at = item * features; i < features; i += 1, at += 1) sum += rows[at]! * weights[i]!;
  return sum;
}

function addGradient({ rows, gold, offset }: List, weights: Float64Array, gradient: Float64Array, share: number, masses: Float64Array): void {
  const features = weights.length;
  const count = gold.length;
  let top = -Infinity;
  for (let item = 0; item < count; item += 1) {
    masses[item] = scoreOf(rows, item, weights) + (offset?.[item] ?? 0);
    if (masses[item]! > top) top = masses[item]!;
  }
  let total = 0;
  let golden = 0;
  for (let item = 0; item < count; item += 1) {
    masses[item] = Math.exp(masses[item]! - top);
    total += masses[item]!;
    if (gold[item]) golden += masses[item]!;
  }
  for (let item = 0; item < count; item += 1) {
    const pull = share * (masses[item]! / total - (gold[item] ? masses[item]! / golden : 0));
    for (let i = 0, at = item * features; i < features; i += 1, at += 1) gradient[i]! += pull * rows[at]!;
  }
}
