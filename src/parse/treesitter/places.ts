/** Stretches of a text and how they lie in each other. Offsets are UTF-16 units; `end` is exclusive. */

export interface Place {
  readonly start: number;
  readonly end: number;
}

/** Outer before inner. */
export const byPlace = (a: Place, b: Place): number => a.start - b.start || b.end - a.end;

export interface Cursor {
  /** Index of the innermost place around `offset`, or -1. Offsets must not fall from call to call. */
  at(offset: number): number;
}

/** Walks places that are sorted by `byPlace` and lie in each other or apart. */
export function createCursor(places: readonly Place[]): Cursor {
  const open: number[] = [];
  let next = 0;
  return {
    at(offset) {
      while (next < places.length && places[next]!.start <= offset) {
        close(places[next]!.start);
        open.push(next);
        next += 1;
      }
      close(offset);
      return open.length > 0 ? open[open.length - 1]! : -1;
    },
  };

  function close(offset: number): void {
    while (open.length > 0 && places[open[open.length - 1]!]!.end <= offset) open.pop();
  }
}

/** For each of some sorted places the index of the one around it, or -1. */
export function outersOf(places: readonly Place[]): Int32Array {
  const outers = new Int32Array(places.length);
  const open: number[] = [];
  places.forEach(({ start, end }, index) => {
    while (open.length > 0) {
      const top = places[open[open.length - 1]!]!;
      // Two names of one declaration share its stretch: neither holds the other.
      const same = top.start === start && top.end === end;
      if (top.end > start && top.end >= end && !same) break;
      open.pop();
    }
    outers[index] = open.length > 0 ? open[open.length - 1]! : -1;
    open.push(index);
  });
  return outers;
}

/** Index of the first of some sorted places that does not end before `offset`. */
export function firstFrom(places: readonly Place[], offset: number): number {
  let low = 0;
  let high = places.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.end <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Whether one of some sorted, separate places holds `offset`. */
export function holds(places: readonly Place[], offset: number): boolean {
  const place = places[firstFrom(places, offset)];
  return place !== undefined && place.start <= offset;
}
