/** Who defines which name. Knows names and places only; facts stay with their files. */
import type { FileFacts, SymbolFact } from '../kernel';
import { bareName } from './name';

export interface Definition {
  readonly file: number;
  /** Index in the file's `FileFacts.symbols`. */
  readonly index: number;
  readonly symbol: SymbolFact;
}

export interface SymbolTable extends NameTable {
  addFile(file: number, facts: FileFacts): void;
  removeFile(file: number): void;
  /** Parts of documents: nothing in code means them, so only who asks for them gets them. */
  readonly documents: NameTable;
}

export interface NameTable {
  /** Definitions whose name equals `name`, letter case and the `#` of private members aside. */
  find(name: string): readonly Definition[];
  /** Distinct names, lower case, in no particular order. */
  names(): Iterable<string>;
  size(): number;
}

interface Names extends NameTable {
  add(file: number, symbols: readonly SymbolFact[]): void;
  remove(file: number): void;
}

export function createSymbolTable(): SymbolTable {
  const code = createNames();
  const documents = createNames();
  return {
    addFile: (file, { structure, symbols }) => (structure === 'document' ? documents : code).add(file, symbols),
    removeFile(file) {
      code.remove(file);
      documents.remove(file);
    },
    find: code.find,
    names: code.names,
    size: code.size,
    documents,
  };
}

function createNames(): Names {
  const byName = new Map<string, Definition[]>();
  const namesOfFile = new Map<number, ReadonlySet<string>>();
  let count = 0;

  return {
    add(file, symbols) {
      const names = new Set<string>();
      symbols.forEach((symbol, index) => {
        const name = bareName(symbol.name).toLowerCase();
        names.add(name);
        const known = byName.get(name);
        if (known) known.push({ file, index, symbol });
        else byName.set(name, [{ file, index, symbol }]);
      });
      namesOfFile.set(file, names);
      count += symbols.length;
    },
    remove(file) {
      for (const name of namesOfFile.get(file) ?? []) {
        const all = byName.get(name)!;
        const kept = all.filter((definition) => definition.file !== file);
        count -= all.length - kept.length;
        if (kept.length > 0) byName.set(name, kept);
        else byName.delete(name);
      }
      namesOfFile.delete(file);
    },
    find: (name) => byName.get(bareName(name).toLowerCase()) ?? [],
    names: () => byName.keys(),
    size: () => count,
  };
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
