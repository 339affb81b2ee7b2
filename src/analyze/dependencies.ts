/** Which files lead to which: imports and importers of a file or folder, step by step. */
import type { IndexedFile } from '../corpus';
import type { ImportEdge } from '../graph';
import type { DependencyMap } from '../kernel';
import { cyclesOf } from './overview';
import { compareText, type CodeView } from './view';

export interface DependencyQuestion {
  /** Files to start from. */
  readonly start: readonly IndexedFile[];
  readonly direction: 'imports' | 'importers' | 'both';
  /** Steps from the start. */
  readonly depth: number;
  /** Most files in the map. */
  readonly limit: number;
}

type Edge = DependencyMap['edges'][number];

const CYCLES_LISTED = 50;
const EXTERNAL_MAX = 2_000;

/** Files nearest to the start come first; edges are those that were followed, one per pair of files. */
export function mapDependencies(view: CodeView, question: DependencyQuestion): Omit<DependencyMap, 'text'> {
  const found = explore(view, question);
  const kept = [...found.distances].slice(0, question.limit);
  const paths = new Set(kept.map(([{ path }]) => path));
  const levels = view.graph.levels();
  return {
    nodes: kept.map(([file, distance]) => ({
      path: file.path,
      level: levels.get(file.id) ?? 0,
      distance,
      language: file.facts.language,
    })),
    edges: [...found.edges.values()].filter(({ from, to }) => paths.has(from) && paths.has(to)).sort(byPlace),
    external: externalOf(kept, question, view),
    cycles: cyclesOf(view)
      .filter((cycle) => cycle.filter((path) => paths.has(path)).length > 1)
      .slice(0, CYCLES_LISTED),
    truncated: found.distances.size > kept.length,
  };
}

/** Breadth first, each round by path: the order does not depend on that of the index. */
function explore(view: CodeView, { start, direction, depth }: DependencyQuestion) {
  const distances = new Map<IndexedFile, number>(start.map((file) => [file, 0]));
  const edges = new Map<string, Edge>();
  let round = [...start];
  for (let distance = 1; distance <= depth && round.length > 0; distance += 1) {
    const next = new Map<string, IndexedFile>();
    const reach = (file: IndexedFile): void => {
      if (!distances.has(file)) next.set(file.path, file);
    };
    for (const file of round) {
      if (direction !== 'importers') for (const target of followImports(view, file, edges)) reach(target);
      if (direction !== 'imports') for (const importer of followImporters(view, file, edges)) reach(importer);
    }
    round = [...next.values()].sort((a, b) => compareText(a.path, b.path));
    for (const file of round) distances.set(file, distance);
  }
  return { distances, edges };
}

function followImports(view: CodeView, file: IndexedFile, edges: Map<string, Edge>): IndexedFile[] {
  return view.graph.importsOf(file).flatMap((edge) => targetsOf(view, file, edge, edges));
}

function followImporters(view: CodeView, file: IndexedFile, edges: Map<string, Edge>): IndexedFile[] {
  return view.graph.importersOf(file).flatMap(({ id }) => {
    const importer = view.fileOf({ file: id });
    if (!importer) return [];
    for (const edge of view.graph.importsOf(importer)) {
      if (edge.targets.some((target) => target.id === file.id)) addEdge(edges, importer.path, file.path, edge);
    }
    return [importer];
  });
}

function targetsOf(view: CodeView, file: IndexedFile, edge: ImportEdge, edges: Map<string, Edge>): IndexedFile[] {
  return edge.targets.flatMap(({ id }) => {
    const target = view.fileOf({ file: id });
    if (!target) return [];
    addEdge(edges, file.path, target.path, edge);
    return [target];
  });
}

/** Of several imports of one file the first counts; the pair is type-only when all of them are. */
function addEdge(edges: Map<string, Edge>, from: string, to: string, { line, typeOnly }: ImportEdge): void {
  const key = `${from}\n${to}`;
  const known = edges.get(key);
  edges.set(key, {
    from,
    to,
    line: Math.min(line, known?.line ?? line),
    typeOnly: typeOnly && (known?.typeOnly ?? true),
  });
}

/** What the followed files import from outside the workspace. */
function externalOf(
  kept: readonly (readonly [IndexedFile, number])[],
  { direction, depth }: DependencyQuestion,
  { graph }: CodeView,
): DependencyMap['external'] {
  const found = new Map<string, { from: string; specifier: string }>();
  for (const [file, distance] of kept) {
    if (distance > 0 && (direction === 'importers' || distance >= depth)) continue;
    for (const { specifier, targets } of graph.importsOf(file)) {
      if (targets.length === 0) found.set(`${file.path}\n${specifier}`, { from: file.path, specifier });
    }
  }
  return [...found.values()]
    .sort((a, b) => compareText(a.from, b.from) || compareText(a.specifier, b.specifier))
    .slice(0, EXTERNAL_MAX);
}

const byPlace = (a: Edge, b: Edge): number => compareText(a.from, b.from) || compareText(a.to, b.to);
