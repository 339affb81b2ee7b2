/** The best few of many, by value, without sorting the rest: a bounded heap over two arrays. */
export interface Best {
  offer(value: number, item: number): void;
  /** What is left, best first. */
  items(): number[];
}

/** `comesFirst` decides between items of equal value, so that what is kept does not depend on the order of offers. */
export function createBest(limit: number, comesFirst: (a: number, b: number) => boolean): Best {
  const values: number[] = [];
  const items: number[] = [];

  const isBetter = (value: number, item: number, at: number): boolean =>
    value > values[at]! || (value === values[at]! && comesFirst(item, items[at]!));
  const put = (at: number, value: number, item: number): void => {
    values[at] = value;
    items[at] = item;
  };

  function siftUp(start: number, value: number, item: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (isBetter(value, item, parent)) break;
      put(child, values[parent]!, items[parent]!);
      child = parent;
    }
    put(child, value, item);
  }

  function siftDown(value: number, item: number): void {
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= items.length) break;
      if (child + 1 < items.length && isBetter(values[child]!, items[child]!, child + 1)) child += 1;
      if (!isBetter(value, item, child)) break;
      put(parent, values[child]!, items[child]!);
      parent = child;
    }
    put(parent, value, item);
  }

  return {
    offer(value, item) {
      if (items.length < limit) siftUp(items.length, value, item);
      else if (limit > 0 && isBetter(value, item, 0)) siftDown(value, item);
    },
    items() {
      const order = items.map((_, at) => at);
      order.sort((a, b) => (values[a] === values[b] ? (comesFirst(items[a]!, items[b]!) ? -1 : 1) : values[b]! - values[a]!));
      return order.map((at) => items[at]!);
    },
  };
}
