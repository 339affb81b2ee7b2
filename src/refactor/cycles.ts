/** Files that import each other, and the import that is cheapest to do without. */
import { isTestPath } from '../analyze';
import { EXACT_LANGUAGES, stronglyConnected, type CodeGraph, type GraphFile } from '../graph';
import type { CutEdge } from '../kernel';
import { cheapestCuts } from './cuts';
import { count, listed, type Draft, type RuleScope } from './draft';
import { usesAlong } from './edge-uses';

interface Edge extends CutEdge {
  readonly fromNode: number;
  readonly toNode: number;
}

const PLACES_MAX = 50;
const NAMES_MAX = 20;

/** Circles that exist when the code runs come one by one; those of types alone count as one more kind. */
export function importCycles({ view, covers }: RuleScope): Draft[] {
  const files = view.files.filter(({ path }) => !isTestPath(path));
  const numbers = new Map(files.map(({ id }, node) => [id, node]));
  const targets = files.map((file) => [...new Set(view.graph.importsOf(file).flatMap((edge) => edge.targets.flatMap(({ id }) => numbers.get(id) ?? [])))]);
  return circlesOf(targets).flatMap((members) => {
    const inside = new Set(members);
    const edges = members.flatMap((node) => edgesFrom(view.graph, files, node, targets[node]!.filter((to) => inside.has(to))));
    const running = edges.filter(({ typeOnly }) => !typeOnly);
    const circles = circlesOf(adjacency(files.length, running));
    const parts = circles.length > 0 ? circles.map((each) => ({ members: each, edges: among(running, each), runs: true })) : [{ members, edges, runs: false }];
    return parts.filter((part) => part.members.some((node) => covers(files[node]!.path))).map((part) => describe(files, part.members, part.edges, part.runs));
  });
}

function circlesOf(targets: readonly (readonly number[])[]): number[][] {
  return stronglyConnected(targets).filter(({ length }) => length > 1);
}

function adjacency(nodes: number, edges: readonly Edge[]): number[][] {
  const targets: number[][] = Array.from({ length: nodes }, () => []);
  for (const { fromNode, toNode } of edges) targets[fromNode]!.push(toNode);
  return targets;
}

function among(edges: readonly Edge[], members: readonly number[]): Edge[] {
  const inside = new Set(members);
  return edges.filter(({ fromNode, toNode }) => inside.has(fromNode) && inside.has(toNode));
}

function edgesFrom(graph: CodeGraph, files: readonly GraphFile[], node: number, targets: readonly number[]): Edge[] {
  const file = files[node]!;
  return targets.map((to) => ({ fromNode: node, toNode: to, from: file.path, to: files[to]!.path, ...usesAlong(graph, file, files[to]!) }));
}

function describe(files: readonly GraphFile[], members: readonly number[], edges: readonly Edge[], runs: boolean): Draft {
  const places = new Map(members.map((node, at) => [node, at]));
  const weighted = edges.map((edge) => ({ from: places.get(edge.fromNode)!, to: places.get(edge.toNode)!, weight: weightOf(edge) }));
  const { cuts, open } = cheapestCuts(members.length, weighted);
  const chosen = cuts.map((index) => edges[index]!);
  const [first] = chosen as [Edge, ...Edge[]];
  const uses = chosen.reduce((sum, edge) => sum + edge.uses, 0);
  const exact = members.every((node) => EXACT_LANGUAGES.has(files[node]!.facts.language));
  return {
    rule: 'cycle',
    path: first.from,
    symbol: '',
    startLine: first.line,
    endLine: first.line,
    message: `${count(members.length, 'file')} import each other${runs ? '' : ', for types only'}. ${messageOf(chosen, open)}`,
    evidence: { files: members.length, imports: edges.length, atRunTime: runs, cuts: cuts.length, usesToMove: uses, opened: open },
    why: runs
      ? 'Files of a circle can only be understood, tested and loaded together, and what is defined first depends on who is imported first.'
      : 'Files of a circle can only be understood together. At run time, imports of types alone are not there.',
    effort: !open || uses > 30 ? 'large' : cuts.length === 1 && uses <= 3 ? 'small' : 'medium',
    confidence: exact ? 0.95 : 0.8,
    magnitude: runs ? Math.min(1, 0.3 + members.length / 20) : -1,
    places: members.slice(0, PLACES_MAX).map((node) => ({ path: files[node]!.path, symbol: '', startLine: 1, endLine: files[node]!.facts.lineCount })),
    cuts: chosen.map(({ fromNode: _from, toNode: _to, names, ...edge }) => ({ ...edge, names: names.slice(0, NAMES_MAX) })),
  };
}

/** An import costs something even when nothing of it is used; types move more easily than code. */
const weightOf = ({ uses, typeOnly, names }: Edge): number => 1 + (typeOnly ? 0.25 : 1) * (uses + names.length);

function messageOf(cuts: readonly Edge[], open: boolean): string {
  const [{ from, to, names, uses }] = cuts as [Edge];
  const what = names.length > 0 ? ` (${listed(names)}, ${count(uses, 'use')})` : '';
  const first = `Cheapest to cut is what ${from} takes from ${to}${what}`;
  if (cuts.length === 1 && open) return `${first}: that opens the circle.`;
  return `${first}, first of ${count(cuts.length, 'import')} ${open ? 'that open it' : 'without which it is smaller'}.`;
}
