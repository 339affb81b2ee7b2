import fc from 'fast-check';
import { connectedGroups, levelsOf, pageRank, stronglyConnected } from '../../src/graph/algorithms';

/** Adjacency lists of up to 12 nodes. */
const graphs = fc.integer({ min: 0, max: 12 }).chain((nodes) =>
  fc.array(fc.uniqueArray(fc.integer({ min: 0, max: Math.max(0, nodes - 1) }), { maxLength: nodes }), { minLength: nodes, maxLength: nodes }),
);

/** reachable[a][b]: there is a way from a to b, of any length, none included. */
function reachability(edges: readonly (readonly number[])[]): boolean[][] {
  const reach = edges.map((_, from) => edges.map((__, to) => from === to));
  edges.forEach((targets, from) => targets.forEach((to) => (reach[from]![to] = true)));
  for (let via = 0; via < edges.length; via += 1) {
    for (const row of reach) if (row[via]) reach[via]!.forEach((can, to) => can && (row[to] = true));
  }
  return reach;
}

test('strongly connected components are the classes of mutual reachability, dependencies first', () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const reach = reachability(edges);
      const components = stronglyConnected(edges);
      expect(components.flat().sort((a, b) => a - b)).toEqual(edges.map((_, node) => node));
      const order = new Map(components.flatMap((component, index) => component.map((node) => [node, index] as const)));
      for (const [a] of edges.entries()) {
        for (const [b] of edges.entries()) expect(order.get(a) === order.get(b)).toBe(reach[a]![b]! && reach[b]![a]!);
        for (const target of edges[a]!) expect(order.get(target)).toBeLessThanOrEqual(order.get(a)!);
      }
    }),
  );
});

test('levels: 0 without dependencies, else one above the highest; equal within a cycle', () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const reach = reachability(edges);
      const levels = levelsOf(edges);
      const naive = (node: number): number => {
        const same = edges.map((_, other) => other).filter((other) => reach[node]![other] && reach[other]![node]);
        const below = same.flatMap((member) => edges[member]!).filter((target) => !same.includes(target));
        return below.length === 0 ? 0 : 1 + Math.max(...below.map(naive));
      };
      expect(levels).toEqual(edges.map((_, node) => naive(node)));
    }),
  );
});

test('connected groups ignore the direction of edges', () => {
  fc.assert(
    fc.property(graphs, (edges) => {
      const both = edges.map((targets, node) => [...targets, ...edges.flatMap((others, from) => (others.includes(node) ? [from] : []))]);
      const reach = reachability(both);
      const groups = connectedGroups(edges);
      for (const [a] of edges.entries()) for (const [b] of edges.entries()) expect(groups[a] === groups[b]).toBe(reach[a]![b]);
    }),
  );
});

test('PageRank is the fixed point of its own equation', () => {
  const weights = fc.array(fc.record({ from: fc.nat(7), to: fc.nat(7), weight: fc.integer({ min: 1, max: 5 }) }), { maxLength: 20 });
  fc.assert(
    fc.property(weights, (edges) => {
      const nodes = 8;
      const rank = pageRank(nodes, edges);
      expect(rank.reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 9);
      // The naive matrix, many more rounds.
      const out = Array.from({ length: nodes }, (_, node) => edges.filter(({ from }) => from === node).reduce((sum, { weight }) => sum + weight, 0));
      let naive = new Array<number>(nodes).fill(1 / nodes);
      for (let round = 0; round < 200; round += 1) {
        const last = naive;
        naive = last.map((_, to) => {
          const linked = edges.filter((edge) => edge.to === to).reduce((sum, { from, weight }) => sum + (last[from]! * weight) / out[from]!, 0);
          const dangling = last.reduce((sum, each, node) => sum + (out[node] === 0 ? each : 0), 0);
          return 0.15 / nodes + 0.85 * (linked + dangling / nodes);
        });
      }
      // 30 rounds at a damping of .85 leave less than .85^30 of the start.
      naive.forEach((each, node) => expect(Math.abs(each - rank[node]!)).toBeLessThan(0.01));
    }),
  );
  expect(pageRank(0, [])).toHaveLength(0);
});

test('a chain of ten thousand nodes does not exhaust the stack', () => {
  const edges = Array.from({ length: 10_000 }, (_, node) => (node === 9_999 ? [] : [node + 1]));
  expect(stronglyConnected(edges)).toHaveLength(10_000);
  expect(levelsOf(edges)[0]).toBe(9_999);
});
