/**
 * The lists of a file's facts as one text and one array of numbers. As objects they are most of what an
 * index takes: some 15 fields a definition, each string with a header of its own, most of them parts of
 * the definition's head or names that the file uses anyway.
 */
import { SYMBOL_KIND_NUMBERS, type ExportFact, type FileFacts, type ImportFact, type SymbolFact } from '../kernel';

export interface PackedLists {
  /** All that is written in the lists, after the names of the file's references. */
  readonly text: string;
  /** Definitions, imports and exports, each with their count in front. A piece of text is its offset and its length. */
  readonly numbers: Uint16Array | Uint32Array;
  readonly importsAt: number;
  readonly exportsAt: number;
}

/** Above the kind, in the first number of a definition. */
export const FLAG = { kinds: 31, exported: 32, doc: 64, qualified: 128, lists: 256 } as const;
/** In the number of names of an import, and beside the length of what may be optional, implemented or passed on. */
export const ONE = 1;
const SMALL_END = 2 ** 16;

interface Writer {
  number(value: number): void;
  /** Rather as part of `within`, which was written before, than once more. `flag`: 0 or 1, kept with its length. */
  piece(text: string, within?: string, flag?: number): void;
  end(): number;
  build(importsAt: number, exportsAt: number): PackedLists;
}

export function packLists({ symbols, imports, exports, references }: FileFacts): PackedLists {
  const writer = createWriter(references.names);
  writer.number(symbols.length);
  for (const symbol of symbols) writeSymbol(writer, symbol, symbols[symbol.parent]);
  const importsAt = writer.end();
  writer.number(imports.length);
  for (const fact of imports) writeImport(writer, fact);
  const exportsAt = writer.end();
  writer.number(exports.length);
  for (const fact of exports) writeExport(writer, fact);
  return writer.build(importsAt, exportsAt);
}

/** What a definition is called when its owner says nothing else. */
export const qualifiedBy = (parent: Pick<SymbolFact, 'qualifiedName'> | undefined, name: string): string =>
  parent ? `${parent.qualifiedName}.${name}` : name;

function writeSymbol({ number, piece }: Writer, symbol: SymbolFact, parent: SymbolFact | undefined): void {
  const { name, qualifiedName, signature, doc, parameters, typeParameters, modifiers, decorators, heritage } = symbol;
  const isQualified = qualifiedName !== qualifiedBy(parent, name);
  const hasLists = parameters.length + typeParameters.length + modifiers.length + decorators.length + heritage.length > 0;
  const flags = (symbol.exported ? FLAG.exported : 0) + (doc ? FLAG.doc : 0) + (isQualified ? FLAG.qualified : 0) + (hasLists ? FLAG.lists : 0);
  number(SYMBOL_KIND_NUMBERS.get(symbol.kind)! + flags);
  for (const value of [symbol.startLine, symbol.endLine, symbol.parent + 1, symbol.nameLine, symbol.nameColumn, symbol.complexity]) number(value);
  piece(signature);
  piece(name, signature);
  piece(symbol.returnType, signature);
  if (isQualified) piece(qualifiedName);
  if (doc) [doc.startLine, doc.endLine].forEach(number);
  if (!hasLists) return;
  number(parameters.length);
  for (const { name: own, type, optional } of parameters) {
    piece(own, signature);
    piece(type, signature, optional ? ONE : 0);
  }
  for (const list of [typeParameters, modifiers, decorators]) {
    number(list.length);
    for (const each of list) piece(each, signature);
  }
  number(heritage.length);
  for (const { relation, name: own } of heritage) piece(own, signature, relation === 'implements' ? ONE : 0);
}

function writeImport({ number, piece }: Writer, { specifier, names, locals, line, typeOnly }: ImportFact): void {
  piece(specifier, undefined, typeOnly ? ONE : 0);
  number(line);
  const areSame = names.length === locals.length && names.every((name, at) => name === locals[at]);
  number(names.length * 2 + (areSame ? 0 : ONE));
  for (const name of names) piece(name);
  if (areSame) return;
  number(locals.length);
  for (const local of locals) piece(local);
}

function writeExport({ number, piece }: Writer, { name, local, line, from }: ExportFact): void {
  piece(name, undefined, from === undefined ? 0 : ONE);
  piece(local);
  number(line);
  if (from !== undefined) piece(from);
}

/** `start`: what the text begins with, names in lines. */
function createWriter(start: string): Writer {
  const numbers: number[] = [];
  const parts = [start];
  const known = new Map<string, number>([['', 0]]);
  let length = 0;
  let most = 0;
  for (const name of start.split('\n')) {
    known.set(name, length);
    length += name.length + 1;
  }
  length = start.length;

  function number(value: number): void {
    numbers.push(value);
    if (value > most) most = value;
  }

  function placeOf(text: string, within: string | undefined): number {
    const before = known.get(text);
    if (before !== undefined) return before;
    const inside = within === undefined ? -1 : within.indexOf(text);
    if (inside >= 0) return known.get(within!)! + inside;
    const at = length;
    parts.push(text);
    length += text.length;
    known.set(text, at);
    return at;
  }

  return {
    number,
    piece(text, within, flag) {
      number(placeOf(text, within));
      number(flag === undefined ? text.length : text.length * 2 + flag);
    },
    end: () => numbers.length,
    build: (importsAt, exportsAt) => ({
      text: parts.join(''),
      numbers: most < SMALL_END ? Uint16Array.from(numbers) : Uint32Array.from(numbers),
      importsAt,
      exportsAt,
    }),
  };
}
