/** Where a program starts: what package files name, what defines `main`, scripts that nothing imports. */
import type { IndexedFile } from '../corpus';
import type { SymbolFact } from '../kernel';
import { isTestPath } from './tests';
import { compareText, type CodeView } from './view';

export interface EntryPoint {
  readonly path: string;
  /** For a person to read. */
  readonly reason: string;
}

const START_NAMES = /^(?:main|index|server|app|cli|start|worker|handler|__main__|manage|wsgi|asgi|program)$/i;
const SCRIPT_FOLDERS = /(?:^|\/)(?:bin|scripts|cmd|tools)\//;
const CODE_ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '/index.ts', '/index.js'];
/** Where builds put what they make of `src`. */
const OUTPUT_FOLDER = /^(?:dist|build|lib|out)\//;
const FUNCTIONS = new Set<SymbolFact['kind']>(['function', 'method']);
/** Languages in which a function of the name `main` is what runs. */
const MAIN_LANGUAGES = new Set(['c', 'cpp', 'rust', 'kotlin', 'swift', 'dart', 'java', 'csharp', 'scala', 'zig', 'haskell']);

/** By path; tests are left out. A file that a package names comes with that reason. */
export function entryPointsOf(view: CodeView): EntryPoint[] {
  const reasons = namedByPackages(view);
  for (const file of view.files) {
    if (reasons.has(file.path) || isTestPath(file.path)) continue;
    const reason = reasonOf(file, view);
    if (reason) reasons.set(file.path, reason);
  }
  return [...reasons].map(([path, reason]) => ({ path, reason })).sort((a, b) => compareText(a.path, b.path));
}

function namedByPackages({ files, sees }: CodeView): Map<string, string> {
  const paths = new Set(files.map(({ path }) => path));
  const reasons = new Map<string, string>();
  for (const { path, facts } of files) {
    if (facts.project?.kind !== 'package') continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    const name = (targets: readonly string[], reason: string): void => {
      for (const target of targets) {
        const source = sourceOf(folder, target, paths);
        if (source && sees(source) && !reasons.has(source)) reasons.set(source, `${reason} of ${path}`);
      }
    };
    name(facts.project.bin, 'a command');
    name(facts.project.entries, 'the entry');
    name(facts.project.exports['.'] ?? [], 'the entry');
  }
  return reasons;
}

/** A package names what is built; the workspace holds what it is built from. */
function sourceOf(folder: string, target: string, paths: ReadonlySet<string>): string | undefined {
  const plain = target.replace(/^\.\//, '');
  for (const place of [plain, plain.replace(OUTPUT_FOLDER, 'src/'), plain.replace(OUTPUT_FOLDER, '')]) {
    const stem = place.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
    for (const path of [place, ...CODE_ENDINGS.map((ending) => stem + ending)]) {
      if (paths.has(folder + path)) return folder + path;
    }
  }
  return undefined;
}

function reasonOf(file: IndexedFile, { graph }: CodeView): string | undefined {
  const { facts, path } = file;
  if (definesMain(file)) return 'it defines main';
  if (graph.importersOf(file).some((importer) => !isTestPath(importer.path))) return undefined;
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
