/** Small numeric parts that the stages of a forecast share. */

/** The last `capacity` numbers, the newest at `at(0)`. Missing entries are NaN. */
export interface Tape {
  push(value: number): void;
  /** `back` 0 is the newest; NaN beyond what is kept. */
  at(back: number): number;
  size(): number;
  /** Copies the newest `count` values, or all when there are fewer, oldest first; returns how many. */
  read(into: Float64Array, count: number): number;
}

export function createTape(capacity: number): Tape {
  let values = new Float64Array(Math.min(capacity, 256));
  let next = 0;
  let size = 0;
  /** Grows until the capacity is reached, so that short series stay small. */
  function grow(): void {
    const larger = new Float64Array(Math.min(capacity, values.length * 2));
    larger.set(values.subarray(0, size));
    values = larger;
    next = size;
  }
  return {
    push(value) {
      if (size === values.length && size < capacity) grow();
      values[next] = value;
      next = (next + 1) % values.length;
      if (size < values.length) size += 1;
    },
    at: (back) => (back < size ? values[(next - 1 - back + 2 * values.length) % values.length]! : NaN),
    size: () => size,
    read(into, count) {
      const taken = Math.min(count, size);
      const start = (next - taken + values.length) % values.length;
      const first = Math.min(taken, values.length - start);
      into.set(values.subarray(start, start + first));
      into.set(values.subarray(0, taken - first), first);
      return taken;
    },
  };
}

/** The last `capacity` numbers in ascending order. Insertion and removal are one move of memory each. */
export interface SortedWindow {
  push(value: number): void;
  size(): number;
  /** Linear interpolation between order statistics, `share` 0..1; NaN when empty. */
  quantile(share: number): number;
  /** How many entries are above `value`. */
  above(value: number): number;
  /** How many entries are `value` or above. */
  reaching(value: number): number;
}

export function createSortedWindow(capacity: number): SortedWindow {
  const sorted = new Float64Array(capacity);
  const order = new Float64Array(capacity);
  let next = 0;
  let size = 0;
  /** The first index whose entry is not below `value`. */
  function find(value: number): number {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sorted[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }
  function insert(value: number): void {
    const index = find(value);
    sorted.copyWithin(index + 1, index, size);
    sorted[index] = value;
    size += 1;
  }
  return {
    push(value) {
      if (size === capacity) {
        const gone = find(order[next]!);
        sorted.copyWithin(gone, gone + 1, size);
        size -= 1;
      }
      order[next] = value;
      next = (next + 1) % capacity;
      insert(value);
    },
    size: () => size,
    quantile(share) {
      if (size === 0) return NaN;
      const place = Math.min(Math.max(share, 0), 1) * (size - 1);
      const low = Math.floor(place);
      const high = Math.min(low + 1, size - 1);
      return sorted[low]! + (place - low) * (sorted[high]! - sorted[low]!);
    },
    above(value) {
      let index = find(value);
      while (index < size && sorted[index] === value) index += 1;
      return size - index;
    },
    reaching: (value) => size - find(value),
  };
}

/** The median of the first `count` entries, by selection (Hoare 1961); reorders them. NaN when there are none. */
export function median(values: Float64Array, count = values.length): number {
  if (count === 0) return NaN;
  const half = count >> 1;
  const upper = select(values, count, half);
  if (count % 2 === 1) return upper;
  let lower = -Infinity;
  for (let i = 0; i < half; i++) if (values[i]! > lower) lower = values[i]!;
  return (lower + upper) / 2;
}

/** Puts the entry of rank `rank` in its place, smaller ones before it, and returns it. */
function select(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = values[(low + high) >> 1]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i += 1;
      while (values[j]! > pivot) j -= 1;
      if (i > j) break;
      const swapped = values[i]!;
      values[i] = values[j]!;
      values[j] = swapped;
      i += 1;
      j -= 1;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank]!;
}

export const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);
