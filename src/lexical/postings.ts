/**
 * Lists of (document, value) pairs, one per term, in linked blocks of one typed array: compact,
 * appendable in place, serialisable. Block layout: next block (0 = none), capacity in pairs, pairs.
 */
export interface Postings {
  append(term: number, document: number, value: number): void;
  /** Copies the term's pairs, in the order they were appended, into `into`; returns how many. */
  read(term: number, into: PairBuffer): number;
  /** Appends the term's pairs to `target` as `newTerm`, documents renumbered, those below 0 left out; returns how many. */
  moveTerm(term: number, target: Postings, newTerm: number, document: (old: number) => number): number;
  bytes(): number;
}

/** Where lists are read into: used again for every list, so that queries allocate nothing per term. */
export interface PairBuffer {
  documents: Uint32Array;
  values: Uint32Array;
}

const HEADER = 2;
const FIRST_CAPACITY = 2;
const LARGEST_CAPACITY = 512;
/** Of each term: first block, last block, pairs in the last block, pairs in all. */
const HEAD = 0;
const TAIL = 1;
const USED = 2;
const COUNT = 3;
const ROW = 4;

export function createPostings(): Postings {
  let pool = new Uint32Array(1 << 12);
  let poolEnd = 1;
  let rows = new Uint32Array(1 << 10);
  let terms = 0;
  const moving = createPairBuffer();

  function allocate(capacity: number): number {
    const size = HEADER + capacity * 2;
    pool = withRoom(pool, poolEnd + size);
    const block = poolEnd;
    poolEnd += size;
    pool[block] = 0;
    pool[block + 1] = capacity;
    return block;
  }

  function openBlock(row: number): number {
    const tail = rows[row + TAIL]!;
    const next = allocate(tail === 0 ? FIRST_CAPACITY : Math.min(pool[tail + 1]! * 2, LARGEST_CAPACITY));
    if (tail === 0) rows[row + HEAD] = next;
    else pool[tail] = next;
    rows[row + TAIL] = next;
    rows[row + USED] = 0;
    return next;
  }

  function append(term: number, document: number, value: number): void {
    const row = term * ROW;
    if (term >= terms) {
      rows = withRoom(rows, row + ROW);
      terms = term + 1;
    }
    let tail = rows[row + TAIL]!;
    if (tail === 0 || rows[row + USED] === pool[tail + 1]) tail = openBlock(row);
    const used = rows[row + USED]!;
    const at = tail + HEADER + used * 2;
    pool[at] = document;
    pool[at + 1] = value;
    rows[row + USED] = used + 1;
    rows[row + COUNT] = rows[row + COUNT]! + 1;
  }

  function read(term: number, into: PairBuffer): number {
    if (term >= terms) return 0;
    const row = term * ROW;
    const count = rows[row + COUNT]!;
    if (into.documents.length < count) {
      into.documents = new Uint32Array(count * 2);
      into.values = new Uint32Array(count * 2);
    }
    const { documents, values } = into;
    const tail = rows[row + TAIL]!;
    let found = 0;
    for (let block = rows[row + HEAD]!; block !== 0; block = pool[block]!) {
      const pairs = block === tail ? rows[row + USED]! : pool[block + 1]!;
      const end = block + HEADER + pairs * 2;
      for (let at = block + HEADER; at < end; at += 2) {
        documents[found] = pool[at]!;
        values[found] = pool[at + 1]!;
        found += 1;
      }
    }
    return found;
  }

  function moveTerm(term: number, target: Postings, newTerm: number, document: (old: number) => number): number {
    const count = read(term, moving);
    let moved = 0;
    for (let i = 0; i < count; i += 1) {
      const number = document(moving.documents[i]!);
      if (number < 0) continue;
      target.append(newTerm, number, moving.values[i]!);
      moved += 1;
    }
    return moved;
  }

  return { append, read, moveTerm, bytes: () => pool.byteLength + rows.byteLength };
}

export function createPairBuffer(): PairBuffer {
  return { documents: new Uint32Array(256), values: new Uint32Array(256) };
}

/** The array itself, or a copy with half as much again, when it is shorter than `length`. */
export function withRoom<A extends Uint32Array | Float64Array | Uint8Array>(array: A, length: number): A {
  if (array.length >= length) return array;
  const larger = new (array.constructor as new (length: number) => A)(Math.ceil(length * 1.5));
  larger.set(array);
  return larger;
}
