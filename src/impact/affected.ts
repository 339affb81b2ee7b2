/** Files that a change affects as wholes: tests to run, and places where programs start. */
import type { FileFacts } from '../kernel';
import type { GraphFile } from '../graph';
import type { WorkspaceView } from './overlay';
import type { ReachedCaller } from './reach';

export interface AffectedFile {
  readonly path: string;
  readonly reason: string;
}

const TEST_FOLDERS = /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testing)\//i;
const TEST_NAMES =
  /(?:[._-](?:test|tests|spec|specs|e2e|cy)\.[^/]+|(?:^|\/)(?:test_[^/]+\.py|conftest\.py|[^/]+_(?:test|spec)\.(?:py|go|rb|ex|exs|rs|cc|cpp|dart))|[a-z\d](?:Test|Tests|IT|Spec|TestCase)\.(?:java|kt|scala|cs|php|swift|groovy))$/;
const START_NAMES = /(?:^|\/)(?:index|main|server|app|cli|worker|handler|lambda|start|manage|wsgi|asgi|__main__|program|application)\.[^./]+$/i;
const ROUTES = /(?:^|\/)(?:(?:app|pages|routes)\/(?:.*\/)?(?:page|route|layout|\+page|\+server|index)\.[jt]sx?|pages\/api\/.+\.[jt]s|api\/[^/]+\.[jt]s)$/;
/** Imports followed from a changed file. */
const IMPORT_STEPS = { tests: 3, entries: 12 } as const;
const FILES_MAX = 20_000;

export function isTestPath(path: string): boolean {
  return TEST_NAMES.test(path) || (TEST_FOLDERS.test(path) && !/\.(?:json|ya?ml|md|txt|snap)$/.test(path));
}

/** Tests that the change may break, those most surely concerned first. `changed`: paths with changed definitions. */
export function affectedTests(view: WorkspaceView, changed: readonly string[], callers: readonly ReachedCaller[]): AffectedFile[] {
  const found = new Map<string, { reason: string; rank: number }>();
  const add = (path: string, rank: number, reason: string): void => {
    const known = found.get(path);
    if (!known || known.rank > rank) found.set(path, { rank, reason });
  };
  for (const path of changed) if (isTestPath(path) && view.files.file(path)) add(path, 0, 'the change touches it');
  for (const { path, via, distance } of callers) {
    if (isTestPath(path)) add(path, distance, distance === 1 ? `it uses ${via}` : `it reaches a changed definition in ${distance} steps, through ${via}`);
  }
  const sources = changed.filter((path) => !isTestPath(path));
  const stems = new Map(sources.map((path) => [stemOf(path), path]));
  for (const { path } of view.files.files()) {
    const source = isTestPath(path) ? stems.get(stemOf(path)) : undefined;
    if (source !== undefined) add(path, 1.5, `it is named after ${source}`);
  }
  for (const [path, { from, steps }] of importersOf(view, sources, IMPORT_STEPS.tests)) {
    if (isTestPath(path)) add(path, 10 + steps, steps === 1 ? `it imports ${from}` : `it imports ${from} in ${steps} steps`);
  }
  return [...found].sort(([a, x], [b, y]) => x.rank - y.rank || compare(a, b)).map(([path, { reason }]) => ({ path, reason }));
}

/** Files where programs start and that load changed code. */
export function affectedEntryPoints(view: WorkspaceView, changed: readonly string[], callers: readonly ReachedCaller[]): AffectedFile[] {
  const programs = declaredPrograms(view);
  const reached = new Set([...changed, ...callers.map(({ path }) => path)].filter((path) => !isTestPath(path)));
  const near = importersOf(view, [...reached], IMPORT_STEPS.entries);
  const found: (AffectedFile & { readonly steps: number })[] = [];
  const candidates = [...[...reached].map((path) => ({ path, from: path, steps: 0 })), ...[...near].map(([path, way]) => ({ path, ...way }))];
  for (const { path, from, steps } of candidates) {
    const file = isTestPath(path) ? undefined : view.files.file(path);
    const start = file && startReason(view, file, programs);
    if (start) found.push({ path, steps, reason: steps === 0 ? start : `${start}; loads ${from}` });
  }
  return found.sort((a, b) => a.steps - b.steps || compare(a.path, b.path)).map(({ path, reason }) => ({ path, reason }));
}

function startReason(view: WorkspaceView, file: GraphFile, programs: ReadonlyMap<string, string>): string | undefined {
  const declared = programs.get(file.path);
  if (declared) return declared;
  if (ROUTES.test(file.path)) return 'a route of the application';
  if (hasMain(file.facts)) return 'it has a main function';
  if (!START_NAMES.test(file.path)) return undefined;
  return view.graph.importersOf(file).some(({ path }) => !isTestPath(path)) ? undefined : 'nothing imports it, and its name is that of a start';
}

/** Programs and entries that package.json files name, as far as they are files of the workspace. */
function declaredPrograms(view: WorkspaceView): Map<string, string> {
  const programs = new Map<string, string>();
  for (const { path, facts } of view.files.files()) {
    const { project } = facts;
    if (project?.kind !== 'package') continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const add = (targets: readonly string[], reason: string): void => {
      for (const target of targets) {
        const own = `${folder}${target.replace(/^\.\//, '')}`;
        if (view.files.file(own) && !programs.has(own)) programs.set(own, reason);
      }
    };
    add(project.bin, `a program of ${project.name || path}`);
    add([...project.entries, ...Object.values(project.exports).flat()], `an entry of the package ${project.name || path}`);
  }
  return programs;
}

function hasMain({ language, symbols, module }: FileFacts): boolean {
  const main = symbols.find(({ name, kind }) => name.toLowerCase() === 'main' && (kind === 'function' || kind === 'method'));
  if (!main) return false;
  switch (language) {
    case 'go':
      return module === 'main' || module === '';
    case 'rust': case 'c': case 'cpp': case 'kotlin':
      return main.parent < 0;
    case 'java': case 'csharp': case 'scala':
      return language === 'scala' || main.modifiers.includes('static');
    default:
      return false;
  }
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

/** `src/cart/total.test.ts` → `total`. */
function stemOf(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  return name.replace(/(?:[._-](?:test|tests|spec|specs|e2e|cy)|(?:Test|Tests|IT|Spec|TestCase))$/, '').replace(/^test_/, '').toLowerCase();
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
