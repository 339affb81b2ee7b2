/** A linear ranker fitted by listwise softmax (Cao et al. 2007): the chance that a drawn item is a gold one. */
export interface List {
  /** Feature rows, one per item. */
  readonly rows: readonly Float64Array[];
  readonly gold: readonly boolean[];
}

const ROUNDS = 150;
const RATE = 0.3;

/** Weights that minimise the mean negative log-likelihood of gold items plus `l2` times their square norm (Adam). */
export function fitSoftmax(lists: readonly List[], features: number, l2: number): Float64Array {
  const usable = lists.filter(({ gold }) => gold.includes(true));
  const weights = new Float64Array(features);
  const mean = new Float64Array(features);
  const spread = new Float64Array(features);
  for (let round = 1; round <= ROUNDS; round += 1) {
    const gradient = weights.map((weight) => 2 * l2 * weight);
    for (const list of usable) addGradient(list, weights, gradient, 1 / usable.length);
    for (let i = 0; i < features; i += 1) {
      mean[i] = 0.9 * mean[i]! + 0.1 * gradient[i]!;
      spread[i] = 0.999 * spread[i]! + 0.001 * gradient[i]! ** 2;
      const step = mean[i]! / (1 - 0.9 ** round);
      weights[i]! -= (RATE * step) / (Math.sqrt(spread[i]! / (1 - 0.999 ** round)) + 1e-9);
    }
  }
  return weights;
}

export function scoreOf(row: Float64Array, weights: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i += 1) sum += row[i]! * weights[i]!;
  return sum;
}

function addGradient({ rows, gold }: List, weights: Float64Array, gradient: Float64Array, share: number): void {
  const scores = rows.map((row) => scoreOf(row, weights));
  const top = Math.max(...scores);
  const masses = scores.map((score) => Math.exp(score - top));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  const golden = masses.reduce((sum, mass, i) => sum + (gold[i] ? mass : 0), 0);
  rows.forEach((row, i) => {
    const pull = masses[i]! / total - (gold[i] ? masses[i]! / golden : 0);
    for (let f = 0; f < weights.length; f += 1) gradient[f]! += share * pull * row[f]!;
  });
}
