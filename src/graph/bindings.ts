/** What a name in a file means: imports, module-level definitions, members. Without types, by the language's rules. */
import type { ReferenceKind } from '../kernel';
import { exportsOfModules } from './exports';
import { folderOf, type GraphFile, type GraphFiles } from './files';
import { EXACT_LANGUAGES, familyOf, isGuessable, isInScope, SHARED_SCOPE, withMeaning } from './kinds';
import { createLookup } from './lookup';
import { createMembers } from './members';
import { loadedModule } from './rows';
import { unique, type Definition } from './symbols';

/** How a use was tied to its definition, from certain to guessed. */
export type Certainty = 'exact' | 'import' | 'unique' | 'ambiguous';

export interface Resolution {
  readonly definitions: readonly Definition[];
  readonly certainty: Certainty;
  /** How many different things the definitions are: overloads and merged declarations are one. Given when `ambiguous`. */
  readonly things?: number;
}

export interface NameUse {
  readonly name: string;
  /** Index of the enclosing symbol, or -1. */
  readonly symbol: number;
  readonly receiver?: string;
  /** Tells a type from a value of the same name. */
  readonly kind?: ReferenceKind;
}

export interface BindingParts {
  readonly files: GraphFiles;
  /** Files that an import leads to. */
  readonly modules: (file: GraphFile, specifier: string, names: readonly string[]) => readonly GraphFile[];
  readonly definitionsNamed: (name: string) => readonly Definition[];
  /** At least the files that define the name. */
  readonly filesDefining: (name: string) => ReadonlySet<number>;
  /** Other files of the same package, for languages in which they share a scope. */
  readonly siblings: (file: GraphFile) => Iterable<GraphFile>;
}

export interface Bindings {
  readonly resolve: (file: GraphFile, use: NameUse) => Resolution | undefined;
  /** Definitions that a module gives out under a name. */
  readonly exported: (file: GraphFile, name: string) => readonly Definition[];
  readonly membersOf: (type: Definition, name: string) => readonly Definition[];
  /** Members of that name in what the type extends or implements, nearest only. */
  readonly inheritedMembers: (type: Definition, name: string) => readonly Definition[];
  /** What the type says it extends or implements. */
  readonly basesOf: (type: Definition) => readonly Definition[];
  /** To be called when anything changed. */
  readonly forget: () => void;
}

/** The receiver of keys of objects and of markup: see `REFERENCE_WIDTH`. */
const OBJECT = '{}';

export function createBindings(parts: BindingParts): Bindings {
  const { files } = parts;
  const lookup = createLookup(parts.filesDefining);
  const modules = exportsOfModules({ ...parts, lookup });
  const members = createMembers({ files, lookup, resolve });
  let memo = createMemo();

  function resolve(file: GraphFile, use: NameUse): Resolution | undefined {
    const { receiver } = use;
    if (receiver === OBJECT) return undefined;
    const resolution = receiver === undefined ? resolvePlain(file, use) : resolveMember(file, use, receiver);
    return resolution && narrowed(resolution, use.kind);
  }

  function resolvePlain(file: GraphFile, { name, symbol }: NameUse): Resolution | undefined {
    const own = visibleFrom(file, name, symbol);
    return own.length > 0 ? { definitions: own, certainty: 'exact' } : remembered(memo.elsewhere, file, name, () => fromElsewhere(file, name));
  }

  /** What a name means where the file itself does not define it: the same in all of the file. */
  function fromElsewhere(file: GraphFile, name: string): Resolution | undefined {
    const imported = fromImports(file, name);
    if (imported) return imported;
    const { language } = file.facts;
    if (EXACT_LANGUAGES.has(language)) return undefined;
    if (SHARED_SCOPE.has(language)) {
      const near = [...parts.siblings(file)].flatMap((sibling) => modules.topLevel(sibling, name));
      if (near.length > 0) return { definitions: near, certainty: 'import' };
    }
    return guess(file, name, 'any');
  }

  /** Definitions in the file that a use inside `symbol` sees: those of the enclosing definitions, then the file's own. */
  function visibleFrom(file: GraphFile, name: string, symbol: number): Definition[] {
    const { symbols, language } = file.facts;
    const named = lookup.definitionsIn(file, name, () => true);
    if (named.length === 0) return named;
    for (let at = symbol; ; at = symbols[at]!.parent) {
      const found = named.filter((each) => each.symbol.parent === at && isInScope(language, symbols[at], each.symbol));
      if (found.length > 0 || at < 0) return found;
    }
  }

  function fromImports(file: GraphFile, name: string): Resolution | undefined {
    for (const { specifier, names, locals } of file.facts.imports) {
      const at = locals.indexOf(name);
      const wildcard = at < 0 && names.includes('*') && !EXACT_LANGUAGES.has(file.facts.language);
      if (at < 0 && !wildcard) continue;
      const imported = at < 0 ? name : names[at]!;
      if (imported === '*') continue;
      const definitions = unique(parts.modules(file, specifier, names).flatMap((module) => modules.exported(module, imported)));
      if (definitions.length > 0) return { definitions, certainty: certaintyOf(file) };
      // Imported from outside the snapshot: whatever here has the same name is something else.
      if (at >= 0) return { definitions: [], certainty: 'exact' };
    }
    return undefined;
  }

  function resolveMember(file: GraphFile, { name, symbol }: NameUse, receiver: string): Resolution | undefined {
    if (receiver === 'this' || receiver === 'self' || receiver === 'super') {
      const type = members.enclosingType(file, symbol);
      const found = type ? (receiver === 'super' ? members.inheritedMembers(type, name) : members.membersOf(type, name)) : [];
      return found.length > 0 ? { definitions: found, certainty: certaintyOf(file) } : guess(file, name, 'member');
    }
    const namespace = loadedFiles(file, receiver, name) ?? remembered(memo.namespaces, file, receiver, () => namespaceFiles(file, receiver));
    if (namespace) {
      const definitions = unique(namespace.flatMap((module) => modules.exported(module, name)));
      return { definitions, certainty: certaintyOf(file) };
    }
    const holder = receiver === '' ? undefined : resolvePlain(file, { name: receiver, symbol });
    if (holder && holder.definitions.length > 0 && holder.certainty !== 'ambiguous') {
      const found = reachedThrough(holder, name);
      // What a constant holds may be another type than the object it is written with: its annotation's, a call's.
      const isValue = holder.definitions.some((each) => each.symbol.kind === 'constant' || each.symbol.kind === 'variable');
      if (found.length > 0) return { definitions: found, certainty: isValue && holder.certainty === 'exact' ? 'import' : holder.certainty };
    }
    // Imported from outside: its members are not ours.
    if (holder && holder.definitions.length === 0) return undefined;
    return guess(file, name, 'member');
  }

  function reachedThrough(holder: Resolution, name: string): readonly Definition[] {
    let known = memo.reached.get(holder);
    if (!known) memo.reached.set(holder, (known = new Map<string, readonly Definition[]>()));
    let found = known.get(name);
    if (!found) known.set(name, (found = unique(holder.definitions.flatMap((definition) => members.reachedThrough(definition, name)))));
    return found;
  }

  /** Files behind `import('…')`, taken apart where it stands. */
  function loadedFiles(file: GraphFile, receiver: string, name: string): readonly GraphFile[] | undefined {
    const specifier = loadedModule(receiver);
    return specifier === undefined ? undefined : parts.modules(file, specifier, [name]);
  }

  /** Files behind `import * as receiver`, or a package's own name (`fmt.Println`, `module.name`). */
  function namespaceFiles(file: GraphFile, receiver: string): readonly GraphFile[] | undefined {
    for (const { specifier, names, locals } of file.facts.imports) {
      const at = locals.indexOf(receiver);
      if (at < 0) continue;
      const found = parts.modules(file, specifier, names);
      if (names[at] === '*') return found;
      // `export * as name from …`, passed on.
      const passedOn = found.flatMap((module) => modules.namespace(module, names[at]!));
      if (passedOn.length > 0) return passedOn;
      // `from package import module`: the name is a file of its own.
      const own = found.filter(({ path }) => stemOf(path) === names[at]);
      if (own.length > 0 && file.facts.language === 'python') return own;
    }
    return undefined;
  }

  /** By name alone, among what code of this language can use. The same for every use of the name. */
  function guess(file: GraphFile, name: string, what: 'any' | 'member'): Resolution | undefined {
    const own = familyOf(file.facts.language);
    const key = `${what} ${own} ${name}`;
    const { guesses } = memo;
    if (!guesses.has(key)) {
      const comparable = parts.definitionsNamed(name).filter((found) => familyOf(files.fileById(found.file)?.facts.language ?? '') === own).sort(byPlace);
      guesses.set(key, byName(what === 'any' ? comparable : comparable.filter(isGuessable)));
    }
    return guesses.get(key);
  }

  function byPlace(a: Definition, b: Definition): number {
    return a.file === b.file ? a.index - b.index : files.fileById(a.file)!.path < files.fileById(b.file)!.path ? -1 : 1;
  }

  return {
    resolve,
    exported: modules.exported,
    membersOf: members.membersOf,
    inheritedMembers: members.inheritedMembers,
    basesOf: members.basesOf,
    forget() {
      memo = createMemo();
      lookup.forget();
    },
  };
}

type ByFile<T> = Map<number, Map<string, T>>;

function createMemo() {
  return {
    guesses: new Map<string, Resolution | undefined>(),
    /** By file and name; of namespaces by file and receiver. */
    elsewhere: new Map() as ByFile<Resolution | undefined>,
    namespaces: new Map() as ByFile<readonly GraphFile[] | undefined>,
    reached: new WeakMap<Resolution, Map<string, readonly Definition[]>>(),
  };
}

const FILES_MAX = 20_000;

/** What `find` says, asked once for each file and name. */
function remembered<T>(known: ByFile<T>, file: GraphFile, name: string, find: () => T): T {
  let ofFile = known.get(file.id);
  if (!ofFile) {
    if (known.size >= FILES_MAX) known.clear();
    known.set(file.id, (ofFile = new Map<string, T>()));
  }
  const before = ofFile.get(name);
  if (before !== undefined || ofFile.has(name)) return before as T;
  const found = find();
  ofFile.set(name, found);
  return found;
}

function narrowed(resolution: Resolution, kind: ReferenceKind | undefined): Resolution {
  const definitions = resolution.certainty === 'exact' ? withMeaning(resolution.definitions, kind) : resolution.definitions;
  return definitions === resolution.definitions ? resolution : { ...resolution, definitions };
}

function byName(definitions: readonly Definition[]): Resolution | undefined {
  if (definitions.length === 0) return undefined;
  const things = new Set(definitions.map(({ file, symbol }) => `${file}:${symbol.qualifiedName}`)).size;
  return things === 1 ? { definitions, certainty: 'unique' } : { definitions, certainty: 'ambiguous', things };
}

const certaintyOf = (file: GraphFile): Certainty => (EXACT_LANGUAGES.has(file.facts.language) ? 'exact' : 'import');

const stemOf = (path: string): string => {
  const name = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  return name === '__init__' ? folderOf(path).split('/').pop()! : name;
};
