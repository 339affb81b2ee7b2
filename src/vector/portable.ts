/**
 * Exact search over rounded rows that runs everywhere. Each whole number of a row is kept as two bytes, apart: with
 * WASM-SIMD the upper ones lie in a sieve, which first tells what can be among the best, without it beside the lower
 * ones, and every row is scored. Both give the same results to the last digit, because sums are whole numbers.
 */
import { createError, type Deadline } from '../kernel';
import type { VectorHit, VectorIndex } from './contract';
import { orderHits, tieBelow, toScore } from './order';
import { checkQuery, checkRows, lengthOf, upperByte, wholeQuery, wholeRows } from './rows';
import { createSieve, QUAD, SCAN_ROWS, type Sieve } from './sieve';
import { createTopScores } from './top-scores';

const FREE = -1;
/** Rows of a block: memory grows by blocks, so that little of it is spare and none is copied. */
const BLOCK_ROWS = 1_024;
/** What a Map entry from id to slot takes, roughly. */
const MAP_ENTRY_BYTES = 40;
/** Below this many rows scoring all of them takes a fraction of a millisecond. */
const SIEVE_ROWS = 1_024;
/** What an upper byte counts. */
const UPPER = 256;

export interface PortableOptions {
  /** Rows from which on there is a sieve, where the host can run it; Infinity: never. Default 1,024. */
  readonly sieveFrom?: number;
}

interface Block {
  /** The id in each slot, or FREE. */
  readonly ids: Float64Array;
  /** 1 / length of each row; 0 of zero rows. */
  readonly scales: Float64Array;
  readonly lower: Int8Array;
  /** Absent while there is a sieve, which holds them. */
  upper?: Int8Array;
}

/** An empty index of rows with `dimensions` values. */
export function createPortableIndex(dimensions: number, { sieveFrom = SIEVE_ROWS }: PortableOptions = {}): VectorIndex {
  const slots = new Map<number, number>();
  const free: number[] = [];
  const blocks: Block[] = [];
  let sieve: Sieve | undefined;
  let wantsSieve = true;
  /** What passes the sieve, used again for every search. */
  let sifted: Passed = createPassed(0);
  let used = 0;
  let closed = false;

  const blockOf = (slot: number): Block => blocks[Math.floor(slot / BLOCK_ROWS)]!;
  const idOf = (slot: number): number => blockOf(slot).ids[slot % BLOCK_ROWS]!;

  function assertOpen(): void {
    if (closed) throw createError('ENGINE_CLOSED');
  }

  function reserve(count: number): void {
    while (blocks.length * BLOCK_ROWS < count) {
      blocks.push({
        ids: new Float64Array(BLOCK_ROWS).fill(FREE),
        scales: new Float64Array(BLOCK_ROWS),
        lower: new Int8Array(BLOCK_ROWS * dimensions),
        upper: sieve ? undefined : new Int8Array(BLOCK_ROWS * dimensions),
      });
    }
    const capacity = blocks.length * BLOCK_ROWS;
    if (sieve && !sieve.reserve(capacity)) leaveSieve(sieve);
    else if (!sieve && wantsSieve && count >= sieveFrom) openSieve(capacity);
  }

  function openSieve(capacity: number): void {
    wantsSieve = false;
    const opened = createSieve(dimensions);
    if (!opened?.reserve(capacity)) return;
    const row = new Int16Array(dimensions);
    for (let slot = 0; slot < used; slot += 1) {
      const { lower, upper } = blockOf(slot);
      const at = (slot % BLOCK_ROWS) * dimensions;
      for (let i = 0; i < dimensions; i += 1) row[i] = UPPER * upper![at + i]! + lower[at + i]!;
      opened.write(slot, row, 0);
    }
    for (const block of blocks) block.upper = undefined;
    sieve = opened;
  }

  /** There is no memory for more of it: from now on every row is scored. */
  function leaveSieve(left: Sieve): void {
    for (const block of blocks) block.upper = new Int8Array(BLOCK_ROWS * dimensions);
    for (let slot = 0; slot < used; slot += 1) left.read(slot, blockOf(slot).upper!, (slot % BLOCK_ROWS) * dimensions);
    sieve = undefined;
  }

  function write(id: number, whole: Int16Array, from: number): void {
    const slot = slots.get(id) ?? free.pop() ?? used++;
    slots.set(id, slot);
    const { ids, scales, lower, upper } = blockOf(slot);
    const length = lengthOf(whole, from, dimensions);
    ids[slot % BLOCK_ROWS] = id;
    scales[slot % BLOCK_ROWS] = length === 0 ? 0 : 1 / length;
    const at = (slot % BLOCK_ROWS) * dimensions;
    // What is left beside the upper byte is the number's lower byte as it stands, signed.
    for (let i = 0; i < dimensions; i += 1) lower[at + i] = whole[from + i]!;
    if (upper) for (let i = 0; i < dimensions; i += 1) upper[at + i] = upperByte(whole[from + i]!);
    sieve?.write(slot, whole, from);
  }

  /** Of the lower bytes, or the upper ones. */
  function sumOf(bytes: Int8Array, slot: number, { places, values }: Asked): number {
    const at = (slot % BLOCK_ROWS) * dimensions;
    let sum = 0;
    for (let i = 0; i < places.length; i += 1) sum += bytes[at + places[i]!]! * values[i]!;
    return sum;
  }

  function scoreOf(slot: number, upperSum: number, asked: Asked): number {
    const { lower, scales } = blockOf(slot);
    return toScore((UPPER * upperSum + sumOf(lower, slot, asked)) * scales[slot % BLOCK_ROWS]! * asked.scale);
  }

  /** All accepted rows, scored. */
  function scoreAll(asked: Asked, accept: (id: number) => boolean, deadline: Deadline | undefined): VectorHit[] {
    const hits: VectorHit[] = [];
    for (let slot = 0; slot < used; slot += 1) {
      if (slot % BLOCK_ROWS === 0) deadline?.check();
      const id = idOf(slot);
      if (id !== FREE && accept(id)) hits.push({ id, score: scoreOf(slot, sumOf(blockOf(slot).upper!, slot, asked), asked) });
    }
    return hits;
  }

  /** The accepted rows that may be among the best `limit` or tie with the last of them, scored. */
  function scoreSifted(by: Sieve, query: Int16Array, asked: Asked, limit: number, accept: (id: number) => boolean, deadline: Deadline | undefined): VectorHit[] {
    const top = createTopScores(limit);
    let count = 0;
    // What at least `limit` rows reach; the sieve is tighter the more rows are known.
    let cut = -Infinity;
    by.ask(query);
    for (let from = 0; from < used; from += SCAN_ROWS) {
      deadline?.check();
      const rows = by.scan(from, Math.min(SCAN_ROWS, used - from), cut) * QUAD;
      // Plain loops: handing each row's bounds to a function makes an object of each.
      const { numbers, lower, upper, sums } = by.sifted();
      for (let row = 0; row < rows; row += 1) {
        if (upper[row]! < cut) continue;
        const slot = numbers[row >> 2]! * QUAD + (row & 3);
        if (slot >= used) continue;
        const id = idOf(slot);
        if (id === FREE || !accept(id)) continue;
        if (count === sifted.slots.length) sifted = withMoreRoom(sifted);
        sifted.slots[count] = slot;
        sifted.uppers[count] = upper[row]!;
        sifted.sums[count] = sums[row]!;
        count += 1;
        const least = lower[row]!;
        if (!(least > 0) || !top.wants(least)) continue;
        top.push(least);
        const sure = toScore(top.least());
        if (sure > 0) cut = tieBelow(sure);
      }
    }
    const hits: VectorHit[] = [];
    const { slots: near, uppers, sums } = sifted;
    for (let at = 0; at < count; at += 1) {
      if (uppers[at]! >= cut) hits.push({ id: idOf(near[at]!), score: scoreOf(near[at]!, sums[at]!, asked) });
    }
    return hits;
  }

  /** The `limit` best accepted rows and all that may tie with the last of them. */
  function collect(query: Int16Array, limit: number, accept: (id: number) => boolean, deadline: Deadline | undefined): VectorHit[] {
    const asked = askedOf(query);
    const hits = sieve ? scoreSifted(sieve, query, asked, limit, accept, deadline) : scoreAll(asked, accept, deadline);
    const top = createTopScores(limit);
    for (const { score } of hits) top.push(score);
    const least = tieBelow(top.least());
    return hits.filter(({ score }) => score >= least);
  }

  return {
    backend: 'portable',
    dimensions,
    get size() {
      return slots.size;
    },
    async add(newIds, vectors) {
      assertOpen();
      checkRows(newIds, vectors, dimensions);
      reserve(used + Math.max(0, newIds.length - free.length));
      const whole = wholeRows(vectors, dimensions);
      newIds.forEach((id, row) => write(id, whole, row * dimensions));
    },
    async delete(goneIds) {
      assertOpen();
      for (const id of goneIds) {
        const slot = slots.get(id);
        if (slot === undefined) continue;
        slots.delete(id);
        blockOf(slot).ids[slot % BLOCK_ROWS] = FREE;
        free.push(slot);
      }
    },
    async search(vector, limit, accept = () => true, deadline) {
      assertOpen();
      checkQuery(vector, dimensions);
      if (!(limit >= 1) || slots.size === 0) return [];
      const count = Math.min(Math.floor(limit), slots.size);
      return orderHits(collect(wholeQuery(vector), count, accept, deadline), count);
    },
    bytes() {
      const perRow = 2 * Float64Array.BYTES_PER_ELEMENT + dimensions * (sieve ? 1 : 2);
      return blocks.length * BLOCK_ROWS * perRow + free.length * 8 + (sieve?.bytes() ?? 0) + 3 * sifted.slots.byteLength + slots.size * MAP_ENTRY_BYTES;
    },
    close() {
      closed = true;
      slots.clear();
      free.length = 0;
      blocks.length = 0;
      used = 0;
      sieve = undefined;
    },
  };
}

/** Rows by slot, with the upper bounds of their scores and the sums of their upper bytes; room for more. */
interface Passed {
  readonly slots: Uint32Array;
  readonly uppers: Float32Array;
  readonly sums: Int32Array;
}

const createPassed = (rows: number): Passed => ({ slots: new Uint32Array(rows), uppers: new Float32Array(rows), sums: new Int32Array(rows) });

function withMoreRoom({ slots, uppers, sums }: Passed): Passed {
  const larger = createPassed(2 * slots.length + SCAN_ROWS);
  larger.slots.set(slots);
  larger.uppers.set(uppers);
  larger.sums.set(sums);
  return larger;
}

/** The numbers of a query that are not 0, and where they stand: a question of a few hashed words has few. */
interface Asked {
  readonly places: Uint32Array;
  readonly values: Float64Array;
  /** 1 / length. */
  readonly scale: number;
}

function askedOf(query: Int16Array): Asked {
  const places = new Uint32Array(query.length);
  const values = new Float64Array(query.length);
  let count = 0;
  for (let place = 0; place < query.length; place += 1) {
    if (query[place] === 0) continue;
    places[count] = place;
    values[count] = query[place]!;
    count += 1;
  }
  const length = lengthOf(query, 0, query.length);
  return { places: places.subarray(0, count), values: values.subarray(0, count), scale: length === 0 ? 0 : 1 / length };
}
