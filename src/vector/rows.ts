/** Checks of what callers hand to an index, the same for every backend. */
import { createError } from '../kernel';
import type { EngineError } from '../kernel';

/** Squared lengths this near to 1 are left as they are. */
const UNIT_TOLERANCE = 1e-6;

/** Throws VALUE_INVALID unless `vectors` holds one finite row for each of the distinct `ids`. */
export function checkRows(ids: readonly number[], vectors: Float32Array, dimensions: number): void {
  const needed = ids.length * dimensions;
  if (vectors.length !== needed) {
    throw invalid('vectors', `${ids.length} rows need ${needed} values, not ${vectors.length}`);
  }
  const seen = new Set<number>();
  for (const id of ids) {
    if (!Number.isSafeInteger(id) || id < 0) {
      throw invalid('ids', `${id} is not a whole number of 0 or more`);
    }
    if (seen.has(id)) throw invalid('ids', `${id} is given twice`);
    seen.add(id);
  }
  checkFinite(vectors, 'vectors');
}

/** Throws VALUE_INVALID unless `vector` is one finite row. */
export function checkQuery(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw invalid('vector', `the index has ${dimensions} dimensions, the vector ${vector.length}`);
  }
  checkFinite(vector, 'vector');
}

/**
 * The row of unit length that points where `row` does; a zero row stays as it is. Backends rely on
 * unit length (FAISS knows distances only), so a caller's rounding must not bend scores.
 */
export function toUnit(row: Float32Array): Float32Array {
  const squared = sumOfSquares(row);
  if (squared === 0 || Math.abs(squared - 1) <= UNIT_TOLERANCE) return row;
  const length = Math.sqrt(squared);
  const unit = new Float32Array(row.length);
  for (let i = 0; i < row.length; i += 1) unit[i] = row[i]! / length;
  return unit;
}

export function isZero(row: Float32Array): boolean {
  return row.every((value) => value === 0);
}

function sumOfSquares(row: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i += 1) sum += row[i]! * row[i]!;
  return sum;
}

function checkFinite(values: Float32Array, name: string): void {
  // Plain loops here and above: every value of every row passes, and iterators cost several times more.
  for (let at = 0; at < values.length; at += 1) {
    const value = values[at]!;
    if (!Number.isFinite(value)) throw invalid(name, `value ${at} is ${value}, not a finite number`);
  }
}

function invalid(name: string, reason: string): EngineError {
  return createError('VALUE_INVALID', { name, reason });
}
