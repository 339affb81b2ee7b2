/**
 * Lists of (chunk, packed counts) pairs, one per term, in linked blocks of one typed array: compact,
 * appendable in place, serialisable. Block layout: next block (0 = none), capacity in pairs, pairs.
 */
export interface Postings {
  append(term: number, chunk: number, packed: number): void;
  forEach(term: number, visit: (chunk: number, packed: number) => void): void;
  /** Drops the pairs whose chunk is refused and frees their space. */
  compact(keep: (chunk: number) => boolean): void;
  bytes(): number;
}

const HEADER = 2;
const FIRST_CAPACITY = 2;
const LARGEST_CAPACITY = 512;

export function createPostings(): Postings {
  let blocks = createBlocks();
  return {
    append: (term, chunk, packed) => blocks.append(term, chunk, packed),
    forEach: (term, visit) => blocks.forEach(term, visit),
    compact(keep) {
      const fresh = createBlocks();
      for (let term = 0; term < blocks.terms(); term += 1) {
        blocks.forEach(term, (chunk, packed) => {
          if (keep(chunk)) fresh.append(term, chunk, packed);
        });
      }
      blocks = fresh;
    },
    bytes: () => blocks.bytes(),
  };
}

interface Blocks extends Omit<Postings, 'compact'> {
  terms(): number;
}

function createBlocks(): Blocks {
  let pool = new Uint32Array(1 << 12);
  let poolEnd = 1;
  const heads: number[] = [];
  const tails: number[] = [];
  /** Pairs used in the last block of each term. */
  const used: number[] = [];

  function allocate(capacity: number): number {
    const size = HEADER + capacity * 2;
    if (poolEnd + size > pool.length) {
      const larger = new Uint32Array(Math.ceil((pool.length + size) * 1.5));
      larger.set(pool.subarray(0, poolEnd));
      pool = larger;
    }
    const block = poolEnd;
    poolEnd += size;
    pool[block] = 0;
    pool[block + 1] = capacity;
    return block;
  }

  function openTail(term: number): number {
    const tail = tails[term] ?? 0;
    if (tail !== 0 && used[term]! < pool[tail + 1]!) return tail;
    const next = allocate(tail === 0 ? FIRST_CAPACITY : Math.min(pool[tail + 1]! * 2, LARGEST_CAPACITY));
    // A term that compaction emptied has no entry yet: fill up, so that arrays stay dense.
    while (heads.length <= term) {
      heads.push(0);
      tails.push(0);
      used.push(0);
    }
    if (tail === 0) heads[term] = next;
    else pool[tail] = next;
    tails[term] = next;
    used[term] = 0;
    return next;
  }

  function append(term: number, chunk: number, packed: number): void {
    const tail = openTail(term);
    const at = tail + HEADER + used[term]! * 2;
    pool[at] = chunk;
    pool[at + 1] = packed;
    used[term]! += 1;
  }

  function forEach(term: number, visit: (chunk: number, packed: number) => void): void {
    const tail = tails[term] ?? 0;
    let block = heads[term] ?? 0;
    while (block !== 0) {
      const pairs = block === tail ? used[term]! : pool[block + 1]!;
      const end = block + HEADER + pairs * 2;
      for (let at = block + HEADER; at < end; at += 2) visit(pool[at]!, pool[at + 1]!);
      block = pool[block]!;
    }
  }

  return { append, forEach, terms: () => heads.length, bytes: () => pool.byteLength + heads.length * 24 };
}
