/** Which definition a request means. */
import { placeOf, type CodeView } from '../../analyze';
import type { Corpus } from '../../corpus';
import { findDefinitions, type Definition, type GraphFile } from '../../graph';
import type { RequestBase, Step, SymbolPlace, SymbolQuery } from '../../kernel';
import { createError } from '../../kernel';
import type { Snapshot } from '../../source';
import { checkLine, checkShortText } from '../input';
import { checkPlace } from './open';

export interface Target {
  readonly file: GraphFile;
  readonly definition: Definition;
}

export interface FoundTarget {
  readonly target?: Target;
  /** Other definitions that may have been meant, the likeliest first. */
  readonly alternatives: readonly SymbolPlace[];
  readonly steps: readonly Step[];
}

const ALTERNATIVES_MAX = 20;

/** By place (`filePath` and `line`), or by a name that may be qualified and may have its file. @throws FILE_NOT_FOUND */
export function findTarget(view: CodeView, request: SymbolQuery & RequestBase, snapshot: Snapshot): FoundTarget {
  const given = checkShortText('name', request.name);
  const line = checkLine(request.line);
  const path = checkPlace('filePath', request.filePath, snapshot, request);
  const { name, file } = withFile(view, given, path);
  if (line !== undefined) {
    if (!file) throw createError('VALUE_INVALID', { name: 'line', reason: 'it needs filePath, the file that it is a line of' });
    return atLine(file, line, name);
  }
  if (name === undefined) throw createError('VALUE_INVALID', { name: 'name', reason: 'neither a name nor a file and line is given' });
  return byName(view, name, file);
}

/** `path#name` names its file, too. @throws FILE_NOT_FOUND */
function withFile(view: CodeView, given: string | undefined, path: string | undefined): { name?: string; file?: GraphFile } {
  const find = (wanted: string): GraphFile | undefined => view.files.find((each) => each.path === wanted);
  if (path !== undefined) {
    const file = find(path);
    if (!file) throw createError('FILE_NOT_FOUND', { path });
    return { name: given, file };
  }
  const at = given?.indexOf('#') ?? -1;
  const file = at > 0 ? find(given!.slice(0, at)) : undefined;
  return file ? { name: given!.slice(at + 1), file } : { name: given };
}

function atLine(file: GraphFile, line: number, name: string | undefined): FoundTarget {
  const { symbols } = file.facts;
  const around = symbols
    .map((symbol, index) => ({ file: file.id, index, symbol }))
    .filter(({ symbol }) => symbol.startLine <= line && symbol.endLine >= line && (name === undefined || isNamed(symbol.name, symbol.qualifiedName, name)));
  // A definition whose name stands on the line is meant before one that merely reaches over it.
  const rank = ({ symbol }: Definition): number => (symbol.nameLine === line ? 0 : 1 + symbol.endLine - symbol.startLine);
  const [first, ...others] = around.sort((a, b) => rank(a) - rank(b) || b.index - a.index);
  if (!first) return { alternatives: [], steps: [note(`no definition stands around line ${line} of ${file.path}`)] };
  const same = others.filter(({ symbol }) => symbol.nameLine === line && symbol.qualifiedName !== first.symbol.qualifiedName);
  return { target: { file, definition: first }, alternatives: same.map(({ symbol }) => placeOf(file.facts, symbol)), steps: [] };
}

function byName(view: CodeView, name: string, file: GraphFile | undefined): FoundTarget {
  const visible = (match: 'exact' | 'fuzzy'): Definition[] =>
    findDefinitions(view.symbols, name, match)
      .sort((a, b) => b.score - a.score)
      .map(({ definition }) => definition)
      .filter((definition) => (file ? definition.file === file.id : view.fileOf(definition) !== undefined));
  const exact = distinct(visible('exact')).sort((a, b) => likelihood(b, name) - likelihood(a, name) || compare(view, a, b));
  const [first, ...others] = exact;
  if (first) return { target: { file: view.fileOf(first)!, definition: first }, alternatives: places(view, others), steps: [] };
  const near = places(view, distinct(visible('fuzzy')));
  return { alternatives: near, steps: [note(near.length > 0 ? `nothing is called "${name}"; the alternatives are what comes near` : `nothing is called "${name}"`)] };
}

/** The same definition in the index as it is now: what takes time may see the file indexed anew meanwhile. */
export function renewed({ file: { path }, definition }: Target, corpus: Corpus): Target | undefined {
  const file = corpus.file(path);
  const { qualifiedName, kind } = definition.symbol;
  if (!file || file.id === definition.file) return file && { file, definition };
  const index = file.facts.symbols.findIndex((symbol) => symbol.qualifiedName === qualifiedName && symbol.kind === kind);
  return index < 0 ? undefined : { file, definition: { file: file.id, index, symbol: file.facts.symbols[index]! } };
}

/** The whole qualified name beats its end; what others can use beats what they cannot. */
function likelihood({ symbol }: Definition, name: string): number {
  return (symbol.qualifiedName === name ? 2 : 0) + (symbol.exported ? 1 : 0);
}

/** Overloads and merged declarations are one definition: its first. */
function distinct(definitions: readonly Definition[]): Definition[] {
  const seen = new Set<string>();
  return definitions.filter(({ file, symbol }) => {
    const key = `${file} ${symbol.qualifiedName}`;
    return !seen.has(key) && seen.add(key);
  });
}

const places = (view: CodeView, definitions: readonly Definition[]): SymbolPlace[] =>
  definitions.slice(0, ALTERNATIVES_MAX).map((each) => placeOf(view.fileOf(each)!.facts, each.symbol));

function compare(view: CodeView, a: Definition, b: Definition): number {
  const [left, right] = [view.fileOf(a)!.path, view.fileOf(b)!.path];
  return left < right ? -1 : left > right ? 1 : a.symbol.startLine - b.symbol.startLine;
}

function isNamed(own: string, qualified: string, wanted: string): boolean {
  const name = wanted.replace(/(?<=[^.])#|::/g, '.');
  return own === name || qualified === name || qualified.endsWith(`.${name}`);
}

const note = (detail: string): Step => ({ step: 'target', status: 'note', detail });
