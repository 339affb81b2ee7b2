/** Uses of definitions, and what definitions use. */
import type { FileFacts, ReferenceKind } from '../kernel';
import { REFERENCE_KINDS, REFERENCE_WIDTH } from '../kernel';
import type { Bindings, Certainty, Resolution } from './bindings';
import type { GraphFile, GraphFiles } from './files';
import { EXACT_LANGUAGES } from './kinds';
import type { NameIndex } from './names';
import { reach, relativesOf, type Relatives } from './relatives';
import { createNameLists, forEachUse, OBJECT, readUse, type UseRow } from './rows';
import { keyOf, type Definition } from './symbols';
import type { TypedUses, TypeQuestion } from './typed';

export interface Use {
  readonly file: GraphFile;
  readonly line: number;
  readonly column: number;
  readonly kind: ReferenceKind;
  /** Index of the enclosing symbol, or -1. */
  readonly symbol: number;
  readonly certainty: Certainty;
  /** 1 unless several definitions are possible: then 1 / their number. */
  readonly confidence: number;
}

export interface UsedDefinition {
  readonly definition: Definition;
  readonly kind: ReferenceKind;
  readonly line: number;
  readonly certainty: Certainty;
  readonly confidence: number;
}

export interface Uses {
  /**
   * Uses of a definition in all files, by path and position; of a member also those of what it
   * overrides or implements and of what overrides it. `beside`: and of what else overrides or
   * implements the same, as the language service has it.
   */
  readonly usesOf: (definition: Definition, options?: { readonly beside?: boolean }) => Use[];
  /** What the code of a definition uses, itself apart, in the order of the text. */
  readonly usedBy: (definition: Definition) => UsedDefinition[];
  /** Types that extend or implement it, directly. */
  readonly heirsOf: (definition: Definition) => Definition[];
  /** The same at any distance, nearest first. */
  readonly allHeirsOf: (definition: Definition) => Definition[];
  /** Members that override or implement it, at any distance. */
  readonly overridesOf: (definition: Definition) => Definition[];
  /** What a type checker would have to say before `usesOf` is exact. */
  readonly questionsAbout: (definition: Definition) => TypeQuestion[];
  /** The same for `usedBy`. */
  readonly questionsInside: (definition: Definition) => TypeQuestion[];
  /** To be called when anything changed. */
  readonly forget: () => void;
}

interface FoundRow extends UseRow {
  readonly file: GraphFile;
  readonly at: number;
  readonly name: string;
}

export function createUses(files: GraphFiles, names: NameIndex, bindings: Bindings, typed: Pick<TypedUses, 'get'>): Uses {
  const lists = createNameLists();
  let heirsMemo = new Map<string, Definition[]>();

  function usesOf(definition: Definition, { beside = false }: { readonly beside?: boolean } = {}): Use[] {
    const relatives = relativesFor(definition, beside);
    const verdicts = new Map<Resolution, boolean>();
    const uses: Use[] = [];
    for (const row of rowsNamed(definition)) {
      const match = matches(row, definition, relatives, verdicts);
      if (!match) continue;
      const { file, line, column, kind, symbol } = row;
      uses.push({ file, line, column, kind, symbol, ...match });
    }
    return uses.sort((a, b) => compare(a.file.path, b.file.path) || a.line - b.line || a.column - b.column);
  }

  function relativesFor(definition: Definition, beside: boolean): Relatives {
    const found = relativesOf(definition, { files, bindings, typed, heirsOf });
    if (beside) return found;
    // What uses the property does not use the variable that it was put in.
    return { ...found, above: isTaken(definition) ? new Set([keyOf(definition)]) : found.above, beside: NONE };
  }

  /** Whether a value at module level is taken out of an object under the name it has there: `const { name } = …`. */
  function isTaken(definition: Definition): boolean {
    const { parent, kind, name } = definition.symbol;
    if (parent >= 0 || kind !== 'constant') return false;
    const file = files.fileById(definition.file);
    const number = names.filesUsing(name).find(([user]) => user === definition.file)?.[1];
    return file !== undefined && number !== undefined && rowsIn(file, name, number).some((row) => row.receiver !== undefined && isNameOf(row, definition));
  }

  /** How a use is tied to the definition, if it is. */
  function matches(
    row: FoundRow,
    definition: Definition,
    { above, below, beside }: Relatives,
    verdicts: Map<Resolution, boolean>,
  ): Pick<Use, 'certainty' | 'confidence'> | undefined {
    if (isNameOf(row, definition)) return undefined;
    const known = typed.get(row.file.id, row.at);
    if (known) {
      const own = keyOf(definition);
      // The other half of a property that is read by one function and set by another.
      if (row.receiver === OBJECT && known.own.some((each) => isNameOf(row, each)) && known.ownKeys.includes(own)) return undefined;
      const fits = known.ownKeys.some((key) => above.has(key)) || known.baseKeys.some((key) => key === own || (beside !== NONE && above.has(key)));
      return fits ? { certainty: 'exact', confidence: 1 } : undefined;
    }
    const resolution = bindings.resolve(row.file, row);
    if (!resolution) return undefined;
    let fits = verdicts.get(resolution);
    if (fits === undefined) {
      fits = resolution.definitions.map(keyOf).some((key) => above.has(key) || below.has(key) || beside.has(key));
      verdicts.set(resolution, fits);
    }
    return fits ? { certainty: resolution.certainty, confidence: confidenceOf(resolution) } : undefined;
  }

  /** Every row, in any file, that may be a use of the definition. */
  function rowsNamed({ symbol }: Definition): FoundRow[] {
    const rows: FoundRow[] = [];
    for (const [fileId, name, number] of candidates(symbol.name)) {
      const file = files.fileById(fileId);
      if (file) addRowsIn(rows, file, name, number);
    }
    return rows;
  }

  function rowsIn(file: GraphFile, name: string, number: number): FoundRow[] {
    const rows: FoundRow[] = [];
    addRowsIn(rows, file, name, number);
    return rows;
  }

  function addRowsIn(rows: FoundRow[], file: GraphFile, name: string, number: number): void {
    const { references } = file.facts;
    const { data } = references;
    forEachUse(references, number, (at) => {
      const receiver = data[at + 5]!;
      rows.push({
        file,
        at,
        name,
        line: data[at + 1]!,
        column: data[at + 2]!,
        kind: REFERENCE_KINDS[data[at + 3]!]!,
        symbol: data[at + 4]! - 1,
        // Few files are asked for the names of receivers: only then are their names taken apart.
        receiver: receiver > 0 ? lists.of(references)[receiver - 1]! : undefined,
      });
    });
  }

  /** Files, and the name in each, that may use a definition of that name: aliases may be passed on, under their own name again. */
  function* candidates(wanted: string): Iterable<readonly [file: number, name: string, number: number]> {
    const known = new Set([wanted]);
    // A set may grow while it is walked.
    for (const name of known) {
      for (const [file, number] of names.filesUsing(name)) yield [file, name, number];
      for (const local of names.aliasesOf(name)) known.add(local);
    }
  }

  function* rowsInside(definition: Definition): Iterable<FoundRow & { readonly inside: ReadonlySet<number> }> {
    const file = files.fileById(definition.file);
    if (!file) return;
    const inside = subtree(file.facts, definition.index);
    const { data } = file.facts.references;
    const list = lists.of(file.facts.references);
    for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
      if (inside.has(data[at + 4]! - 1)) yield { file, at, name: list[data[at]!]!, inside, ...readUse(file.facts, at, list) };
    }
  }

  function resolveRow(row: FoundRow): Resolution | undefined {
    const known = typed.get(row.file.id, row.at);
    return known ? { definitions: known.own.length > 0 ? known.own : known.bases, certainty: 'exact' } : bindings.resolve(row.file, row);
  }

  function usedBy(definition: Definition): UsedDefinition[] {
    const found: UsedDefinition[] = [];
    for (const row of rowsInside(definition)) {
      const resolution = resolveRow(row);
      for (const each of resolution?.definitions ?? []) {
        if (each.file === definition.file && row.inside.has(each.index)) continue;
        found.push({ definition: each, kind: row.kind, line: row.line, certainty: resolution!.certainty, confidence: confidenceOf(resolution!) });
      }
    }
    return found;
  }

  function heirsOf(definition: Definition): Definition[] {
    const key = keyOf(definition);
    const known = heirsMemo.get(key);
    if (known) return known;
    const found = findHeirs(definition);
    heirsMemo.set(key, found);
    return found;
  }

  function findHeirs(definition: Definition): Definition[] {
    const wanted = keyOf(definition);
    const heirs: Definition[] = [];
    for (const [fileId, index] of names.heirsOf(definition.symbol.name)) {
      const symbol = files.fileById(fileId)?.facts.symbols[index];
      if (!symbol) continue;
      const heir: Definition = { file: fileId, index, symbol };
      if (bindings.basesOf(heir).some((each) => keyOf(each) === wanted)) heirs.push(heir);
    }
    return heirs.sort((a, b) => compare(files.fileById(a.file)!.path, files.fileById(b.file)!.path) || a.index - b.index);
  }

  function questionsAbout(definition: Definition): TypeQuestion[] {
    const own = isAskable(files.fileById(definition.file)) ? questionsOf(definition) : [];
    if (own.length === 0) return [];
    return [...own.filter(({ file, at }) => !typed.get(file.id, at)), ...openRows(rowsNamed(definition))];
  }

  /** Nothing for what is named at module level: there, names alone are exact, but for what is named by a property. */
  function questionsOf(definition: Definition): TypeQuestion[] {
    const { file: id, index, symbol } = definition;
    const file = files.fileById(id);
    const owner = file?.facts.symbols[symbol.parent];
    const isAugmented = owner?.kind === 'namespace' && /^declare\b/.test(owner.signature);
    const isPlain = owner === undefined ? symbol.kind !== 'method' : symbol.kind === 'function' && !isAugmented;
    return file && (!isPlain || isTaken(definition)) ? [{ file, at: -1 - index, line: symbol.nameLine, column: symbol.nameColumn, key: false }] : [];
  }

  function openRows(rows: Iterable<FoundRow>): TypeQuestion[] {
    const open: TypeQuestion[] = [];
    for (const row of rows) {
      if (!isAskable(row.file) || typed.get(row.file.id, row.at)) continue;
      if (bindings.resolve(row.file, row)?.certainty === 'exact') continue;
      open.push({ file: row.file, at: row.at, line: row.line, column: row.column, key: row.receiver === OBJECT });
    }
    return open;
  }

  return {
    usesOf,
    usedBy,
    heirsOf,
    allHeirsOf: (definition) => reach(definition, heirsOf),
    overridesOf: (definition) => [...relativesOf(definition, { files, bindings, typed, heirsOf }).below.values()],
    questionsAbout,
    questionsInside: (definition) => openRows(rowsInside(definition)),
    forget() {
      heirsMemo = new Map();
    },
  };
}

const NONE: ReadonlySet<string> = new Set();

const isAskable = (file: GraphFile | undefined): boolean => file !== undefined && EXACT_LANGUAGES.has(file.facts.language);

function isNameOf({ file, line, column }: FoundRow, { file: id, symbol }: Definition): boolean {
  return file.id === id && line === symbol.nameLine && column === symbol.nameColumn;
}

/** The symbol and everything defined inside it. Parents stand before their children. */
function subtree(facts: FileFacts, index: number): ReadonlySet<number> {
  const inside = new Set([index]);
  facts.symbols.forEach((symbol, each) => {
    if (inside.has(symbol.parent)) inside.add(each);
  });
  return inside;
}

export const confidenceOf = ({ things = 1 }: Resolution): number => 1 / things;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
