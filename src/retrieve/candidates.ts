/** What retrievers propose, as columns: thousands of candidates per question cost no object each. */
import type { Candidates } from '../kernel';
import type { Corpus } from '../corpus';

/** Fills the row of signals that begins at `row` for the chunk; returns the chunk's own score. */
export type FillRow = (chunk: number, signals: Float64Array, row: number) => number;

/** `chunks` ascending, each once. `width`: signals of a row; those beyond are 0 for all chunks and stay away. */
export function fillCandidates(chunks: Uint32Array, width: number, fill: FillRow): Candidates {
  const scores = new Float64Array(chunks.length);
  const signals = new Float64Array(chunks.length * width);
  let top = 0;
  for (let at = 0; at < chunks.length; at += 1) {
    const score = fill(chunks[at]!, signals, at * width);
    scores[at] = score;
    if (score > top) top = score;
  }
  return { chunks, scores, signals, width, top };
}

/** Keeps the best few of many chunks by value; the order of offers is no matter. */
export interface Choice {
  offer(value: number, chunk: number): void;
  /** Ascending. Of equal values the first by path and line stay, so that the choice does not depend on index numbers. */
  chunks(corpus: Corpus): Uint32Array;
}

const FIRST_ROOM = 4_096;

/** Offers are only put aside; when twice as many as may stay have come, what cannot be among the best is dropped. */
export function createChoice(limit: number): Choice {
  let values = new Float64Array(FIRST_ROOM);
  let offered = new Uint32Array(FIRST_ROOM);
  let count = 0;
  let full = 2 * limit;
  // What at least `limit` of the offers so far reach.
  let least = -Infinity;

  function grow(): void {
    const [oldValues, oldOffered] = [values, offered];
    values = new Float64Array(2 * count);
    offered = new Uint32Array(2 * count);
    values.set(oldValues);
    offered.set(oldOffered);
  }

  function drop(): void {
    least = selectLargest(values.slice(0, count), limit);
    let kept = 0;
    for (let at = 0; at < count; at += 1) {
      if (values[at]! < least) continue;
      values[kept] = values[at]!;
      offered[kept] = offered[at]!;
      kept += 1;
    }
    count = kept;
    // Of many equal values all stay until the end: looking for something to drop must not become a habit.
    full = count + limit;
  }

  return {
    offer(value, chunk) {
      if (value < least || limit < 1) return;
      if (count === values.length) grow();
      values[count] = value;
      offered[count] = chunk;
      count += 1;
      if (count >= full) drop();
    },
    chunks(corpus) {
      if (count > limit) drop();
      if (count <= limit) return ascending(offered.slice(0, count));
      const chosen = new Uint32Array(limit);
      const tied: number[] = [];
      let sure = 0;
      for (let at = 0; at < count; at += 1) {
        if (values[at]! > least) chosen[sure++] = offered[at]!;
        else tied.push(offered[at]!);
      }
      chosen.set(firstPlaces(tied, limit - sure, corpus), sure);
      return ascending(chosen);
    },
  };
}

/** Sorts in place what is mostly in order already. */
function ascending(chunks: Uint32Array): Uint32Array {
  for (let at = 1; at < chunks.length; at += 1) if (chunks[at]! < chunks[at - 1]!) return chunks.sort();
  return chunks;
}

/** The value at `place` in descending order, 1 = the largest (quickselect, Hoare 1961). Reorders `values`. */
export function selectLargest(values: Float64Array, place: number): number {
  const wanted = place - 1;
  for (let low = 0, high = values.length - 1; low < high; ) {
    const pivot = values[(low + high) >>> 1]!;
    let left = low;
    let right = high;
    while (left <= right) {
      while (values[left]! > pivot) left += 1;
      while (values[right]! < pivot) right -= 1;
      if (left > right) break;
      const kept = values[left]!;
      values[left++] = values[right]!;
      values[right--] = kept;
    }
    if (wanted <= right) high = right;
    else if (wanted >= left) low = left;
    else break;
  }
  return values[wanted]!;
}

/** The first `room` of the chunks by path and line: whole files at a time, since those of a file stand together. */
function firstPlaces(chunks: readonly number[], room: number, corpus: Corpus): readonly number[] {
  if (chunks.length <= room) return chunks;
  const byPath = new Map<string, number[]>();
  for (const chunk of chunks) {
    const path = corpus.fileOf(chunk)?.path;
    if (path === undefined) continue;
    const own = byPath.get(path);
    if (own) own.push(chunk);
    else byPath.set(path, [chunk]);
  }
  const first: number[] = [];
  for (const path of [...byPath.keys()].sort()) {
    first.push(...byPath.get(path)!.sort((a, b) => a - b));
    if (first.length >= room) break;
  }
  return first.slice(0, room);
}
