/** What package files name, as the sources that it is built from. */
import type { ProjectFacts } from '../kernel';
import type { CodeView } from './view';

type PackageFacts = Extract<ProjectFacts, { kind: 'package' }>;

export interface NamedFile {
  readonly path: string;
  readonly what: 'command' | 'entry' | 'export' | 'mention';
  /** Path of the package file. */
  readonly by: string;
}

const CODE_ENDINGS = ['', '.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '/index.ts', '/index.js'];
/** Where builds put what they make of `src`. */
const OUTPUT_FOLDER = /^(?:dist|build|lib|out)\//;

/** Each file of the workspace that a package file names, by its first reason; subpaths with a `*` name many. */
export function namedByPackages({ files, sees }: CodeView): NamedFile[] {
  const paths = new Set(files.map(({ path }) => path));
  const found = new Map<string, NamedFile>();
  for (const { path, facts } of files) {
    if (facts.project?.kind !== 'package') continue;
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const [what, target] of targetsOf(facts.project)) {
      for (const source of target.includes('*') ? sourcesLike(folder, target, paths) : sourceOf(folder, target, paths)) {
        if (sees(source) && !found.has(source)) found.set(source, { path: source, what, by: path });
      }
    }
  }
  return [...found.values()];
}

function targetsOf({ bin, entries, exports, mentions = [] }: PackageFacts): [NamedFile['what'], string][] {
  const of = (what: NamedFile['what'], targets: readonly string[]): [NamedFile['what'], string][] => targets.map((target) => [what, target]);
  const { '.': main = [], ...subpaths } = exports;
  return [...of('command', bin), ...of('entry', [...entries, ...main]), ...of('export', Object.values(subpaths).flat()), ...of('mention', mentions)];
}

/** A package names what is built; the workspace holds what it is built from. */
function sourceOf(folder: string, target: string, paths: ReadonlySet<string>): string[] {
  for (const place of placesOf(target)) {
    const stem = withoutEnding(place);
    for (const path of [place, ...CODE_ENDINGS.map((ending) => stem + ending)]) {
      if (paths.has(folder + path)) return [folder + path];
    }
  }
  return [];
}

/** `./dist/*.js` → every code file below `src`. */
function sourcesLike(folder: string, target: string, paths: ReadonlySet<string>): string[] {
  for (const place of placesOf(target)) {
    const start = folder + place.slice(0, place.indexOf('*'));
    const found = [...paths].filter((path) => path.startsWith(start) && /\.[cm]?[jt]sx?$/.test(path));
    if (found.length > 0) return found;
  }
  return [];
}

function placesOf(target: string): string[] {
  const plain = target.replace(/^\.\//, '');
  return [plain, plain.replace(OUTPUT_FOLDER, 'src/'), plain.replace(OUTPUT_FOLDER, ''), `src/${plain}`];
}

const withoutEnding = (path: string): string => path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
