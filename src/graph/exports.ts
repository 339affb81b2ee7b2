/** What modules give out, through re-exports. */
import { EXACT_LANGUAGES } from './kinds';
import type { GraphFile } from './files';
import type { Lookup } from './lookup';
import { unique, type Definition } from './symbols';

export interface ModuleExports {
  /** Definitions that a module gives out under a name. */
  readonly exported: (file: GraphFile, name: string) => readonly Definition[];
  /** Modules that it gives out whole under a name: `export * as name from …`. */
  readonly namespace: (file: GraphFile, name: string) => readonly GraphFile[];
  readonly topLevel: (file: GraphFile, name: string) => Definition[];
}

export interface ExportParts {
  readonly lookup: Lookup;
  readonly modules: (file: GraphFile, specifier: string, names: readonly string[]) => readonly GraphFile[];
}

const MODULES_MAX = 500;

export function exportsOfModules({ lookup, modules }: ExportParts): ModuleExports {
  function exportedFrom(file: GraphFile, name: string, seen: Set<string>): Definition[] {
    const key = `${file.id}:${name}`;
    if (seen.has(key) || seen.size > MODULES_MAX) return [];
    seen.add(key);
    const found: Definition[] = [];
    const stars: string[] = [];
    for (const fact of file.facts.exports) {
      if (fact.name === '*' && fact.from !== undefined) stars.push(fact.from);
      else if (fact.name !== name) continue;
      else if (fact.from === undefined) found.push(...localDefinitions(file, fact.local, seen));
      else for (const module of modules(file, fact.from, [fact.local])) found.push(...exportedFrom(module, fact.local, seen));
    }
    // What a module exports by name hides what `export *` brings; `default` never comes that way.
    if (found.length === 0 && name !== 'default') {
      for (const star of stars) for (const module of modules(file, star, [name])) found.push(...exportedFrom(module, name, seen));
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
      return modules(file, specifier, names).flatMap((module) => exportedFrom(module, names[at]!, seen));
    });
  }

  function namespacesOf(file: GraphFile, name: string, depth = 0): GraphFile[] {
    if (depth > 8) return [];
    return file.facts.exports.flatMap((fact) => {
      const targets = fact.from === undefined ? [] : modules(file, fact.from, [fact.local]);
      if (fact.name === name && fact.local === '*') return fact.from === undefined ? [] : [...targets];
      if (fact.name === '*') return targets.flatMap((module) => namespacesOf(module, name, depth + 1));
      if (fact.name !== name) return [];
      if (fact.from !== undefined) return targets.flatMap((module) => namespacesOf(module, fact.local, depth + 1));
      return importedNamespace(file, fact.local);
    });
  }

  /** `import * as a from …; export { a }`. */
  function importedNamespace(file: GraphFile, local: string): GraphFile[] {
    return file.facts.imports.flatMap(({ specifier, names, locals }) => {
      const at = locals.indexOf(local);
      return at >= 0 && names[at] === '*' ? [...modules(file, specifier, names)] : [];
    });
  }

  function topLevel(file: GraphFile, name: string): Definition[] {
    const { symbols, module } = file.facts;
    // Packages may be symbols of their own: what they hold is top-level for those who import them.
    return lookup.definitionsIn(
      file,
      name,
      ({ parent }) => parent < 0 || (symbols[parent]!.kind === 'namespace' && module !== ''),
    );
  }

  return {
    exported: (file, name) => unique(exportedFrom(file, name, new Set())),
    namespace: (file, name) => namespacesOf(file, name),
    topLevel,
  };
}
