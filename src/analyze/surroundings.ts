/** What the code at a line has at hand, and who calls it. */
import type { Definition, GraphFile, Use } from '../graph';
import type { FileFacts, ImportFact, RelatedSymbol, SymbolFact, SymbolPlace, UsedImport } from '../kernel';
import { REFERENCE_WIDTH } from '../kernel';
import { compareText, isCode, placeOf, type CodeView } from './view';

export interface Surroundings {
  readonly importsInUse: readonly UsedImport[];
  readonly available: readonly SymbolPlace[];
  readonly callers: readonly RelatedSymbol[];
}

/** Lines around one that no symbol encloses. */
const NEARBY_LINES = 20;
const AVAILABLE_MAX = 100;
const CALLERS_MAX = 50;
/** In these, names of the same scope are visible; members of types are reached through an object. */
const SCOPES = new Set<SymbolFact['kind']>(['function', 'method', 'constructor', 'accessor', 'namespace', 'module']);

/** `chain`: indexes of the symbols around the line, outermost first. Without a view nothing beyond the file is known. */
export function describeSurroundings(facts: FileFacts, line: number, chain: readonly number[], view?: CodeView): Surroundings {
  const file = view?.files.find(({ path, facts: known }) => path === facts.path && known.hash === facts.hash);
  const innermost = chain[chain.length - 1];
  return {
    importsInUse: importsInUse(facts, line, innermost, view, file),
    available: [...ownSymbols(facts, chain), ...(view && file ? importedSymbols(file, view) : [])].slice(0, AVAILABLE_MAX),
    callers: view && file && innermost !== undefined ? callersOf(definitionAt(file, innermost), view) : [],
  };
}

function importsInUse(facts: FileFacts, line: number, innermost: number | undefined, view?: CodeView, file?: GraphFile): UsedImport[] {
  const used = namesUsed(facts, line, innermost);
  return facts.imports.flatMap((fact) => {
    const names = fact.locals.filter((local) => used.has(local));
    if (names.length === 0) return [];
    return [{ specifier: fact.specifier, names, line: fact.line, paths: view && file ? targetsOf(fact, file, view) : [] }];
  });
}

function targetsOf(fact: ImportFact, file: GraphFile, { graph, sees }: CodeView): string[] {
  const edges = graph.importsOf(file).filter(({ specifier, line }) => specifier === fact.specifier && line === fact.line);
  return [...new Set(edges.flatMap(({ targets }) => targets.map(({ path }) => path)))].filter(sees).sort(compareText);
}

/** Names and receivers in the innermost symbol, or near the line. */
function namesUsed(facts: FileFacts, line: number, innermost: number | undefined): ReadonlySet<string> {
  const { startLine, endLine } =
    innermost === undefined ? { startLine: line - NEARBY_LINES, endLine: line + NEARBY_LINES } : facts.symbols[innermost]!;
  const { data, names } = facts.references;
  const nameList = names.split('\n');
  const used = new Set<string>();
  for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
    const useLine = data[at + 1]!;
    if (useLine < startLine || useLine > endLine) continue;
    used.add(nameList[data[at]!]!);
    if (data[at + 5]! > 0) used.add(nameList[data[at + 5]! - 1]!);
  }
  return used;
}

/** Inner scopes first; what encloses the line is known anyway. */
function ownSymbols(facts: FileFacts, chain: readonly number[]): SymbolPlace[] {
  const scopes = [...chain].reverse().filter((index) => SCOPES.has(facts.symbols[index]!.kind));
  return [...scopes, -1].flatMap((scope) =>
    facts.symbols
      .filter((symbol, index) => symbol.parent === scope && isCode(symbol) && !chain.includes(index))
      .map((symbol) => placeOf(facts, symbol)),
  );
}

function importedSymbols(file: GraphFile, view: CodeView): SymbolPlace[] {
  const locals = file.facts.imports.flatMap(({ locals: names }) => names);
  return [...new Set(locals)].flatMap((name) => {
    const definitions = view.graph.resolve(file, { name, symbol: -1 })?.definitions ?? [];
    return definitions.flatMap((definition) => {
      const home = definition.file === file.id ? undefined : view.fileOf(definition);
      return home ? [placeOf(home.facts, definition.symbol)] : [];
    });
  });
}

const definitionAt = (file: GraphFile, index: number): Definition => ({ file: file.id, index, symbol: file.facts.symbols[index]! });

function callersOf(definition: Definition, view: CodeView): RelatedSymbol[] {
  const found = new Map<string, { place: SymbolPlace; best: Use; lines: Set<number> }>();
  for (const use of view.graph.usesOf(definition)) {
    const isCall = use.kind === 'call' || use.kind === 'new';
    const isOwn = use.file.id === definition.file && use.symbol === definition.index;
    if (!isCall || isOwn || !view.sees(use.file.path)) continue;
    const key = `${use.file.id}:${use.symbol}`;
    const known = found.get(key);
    if (!known) found.set(key, { place: callerPlace(use), best: use, lines: new Set([use.line]) });
    else {
      known.lines.add(use.line);
      if (use.confidence > known.best.confidence) known.best = use;
    }
  }
  return [...found.values()]
    .map(({ place, best, lines }) => ({ ...place, lines: [...lines], certainty: best.certainty, confidence: best.confidence }))
    .sort((a, b) => b.confidence - a.confidence || compareText(a.path, b.path) || a.startLine - b.startLine)
    .slice(0, CALLERS_MAX);
}

/** Code outside of all symbols belongs to its file. */
function callerPlace({ file: { facts }, symbol }: Use): SymbolPlace {
  const known = facts.symbols[symbol];
  if (known) return placeOf(facts, known);
  const { path, language, lineCount } = facts;
  return { path, symbol: '', kind: 'module', signature: '', exported: false, language, startLine: 1, endLine: lineCount };
}
