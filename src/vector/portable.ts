/**
 * Exact search that runs everywhere. Rows lie in blocks of 32-bit floats; with WASM-SIMD a sieve first
 * tells which rows can be among the best, without it every row is scored. Both give the same results
 * to the last digit, because the scores that count are computed here, in the same way.
 */
import { createError, type Deadline } from '../kernel';
import type { VectorHit, VectorIndex } from './contract';
import { orderHits, tieBelow, toScore } from './order';
import { checkQuery, checkRows, toUnit } from './rows';
import { createSieve, SCAN_ROWS, type Sieve } from './sieve';
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
    const found: number[] = [];
    const uppers: number[] = [];
    // What at least `limit` rows reach; the sieve is tighter the more rows are known.
    let cut = -Infinity;
    const show = (slot: number, lower: number, upper: number): void => {
      const id = ids[slot] ?? FREE;
      if (upper < cut || id === FREE || !accept(id)) return;
      found.push(slot);
      uppers.push(upper);
      if (!(lower > 0) || !top.wants(lower)) return;
      top.push(lower);
      const sure = toScore(top.least());
      if (sure > 0) cut = tieBelow(sure);
    };
    by.ask(query);
    for (let from = 0; from < used; from += SCAN_ROWS) {
      deadline?.check();
      by.scan(from, Math.min(SCAN_ROWS, used - from), cut, show);
    }
    const near = found.filter((_, at) => uppers[at]! >= cut);
    return near.map((slot) => ({ id: ids[slot]!, score: scoreOf(slot, asked) }));
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
      const held = rows + ids.byteLength + free.length * 8 + (sieve?.bytes() ?? 0);
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

/** The values of a query that are not 0, and where they stand: a question of a few hashed words has few. */
interface Asked {
  readonly places: Uint32Array;
  readonly values: Float64Array;
}

/** What is left out would add 0: sums stay the same to the last digit. */
function withoutZeros(query: Float32Array): Asked {
  const places = Uint32Array.from(query.keys()).filter((place) => query[place] !== 0);
  return { places, values: Float64Array.from(places, (place) => query[place]!) };
}
