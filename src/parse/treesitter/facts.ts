/** Facts of one file through a tree-sitter grammar. */
import type { ExportFact, FileContent, FileFacts, ImportFact, ParseProblem } from '../../kernel';
import { LIMITS } from '../../kernel';
import type { Node, QueryMatch } from 'web-tree-sitter';
import { withFingerprints, type ParseOptions } from '../fingerprint/builder';
import { fingerprintsOfTree } from '../fingerprint/grammar';
import { createLineTable, type LineTable } from '../lines';
import { attachDocs, attachHeritage, withDecorators } from './attach';
import { readMatches, type Captured, type Definition } from './captures';
import { loadGrammar } from './grammar';
import { outline, type Outline, type Symbol } from './outline';
import { byPlace, createCursor } from './places';
import { packReferences } from './references';
import { CALLABLES, type LanguageRules, type Read } from './rules';
import type { Scope } from './scopes';

export interface GrammarEntry {
  /** Path of the grammar's WASM file. */
  readonly grammar: () => string;
  /** Text of the query file. */
  readonly query: string;
  readonly rules: LanguageRules;
  /** Languages with the same have trees that can be compared; default: the language itself. */
  readonly family?: string;
}

const PROBLEMS_MAX = 20;

/** Rejects when the grammar does not load, with GrammarError when the file takes too long. */
export async function parseWithGrammar(content: FileContent, language: string, entry: GrammarEntry, { fingerprints = true }: ParseOptions = {}): Promise<FileFacts> {
  const grammar = await loadGrammar(entry.grammar(), entry.query);
  const { text, path, hash, invalidUtf8 } = content;
  const read: Read = (node) => text.slice(node.startIndex, node.endIndex);
  const lines = createLineTable(text);
  const prepared = entry.rules.prepare?.(text);
  const family = fingerprints ? (entry.family ?? language) : undefined;
  const readBeside = (more: readonly QueryMatch[]): CoreFacts & Pick<FileFacts, 'problems'> =>
    grammar.withTree(prepared?.text ?? text, LIMITS.parseMs, (root, matches, problems) => ({
      ...factsOf({ text, path, lines, root, captured: readMatches([...more, ...matches], read, entry.rules, prepared), rules: entry.rules, read, family }),
      problems: problemsOf(problems(), lines),
    }));
  const facts = prepared?.apart ? grammar.withTree(prepared.apart, LIMITS.parseMs, (_, matches) => readBeside(matches)) : readBeside([]);
  return { path, hash, language, structure: 'tree-sitter', lineCount: lines.count, ...facts, invalidUtf8 };
}

type CoreFacts = Pick<FileFacts, 'module' | 'symbols' | 'imports' | 'exports' | 'references' | 'fingerprints'>;

interface ReadFile {
  readonly text: string;
  readonly path: string;
  readonly lines: LineTable;
  readonly root: Node;
  readonly captured: Captured;
  readonly rules: LanguageRules;
  readonly read: Read;
  /** Undefined when no fingerprints are wanted. */
  readonly family: string | undefined;
}

function factsOf({ text, path, lines, root, captured, rules, read, family }: ReadFile): CoreFacts {
  const definitions = withDecorators(text, captured);
  const found = outline({ text, read, lines, rules, captured, definitions });
  const { symbols, symbolOf } = found;
  const cursorOfSymbols = (): ((offset: number) => number) => {
    const cursor = createCursor(definitions);
    return (offset) => symbolOf[cursor.at(offset)] ?? -1;
  };
  attachDocs(symbols, cursorOfSymbols(), captured, text, lines);
  attachHeritage(symbols, definitions, symbolOf, captured, text, rules);
  countBranches(symbols, cursorOfSymbols(), captured);
  if (captured.exported.length > 0) keepListed(symbols, new Set(captured.exported));
  const references = packReferences({
    text, lines, rules, captured,
    scopes: scopesOf(captured, definitions),
    bound: [...captured.bound, ...found.bound].sort(byPlace),
    names: namesOf(captured, definitions, found),
    writes: found.writes,
    symbolAt: cursorOfSymbols(),
  });
  const fingerprints = family === undefined ? undefined : fingerprintsOfTree({ text, root, definitions, symbolOf, symbols, family });
  return { module: captured.module, symbols, ...modulesOf(path, lines, captured, rules, read, symbols), references, ...withFingerprints(fingerprints) };
}

function countBranches(symbols: readonly Symbol[], symbolAt: (offset: number) => number, { branches }: Captured): void {
  for (const { start } of branches) {
    const symbol = symbols[symbolAt(start)];
    if (symbol && symbol.complexity > 0) symbol.complexity += 1;
  }
}

/** A file that lists what it exports exports nothing else. */
function keepListed(symbols: Symbol[], listed: ReadonlySet<string>): void {
  symbols.forEach((symbol, index) => {
    const outer = symbols[symbol.parent];
    const exported = outer ? symbol.exported && outer.exported : listed.has(symbol.name);
    if (exported !== symbol.exported) symbols[index] = { ...symbol, exported };
  });
}

export function scopesOf(captured: Captured, definitions: readonly Definition[]): Scope[] {
  return [
    ...captured.scopes.map((place) => ({ ...place, typesOnly: false })),
    ...definitions.map(({ start, end, kind }) => ({ start, end, typesOnly: !kind || !CALLABLES.has(kind) })),
  ].sort(byPlace);
}

function namesOf({ bound }: Captured, definitions: readonly Definition[], { writes }: Outline): Set<number> {
  const names = new Set(definitions.map(({ nameStart }) => nameStart));
  for (const { start } of bound) names.add(start);
  for (const { start } of writes) names.add(start);
  return names;
}

function modulesOf(
  path: string,
  lines: LineTable,
  captured: Captured,
  rules: LanguageRules,
  read: Read,
  symbols: readonly Symbol[],
): Pick<FileFacts, 'imports' | 'exports'> {
  const imports: ImportFact[] = [];
  const passedOn: ExportFact[] = [];
  for (const statement of captured.imports) {
    const line = lines.lineAt(statement.startIndex);
    for (const fact of rules.importsOf?.(statement, read) ?? []) imports.push({ ...fact, line, typeOnly: false });
    for (const fact of rules.exportsOf?.(statement, read, path) ?? []) passedOn.push({ ...fact, line });
  }
  const own = symbols
    .filter((symbol) => symbol.exported && isTopLevel(symbol, symbols[symbol.parent]))
    .map(({ name, nameLine }) => ({ name, local: name, line: nameLine }));
  return { imports, exports: [...own, ...passedOn, ...listedImports(captured, imports)] };
}

/** What others name directly: namespaces are gone through, members of types that stand outside are not. */
function isTopLevel({ kind, name, qualifiedName }: Symbol, outer: Symbol | undefined): boolean {
  if (!outer) return kind !== 'namespace' && parentNameOf(qualifiedName, name) === '';
  return outer.kind === 'namespace' && kind !== 'namespace' && parentNameOf(qualifiedName, name) === outer.qualifiedName;
}

const parentNameOf = (qualifiedName: string, name: string): string => qualifiedName.slice(0, Math.max(0, qualifiedName.length - name.length - 1));

/** Imported names that the file lists as its exports. */
function listedImports({ exported }: Captured, imports: readonly ImportFact[]): ExportFact[] {
  if (exported.length === 0) return [];
  const listed = new Set(exported);
  return imports.flatMap(({ specifier, names, locals, line }) =>
    locals.flatMap((name, i) => (listed.has(name) ? [{ name, local: names[i]!, line, from: specifier }] : [])),
  );
}

function problemsOf(nodes: readonly Node[], lines: LineTable): ParseProblem[] {
  return nodes.slice(0, PROBLEMS_MAX).map((node) => {
    const column = lines.columnAt(node.startIndex);
    const message = node.isMissing ? `Missing ${node.type} at column ${column}.` : `Syntax error at column ${column}.`;
    return { line: lines.lineAt(node.startIndex), message };
  });
}
