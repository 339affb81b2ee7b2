/**
 * Exact search in plain TypeScript: rows lie one after another in one Float32Array, which a SIMD
 * kernel can scan as it is. Every row is scored, so results are exact and cost O(rows * dimensions).
 */
import { createError } from '../kernel';
import type { VectorHit, VectorIndex } from './contract';
import { orderHits, tieBelow, toScore } from './order';
import { checkQuery, checkRows, toUnit } from './rows';
import { createTopScores } from './top-scores';

const FREE = -1;
const FIRST_CAPACITY = 64;
/** What a Map entry from id to slot takes, roughly. */
const MAP_ENTRY_BYTES = 40;

/** An empty index of rows with `dimensions` values. */
export function createPortableIndex(dimensions: number): VectorIndex {
  const slots = new Map<number, number>();
  const free: number[] = [];
  let rows = new Float32Array(0);
  /** The id in each slot, or FREE. */
  let ids = new Float64Array(0);
  let scores = new Float64Array(0);
  let used = 0;
  let closed = false;

  function assertOpen(): void {
    if (closed) throw createError('ENGINE_CLOSED');
  }

  function reserve(count: number): void {
    if (count <= ids.length) return;
    const capacity = Math.max(count, Math.ceil(ids.length * 1.5), FIRST_CAPACITY);
    rows = grown(rows, new Float32Array(capacity * dimensions));
    ids = grown(ids, new Float64Array(capacity));
    scores = new Float64Array(capacity);
  }

  function takeSlot(id: number): number {
    const slot = slots.get(id) ?? free.pop() ?? used++;
    slots.set(id, slot);
    ids[slot] = id;
    return slot;
  }

  function scoreRows(query: Float32Array): void {
    for (let slot = 0, at = 0; slot < used; slot += 1, at += dimensions) {
      let dot = 0;
      for (let i = 0; i < dimensions; i += 1) dot += rows[at + i]! * query[i]!;
      scores[slot] = toScore(dot);
    }
  }

  /** The `limit` best accepted rows and all that may tie with the last of them. */
  function collect(limit: number, accept: (id: number) => boolean): VectorHit[] {
    const top = createTopScores(limit);
    for (let slot = 0; slot < used; slot += 1) {
      const score = scores[slot]!;
      const id = ids[slot]!;
      if (id !== FREE && top.wants(score) && accept(id)) top.push(score);
    }
    const least = tieBelow(top.least());
    const hits: VectorHit[] = [];
    for (let slot = 0; slot < used; slot += 1) {
      const score = scores[slot]!;
      const id = ids[slot]!;
      if (id !== FREE && score >= least && accept(id)) hits.push({ id, score });
    }
    return hits;
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
        const row = vectors.subarray(i * dimensions, (i + 1) * dimensions);
        rows.set(toUnit(row), takeSlot(id) * dimensions);
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
    async search(vector, limit, accept = () => true) {
      assertOpen();
      checkQuery(vector, dimensions);
      if (!(limit >= 1) || slots.size === 0) return [];
      const count = Math.min(Math.floor(limit), slots.size);
      scoreRows(toUnit(vector));
      return orderHits(collect(count, accept), count);
    },
    bytes() {
      const held = rows.byteLength + ids.byteLength + scores.byteLength + free.length * 8;
      return held + slots.size * MAP_ENTRY_BYTES;
    },
    close() {
      closed = true;
      slots.clear();
      free.length = 0;
      used = 0;
      rows = new Float32Array(0);
      ids = new Float64Array(0);
      scores = new Float64Array(0);
    },
  };
}

function grown<T extends Float32Array | Float64Array>(from: T, to: T): T {
  to.set(from);
  return to;
}
