/**
 * Tells in one fast scan which rows can be among the best, so that only those are scored exactly. It holds the
 * upper byte of each whole number of a row; a WASM-SIMD kernel (kernel/scan.wat) multiplies them with the query's
 * numbers without rounding, and gives each row a lower and an upper bound of its cosine. The bounds hold for every
 * row (of the lower bytes: Cauchy-Schwarz, or the most that they can be), so a search that trusts them is exact, for
 * half of the memory traffic.
 */
import { SCAN_KERNEL } from './kernel/scan';
import { lengthOf, upperByte } from './rows';

/**
 * Rows of a sheet, which one call of `scan` reads at most: what the rows of one call teach helps the next,
 * and long enough to be read from end to end, pair of dimensions by pair. The kernel knows the number.
 */
export const SCAN_ROWS = 1_024;

export interface Sieve {
  /** Makes room for this many rows. False when there is no more memory to be had; what was written stays. */
  reserve(rows: number): boolean;
  /** Stores the row at `at` of `whole`. */
  write(slot: number, whole: Int16Array, at: number): void;
  /** Copies the upper bytes of a row. */
  read(slot: number, into: Int8Array, at: number): void;
  /** The query of the scans that follow, as `wholeQuery` makes it. */
  ask(query: Int16Array): void;
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
  /** Of each row: bounds of the cosine, and the sum of products of the query with the upper bytes. */
  readonly lower: Float32Array;
  readonly upper: Float32Array;
  readonly sums: Int32Array;
}

interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  scan(
    sheet: number, rows: number, query: number, end: number, scale: number, error: number, reach: number,
    cut: number, first: number, sums: number, numbers: number, lower: number, upper: number, exact: number,
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
/** Of the kernel's 32-bit floats; many times what they can be off. */
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
  // 16-byte steps keep all that the kernel loads on addresses that it loads fast.
  const sumsAt = Math.ceil(pairs / GROUP) * GROUP * 8;
  const lowerAt = sumsAt + 4 * SCAN_ROWS;
  const upperAt = lowerAt + 4 * SCAN_ROWS;
  const exactAt = upperAt + 4 * SCAN_ROWS;
  const numbersAt = exactAt + 4 * SCAN_ROWS;
  const rowsAt = numbersAt + SCAN_ROWS;
  let bytes = new Int8Array(kernel.memory.buffer);
  let floats = new Float32Array(kernel.memory.buffer);
  let queryEnd = 0;
  let queryScale = 0;
  let queryReach = 0;
  // Known with the first room that is made.
  let found: Sifted = { numbers: new Int32Array(0), lower: floats, upper: floats, sums: new Int32Array(0) };

  const siftedIn = (memory: ArrayBuffer): Sifted => ({
    numbers: new Int32Array(memory, numbersAt, SCAN_ROWS / QUAD),
    lower: new Float32Array(memory, lowerAt, SCAN_ROWS),
    upper: new Float32Array(memory, upperAt, SCAN_ROWS),
    sums: new Int32Array(memory, exactAt, SCAN_ROWS),
  });
  const sheetOf = (slot: number): number => rowsAt + Math.floor(slot / SCAN_ROWS) * sheetBytes;
  /** Where the first pair of a row stands. */
  const firstPair = (slot: number): number => sheetOf(slot) + SHEET_HEAD + 2 * (slot % SCAN_ROWS);

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
    write(slot, whole, at) {
      const length = lengthOf(whole, at, dimensions);
      let place = firstPair(slot);
      let lost = 0;
      for (let i = at; i < at + dimensions; i += 1) {
        const value = whole[i]!;
        const upper = upperByte(value);
        lost += (value - 256 * upper) ** 2;
        bytes[place] = upper;
        // The two of a pair lie side by side, the next pair where that of all rows is.
        place += ((i - at) & 1) === 0 ? 1 : PAIR_BYTES - 1;
      }
      const head = sheetOf(slot) / 4 + (slot % SCAN_ROWS);
      floats[head] = length === 0 ? 0 : 256 / length;
      floats[head + SCAN_ROWS] = length === 0 ? 0 : (Math.sqrt(lost) / length) * (1 + FLOAT_ERROR);
    },
    read(slot, into, at) {
      const place = firstPair(slot);
      for (let i = 0; i < dimensions; i += 1) into[at + i] = bytes[place + (i >>> 1) * PAIR_BYTES + (i & 1)]!;
    },
    ask(query) {
      const length = lengthOf(query, 0, dimensions);
      queryScale = length === 0 ? 0 : 1 / length;
      queryReach = (sumOfSizes(query) / 2) * queryScale * (1 + FLOAT_ERROR);
      const entries = new Int32Array(kernel.memory.buffer, 0, sumsAt / 4);
      queryEnd = 0;
      const put = (place: number, numbers: number): void => {
        entries[queryEnd / 4] = place;
        entries[queryEnd / 4 + 1] = numbers;
        queryEnd += 8;
      };
      for (let i = 0; i < dimensions; i += 2) {
        const [first, second] = [query[i]!, query[i + 1] ?? 0];
        if (first !== 0 || second !== 0) put(SHEET_HEAD + (i / 2) * PAIR_BYTES, (first & 0xffff) | (second << 16));
      }
      // The kernel reads whole groups, and one at least: what is missing counts nothing.
      while (queryEnd === 0 || queryEnd % (8 * GROUP) !== 0) put(SHEET_HEAD, 0);
    },
    scan(from, count, cut) {
      const sheet = rowsAt + (from / SCAN_ROWS) * sheetBytes;
      const rows = Math.ceil(count / STEP) * STEP;
      bytes.fill(0, sumsAt, sumsAt + 4 * rows);
      return kernel.scan(
        sheet, rows, 0, queryEnd, queryScale, FLOAT_ERROR, queryReach, cut, from / QUAD, sumsAt, numbersAt, lowerAt, upperAt, exactAt,
      );
    },
    sifted: () => found,
    bytes: () => bytes.length,
  };
}

function sumOfSizes(query: Int16Array): number {
  let sum = 0;
  for (let i = 0; i < query.length; i += 1) sum += Math.abs(query[i]!);
  return sum;
}
