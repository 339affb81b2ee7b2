/** Where a program starts: what package files name, what defines `main`, scripts that nothing imports. */
import { isTestPath, type IndexedFile } from '../corpus';
import type { SymbolFact } from '../kernel';
import { namedByPackages } from './packages';
import { compareText, type CodeView } from './view';

export interface EntryPoint {
  readonly path: string;
  /** For a person to read. */
  readonly reason: string;
}

const START_NAMES = /^(?:main|index|server|app|cli|start|worker|handler|__main__|manage|wsgi|asgi|program)$/i;
const SCRIPT_FOLDERS = /(?:^|\/)(?:bin|scripts|cmd|tools)\//;
/** Files that frameworks serve by where they lie. */
const ROUTES = /(?:^|\/)(?:(?:app|pages|routes)\/(?:.*\/)?(?:page|route|layout|\+page|\+server|index)\.[jt]sx?|pages\/api\/.+\.[jt]s|api\/[^/]+\.[jt]s)$/;
const FUNCTIONS = new Set<SymbolFact['kind']>(['function', 'method']);
/** Languages in which a function of the name `main` is what runs. */
const MAIN_LANGUAGES = new Set(['c', 'cpp', 'rust', 'kotlin', 'swift', 'dart', 'java', 'csharp', 'scala', 'zig', 'haskell']);

/** Why a path of itself is a place where something starts, in code that no index knows yet; else undefined. */
export const routeReason = (path: string): string | undefined => (ROUTES.test(path) ? 'a route of the application' : undefined);

/** By path; tests are left out. A file that a package names comes with that reason. */
export function entryPointsOf(view: CodeView): EntryPoint[] {
  const reasons = new Map<string, string>();
  for (const { path, what, by } of namedByPackages(view)) {
    if (what === 'command') reasons.set(path, `a command of ${by}`);
    else if (what === 'entry') reasons.set(path, `the entry of ${by}`);
  }
  for (const file of view.files) {
    if (reasons.has(file.path) || isTestPath(file.path)) continue;
    const reason = reasonOf(file, view);
    if (reason) reasons.set(file.path, reason);
  }
  return [...reasons].map(([path, reason]) => ({ path, reason })).sort((a, b) => compareText(a.path, b.path));
}

function reasonOf(file: IndexedFile, { graph }: CodeView): string | undefined {
  const { facts, path } = file;
  if (definesMain(file)) return 'it defines main';
  if (graph.importersOf(file).some((importer) => !isTestPath(importer.path))) return undefined;
  const route = routeReason(path);
  if (route) return route;
  if (facts.language === 'bash') return 'a script that nothing runs from elsewhere';
  if (facts.imports.length === 0) return undefined;
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  if (START_NAMES.test(stem)) return 'nothing imports it and its name is that of a start file';
  return SCRIPT_FOLDERS.test(path) ? 'a script that nothing imports' : undefined;
}

function definesMain({ facts }: IndexedFile): boolean {
  const isMain = ({ name, kind }: SymbolFact): boolean => (name === 'main' || name === 'Main') && FUNCTIONS.has(kind);
  if (facts.language === 'go') return facts.module === 'main' && facts.symbols.some(isMain);
  return MAIN_LANGUAGES.has(facts.language) && facts.symbols.some(isMain);
}
