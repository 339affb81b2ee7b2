/** The lists of `packLists` as objects again. */
import { SYMBOL_KINDS, type ExportFact, type HeritageFact, type ImportFact, type ParameterFact, type SymbolFact } from '../kernel';
import { FLAG, ONE, qualifiedBy, type PackedLists } from './pack-facts';

interface Reader {
  number(): number;
  piece(): string;
  /** A piece with the flag that was written with it. */
  flagged(): { readonly text: string; readonly flag: boolean };
  list<T>(count: number, read: () => T): readonly T[];
}

const NONE: readonly never[] = [];

export function unpackSymbols(packed: PackedLists): readonly SymbolFact[] {
  const reader = createReader(packed, 0);
  const symbols: SymbolFact[] = [];
  for (let left = reader.number(); left > 0; left -= 1) symbols.push(readSymbol(reader, symbols));
  return symbols;
}

export function unpackImports(packed: PackedLists): readonly ImportFact[] {
  const reader = createReader(packed, packed.importsAt);
  return reader.list(reader.number(), () => readImport(reader));
}

export function unpackExports(packed: PackedLists): readonly ExportFact[] {
  const reader = createReader(packed, packed.exportsAt);
  return reader.list(reader.number(), () => readExport(reader));
}

function readSymbol(reader: Reader, before: readonly SymbolFact[]): SymbolFact {
  const { number, piece, flagged, list } = reader;
  const flags = number();
  const has = (flag: number): boolean => (flags & flag) !== 0;
  const [startLine, endLine, parent, nameLine, nameColumn, complexity] = [number(), number(), number() - 1, number(), number(), number()];
  const [signature, name, returnType] = [piece(), piece(), piece()];
  const qualifiedName = has(FLAG.qualified) ? piece() : qualifiedBy(before[parent], name);
  const doc = has(FLAG.doc) ? { startLine: number(), endLine: number() } : undefined;
  const lists = has(FLAG.lists);
  const readParameter = (): ParameterFact => {
    const own = piece();
    const { text, flag } = flagged();
    return { name: own, type: text, optional: flag };
  };
  const readHeritage = (): HeritageFact => {
    const { text, flag } = flagged();
    return { relation: flag ? 'implements' : 'extends', name: text };
  };
  return {
    name,
    qualifiedName,
    kind: SYMBOL_KINDS[flags & FLAG.kinds]!,
    signature,
    exported: has(FLAG.exported),
    parent,
    startLine,
    endLine,
    ...(doc && { doc }),
    nameLine,
    nameColumn,
    parameters: lists ? list(number(), readParameter) : NONE,
    returnType,
    typeParameters: lists ? list(number(), piece) : NONE,
    modifiers: lists ? list(number(), piece) : NONE,
    decorators: lists ? list(number(), piece) : NONE,
    heritage: lists ? list(number(), readHeritage) : NONE,
    complexity,
  };
}

function readImport({ number, piece, flagged, list }: Reader): ImportFact {
  const { text: specifier, flag: typeOnly } = flagged();
  const line = number();
  const count = number();
  const names = list(count >> 1, piece);
  return { specifier, names, locals: (count & ONE) === 0 ? names : list(number(), piece), line, typeOnly };
}

function readExport({ number, piece, flagged }: Reader): ExportFact {
  const { text: name, flag: isPassedOn } = flagged();
  const [local, line] = [piece(), number()];
  return isPassedOn ? { name, local, line, from: piece() } : { name, local, line };
}

function createReader({ text, numbers }: PackedLists, start: number): Reader {
  let at = start;
  const number = (): number => numbers[at++]!;
  const cut = (from: number, length: number): string => (length === 0 ? '' : text.slice(from, from + length));
  return {
    number,
    piece: () => cut(number(), number()),
    flagged() {
      const from = number();
      const length = number();
      return { text: cut(from, length >> 1), flag: (length & ONE) === 1 };
    },
    list(count, read) {
      if (count === 0) return NONE;
      const found = [read()];
      while (found.length < count) found.push(read());
      return found;
    },
  };
}
