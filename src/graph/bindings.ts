/** What a name in a file means: imports, module-level definitions, members. Without types, by the language's rules. */
import type { SymbolFact } from '../kernel';
import { folderOf, type GraphFile, type GraphFiles } from './files';
import type { Definition } from './symbols';

/** How a use was tied to its definition, from certain to guessed. */
export type Certainty = 'exact' | 'import' | 'unique' | 'ambiguous';

export interface Resolution {
  readonly definitions: readonly Definition[];
  readonly certainty: Certainty;
}

export interface NameUse {
  readonly name: string;
  /** Index of the enclosing symbol, or -1. */
  readonly symbol: number;
  readonly receiver?: string;
}

export interface BindingParts {
  readonly files: GraphFiles;
  /** Files that an import leads to. */
  modules(file: GraphFile, specifier: string, names: readonly string[]): readonly GraphFile[];
  definitionsNamed(name: string): readonly Definition[];
  /** Other files of the same package, for languages in which they share a scope. */
  siblings(file: GraphFile): Iterable<GraphFile>;
}

export interface Bindings {
  resolve(file: GraphFile, use: NameUse): Resolution | undefined;
  /** Definitions that a module gives out under a name. */
  exported(file: GraphFile, name: string): readonly Definition[];
  membersOf(type: Definition, name: string): readonly Definition[];
}

const CONTAINERS = new Set<SymbolFact['kind']>(['class', 'interface', 'struct', 'trait', 'enum', 'namespace', 'module', 'type', 'constant', 'variable']);
const TYPES = new Set<SymbolFact['kind']>(['class', 'interface', 'struct', 'trait', 'enum']);
const EXACT_LANGUAGES = new Set(['typescript', 'tsx', 'javascript', 'jsx', 'vue', 'svelte']);
/** Languages whose files see the top-level names of all files of their package without import. */
const SHARED_SCOPE = new Set(['go', 'java', 'kotlin', 'scala', 'csharp', 'swift', 'php', 'ruby', 'c', 'cpp', 'bash', 'rust']);
const DEPTH_MAX = 20;

export function createBindings(parts: BindingParts): Bindings {
  const { files } = parts;

  function resolve(file: GraphFile, use: NameUse): Resolution | undefined {
    return use.receiver === undefined ? resolvePlain(file, use) : resolveMember(file, use, use.receiver);
  }

  function resolvePlain(file: GraphFile, { name, symbol }: NameUse): Resolution | undefined {
    const own = visibleFrom(file, name, symbol);
    if (own.length > 0) return { definitions: own, certainty: 'exact' };
    const imported = fromImports(file, name);
    if (imported) return imported;
    if (EXACT_LANGUAGES.has(file.facts.language)) return undefined;
    if (SHARED_SCOPE.has(file.facts.language)) {
      const near = [...parts.siblings(file)].flatMap((sibling) => topLevel(sibling, name));
      if (near.length > 0) return { definitions: near, certainty: 'import' };
    }
    return byName(comparable(file, name));
  }

  /** Definitions of the name, anywhere, that code of this language can use. */
  function comparable(file: GraphFile, name: string): Definition[] {
    const own = family(file.facts.language);
    return parts.definitionsNamed(name).filter((found) => family(files.fileById(found.file)?.facts.language ?? '') === own);
  }

  function fromImports(file: GraphFile, name: string): Resolution | undefined {
    for (const { specifier, names, locals } of file.facts.imports) {
      const at = locals.indexOf(name);
      const wildcard = at < 0 && names.includes('*') && !EXACT_LANGUAGES.has(file.facts.language);
      if (at < 0 && !wildcard) continue;
      const imported = at < 0 ? name : names[at]!;
      if (imported === '*') continue;
      const definitions = unique(parts.modules(file, specifier, names).flatMap((module) => exported(module, imported)));
      if (definitions.length > 0) return { definitions, certainty: certaintyOf(file) };
      // Imported from outside the snapshot: whatever here has the same name is something else.
      if (at >= 0) return { definitions: [], certainty: 'exact' };
    }
    return undefined;
  }

  function resolveMember(file: GraphFile, { name, symbol }: NameUse, receiver: string): Resolution | undefined {
    if (receiver === 'this' || receiver === 'self' || receiver === 'super') {
      const type = enclosingType(file, symbol);
      const found = type ? (receiver === 'super' ? inheritedMembers(type, name, 0) : membersOf(type, name)) : [];
      return found.length > 0 ? { definitions: found, certainty: certaintyOf(file) } : guessMember(file, name);
    }
    const namespace = namespaceFiles(file, receiver);
    if (namespace) {
      const definitions = unique(namespace.flatMap((module) => exported(module, name)));
      return { definitions, certainty: certaintyOf(file) };
    }
    const holder = receiver === '' ? undefined : resolvePlain(file, { name: receiver, symbol });
    if (holder && holder.definitions.length > 0 && holder.certainty !== 'ambiguous') {
      const members = unique(holder.definitions.flatMap((definition) => membersOf(definition, name)));
      if (members.length > 0) return { definitions: members, certainty: holder.certainty };
    }
    // Imported from outside: its members are not ours.
    if (holder && holder.definitions.length === 0) return undefined;
    return guessMember(file, name);
  }

  /** Files behind `import * as receiver`, or a package's own name (`fmt.Println`, `module.name`). */
  function namespaceFiles(file: GraphFile, receiver: string): readonly GraphFile[] | undefined {
    for (const { specifier, names, locals } of file.facts.imports) {
      const at = locals.indexOf(receiver);
      if (at < 0) continue;
      const modules = parts.modules(file, specifier, names);
      if (names[at] === '*') return modules;
      // `from package import module`: the name is a file of its own.
      const own = modules.filter(({ path }) => stemOf(path) === names[at]);
      if (own.length > 0 && file.facts.language === 'python') return own;
    }
    return undefined;
  }

  function guessMember(file: GraphFile, name: string): Resolution | undefined {
    return byName(comparable(file, name).filter((found) => found.symbol.parent >= 0 && isMember(found)));
  }

  function exported(file: GraphFile, name: string): readonly Definition[] {
    return unique(exportedFrom(file, name, new Set()));
  }

  function exportedFrom(file: GraphFile, name: string, seen: Set<string>): Definition[] {
    const key = `${file.id}:${name}`;
    if (seen.has(key) || seen.size > 500) return [];
    seen.add(key);
    const found: Definition[] = [];
    for (const fact of file.facts.exports) {
      if (fact.name !== name && fact.name !== '*') continue;
      if (fact.from === undefined) found.push(...localDefinitions(file, fact.local, seen));
      else if (fact.name === '*' && name === 'default') continue;
      else {
        const wanted = fact.name === '*' ? name : fact.local;
        for (const module of parts.modules(file, fact.from, [wanted])) found.push(...exportedFrom(module, wanted, seen));
      }
    }
    if (found.length > 0 || EXACT_LANGUAGES.has(file.facts.language)) return found;
    const top = topLevel(file, name);
    return top.length > 0 ? top : reImported(file, name, seen);
  }

  function localDefinitions(file: GraphFile, local: string, seen: Set<string>): Definition[] {
    const own = topLevel(file, local);
    return own.length > 0 ? own : reImported(file, local, seen);
  }

  /** A name that a module only passes on: imported here, used from there. */
  function reImported(file: GraphFile, local: string, seen: Set<string>): Definition[] {
    return file.facts.imports.flatMap(({ specifier, names, locals }) => {
      const at = locals.indexOf(local);
      if (at < 0 || names[at] === '*') return [];
      return parts.modules(file, specifier, names).flatMap((module) => exportedFrom(module, names[at]!, seen));
    });
  }

  function membersOf(type: Definition, name: string, depth = 0): readonly Definition[] {
    const own = ownMembers(type, name);
    return own.length > 0 ? own : inheritedMembers(type, name, depth);
  }

  function ownMembers({ file, index, symbol }: Definition, name: string): Definition[] {
    if (!CONTAINERS.has(symbol.kind)) return [];
    const indexed = files.fileById(file);
    if (!indexed) return [];
    return definitionsIn(indexed, (other) => other.name === name && other.parent === index);
  }

  function inheritedMembers(type: Definition, name: string, depth: number): readonly Definition[] {
    const file = files.fileById(type.file);
    if (!file || depth > DEPTH_MAX) return [];
    for (const { name: base } of type.symbol.heritage) {
      const parts_ = base.split('.');
      const use: NameUse = { name: parts_[parts_.length - 1]!, symbol: type.symbol.parent, ...(parts_.length > 1 ? { receiver: parts_[parts_.length - 2]! } : {}) };
      const bases = resolve(file, use)?.definitions ?? [];
      const found = bases.flatMap((each) => (each.file === type.file && each.index === type.index ? [] : membersOf(each, name, depth + 1)));
      if (found.length > 0) return unique(found);
    }
    return [];
  }

  function enclosingType(file: GraphFile, symbol: number): Definition | undefined {
    const { symbols } = file.facts;
    for (let at = symbol; at >= 0; at = symbols[at]!.parent) {
      if (TYPES.has(symbols[at]!.kind)) return { file: file.id, index: at, symbol: symbols[at]! };
    }
    return undefined;
  }

  return { resolve, exported, membersOf };
}

/** Definitions in the file that a use inside `symbol` sees: those of the enclosing definitions, then the file's own. */
function visibleFrom(file: GraphFile, name: string, symbol: number): Definition[] {
  const { symbols } = file.facts;
  for (let scope = symbol; ; scope = symbols[scope]!.parent) {
    // Members are reached through their object; only functions nested in functions are in scope by name.
    const isType = scope >= 0 && TYPES.has(symbols[scope]!.kind) && file.facts.language !== 'csharp' && file.facts.language !== 'java';
    const found = isType ? [] : definitionsIn(file, (other) => other.name === name && other.parent === scope);
    if (found.length > 0 || scope < 0) return found;
  }
}

function topLevel(file: GraphFile, name: string): Definition[] {
  const { symbols } = file.facts;
  // Packages may be symbols of their own: what they hold is top-level for those who import them.
  return definitionsIn(file, (symbol) => symbol.name === name && (symbol.parent < 0 || symbols[symbol.parent]!.kind === 'namespace' && file.facts.module !== ''));
}

function definitionsIn(file: GraphFile, wanted: (symbol: SymbolFact) => boolean): Definition[] {
  return file.facts.symbols.flatMap((symbol, index) => (wanted(symbol) ? [{ file: file.id, index, symbol }] : []));
}

function byName(definitions: readonly Definition[]): Resolution | undefined {
  if (definitions.length === 0) return undefined;
  const places = new Set(definitions.map(({ file, symbol }) => `${file}:${symbol.qualifiedName}`));
  return { definitions, certainty: places.size === 1 ? 'unique' : 'ambiguous' };
}

const isMember = ({ symbol }: Definition): boolean => ['method', 'property', 'accessor', 'function', 'constant'].includes(symbol.kind);

function family(language: string): string {
  if (EXACT_LANGUAGES.has(language)) return 'typescript';
  return language === 'cpp' ? 'c' : language;
}

const certaintyOf = (file: GraphFile): Certainty => (EXACT_LANGUAGES.has(file.facts.language) ? 'exact' : 'import');

const stemOf = (path: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  return name === '__init__' ? folderOf(path).split('/').pop()! : name;
};

function unique(definitions: readonly Definition[]): Definition[] {
  const seen = new Set<string>();
  return definitions.filter(({ file, index }) => {
    const key = `${file}:${index}`;
    return !seen.has(key) && seen.add(key);
  });
}
