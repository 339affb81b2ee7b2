/** Where TypeScript and JavaScript imports lead, by the rules of bundlers: files, folders, paths, packages. */
import type { ProjectFacts } from '../../kernel';
import { folderOf, joinPath } from '../files';

type Tsconfig = Extract<ProjectFacts, { kind: 'tsconfig' }>;
type Package = Extract<ProjectFacts, { kind: 'package' }>;

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.d.ts', '.js', '.jsx', '.mjs', '.cjs', '.vue', '.svelte', '.json'];
/** What a written ending may stand for in sources. */
const REPLACED: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.d.ts'],
  '.jsx': ['.tsx'],
  '.mjs': ['.mts', '.d.mts'],
  '.cjs': ['.cts', '.d.cts'],
};
/** Folders that builds write and the sources that they write from. */
const BUILT = /(^|\/)(?:dist|lib|build|out|esm|cjs)(?:\/(?:esm|cjs|types|src))?\//;
const EXTENDS_MAX = 10;

export interface TypeScriptResolver {
  /** Path of the file that `specifier` means in the file at `from`; undefined for what is not here. */
  readonly resolve: (from: string, specifier: string) => string | undefined;
}

/** What there is to resolve to, and the project files that say how. */
export interface ResolverFiles {
  has(path: string): boolean;
  readonly projects: Iterable<{ readonly path: string; readonly facts: ProjectFacts }>;
}

export function createTypeScriptResolver(files: ResolverFiles): TypeScriptResolver {
  const tsconfigs = new Map<string, Tsconfig>();
  const packages = new Map<string, { readonly folder: string; readonly facts: Package }>();
  const byFolder = new Map<string, Package>();
  for (const { path, facts } of files.projects) {
    if (facts.kind === 'tsconfig') tsconfigs.set(path, facts);
    if (facts.kind === 'package') {
      byFolder.set(folderOf(path), facts);
      // Of several packages of one name the one that stands highest, in whatever order they come.
      const known = packages.get(facts.name);
      if (facts.name !== '' && (!known || isHigher(folderOf(path), known.folder))) packages.set(facts.name, { folder: folderOf(path), facts });
    }
  }
  const mappings = new Map<string, Mapping | undefined>();

  function resolve(from: string, specifier: string): string | undefined {
    const folder = folderOf(from);
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return tryPath(joinPath(folder, specifier));
    if (specifier.startsWith('#')) return internal(folder, specifier);
    return mapped(folder, specifier) ?? workspacePackage(specifier);
  }

  function tryPath(base: string | undefined): string | undefined {
    if (base === undefined) return undefined;
    if (base !== '' && files.has(base)) return base;
    const dot = base.lastIndexOf('.');
    const ending = dot > base.lastIndexOf('/') ? base.slice(dot) : '';
    for (const other of REPLACED[ending] ?? []) {
      const path = base.slice(0, dot) + other;
      if (files.has(path)) return path;
    }
    for (const each of ENDINGS) if (base !== '' && files.has(base + each)) return base + each;
    const index = base === '' ? 'index' : `${base}/index`;
    const own = byFolder.get(base);
    const entry = own && tryTargets(base, [...(own.exports['.'] ?? []), ...own.entries]);
    if (entry) return entry;
    for (const each of ENDINGS) if (files.has(index + each)) return index + each;
    return undefined;
  }

  /** Targets of a package file; those that a build would write are looked for in the sources. */
  function tryTargets(folder: string, targets: readonly string[]): string | undefined {
    for (const target of targets) {
      const path = joinPath(folder, target);
      const found = path === undefined ? undefined : (tryExact(path) ?? trySource(path));
      if (found) return found;
    }
    return undefined;
  }

  function tryExact(path: string): string | undefined {
    if (files.has(path)) return path;
    const stem = path.replace(/(?:\.d)?\.[cm]?[jt]sx?$/, '');
    for (const ending of ENDINGS) if (files.has(stem + ending)) return stem + ending;
    return undefined;
  }

  function trySource(path: string): string | undefined {
    if (!BUILT.test(path)) return undefined;
    return tryExact(path.replace(BUILT, '$1src/')) ?? tryExact(path.replace(BUILT, '$1'));
  }

  interface Mapping {
    /** Folder that targets are relative to. */
    readonly base: string;
    readonly baseUrl: boolean;
    readonly paths: Readonly<Record<string, readonly string[]>>;
  }

  function mapped(folder: string, specifier: string): string | undefined {
    for (let at: string | undefined = folder; at !== undefined; at = parentOf(at)) {
      const mapping = mappingOf(at);
      if (!mapping) continue;
      const found = byPattern(mapping.paths, specifier, (target) => tryPath(joinPath(mapping.base, target)));
      if (found) return found;
      const direct = mapping.baseUrl ? tryPath(joinPath(mapping.base, specifier)) : undefined;
      if (direct) return direct;
    }
    return undefined;
  }

  /** The paths that hold in a folder: its own tsconfig's, or those it extends. */
  function mappingOf(folder: string): Mapping | undefined {
    if (mappings.has(folder)) return mappings.get(folder);
    const prefix = folder === '' ? '' : `${folder}/`;
    const names = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json', 'tsconfig.app.json'];
    const path = names.map((name) => prefix + name).find((name) => tsconfigs.has(name));
    const mapping = path === undefined ? undefined : inherited(path);
    mappings.set(folder, mapping);
    return mapping;
  }

  function inherited(path: string, depth = 0): Mapping | undefined {
    const config = tsconfigs.get(path);
    if (!config || depth > EXTENDS_MAX) return undefined;
    const folder = folderOf(path);
    if (config.baseUrl !== undefined || Object.keys(config.paths).length > 0) {
      const base = joinPath(folder, config.baseUrl ?? '.');
      return base === undefined ? undefined : { base, baseUrl: config.baseUrl !== undefined, paths: config.paths };
    }
    for (const parent of config.extends) {
      const target = joinPath(folder, parent);
      const found = target && [target, `${target}.json`].find((name) => tsconfigs.has(name));
      const mapping = found ? inherited(found, depth + 1) : undefined;
      if (mapping) return mapping;
    }
    return undefined;
  }

  function workspacePackage(specifier: string): string | undefined {
    const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? '';
    const found = packages.get(name);
    if (!found) return undefined;
    const { folder, facts } = found;
    const subpath = `.${specifier.slice(name.length)}`;
    const exported = byPattern(facts.exports, subpath, (target) => tryTargets(folder, [target]));
    if (exported) return exported;
    if (subpath !== '.') return tryPath(joinPath(folder, subpath)) ?? tryPath(joinPath(`${folder}/src`, subpath));
    return tryTargets(folder, facts.entries) ?? tryPath(joinPath(folder, 'src')) ?? tryPath(joinPath(folder, 'src/index')) ?? tryPath(folder);
  }

  function internal(folder: string, specifier: string): string | undefined {
    for (let at: string | undefined = folder; at !== undefined; at = parentOf(at)) {
      const own = byFolder.get(at);
      if (own) return byPattern(own.imports, specifier, (target) => tryTargets(at, [target]));
    }
    return undefined;
  }

  return { resolve };
}

function isHigher(a: string, b: string): boolean {
  const depth = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);
  return depth(a) - depth(b) < 0 || (depth(a) === depth(b) && a < b);
}

/** Exact keys first, then the pattern with the longest text before its star. */
function byPattern(
  table: Readonly<Record<string, readonly string[]>>,
  wanted: string,
  open: (target: string) => string | undefined,
): string | undefined {
  const tryAll = (targets: readonly string[], star: string): string | undefined => {
    for (const target of targets) {
      const found = open(target.replaceAll('*', star));
      if (found) return found;
    }
    return undefined;
  };
  if (Object.hasOwn(table, wanted)) return tryAll(table[wanted]!, '');
  const patterns = Object.keys(table)
    .filter((key) => key.includes('*'))
    .sort((a, b) => b.indexOf('*') - a.indexOf('*'));
  for (const pattern of patterns) {
    const [before = '', after = ''] = pattern.split('*');
    const fits = wanted.length >= before.length + after.length && wanted.startsWith(before) && wanted.endsWith(after);
    const found = fits ? tryAll(table[pattern]!, wanted.slice(before.length, wanted.length - after.length)) : undefined;
    if (found) return found;
  }
  return undefined;
}

const parentOf = (folder: string): string | undefined => (folder === '' ? undefined : folderOf(folder));
