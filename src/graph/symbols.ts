/** Who defines which name. Knows names and places only; facts stay with their files. */
import { SYMBOL_KIND_NUMBERS, SYMBOL_KINDS, type FileFacts, type SymbolFact, type SymbolKind } from '../kernel';
import { bareName } from './name';
import { createRegister } from './register';

export interface Definition {
  readonly file: number;
  /** Index in the file's `FileFacts.symbols`. */
  readonly index: number;
  readonly symbol: SymbolFact;
}

/** What ranking asks of a definition. */
export interface DefinitionPlace {
  readonly file: number;
  readonly startLine: number;
  readonly kind: SymbolKind;
  readonly exported: boolean;
}

export interface SymbolTable extends NameTable {
  addFile(file: number, facts: FileFacts): void;
  removeFile(file: number): void;
  /** Parts of documents: nothing in code means them, so only who asks for them gets them. */
  readonly documents: NameTable;
  /** Files with a definition, of code or of a document, that is spelled so; by chance some others. */
  filesDefining(name: string): ReadonlySet<number>;
  bytes(): number;
}

export interface NameTable {
  /** Definitions whose name equals `name`, letter case and the `#` of private members aside. */
  find(name: string): readonly Definition[];
  /** Those whose name is written exactly so. */
  spelled(name: string): readonly Definition[];
  /** How many `find` and `spelled` give, without a look at any facts. */
  count(name: string): { readonly found: number; readonly spelled: number };
  /**
   * Where the definitions are whose name is written so or, without one, only with other letter case; none
   * if there are more than `limit`. Without a look at any facts, which would have to be opened.
   */
  places(name: string, limit: number): readonly DefinitionPlace[];
  /** Distinct names, lower case, in no particular order. */
  names(): Iterable<string>;
  size(): number;
}

interface Names extends NameTable {
  add(file: number, facts: FileFacts): void;
  remove(file: number): void;
  addFilesTo(files: Set<number>, name: string): void;
  bytes(): number;
}

/** `factsOf`: the facts of a file that was added, from whoever holds them; default: held here. */
export function createSymbolTable(factsOf?: (file: number) => FileFacts): SymbolTable {
  const own = factsOf ? undefined : new Map<number, FileFacts>();
  const look = factsOf ?? ((file: number) => own!.get(file)!);
  const code = createNames(look);
  const documents = createNames(look);
  return {
    addFile(file, facts) {
      own?.set(file, facts);
      (facts.structure === 'document' ? documents : code).add(file, facts);
    },
    removeFile(file) {
      own?.delete(file);
      code.remove(file);
      documents.remove(file);
    },
    find: code.find,
    spelled: code.spelled,
    count: code.count,
    places: code.places,
    names: code.names,
    size: code.size,
    filesDefining(name) {
      const files = new Set<number>();
      code.addFilesTo(files, name);
      documents.addFilesTo(files, name);
      return files;
    },
    bytes: () => code.bytes() + documents.bytes(),
    documents,
  };
}

function createNames(factsOf: (file: number) => FileFacts): Names {
  // Marked with a hash of the name as it is written: facts need not be looked at to tell.
  const register = createRegister({ withMarks: true });
  /** Of each file's definitions, by index: `packPlace`. */
  const places = new Map<number, Uint32Array>();

  function count(name: string): { readonly found: number; readonly spelled: number } {
    const written = hashOf(name);
    const counts = { found: 0, spelled: 0 };
    register.forEach(keyOfName(name), (_file, _index, mark) => {
      counts.found += 1;
      if (mark === written) counts.spelled += 1;
    });
    return counts;
  }

  function collect(name: string, written?: number): Definition[] {
    const found: Definition[] = [];
    register.forEach(keyOfName(name), (file, index, mark) => {
      if (written === undefined || written === mark) found.push({ file, index, symbol: factsOf(file).symbols[index]! });
    });
    return found.reverse();
  }

  return {
    add(file, facts) {
      if (facts.symbols.length > 0) places.set(file, Uint32Array.from(facts.symbols, packPlace));
      facts.symbols.forEach(({ name }, index) => register.add(keyOfName(name), file, index, hashOf(name)));
    },
    remove(file) {
      places.delete(file);
      register.removeFile(file);
    },
    addFilesTo(files, name) {
      const written = hashOf(name);
      register.forEach(keyOfName(name), (file, _index, mark) => {
        if (mark === written) files.add(file);
      });
    },
    find: (name) => collect(name),
    spelled: (name) => collect(name, hashOf(name)).filter(({ symbol }) => symbol.name === name),
    count,
    places(name, limit) {
      const { found, spelled } = count(name);
      if ((spelled || found) > limit) return [];
      const written = hashOf(name);
      const list: DefinitionPlace[] = [];
      register.forEach(keyOfName(name), (file, index, mark) => {
        if (spelled === 0 || mark === written) list.push(unpackPlace(file, places.get(file)![index]!));
      });
      return list.reverse();
    },
    names: register.names,
    size: register.size,
    bytes: () => register.bytes() + [...places.values()].reduce((sum, { byteLength }) => sum + byteLength + PLACES_BYTES, 0),
  };
}

/** An entry of a Map and the array's own header, roughly. */
const PLACES_BYTES = 200;
const KIND_BITS = 5;

/** Line, kind and whether exported, in 26, 5 and 1 bits. */
const packPlace = ({ startLine, kind, exported }: SymbolFact): number =>
  ((startLine << (KIND_BITS + 1)) | (SYMBOL_KIND_NUMBERS.get(kind)! << 1) | (exported ? 1 : 0)) >>> 0;

const unpackPlace = (file: number, packed: number): DefinitionPlace => ({
  file,
  startLine: packed >>> (KIND_BITS + 1),
  kind: SYMBOL_KINDS[(packed >>> 1) & (2 ** KIND_BITS - 1)]!,
  exported: (packed & 1) === 1,
});

const keyOfName = (name: string): string => bareName(name).toLowerCase();

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at += 1) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** Tells definitions apart; holds until the file changes. */
export const keyOf = (definition: Pick<Definition, 'file' | 'index'>): string => `${definition.file}:${definition.index}`;

export function unique(definitions: readonly Definition[]): Definition[] {
  const seen = new Set<string>();
  return definitions.filter((definition) => {
    const key = keyOf(definition);
    return !seen.has(key) && seen.add(key);
  });
}
