/**
 * Tells in one fast scan which rows can be among the best, so that only those are scored exactly: rows
 * are kept once more as bytes, and a WASM-SIMD kernel (kernel/scan.wat) gives each row a lower and an
 * upper bound of its dot product. The bounds hold for every row (of what rounding lost: Cauchy-Schwarz,
 * or half a step for each value), so a search that trusts them is exact. Costs a byte per value; for a quarter of the memory
 * traffic of 32-bit floats, which is what a scan is limited by.
 */
import { SCAN_KERNEL } from './kernel/scan';

/**
 * Rows of a sheet, which one call of `scan` reads at most: what the rows of one call teach helps the next,
 * and long enough to be read from end to end, pair of dimensions by pair. The kernel knows the number.
 */
export const SCAN_ROWS = 1_024;

export interface Sieve {
  /** Makes room for this many rows. False when there is no more memory to be had: the sieve is then of no use. */
  reserve(rows: number): boolean;
  /** Stores a row of length 1 or 0. */
  write(slot: number, row: Float32Array): void;
  /** The query of the scans that follow: length 1 or 0. */
  ask(query: Float32Array): void;
  /**
   * Finds, of the `count` rows from `from` (a multiple of `SCAN_ROWS`) on, at least those whose upper
   * bound is `cut` or more. At most `SCAN_ROWS` at a time. Returns how many groups of `QUAD` rows it found.
   */
  scan(from: number, count: number, cut: number): number;
  /** What the last scan found; valid until room is made for more rows. */
  sifted(): Sifted;
  bytes(): number;
}

/** Groups of `QUAD` rows in the order of slots, some of them below `cut`, the last ones perhaps a little beyond the end. */
export interface Sifted {
  /** Of each group: its first slot, divided by `QUAD`. */
  readonly numbers: Int32Array;
  /** Of each row. */
  readonly lower: Float32Array;
  readonly upper: Float32Array;
}

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  scan(
    sheet: number, rows: number, query: number, end: number, scale: number, error: number, reach: number,
    cut: number, first: number, sums: number, numbers: number, lower: number, upper: number,
  ): number;
}

const PAGE = 65_536;
export const QUAD = 4;
/** Rows that the kernel takes at a time. */
const STEP = 16;
/** Pairs of the query that it takes at a time, 8 bytes each. */
const GROUP = 4;
/** The scales and errors of a sheet's rows, 4 bytes each. */
const SHEET_HEAD = 8 * SCAN_ROWS;
/** Two bytes of each row. */
const PAIR_BYTES = 2 * SCAN_ROWS;
const BYTE_MAX = 127;
const QUERY_MAX = 32_767;
/** Of 32-bit floats in the kernel and in the stored rows; many times what they can differ. */
const FLOAT_ERROR = 2e-6;

let compiled: { readonly module: WebAssembly.Module | undefined } | undefined;

/** Undefined where WebAssembly has no SIMD. Compiles on first use, in under a millisecond. */
export function createSieve(dimensions: number): Sieve | undefined {
  compiled ??= { module: compile() };
  if (!compiled.module) return undefined;
  try {
    const { exports } = new WebAssembly.Instance(compiled.module);
    return openSieve(dimensions, exports as unknown as Kernel);
  } catch {
    // The host has no address space left for another memory.
    return undefined;
  }
}

function compile(): WebAssembly.Module | undefined {
  const bytes = Buffer.from(SCAN_KERNEL, 'base64');
  return WebAssembly.validate(bytes) ? new WebAssembly.Module(bytes) : undefined;
}

function openSieve(dimensions: number, kernel: Kernel): Sieve {
  const pairs = Math.ceil(dimensions / 2);
  const sheetBytes = SHEET_HEAD + pairs * PAIR_BYTES;
  // Sums of `dimensions` products must fit 32 bits.
  const queryMax = Math.min(QUERY_MAX, Math.floor((2 ** 31 - 1) / (BYTE_MAX * 2 * pairs)));
  // 16-byte steps keep all that the kernel loads on addresses that it loads fast.
  const sumsAt = Math.ceil(pairs / GROUP) * GROUP * 8;
  const lowerAt = sumsAt + 4 * SCAN_ROWS;
  const upperAt = lowerAt + 4 * SCAN_ROWS;
  const numbersAt = upperAt + 4 * SCAN_ROWS;
  const rowsAt = numbersAt + SCAN_ROWS;
  let bytes = new Int8Array(kernel.memory.buffer);
  let floats = new Float32Array(kernel.memory.buffer);
  const rounded = new Int16Array(2 * pairs);
  let queryEnd = 0;
  let queryScale = 0;
  let queryError = 0;
  let queryReach = 0;
  // Known with the first room that is made.
  let found: Sifted = { numbers: new Int32Array(0), lower: floats, upper: floats };

  function siftedIn(memory: ArrayBuffer): Sifted {
    const [numbers, lower] = [new Int32Array(memory, numbersAt, SCAN_ROWS / QUAD), new Float32Array(memory, lowerAt, SCAN_ROWS)];
    return { numbers, lower, upper: new Float32Array(memory, upperAt, SCAN_ROWS) };
  }

  return {
    reserve(rows) {
      const needed = rowsAt + Math.ceil(rows / SCAN_ROWS) * sheetBytes;
      const missing = Math.ceil((needed - bytes.length) / PAGE);
      if (missing <= 0 && found.numbers.length > 0) return true;
      try {
        kernel.memory.grow(Math.max(0, missing));
      } catch {
        return false;
      }
      bytes = new Int8Array(kernel.memory.buffer);
      floats = new Float32Array(kernel.memory.buffer);
      found = siftedIn(kernel.memory.buffer);
      return true;
    },
    write(slot, row) {
      const sheet = rowsAt + Math.floor(slot / SCAN_ROWS) * sheetBytes;
      const lane = slot % SCAN_ROWS;
      const scale = Math.fround(largest(row) / BYTE_MAX);
      floats[sheet / 4 + lane] = scale;
      floats[sheet / 4 + SCAN_ROWS + lane] = round(row, scale, rounded) * (1 + FLOAT_ERROR);
      let at = sheet + SHEET_HEAD + 2 * lane;
      for (let i = 0; i < rounded.length; i += 2, at += PAIR_BYTES) {
        bytes[at] = rounded[i]!;
        bytes[at + 1] = rounded[i + 1]!;
      }
    },
    ask(query) {
      queryScale = Math.fround(largest(query) / queryMax);
      // What the query's rounding loses counts by the length of the rounded row: below 2.
      queryError = 2 * round(query, queryScale, rounded) + FLOAT_ERROR;
      queryReach = (sumOfSizes(query) / 2) * (1 + FLOAT_ERROR) + FLOAT_ERROR;
      const entries = new Int32Array(kernel.memory.buffer, 0, sumsAt / 4);
      queryEnd = 0;
      const put = (place: number, numbers: number): void => {
        entries[queryEnd / 4] = place;
        entries[queryEnd / 4 + 1] = numbers;
        queryEnd += 8;
      };
      for (let i = 0; i < rounded.length; i += 2) {
        if (rounded[i] !== 0 || rounded[i + 1] !== 0) put(SHEET_HEAD + (i / 2) * PAIR_BYTES, (rounded[i]! & 0xffff) | (rounded[i + 1]! << 16));
      }
      // The kernel reads whole groups, and one at least: what is missing counts nothing.
      while (queryEnd === 0 || queryEnd % (8 * GROUP) !== 0) put(SHEET_HEAD, 0);
    },
    scan(from, count, cut) {
      const sheet = rowsAt + (from / SCAN_ROWS) * sheetBytes;
      const rows = Math.ceil(count / STEP) * STEP;
      bytes.fill(0, sumsAt, sumsAt + 4 * rows);
      return kernel.scan(sheet, rows, 0, queryEnd, queryScale, queryError, queryReach, cut, from / QUAD, sumsAt, numbersAt, lowerAt, upperAt);
    },
    sifted: () => found,
    bytes: () => bytes.length,
  };
}

function largest(row: Float32Array): number {
  let most = 0;
  for (let i = 0; i < row.length; i += 1) {
    const size = Math.abs(row[i]!);
    if (size > most) most = size;
  }
  return most;
}

function sumOfSizes(row: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i += 1) sum += Math.abs(row[i]!);
  return sum;
}

/**
 * Writes the whole numbers nearest to `row / scale` into `into`, and returns the length of what that
 * loses. Only ever called with this kind of array: every value of every row passes.
 */
function round(row: Float32Array, scale: number, into: Int16Array): number {
  const factor = scale === 0 ? 0 : 1 / scale;
  let lost = 0;
  for (let i = 0; i < row.length; i += 1) {
    const value = row[i]!;
    const whole = Math.round(value * factor);
    into[i] = whole;
    const rest = value - whole * scale;
    lost += rest * rest;
  }
  return Math.sqrt(lost);
}
