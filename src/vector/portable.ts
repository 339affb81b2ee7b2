/**
 * Exact search that runs everywhere. Rows lie in blocks of 32-bit floats; with WASM-SIMD a sieve first
 * tells which rows can be among the best, without it every row is scored. Both give the same results
 * to the last digit, because the scores that count are computed here, in the same way.
 */
import { createError, type Deadline } from '../kernel';
import type { VectorHit, VectorIndex } from './contract';
import { orderHits, tieBelow, toScore } from './order';
import { checkQuery, checkRows, toUnit } from './rows';
import { createSieve, QUAD, SCAN_ROWS, type Sieve } from './sieve';
import { createTopScores } from './top-scores';

const FREE = -1;
/** Rows of a block: memory grows by blocks, so that little of it is spare and none is copied. */
const BLOCK_ROWS = 1_024;
/** What a Map entry from id to slot takes, roughly. */
const MAP_ENTRY_BYTES = 40;
/** Below this many rows scoring all of them takes a fraction of a millisecond. */
const SIEVE_ROWS = 1_024;

export interface PortableOptions {
  /** Rows from which on there is a sieve, where the host can run it; Infinity: never. Default 1,024. */
  readonly sieveFrom?: number;
}

/** An empty index of rows with `dimensions` values. */
export function createPortableIndex(dimensions: number, { sieveFrom = SIEVE_ROWS }: PortableOptions = {}): VectorIndex {
  const slots = new Map<number, number>();
  const free: number[] = [];
  const blocks: Float32Array[] = [];
  /** The id in each slot, or FREE. */
  let ids = new Float64Array(0);
  let sieve: Sieve | undefined;
  let wantsSieve = true;
  /** What passes the sieve, used again for every search. */
  let sifted: Passed = { slots: new Uint32Array(0), uppers: new Float32Array(0) };
  let used = 0;
  let closed = false;

  function assertOpen(): void {
    if (closed) throw createError('ENGINE_CLOSED');
  }

  function reserve(count: number): void {
    while (blocks.length * BLOCK_ROWS < count) blocks.push(new Float32Array(BLOCK_ROWS * dimensions));
    const capacity = blocks.length * BLOCK_ROWS;
    if (ids.length < capacity) {
      const larger = new Float64Array(Math.max(capacity, Math.ceil(ids.length * 1.25))).fill(FREE);
      larger.set(ids);
      ids = larger;
    }
    if (sieve && !sieve.reserve(capacity)) sieve = undefined;
    else if (!sieve && wantsSieve && count >= sieveFrom) openSieve(capacity);
  }

  function openSieve(capacity: number): void {
    wantsSieve = false;
    const opened = createSieve(dimensions);
    if (!opened?.reserve(capacity)) return;
    sieve = opened;
    for (let slot = 0; slot < used; slot += 1) sieve.write(slot, rowAt(slot));
  }

  function rowAt(slot: number): Float32Array {
    const at = (slot % BLOCK_ROWS) * dimensions;
    return blocks[Math.floor(slot / BLOCK_ROWS)]!.subarray(at, at + dimensions);
  }

  function takeSlot(id: number): number {
    const slot = slots.get(id) ?? free.pop() ?? used++;
    slots.set(id, slot);
    ids[slot] = id;
    return slot;
  }

  function scoreOf(slot: number, { places, values }: Asked): number {
    const block = blocks[Math.floor(slot / BLOCK_ROWS)]!;
    const at = (slot % BLOCK_ROWS) * dimensions;
    let dot = 0;
    for (let i = 0; i < places.length; i += 1) dot += block[at + places[i]!]! * values[i]!;
    return toScore(dot);
  }

  /** All accepted rows, scored. */
  function scoreAll(query: Asked, accept: (id: number) => boolean, deadline: Deadline | undefined): VectorHit[] {
    const hits: VectorHit[] = [];
    for (let slot = 0; slot < used; slot += 1) {
      if (slot % BLOCK_ROWS === 0) deadline?.check();
      const id = ids[slot]!;
      if (id !== FREE && accept(id)) hits.push({ id, score: scoreOf(slot, query) });
    }
    return hits;
  }

  /** The accepted rows that may be among the best `limit` or tie with the last of them, scored. */
  function scoreSifted(by: Sieve, query: Float32Array, asked: Asked, limit: number, accept: (id: number) => boolean, deadline: Deadline | undefined): VectorHit[] {
    const top = createTopScores(limit);
    let count = 0;
    // What at least `limit` rows reach; the sieve is tighter the more rows are known.
    let cut = -Infinity;
    by.ask(query);
    for (let from = 0; from < used; from += SCAN_ROWS) {
      deadline?.check();
      const rows = by.scan(from, Math.min(SCAN_ROWS, used - from), cut) * QUAD;
      // Plain loops: handing each row's bounds to a function makes an object of each.
      const { numbers, lower, upper } = by.sifted();
      for (let row = 0; row < rows; row += 1) {
        if (upper[row]! < cut) continue;
        const slot = numbers[row >> 2]! * QUAD + (row & 3);
        const id = ids[slot] ?? FREE;
        if (id === FREE || !accept(id)) continue;
        if (count === sifted.slots.length) sifted = moreRoom(sifted);
        sifted.slots[count] = slot;
        sifted.uppers[count] = upper[row]!;
        count += 1;
        const least = lower[row]!;
        if (!(least > 0) || !top.wants(least)) continue;
        top.push(least);
        const sure = toScore(top.least());
        if (sure > 0) cut = tieBelow(sure);
      }
    }
    const hits: VectorHit[] = [];
    const { slots: near, uppers } = sifted;
    for (let at = 0; at < count; at += 1) {
      if (uppers[at]! >= cut) hits.push({ id: ids[near[at]!]!, score: scoreOf(near[at]!, asked) });
    }
    return hits;
  }

  /** The `limit` best accepted rows and all that may tie with the last of them. */
  function collect(query: Float32Array, limit: number, accept: (id: number) => boolean, deadline: Deadline | undefined): VectorHit[] {
    const asked = withoutZeros(query);
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
      newIds.forEach((id, i) => {
        const row = toUnit(vectors.subarray(i * dimensions, (i + 1) * dimensions));
        const slot = takeSlot(id);
        rowAt(slot).set(row);
        sieve?.write(slot, row);
      });
    },
    async delete(goneIds) {
      assertOpen();
      for (const id of goneIds) {
        const slot = slots.get(id);
        if (slot === undefined) continue;
        slots.delete(id);
        ids[slot] = FREE;
        free.push(slot);
      }
    },
    async search(vector, limit, accept = () => true, deadline) {
      assertOpen();
      checkQuery(vector, dimensions);
      if (!(limit >= 1) || slots.size === 0) return [];
      const count = Math.min(Math.floor(limit), slots.size);
      return orderHits(collect(toUnit(vector), count, accept, deadline), count);
    },
    bytes() {
      const rows = blocks.length * BLOCK_ROWS * dimensions * 4;
      const held = rows + ids.byteLength + free.length * 8 + (sieve?.bytes() ?? 0) + 2 * sifted.slots.byteLength;
      return held + slots.size * MAP_ENTRY_BYTES;
    },
    close() {
      closed = true;
      slots.clear();
      free.length = 0;
      blocks.length = 0;
      used = 0;
      ids = new Float64Array(0);
      sieve = undefined;
    },
  };
}

/** Rows by slot, with the upper bounds of their scores; room for more. */
interface Passed {
  readonly slots: Uint32Array;
  readonly uppers: Float32Array;
}

function moreRoom({ slots, uppers }: Passed): Passed {
  const larger = { slots: new Uint32Array(2 * slots.length + SCAN_ROWS), uppers: new Float32Array(2 * slots.length + SCAN_ROWS) };
  larger.slots.set(slots);
  larger.uppers.set(uppers);
  return larger;
}

/** The values of a query that are not 0, and where they stand: a question of a few hashed words has few. */
interface Asked {
  readonly places: Uint32Array;
  readonly values: Float64Array;
}

/** What is left out would add 0: sums stay the same to the last digit. */
function withoutZeros(query: Float32Array): Asked {
  const places = new Uint32Array(query.length);
  const values = new Float64Array(query.length);
  let count = 0;
  for (let place = 0; place < query.length; place += 1) {
    if (query[place] === 0) continue;
    places[count] = place;
    values[count] = query[place]!;
    count += 1;
  }
  return { places: places.subarray(0, count), values: values.subarray(0, count) };
}
