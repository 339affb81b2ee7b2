/** Who defines which name. Knows names and places only; facts stay with their files. */
import type { FileFacts, SymbolFact } from '../kernel';
import { bareName } from './name';

export interface Definition {
  readonly file: number;
  /** Index in the file's `FileFacts.symbols`. */
  readonly index: number;
  readonly symbol: SymbolFact;
}

export interface SymbolTable {
  addFile(file: number, facts: FileFacts): void;
  removeFile(file: number): void;
  /** Definitions whose name equals `name`, letter case and the `#` of private members aside. */
  find(name: string): readonly Definition[];
  /** Distinct names, lower case, in no particular order. */
  names(): Iterable<string>;
  size(): number;
}

export function createSymbolTable(): SymbolTable {
  const byName = new Map<string, Definition[]>();
  const namesOfFile = new Map<number, ReadonlySet<string>>();
  let count = 0;

  return {
    addFile(file, facts) {
      const names = new Set<string>();
      facts.symbols.forEach((symbol, index) => {
        const name = bareName(symbol.name).toLowerCase();
        names.add(name);
        const known = byName.get(name);
        if (known) known.push({ file, index, symbol });
        else byName.set(name, [{ file, index, symbol }]);
      });
      namesOfFile.set(file, names);
      count += facts.symbols.length;
    },
    removeFile(file) {
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
