/**
 * What callers hand to an index, checked and rounded the same way for every backend. Rows and queries are kept and
 * compared as whole numbers: a direction needs no more than some 15 bits a value, and since all backends see the
 * same rounded rows, their answers are equal. Against unrounded floats a score is off by a few millionths.
 */
import { createError } from '../kernel';
import type { EngineError } from '../kernel';

/** Rows as floats of any length or as `wholeRows` makes them, row after row. */
export type Rows = Float32Array | Int16Array;

/**
 * What the largest value of a row becomes. Its upper byte has to fit a byte after rounding (see `upperByte`), and all
 * numbers from 1 to 10 divide it: rows of few small counts are exact, so that what is equally like stays so.
 */
const WHOLE_MAX = 30_240;
export const UPPER_MAX = 118;

/** Throws VALUE_INVALID unless `rows` holds one finite row for each of the distinct `ids`. */
export function checkRows(ids: readonly number[], rows: Rows, dimensions: number): void {
  const needed = ids.length * dimensions;
  if (rows.length !== needed) {
    throw invalid('vectors', `${ids.length} rows need ${needed} values, not ${rows.length}`);
  }
  const seen = new Set<number>();
  for (const id of ids) {
    if (!Number.isSafeInteger(id) || id < 0) {
      throw invalid('ids', `${id} is not a whole number of 0 or more`);
    }
    if (seen.has(id)) throw invalid('ids', `${id} is given twice`);
    seen.add(id);
  }
  if (!areWhole(rows)) checkFinite(rows, 'vectors');
}

/** Throws VALUE_INVALID unless `vector` is one finite row. */
export function checkQuery(vector: Float32Array, dimensions: number): void {
  if (vector.length !== dimensions) {
    throw invalid('vector', `the index has ${dimensions} dimensions, the vector ${vector.length}`);
  }
  checkFinite(vector, 'vector');
}

/** Rows of whole numbers that point where `rows` do, the largest of each `WHOLE_MAX`; zero rows stay zero. */
export function wholeRows(rows: Rows, dimensions: number): Int16Array {
  if (areWhole(rows)) return rows;
  const whole = new Int16Array(rows.length);
  for (let at = 0; at < rows.length; at += dimensions) {
    const largest = largestOf(rows, at, at + dimensions);
    const factor = largest === 0 ? 0 : WHOLE_MAX / largest;
    for (let i = at; i < at + dimensions; i += 1) whole[i] = Math.round(rows[i]! * factor);
  }
  return whole;
}

/** As `wholeRows`, but small enough for its sum of products with the upper bytes of any row to fit 32 bits. */
export function wholeQuery(query: Float32Array): Int16Array {
  const largest = largestOf(query, 0, query.length);
  if (largest === 0) return new Int16Array(query.length);
  let squares = 0;
  for (let i = 0; i < query.length; i += 1) squares += (query[i]! / largest) ** 2;
  // Cauchy-Schwarz: no sum is larger than the product of both lengths. Rounding adds less than the hundredth kept back.
  const most = Math.floor((0.99 * 2 ** 31) / (UPPER_MAX * Math.sqrt(query.length * squares)));
  const factor = Math.min(WHOLE_MAX, most) / largest;
  return Int16Array.from(query, (value) => Math.round(value * factor));
}

/** The byte that stands for most of a whole number: what is left of it, `whole - 256 * upper`, fits a byte too. */
export const upperByte = (whole: number): number => (whole + 128) >> 8;

/** Length of the row of `dimensions` numbers at `at`. */
export function lengthOf(whole: Int16Array, at: number, dimensions: number): number {
  let squares = 0;
  for (let i = at; i < at + dimensions; i += 1) squares += whole[i]! * whole[i]!;
  return Math.sqrt(squares);
}

/** A row of whole numbers as floats of unit length, or zeros. */
export function unitOf(whole: Int16Array, at: number, dimensions: number): number[] {
  const length = lengthOf(whole, at, dimensions);
  const unit: number[] = [];
  for (let i = at; i < at + dimensions; i += 1) unit.push(length === 0 ? 0 : Math.fround(whole[i]! / length));
  return unit;
}

/** A row as floats: those that were given, or of unit length where it is of whole numbers. */
export const floatsOf = (rows: Rows, at: number, dimensions: number): number[] =>
  areWhole(rows) ? unitOf(rows, at, dimensions) : Array.from(rows.subarray(at, at + dimensions));

// Arrays from other threads may be of another realm, so they are told by what they are.
const areWhole = (rows: Rows): rows is Int16Array => rows.BYTES_PER_ELEMENT === Int16Array.BYTES_PER_ELEMENT;

function largestOf(values: Float32Array, from: number, to: number): number {
  let largest = 0;
  for (let i = from; i < to; i += 1) {
    const size = Math.abs(values[i]!);
    if (size > largest) largest = size;
  }
  return largest;
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
