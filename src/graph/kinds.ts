/** What kinds of symbols and languages mean for names: who holds members, who opens a scope. */
import type { ReferenceKind, SymbolFact, SymbolKind } from '../kernel';
import type { Definition } from './symbols';

export const CONTAINERS: ReadonlySet<SymbolKind> = new Set<SymbolKind>([
  'class', 'interface', 'struct', 'trait', 'enum', 'namespace', 'module', 'type', 'constant', 'variable',
]);
export const TYPES: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['class', 'interface', 'struct', 'trait', 'enum']);
/** Reached through an object, never by their bare name. */
const MEMBERS: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['method', 'property', 'accessor', 'constructor']);
/** In TypeScript, definitions inside these are in scope by their bare name. */
const SCOPES: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['function', 'method', 'constructor', 'accessor', 'namespace', 'module', 'enum']);
const ONLY_TYPES: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['interface', 'type']);
const ONLY_VALUES: ReadonlySet<SymbolKind> = new Set<SymbolKind>(['function', 'constant', 'variable']);

/** Languages of the TypeScript family: imports are explicit, so that a name means one thing. */
export const EXACT_LANGUAGES: ReadonlySet<string> = new Set(['typescript', 'tsx', 'javascript', 'jsx', 'vue', 'svelte']);
/** Languages whose files see the top-level names of all files of their package without import. */
export const SHARED_SCOPE: ReadonlySet<string> = new Set([
  'go', 'java', 'kotlin', 'scala', 'csharp', 'swift', 'php', 'ruby', 'c', 'cpp', 'bash', 'rust',
]);
/** Languages in which members are in scope by their bare name inside their type. */
const OPEN_TYPES: ReadonlySet<string> = new Set(['csharp', 'java', 'kotlin', 'scala', 'swift', 'cpp', 'ruby']);

/** Languages whose definitions code of `language` can use. */
export function familyOf(language: string): string {
  if (EXACT_LANGUAGES.has(language)) return 'typescript';
  return language === 'cpp' ? 'c' : language;
}

/** Whether code inside `scope` sees the definition by its bare name. */
export function isInScope(language: string, scope: SymbolFact | undefined, definition: SymbolFact): boolean {
  if (!EXACT_LANGUAGES.has(language)) return scope === undefined || OPEN_TYPES.has(language) || !TYPES.has(scope.kind);
  if (MEMBERS.has(definition.kind)) return scope?.kind === 'enum';
  return scope === undefined || SCOPES.has(scope.kind);
}

/** A type and a value may share a name: keeps those that a use of this kind can mean. */
export function withMeaning(definitions: readonly Definition[], kind: ReferenceKind | undefined): readonly Definition[] {
  if (definitions.length < 2 || kind === undefined || kind === 'extends') return definitions;
  const other = kind === 'type' ? ONLY_VALUES : ONLY_TYPES;
  const fit = definitions.filter(({ symbol }) => !other.has(symbol.kind));
  return fit.length > 0 ? fit : definitions;
}

export const isGuessable = ({ symbol }: Definition): boolean =>
  symbol.parent >= 0 && (MEMBERS.has(symbol.kind) || symbol.kind === 'function' || symbol.kind === 'constant') && symbol.kind !== 'constructor';
