/** Which edges of a circle to take away. */
import { stronglyConnected } from '../graph';

export interface Weighted {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

export interface Cuts {
  /** Indexes of edges, in the order in which they should go. */
  readonly cuts: readonly number[];
  /** Whether nothing goes round in a circle without them. */
  readonly open: boolean;
}

const CUTS_MAX = 10;
/** Edges tried in each round: each costs a walk over its circle. */
const TRIED_MAX = 300;

/**
 * Few light edges without which no circle is left, found greedily: each time the edge that frees the
 * most edges from circles for its weight. For a single circle that is its lightest edge. The smallest
 * set is NP-hard to find (Karp 1972, feedback arc set).
 */
export function cheapestCuts(nodes: number, edges: readonly Weighted[]): Cuts {
  const gone = new Set<number>();
  const cuts: number[] = [];
  for (let left = circling(nodes, edges, gone); left.length > 0; left = circling(nodes, edges, gone)) {
    if (cuts.length >= CUTS_MAX) return { cuts, open: false };
    const lightest = [...left].sort((a, b) => edges[a]!.weight - edges[b]!.weight || a - b).slice(0, TRIED_MAX);
    let best = { edge: -1, price: Infinity };
    for (const edge of lightest) {
      gone.add(edge);
      const freed = left.length - circling(nodes, edges, gone).length;
      gone.delete(edge);
      const price = edges[edge]!.weight / freed;
      if (price < best.price) best = { edge, price };
    }
    gone.add(best.edge);
    cuts.push(best.edge);
  }
  return { cuts, open: true };
}

/** Indexes of the edges that are part of a circle. */
function circling(nodes: number, edges: readonly Weighted[], gone: ReadonlySet<number>): number[] {
  const targets: number[][] = Array.from({ length: nodes }, () => []);
  edges.forEach(({ from, to }, index) => {
    if (!gone.has(index)) targets[from]!.push(to);
  });
  const group = new Int32Array(nodes);
  stronglyConnected(targets).forEach((members, number) => {
    for (const node of members) group[node] = number;
  });
  return edges.flatMap(({ from, to }, index) => (!gone.has(index) && group[from] === group[to] ? [index] : []));
}
