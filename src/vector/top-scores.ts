/** A bounded min-heap that knows the best `limit` of the scores it was shown. */
export interface TopScores {
  /** Whether `score` would change the heap: false lets the caller skip dearer checks. */
  wants(score: number): boolean;
  push(score: number): void;
  /** The worst of the best: what a score must reach to be among them; 0 until there are `limit`. */
  least(): number;
}

export function createTopScores(limit: number): TopScores {
  const heap: number[] = [];

  function siftUp(start: number): void {
    let child = start;
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (heap[parent]! <= heap[child]!) return;
      swap(heap, parent, child);
      child = parent;
    }
  }

  function siftDown(): void {
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= heap.length) return;
      if (child + 1 < heap.length && heap[child + 1]! < heap[child]!) child += 1;
      if (heap[parent]! <= heap[child]!) return;
      swap(heap, parent, child);
      parent = child;
    }
  }

  return {
    wants: (score) => heap.length < limit || score > heap[0]!,
    push(score) {
      if (heap.length < limit) {
        heap.push(score);
        siftUp(heap.length - 1);
      } else if (score > heap[0]!) {
        heap[0] = score;
        siftDown();
      }
    },
    least: () => (heap.length < limit ? 0 : heap[0]!),
  };
}

function swap(heap: number[], a: number, b: number): void {
  const kept = heap[a]!;
  heap[a] = heap[b]!;
  heap[b] = kept;
}
