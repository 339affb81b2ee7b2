/**
 * Lists of (document, value) pairs, one per term, in linked blocks of bytes: compact, appendable in
 * place, serialisable. Nearly all pairs take three bytes where two words would take eight: the distance
 * from the document before (two bytes) and the value, shortened. Of the others the third byte says so,
 * and six more follow. Block layout: next block (4 bytes), pairs, and in the last byte, once there is a
 * next block, how many bytes at its end are no pairs.
 */
export interface Postings {
  /** Documents of a term never go down. */
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

/** Memory grows by pages, which blocks never reach beyond: none is copied, little is spare. Blocks are numbered by words. */
const PAGE_BITS = 14;
const PAGE_WORDS = 1 << PAGE_BITS;
const WORD = 4;
/** Bytes of a term's first block; each further one has twice as many, up to a bound. */
const FIRST_BYTES = 16;
const LARGEST_BYTES = 1_024;
const HEADER_BYTES = WORD;
const PAIR_BYTES = 3;
const LONG_PAIR_BYTES = 9;
/** In place of a shortened value. */
const LONG = 0xff;
const DISTANCE_END = 2 ** 16;
/** Of each term: first block, last block, where in its page the next pair goes, bytes of the last block, pairs, last document. */
const HEAD = 0;
const TAIL = 1;
const NEXT = 2;
const SIZE = 3;
const COUNT = 4;
const LAST = 5;
const ROW = 6;

interface Page {
  readonly words: Uint32Array;
  readonly bytes: Uint8Array;
}

const startOf = (block: number): number => (block & (PAGE_WORDS - 1)) * WORD;
const larger = (size: number): number => Math.min(size * 2, LARGEST_BYTES);

export function createPostings(): Postings {
  const pages: Page[] = [];
  /** The word from which on nothing is used. 0 stands for no block. */
  let poolEnd = 1;
  let rows = new Uint32Array(1 << 10);
  let terms = 0;
  const moving = createPairBuffer();

  function allocate(size: number): number {
    const left = PAGE_WORDS - (poolEnd & (PAGE_WORDS - 1));
    if (size / WORD > left) poolEnd += left;
    const block = poolEnd;
    poolEnd += size / WORD;
    if (block >>> PAGE_BITS === pages.length) {
      const buffer = new ArrayBuffer(PAGE_WORDS * WORD);
      pages.push({ words: new Uint32Array(buffer), bytes: new Uint8Array(buffer) });
    }
    return block;
  }

  function openBlock(row: number): void {
    const tail = rows[row + TAIL]!;
    const size = tail === 0 ? FIRST_BYTES : larger(rows[row + SIZE]!);
    const block = allocate(size);
    if (tail === 0) rows[row + HEAD] = block;
    else {
      const { words, bytes } = pages[tail >>> PAGE_BITS]!;
      const end = startOf(tail) + rows[row + SIZE]!;
      bytes[end - 1] = end - rows[row + NEXT]!;
      words[tail & (PAGE_WORDS - 1)] = block;
    }
    rows[row + TAIL] = block;
    rows[row + NEXT] = startOf(block) + HEADER_BYTES;
    rows[row + SIZE] = size;
  }

  function append(term: number, document: number, value: number): void {
    const row = term * ROW;
    if (term >= terms) {
      rows = withRoom(rows, row + ROW);
      terms = term + 1;
    }
    const distance = document - rows[row + LAST]!;
    const short = shortened(value);
    const isLong = distance >= DISTANCE_END || short === LONG || lengthened(short) !== value;
    const tail = rows[row + TAIL]!;
    const next = rows[row + NEXT]! + (isLong ? LONG_PAIR_BYTES : PAIR_BYTES);
    // A full block needs its last byte.
    if (tail === 0 || next >= startOf(tail) + rows[row + SIZE]!) openBlock(row);
    const { bytes } = pages[rows[row + TAIL]! >>> PAGE_BITS]!;
    const at = rows[row + NEXT]!;
    bytes[at] = distance;
    bytes[at + 1] = distance >>> 8;
    bytes[at + 2] = isLong ? LONG : short;
    if (isLong) writeRest(bytes, at, distance, value);
    rows[row + NEXT] = at + (isLong ? LONG_PAIR_BYTES : PAIR_BYTES);
    rows[row + LAST] = document;
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
    let found = 0;
    let document = 0;
    let block = rows[row + HEAD]!;
    for (let size = FIRST_BYTES; found < count; size = larger(size)) {
      const { words, bytes } = pages[block >>> PAGE_BITS]!;
      const last = startOf(block) + size;
      const end = block === rows[row + TAIL] ? rows[row + NEXT]! : last - bytes[last - 1]!;
      for (let at = startOf(block) + HEADER_BYTES; at < end; found += 1) {
        const short = bytes[at + 2]!;
        document += bytes[at]! | (bytes[at + 1]! << 8);
        if (short !== LONG) {
          values[found] = lengthened(short);
          at += PAIR_BYTES;
        } else {
          document += (bytes[at + 3]! << 16) | (bytes[at + 4]! << 24);
          values[found] = bytes[at + 5]! | (bytes[at + 6]! << 8) | (bytes[at + 7]! << 16) | (bytes[at + 8]! << 24);
          at += LONG_PAIR_BYTES;
        }
        documents[found] = document;
      }
      block = words[block & (PAGE_WORDS - 1)]!;
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

  return { append, read, moveTerm, bytes: () => pages.length * PAGE_WORDS * WORD + rows.byteLength };
}

export function createPairBuffer(): PairBuffer {
  return { documents: new Uint32Array(256), values: new Uint32Array(256) };
}

/** What `PAIR_BYTES` have no room for. */
function writeRest(bytes: Uint8Array, at: number, distance: number, value: number): void {
  bytes[at + 3] = distance >>> 16;
  bytes[at + 4] = distance >>> 24;
  for (let byte = 0; byte < WORD; byte += 1) bytes[at + 5 + byte] = value >>> (8 * byte);
}

/**
 * A value in a byte, and back. Counts of words (see `count.ts`) are small: four bits from the lowest on
 * are kept, three from the 13th, one from the 23rd. What does not come back as it was needs the long form.
 */
const shortened = (value: number): number => (value & 0xf) | ((value >>> 8) & 0x70) | ((value >>> 15) & 0x80);
const lengthened = (short: number): number => (short & 0xf) | ((short & 0x70) << 8) | ((short & 0x80) << 15);

/** The array itself, or a copy with half as much again, when it is shorter than `length`. */
export function withRoom<A extends Uint32Array | Float64Array | Uint8Array>(array: A, length: number): A {
  if (array.length >= length) return array;
  const larger = new (array.constructor as new (length: number) => A)(Math.ceil(length * 1.5));
  larger.set(array);
  return larger;
}
