/** Files that a change affects as wholes: tests to run, and places where programs start. */
import { isTestCode, isTestPath, routeReason, testedName } from '../analyze';
import type { WorkspaceView } from './overlay';
import type { ReachedCaller } from './reach';

export interface AffectedFile {
  readonly path: string;
  readonly reason: string;
}

/** Imports followed from a changed file. */
const IMPORT_STEPS = { tests: 3, entries: 12 } as const;
const FILES_MAX = 20_000;

/** Tests that the change may break, those most surely concerned first. `changed`: paths with changed definitions. */
export function affectedTests(view: WorkspaceView, changed: readonly string[], callers: readonly ReachedCaller[]): AffectedFile[] {
  const found = new Map<string, { reason: string; rank: number }>();
  const add = (path: string, rank: number, reason: string): void => {
    const known = found.get(path);
    if (!known || known.rank > rank) found.set(path, { rank, reason });
  };
  const hasTest = (path: string): boolean => {
    const file = view.files.file(path);
    return file !== undefined && isTestCode(path);
  };
  for (const path of changed) if (hasTest(path)) add(path, 0, 'the change touches it');
  for (const { path, via, distance } of callers) {
    if (hasTest(path)) add(path, distance, distance === 1 ? `it uses ${via}` : `it reaches a changed definition in ${distance} steps, through ${via}`);
  }
  const sources = changed.filter((path) => !isTestPath(path));
  const stems = new Map(sources.map((path) => [testedName(path), path]));
  for (const file of view.files.files()) {
    const source = isTestCode(file.path) ? stems.get(testedName(file.path)) : undefined;
    if (source !== undefined) add(file.path, 1.5, `it is named after ${source}`);
  }
  for (const [path, { from, steps }] of importersOf(view, sources, IMPORT_STEPS.tests)) {
    if (hasTest(path)) add(path, 10 + steps, steps === 1 ? `it imports ${from}` : `it imports ${from} in ${steps} steps`);
  }
  return [...found].sort(([a, x], [b, y]) => x.rank - y.rank || compare(a, b)).map(([path, { reason }]) => ({ path, reason }));
}

/** Files where programs start and that load changed code. `starts`: such files of the workspace, with the reason. */
export function affectedEntryPoints(
  view: WorkspaceView,
  starts: ReadonlyMap<string, string>,
  changed: readonly string[],
  callers: readonly ReachedCaller[],
): AffectedFile[] {
  const reached = new Set([...changed, ...callers.map(({ path }) => path)].filter((path) => !isTestPath(path)));
  const near = importersOf(view, [...reached], IMPORT_STEPS.entries);
  const candidates = [...[...reached].map((path) => ({ path, from: path, steps: 0 })), ...[...near].map(([path, way]) => ({ path, ...way }))];
  return candidates
    .flatMap(({ path, from, steps }) => {
      const start = view.files.file(path) && (starts.get(path) ?? routeReason(path));
      return start === undefined ? [] : [{ path, steps, reason: steps === 0 ? start : `${start}; loads ${from}` }];
    })
    .sort((a, b) => a.steps - b.steps || compare(a.path, b.path))
    .map(({ path, reason }) => ({ path, reason }));
}

/** Files that import one of `paths`, directly or through others: from which, and in how many steps. */
function importersOf(view: WorkspaceView, paths: readonly string[], steps: number): Map<string, { from: string; steps: number }> {
  const found = new Map<string, { from: string; steps: number }>();
  let edge = paths.map((path) => ({ path, from: path }));
  const seen = new Set(paths);
  for (let step = 1; step <= steps && edge.length > 0 && found.size < FILES_MAX; step += 1) {
    const next: typeof edge = [];
    for (const { path, from } of edge) {
      const file = view.files.file(path);
      for (const importer of file ? view.graph.importersOf(file) : []) {
        if (seen.has(importer.path)) continue;
        seen.add(importer.path);
        found.set(importer.path, { from, steps: step });
        next.push({ path: importer.path, from });
      }
    }
    edge = next;
  }
  return found;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
