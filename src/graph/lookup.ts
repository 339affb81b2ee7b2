/** Definitions of one file by their name. */
import type { FileFacts, SymbolFact } from '../kernel';
import type { GraphFile } from './files';
import type { Definition } from './symbols';

export interface Lookup {
  /** The file's definitions of that name that fit, in the order of the text. */
  readonly definitionsIn: (file: GraphFile, name: string, fits: (symbol: SymbolFact) => boolean) => Definition[];
}

/** Below this, reading all is as quick as an index and needs no memory. */
const INDEXED_FROM = 24;

export function createLookup(): Lookup {
  const indexes = new WeakMap<FileFacts, ReadonlyMap<string, readonly number[]>>();

  function indexOf(facts: FileFacts): ReadonlyMap<string, readonly number[]> {
    let index = indexes.get(facts);
    if (!index) indexes.set(facts, (index = indexByName(facts)));
    return index;
  }

  return {
    definitionsIn(file, name, fits) {
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
