/** Places that the language service names, as what facts know there. */
import { compareText, placeOf, type CodeView } from '../../analyze';
import type { FoundCall, FoundReference } from '../../checker';
import { readUse, type GraphFile } from '../../graph';
import type { FileFacts, RelatedSymbol, SymbolFact, SymbolPlace, UseFact } from '../../kernel';
import { REFERENCE_WIDTH } from '../../kernel';

/** Uses as the language service has them, of files that the caller may see. */
export function usesFound(view: CodeView, found: readonly FoundReference[]): UseFact[] {
  const files = filesByPath(view);
  const rows = new Map<GraphFile, ReadonlyMap<string, Row>>();
  return found.flatMap(({ path, line, column, role, write }) => {
    const file = files.get(path);
    if (!file) return [];
    let known = rows.get(file);
    if (!known) rows.set(file, (known = rowsOf(file.facts)));
    const row = known.get(`${line}:${column}`);
    const kind = role === 'use' ? (row?.kind ?? (write ? 'write' : 'read')) : role;
    const inSymbol = (row ? file.facts.symbols[row.symbol] : innermost(file.facts, line))?.qualifiedName ?? '';
    return [{ path, line, column, kind, inSymbol, certainty: 'exact' as const, confidence: 1 }];
  });
}

export function symbolsFound(view: CodeView, found: readonly FoundCall[]): RelatedSymbol[] {
  const files = filesByPath(view);
  const merged = new Map<string, RelatedSymbol>();
  for (const { path, line, column, lines, module } of found) {
    const file = files.get(path);
    if (!file) continue;
    const place = module ? moduleOf(file) : symbolAt(file, line, column);
    const key = `${path} ${place.startLine} ${place.symbol}`;
    const all = new Set([...(merged.get(key)?.lines ?? []), ...lines]);
    merged.set(key, { ...place, lines: [...all].sort((a, b) => a - b), certainty: 'exact', confidence: 1 });
  }
  return [...merged.values()].sort(compareSymbols);
}

export function compareSymbols(a: SymbolPlace, b: SymbolPlace): number {
  return compareText(a.path, b.path) || a.startLine - b.startLine || compareText(a.symbol, b.symbol);
}

/** The code of a file outside all definitions. */
export function moduleOf({ path, facts }: GraphFile): SymbolPlace {
  return { path, symbol: '', kind: 'module', signature: '', exported: false, language: facts.language, startLine: 1, endLine: facts.lineCount };
}

const filesByPath = (view: CodeView): Map<string, GraphFile> => new Map(view.files.map((file) => [file.path, file]));

function symbolAt(file: GraphFile, line: number, column: number): SymbolPlace {
  const { symbols } = file.facts;
  const symbol = symbols.find(({ nameLine, nameColumn }) => nameLine === line && nameColumn === column) ?? innermost(file.facts, line);
  return symbol ? placeOf(file.facts, symbol) : moduleOf(file);
}

function innermost({ symbols }: FileFacts, line: number): SymbolFact | undefined {
  // Inner definitions stand after those around them.
  return symbols.findLast(({ startLine, endLine }) => startLine <= line && endLine >= line);
}

type Row = ReturnType<typeof readUse>;

function rowsOf(facts: FileFacts): Map<string, Row> {
  const { data, names } = facts.references;
  const list = names.split('\n');
  const rows = new Map<string, Row>();
  for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
    const row = readUse(facts, at, list);
    const key = `${row.line}:${row.column}`;
    if (!rows.has(key)) rows.set(key, row);
  }
  return rows;
}
