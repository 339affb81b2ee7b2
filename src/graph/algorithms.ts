/** Graph algorithms over whole numbers 0..n-1 and adjacency lists. */

/** Strongly connected components (Tarjan 1972, without recursion), each in ascending order. */
export function stronglyConnected(edges: readonly (readonly number[])[]): number[][] {
  const order = new Int32Array(edges.length).fill(-1);
  const low = new Int32Array(edges.length);
  const onStack = new Uint8Array(edges.length);
  const stack: number[] = [];
  const components: number[][] = [];
  let counter = 0;
  for (let start = 0; start < edges.length; start += 1) {
    if (order[start] !== -1) continue;
    const path: { node: number; next: number }[] = [];
    const open = (node: number): void => {
      order[node] = low[node] = counter++;
      stack.push(node);
      onStack[node] = 1;
      path.push({ node, next: 0 });
    };
    open(start);
    while (path.length > 0) {
      const frame = path[path.length - 1]!;
      const { node } = frame;
      const target = edges[node]![frame.next++];
      if (target !== undefined) {
        if (order[target] === -1) open(target);
        else if (onStack[target]) low[node] = Math.min(low[node]!, order[target]!);
        continue;
      }
      path.pop();
      const parent = path[path.length - 1];
      if (parent) low[parent.node] = Math.min(low[parent.node]!, low[node]!);
      if (low[node] === order[node]) components.push(popComponent(stack, onStack, node));
    }
  }
  return components;
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const component: number[] = [];
  for (;;) {
    const node = stack.pop()!;
    onStack[node] = 0;
    component.push(node);
    if (node === root) return component.sort((a, b) => a - b);
  }
}

/** Level of each node: 0 for what depends on nothing, else one above its highest dependency; a cycle shares one. */
export function levelsOf(edges: readonly (readonly number[])[]): number[] {
  const levels = new Array<number>(edges.length).fill(0);
  // Tarjan gives components with dependencies first.
  for (const component of stronglyConnected(edges)) {
    const inside = new Set(component);
    let level = 0;
    for (const node of component) {
      for (const target of edges[node]!) if (!inside.has(target)) level = Math.max(level, levels[target]! + 1);
    }
    for (const node of component) levels[node] = level;
  }
  return levels;
}

/** A number for each node: equal for those that edges tie together, whichever way they point (union-find). */
export function connectedGroups(edges: readonly (readonly number[])[]): Int32Array {
  const groups = Int32Array.from(edges, (_, node) => node);
  const find = (node: number): number => {
    let at = node;
    while (groups[at] !== at) {
      groups[at] = groups[groups[at]!]!;
      at = groups[at]!;
    }
    return at;
  };
  edges.forEach((targets, node) => {
    for (const target of targets) groups[find(node)] = find(target);
  });
  return groups.map((_, node) => find(node));
}

export interface WeightedEdge {
  readonly from: number;
  readonly to: number;
  readonly weight: number;
}

const DAMPING = 0.85;
const ITERATIONS = 30;
const CONVERGED = 1e-9;

/** PageRank (Brin & Page 1998) with weighted edges; sums to 1. */
export function pageRank(nodes: number, edges: readonly WeightedEdge[]): Float64Array {
  let rank = new Float64Array(nodes).fill(1 / Math.max(1, nodes));
  const out = new Float64Array(nodes);
  for (const { from, weight } of edges) out[from]! += weight;
  for (let round = 0; round < ITERATIONS && nodes > 0; round += 1) {
    let dangling = 0;
    for (let node = 0; node < nodes; node += 1) if (out[node] === 0) dangling += rank[node]!;
    const next = new Float64Array(nodes).fill((1 - DAMPING + DAMPING * dangling) / nodes);
    for (const { from, to, weight } of edges) next[to]! += (DAMPING * rank[from]! * weight) / out[from]!;
    let moved = 0;
    for (let node = 0; node < nodes; node += 1) moved += Math.abs(next[node]! - rank[node]!);
    rank = next;
    if (moved < CONVERGED) break;
  }
  return rank;
}
