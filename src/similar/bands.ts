/**
 * Which sketches may be alike, without comparing all: banding (Indyk, Motwani 1998; Leskovec, Rajaraman,
 * Ullman: Mining of Massive Datasets, chapter 3). Sketches that agree on all bins of one band meet in a
 * bucket. Empty bins are filled from the next full one (Shrivastava, Li: Densifying One Permutation Hashing,
 * ICML 2014), else small definitions would all meet in what both lack.
 */
import { SKETCH_WORDS } from '../kernel';

/** A word of a sketch, four bins, is a band. Two sketches of similarity .6 meet with probability .99, of .7 with .9998. */
const BANDS = SKETCH_WORDS;
/** From here on, banding finds nearly all; below, sketches have to be compared one by one. */
export const BANDING_MIN = 0.6;

export interface Bands {
  /** Adds the sketch as number `id`; numbers grow one by one from 0. */
  add(id: number, sketch: Uint32Array): void;
  remove(id: number): void;
  /** Calls `visit` for every number whose sketch shares a band, and for some others, perhaps more than once, until it returns false. */
  forEachNear(sketch: Uint32Array, visit: (id: number) => boolean): void;
  bytes(): number;
}

/** Room for `capacity` sketches: a chain of numbers for each bucket, in typed arrays; two or three words for each sketch and band. */
export function createBands(capacity: number): Bands {
  const buckets = 1 << Math.max(4, Math.ceil(Math.log2(Math.max(1, capacity))));
  const heads = new Int32Array(BANDS * buckets).fill(-1);
  const next = new Int32Array(BANDS * capacity).fill(-1);
  const gone = new Uint8Array(capacity);
  const own = new Int32Array(BANDS);

  return {
    add(id, sketch) {
      keysOf(sketch, own);
      for (let band = 0; band < BANDS; band += 1) {
        const bucket = band * buckets + (own[band]! & (buckets - 1));
        next[id * BANDS + band] = heads[bucket]!;
        heads[bucket] = id;
      }
    },
    remove(id) {
      gone[id] = 1;
    },
    forEachNear(sketch, visit) {
      const wanted = keysOf(sketch, new Int32Array(BANDS));
      for (let band = 0; band < BANDS; band += 1) {
        for (let id = heads[band * buckets + (wanted[band]! & (buckets - 1))]!; id >= 0; id = next[id * BANDS + band]!) {
          if (gone[id] === 0 && !visit(id)) return;
        }
      }
    },
    bytes: () => heads.byteLength + next.byteLength + gone.byteLength,
  };
}

/** Of each band, the hash of its bins. */
function keysOf(sketch: Uint32Array, keys: Int32Array): Int32Array {
  const bin = (at: number): number => (sketch[at >> 2]! >>> (8 * (at & 3))) & 0xff;
  let filler = 0;
  let distance = 0;
  // What fills empty bins at the end stands at the start.
  for (let at = 0; at < 4 * BANDS && filler === 0; at += 1) filler = bin(at);
  for (let at = 4 * BANDS - 1, key = 0; at >= 0; at -= 1) {
    const value = bin(at);
    if (value === 0) distance += 1;
    else {
      filler = value;
      distance = 0;
    }
    key = Math.imul(key ^ (filler + 256 * distance), 0x0100_0193);
    key ^= key >>> 15;
    if ((at & 3) === 0) {
      keys[at >> 2] = key;
      key = 0;
    }
  }
  return keys;
}
