/** Logistic regression with few features: Newton's method on the weighted, ridge-penalised likelihood. */
export interface Observation {
  /** Without the constant. */
  readonly features: readonly number[];
  readonly right: boolean;
  readonly weight: number;
}

const ROUNDS = 30;

/** Bias first. `l2` holds the others back; the bias is free. */
export function fitLogistic(observations: readonly Observation[], features: number, l2: number): number[] {
  let weights = new Array<number>(features + 1).fill(0);
  for (let round = 0; round < ROUNDS; round += 1) {
    const gradient = weights.map((weight, at) => (at === 0 ? 0 : 2 * l2 * weight));
    const curvature = weights.map((_, row) => weights.map((__, column) => (row === column ? (row === 0 ? 1e-9 : 2 * l2) : 0)));
    for (const { features: own, right, weight } of observations) {
      const row = [1, ...own];
      const p = probability(weights, own);
      row.forEach((value, at) => {
        gradient[at]! += weight * (p - Number(right)) * value;
        row.forEach((other, column) => (curvature[at]![column]! += weight * p * (1 - p) * value * other));
      });
    }
    const step = solve(curvature, gradient);
    weights = weights.map((weight, at) => weight - step[at]!);
    if (Math.max(...step.map(Math.abs)) < 1e-8) break;
  }
  return weights;
}

export function probability([bias = 0, ...weights]: readonly number[], features: readonly number[]): number {
  return 1 / (1 + Math.exp(-weights.reduce((sum, weight, at) => sum + weight * features[at]!, bias)));
}

/** Gaussian elimination with row exchange; the matrix is small and positive definite. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, at) => [...row, right[at]!]);
  const size = rows.length;
  for (let column = 0; column < size; column += 1) {
    let best = column;
    for (let row = column + 1; row < size; row += 1) if (Math.abs(rows[row]![column]!) > Math.abs(rows[best]![column]!)) best = row;
    [rows[column], rows[best]] = [rows[best]!, rows[column]!];
    for (let row = 0; row < size; row += 1) {
      if (row === column) continue;
      const factor = rows[row]![column]! / rows[column]![column]!;
      for (let at = column; at <= size; at += 1) rows[row]![at]! -= factor * rows[column]![at]!;
    }
  }
  return rows.map((row, at) => row[size]! / row[at]!);
}
