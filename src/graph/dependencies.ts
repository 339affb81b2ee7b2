/** Which file imports which: resolved when asked for, remembered until a file changes. */
import type { ProjectFacts } from '../kernel';
import { connectedGroups, levelsOf, stronglyConnected } from './algorithms';
import { folderOf, type GraphFile, type GraphFiles } from './files';
import { createPathResolver, type PathResolver } from './resolve/others';
import { createTypeScriptResolver, type TypeScriptResolver } from './resolve/typescript';

export interface ImportEdge {
  readonly specifier: string;
  readonly line: number;
  readonly typeOnly: boolean;
  /** Files of the workspace that it leads to; none for what is outside. */
  readonly targets: readonly GraphFile[];
}

export interface Dependencies {
  /** Files that an import leads to; `wanted` are the names that it imports. */
  readonly modules: (file: GraphFile, specifier: string, wanted: readonly string[]) => readonly GraphFile[];
  /** The other files of a package, for languages in which they share a scope. */
  readonly siblings: (file: GraphFile) => Iterable<GraphFile>;
  readonly importsOf: (file: GraphFile) => readonly ImportEdge[];
  readonly importersOf: (file: GraphFile) => readonly GraphFile[];
  /** Groups of files that import each other, largest first. */
  readonly cycles: () => GraphFile[][];
  /** File id → level; 0 for files that import nothing of the workspace. */
  readonly levels: () => Map<number, number>;
  /** Files that imports tie to it at any distance, whichever way they point; itself among them. */
  readonly connectedTo: (file: GraphFile) => readonly GraphFile[];
  /** All files, by path. */
  readonly list: () => readonly GraphFile[];
  readonly forget: () => void;
}

const TYPESCRIPT = new Set(['typescript', 'tsx', 'javascript', 'jsx', 'vue', 'svelte']);

export function createDependencies(files: GraphFiles): Dependencies {
  let memo = createMemo();

  function modules(file: GraphFile, specifier: string, wanted: readonly string[]): readonly GraphFile[] {
    const typescript = TYPESCRIPT.has(file.facts.language);
    // Bundler rules look at the folder alone; other languages may look at the names, too.
    const key = typescript ? `${folderOf(file.path)}\n${specifier}` : `${file.path}\n${specifier}\n${wanted.join(',')}`;
    let found = memo.modules.get(key);
    if (!found) {
      const paths = typescript ? typescriptPaths(file.path, specifier) : (memo.others ??= createPathResolver(files)).resolve(file, specifier, wanted);
      found = paths.map((path) => files.file(path)).filter((each) => each !== undefined);
      memo.modules.set(key, found);
    }
    return found;
  }

  function typescriptPaths(from: string, specifier: string): string[] {
    const path = (memo.typescript ??= createResolver()).resolve(from, specifier);
    return path === undefined ? [] : [path];
  }

  function createResolver(): TypeScriptResolver {
    const projects: { path: string; facts: ProjectFacts }[] = [];
    for (const { path, facts } of files.files()) if (facts.project) projects.push({ path, facts: facts.project });
    return createTypeScriptResolver({ has: (path) => files.file(path) !== undefined, projects });
  }

  /** The other files of a package: by declared name, or by folder where packages are folders. */
  function* siblings(file: GraphFile): Iterable<GraphFile> {
    memo.byModule ??= groupByModule();
    for (const other of memo.byModule.get(moduleKey(file)) ?? []) if (other.id !== file.id) yield other;
  }

  function groupByModule(): Map<string, GraphFile[]> {
    const groups = new Map<string, GraphFile[]>();
    for (const file of list()) {
      const key = moduleKey(file);
      const group = groups.get(key);
      if (group) group.push(file);
      else groups.set(key, [file]);
    }
    return groups;
  }

  function importsOf(file: GraphFile): readonly ImportEdge[] {
    let edges = memo.imports.get(file.id);
    if (!edges) {
      const reExports = file.facts.exports
        .filter(({ from }) => from !== undefined)
        .map(({ from, local, line }) => ({ specifier: from!, names: [local], line, typeOnly: false }));
      edges = [...file.facts.imports, ...reExports].map(({ specifier, names: wanted, line, typeOnly }) => ({
        specifier,
        line,
        typeOnly,
        targets: modules(file, specifier, wanted).filter(({ id }) => id !== file.id),
      }));
      memo.imports.set(file.id, edges);
    }
    return edges;
  }

  function importersOf(file: GraphFile): readonly GraphFile[] {
    memo.importers ??= invertImports();
    return memo.importers.get(file.id) ?? [];
  }

  function invertImports(): Map<number, GraphFile[]> {
    const importers = new Map<number, Map<number, GraphFile>>();
    for (const file of files.files()) {
      for (const { targets } of importsOf(file)) {
        for (const target of targets) {
          const group = importers.get(target.id) ?? new Map<number, GraphFile>();
          importers.set(target.id, group.set(file.id, file));
        }
      }
    }
    return new Map([...importers].map(([id, group]) => [id, [...group.values()].sort((a, b) => (a.path < b.path ? -1 : 1))]));
  }

  function list(): readonly GraphFile[] {
    return (memo.list ??= [...files.files()].sort((a, b) => compare(a.path, b.path)));
  }

  /** All files numbered by path, and which import which. */
  function order() {
    if (!memo.order) {
      const numbers = new Map(list().map(({ id }, number) => [id, number]));
      const edges = list().map((file) => {
        const targets = new Set(importsOf(file).flatMap(({ targets: each }) => each.map(({ id }) => numbers.get(id)!)));
        return [...targets].sort((a, b) => a - b);
      });
      memo.order = { numbers, edges };
    }
    return memo.order;
  }

  function cycles(): GraphFile[][] {
    return stronglyConnected(order().edges)
      .filter((component) => component.length > 1)
      .map((component) => component.map((number) => list()[number]!))
      .sort((a, b) => b.length - a.length || compare(a[0]!.path, b[0]!.path));
  }

  function levels(): Map<number, number> {
    const found = levelsOf(order().edges);
    return new Map(list().map(({ id }, number) => [id, found[number]!]));
  }

  function connectedTo(file: GraphFile): readonly GraphFile[] {
    const { numbers, edges } = order();
    memo.groups ??= connectedGroups(edges);
    const start = numbers.get(file.id);
    const group = start === undefined ? undefined : memo.groups[start];
    return list().filter((_, number) => memo.groups![number] === group);
  }

  return {
    modules,
    siblings,
    connectedTo,
    importsOf,
    importersOf,
    cycles,
    levels,
    list,
    forget() {
      memo = createMemo();
    },
  };
}

function createMemo() {
  return {
    typescript: undefined as TypeScriptResolver | undefined,
    others: undefined as PathResolver | undefined,
    modules: new Map<string, readonly GraphFile[]>(),
    imports: new Map<number, readonly ImportEdge[]>(),
    importers: undefined as Map<number, GraphFile[]> | undefined,
    byModule: undefined as Map<string, GraphFile[]> | undefined,
    groups: undefined as Int32Array | undefined,
    list: undefined as readonly GraphFile[] | undefined,
    order: undefined as { numbers: Map<number, number>; edges: number[][] } | undefined,
  };
}

function moduleKey(file: GraphFile): string {
  const { language, module } = file.facts;
  if (language === 'go') return `go ${folderOf(file.path)}`;
  return module === '' ? `${language} ${folderOf(file.path)}` : `${language} ${module}`;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
