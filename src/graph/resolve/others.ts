/** Where imports of other languages lead: by path (Python, C, Ruby, …) or by declared package (Go, Java, …). */
import { folderOf, joinPath, type GraphFile, type GraphFiles } from '../files';

export interface PathResolver {
  /** Paths of the files that an import means; several for a package of several files. */
  resolve(from: GraphFile, specifier: string, names: readonly string[]): readonly string[];
}

const HEADERS = ['', '.h', '.hpp', '.hh', '.hxx'];

export function createPathResolver(files: GraphFiles): PathResolver {
  const byFolder = new Map<string, string[]>();
  const byModule = new Map<string, GraphFile[]>();
  const bySuffix = new Map<string, string[]>();
  const goModules: { readonly folder: string; readonly module: string }[] = [];
  // In a fixed order: what is found first must not depend on which file came first.
  for (const file of [...files.files()].sort((a, b) => (a.path < b.path ? -1 : 1))) {
    push(byFolder, folderOf(file.path), file.path);
    push(bySuffix, file.path.slice(file.path.lastIndexOf('/') + 1), file.path);
    if (file.facts.module !== '') push(byModule, file.facts.module, file);
    if (file.facts.project?.kind === 'go') goModules.push({ folder: folderOf(file.path), module: file.facts.project.module });
  }
  goModules.sort((a, b) => b.module.length - a.module.length || (a.folder < b.folder ? -1 : 1));

  function python(from: GraphFile, specifier: string, names: readonly string[]): string[] {
    const dots = /^\.*/.exec(specifier)![0].length;
    const tail = specifier.slice(dots).split('.').filter((part) => part !== '').join('/');
    const bases = dots > 0 ? [climb(folderOf(from.path), dots - 1)] : pythonRoots(from.path);
    for (const base of bases) {
      const target = base === undefined ? undefined : joinPath(base, tail);
      if (target === undefined) continue;
      const inner = names.flatMap((name) => pythonModule(`${target}/${name}`.replace(/^\//, '')));
      const own = pythonModule(target);
      if (own.length + inner.length > 0) return [...own, ...inner];
    }
    return [];
  }

  function pythonModule(path: string): string[] {
    const candidates = path === '' ? ['__init__.py'] : [`${path}.py`, `${path}/__init__.py`, `${path}.pyi`, `${path}/__init__.pyi`];
    const found = candidates.find((candidate) => files.file(candidate));
    return found ? [found] : [];
  }

  function go(specifier: string): string[] {
    for (const { folder, module } of goModules) {
      if (specifier !== module && !specifier.startsWith(`${module}/`)) continue;
      const path = joinPath(folder, specifier.slice(module.length + 1));
      return (byFolder.get(path ?? '') ?? []).filter((file) => file.endsWith('.go'));
    }
    return [];
  }

  /** `a.b.C`, `a.b.*`, `A\B\C`: the longest part that is a declared package; then the file that defines the rest. */
  function declared(specifier: string, names: readonly string[]): string[] {
    const parts = specifier.replace(/\.\*$/, '').split(/[.\\]|::/).filter((part) => part !== '');
    for (let length = parts.length; length > 0; length -= 1) {
      const members = byModule.get(parts.slice(0, length).join('.')) ?? byModule.get(parts.slice(0, length).join('\\'));
      if (!members) continue;
      const wanted = parts[length] ?? names.find((name) => name !== '*');
      const defining = wanted ? members.filter(({ facts }) => facts.symbols.some(({ name }) => name === wanted)) : members;
      return (defining.length > 0 ? defining : members).map(({ path }) => path);
    }
    return [];
  }

  function rust(from: GraphFile, specifier: string): string[] {
    const parts = specifier.split('::').filter((part) => part !== '');
    const crate = crateRoot(from.path);
    let base: string | undefined = crate;
    if (parts[0] === 'crate') parts.shift();
    else if (parts[0] === 'self' || parts[0] === 'super') base = parts.shift() === 'self' ? rustFolder(from.path) : climb(rustFolder(from.path), 1);
    for (let length = parts.length; length > 0 && base !== undefined; length -= 1) {
      const path = joinPath(base, parts.slice(0, length).join('/'));
      const found = [`${path}.rs`, `${path}/mod.rs`].find((candidate) => files.file(candidate));
      if (found) return [found];
    }
    return [];
  }

  function crateRoot(path: string): string {
    const at = path.lastIndexOf('/src/');
    return at >= 0 ? path.slice(0, at + 4) : path.startsWith('src/') ? 'src' : folderOf(path);
  }

  function byName(from: GraphFile, specifier: string, endings: readonly string[]): string[] {
    for (const ending of endings) {
      const relative = joinPath(folderOf(from.path), specifier + ending);
      if (relative !== undefined && files.file(relative)) return [relative];
    }
    const clean = specifier.replace(/^(?:\.{1,2}\/)+/, '');
    for (const ending of endings) {
      const wanted = clean + ending;
      const same = bySuffix.get(wanted.slice(wanted.lastIndexOf('/') + 1)) ?? [];
      const found = same.filter((path) => path === wanted || path.endsWith(`/${wanted}`));
      if (found.length === 1) return found;
    }
    return [];
  }

  return {
    resolve(from, specifier, names) {
      switch (from.facts.language) {
        case 'python':
          return python(from, specifier, names);
        case 'go':
          return go(specifier);
        case 'rust':
          return rust(from, specifier);
        case 'c':
        case 'cpp':
          return byName(from, specifier, HEADERS);
        case 'ruby':
          return byName(from, specifier, ['.rb', '']);
        case 'bash':
          return byName(from, specifier, ['', '.sh', '.bash']);
        case 'php': {
          const module = declared(specifier, names);
          return module.length > 0 ? module : byName(from, specifier, ['', '.php']);
        }
        default:
          return declared(specifier, names);
      }
    },
  };
}

/** Folders that absolute imports may start from: those above the file, nearest last, and usual source roots. */
function pythonRoots(path: string): string[] {
  const roots = ['', 'src', 'lib'];
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) roots.push(folder);
  return roots;
}

function rustFolder(path: string): string {
  return /(?:^|\/)(?:mod|lib|main)\.rs$/.test(path) ? folderOf(path) : path.replace(/\.rs$/, '');
}

function climb(folder: string, levels: number): string | undefined {
  return joinPath(folder, '../'.repeat(levels));
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
