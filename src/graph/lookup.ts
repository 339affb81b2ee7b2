/** Definitions of one file by their name. */
import type { FileFacts, SymbolFact } from '../kernel';
import type { GraphFile } from './files';
import type { Definition } from './symbols';

export interface Lookup {
  /** The file's definitions of that name that fit, in the order of the text. */
  readonly definitionsIn: (file: GraphFile, name: string, fits: (symbol: SymbolFact) => boolean) => Definition[];
  /** To be called when anything changed. */
  readonly forget: () => void;
}

/** Below this, reading all is as quick as an index and needs no memory. */
const INDEXED_FROM = 24;
const NAMES_MAX = 10_000;

/** `filesDefining`: at least the files that define the name, which spares a look at the definitions of all others. */
export function createLookup(filesDefining: (name: string) => ReadonlySet<number>): Lookup {
  let definers = new Map<string, ReadonlySet<number>>();
  const indexes = new WeakMap<FileFacts, ReadonlyMap<string, readonly number[]>>();

  function indexOf(facts: FileFacts): ReadonlyMap<string, readonly number[]> {
    let index = indexes.get(facts);
    if (!index) indexes.set(facts, (index = indexByName(facts)));
    return index;
  }

  function isDefinedIn(file: number, name: string): boolean {
    let files = definers.get(name);
    if (!files) {
      if (definers.size >= NAMES_MAX) definers.clear();
      definers.set(name, (files = filesDefining(name)));
    }
    return files.has(file);
  }

  return {
    definitionsIn(file, name, fits) {
      if (!isDefinedIn(file.id, name)) return [];
      const { symbols } = file.facts;
      const found: Definition[] = [];
      const add = (index: number): void => {
        const symbol = symbols[index]!;
        if (symbol.name === name && fits(symbol)) found.push({ file: file.id, index, symbol });
      };
      if (symbols.length < INDEXED_FROM) symbols.forEach((_, index) => add(index));
      else indexOf(file.facts).get(name)?.forEach(add);
      return found;
    },
    forget() {
      definers = new Map();
    },
  };
}

function indexByName(facts: FileFacts): Map<string, number[]> {
  const index = new Map<string, number[]>();
  facts.symbols.forEach(({ name }, at) => {
    const known = index.get(name);
    if (known) known.push(at);
    else index.set(name, [at]);
  });
  return index;
}
