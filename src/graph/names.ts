/** Which files use which names, and under which other names things are imported. */
import { ownText, type FileFacts } from '../kernel';
import { createRegister, type Register } from './register';

export interface NameIndex {
  addFile(file: number, facts: FileFacts): void;
  removeFile(file: number): void;
  /** Files in which the name is used, with its number among the file's names. */
  filesUsing(name: string): readonly (readonly [file: number, number: number])[];
  /** Names that imports and re-exports give to `name`. */
  aliasesOf(name: string): Iterable<string>;
  /** Symbols that extend or implement a type of that name. */
  heirsOf(name: string): readonly (readonly [file: number, symbol: number])[];
  bytes(): number;
}

/** Of an alias, with its share of two Maps. */
const ALIAS_BYTES = 200;

export function createNameIndex(): NameIndex {
  const uses = createRegister();
  const heirs = createRegister();
  const aliases = new Map<string, Map<number, readonly string[]>>();
  const renamedIn = new Map<number, readonly string[]>();

  return {
    addFile(file, facts) {
      const { names } = facts.references;
      if (names !== '') uses.addLines(names, file);
      facts.symbols.forEach(({ heritage }, index) => {
        for (const { name } of heritage) heirs.add(name.slice(name.lastIndexOf('.') + 1), file, index);
      });
      const renamed = aliasesIn(facts);
      if (renamed.size === 0) return;
      for (const [name, locals] of renamed) mapOf(aliases, name).set(file, locals);
      renamedIn.set(file, [...renamed.keys()]);
    },
    removeFile(file) {
      uses.removeFile(file);
      heirs.removeFile(file);
      for (const name of renamedIn.get(file) ?? []) {
        const inner = aliases.get(name);
        inner?.delete(file);
        if (inner?.size === 0) aliases.delete(name);
      }
      renamedIn.delete(file);
    },
    filesUsing: (name) => collect(uses, name),
    *aliasesOf(name) {
      for (const locals of aliases.get(name)?.values() ?? []) yield* locals;
    },
    heirsOf: (name) => collect(heirs, name),
    bytes: () => uses.bytes() + heirs.bytes() + aliases.size * ALIAS_BYTES,
  };
}

function collect(register: Pick<Register, 'forEach'>, name: string): (readonly [number, number])[] {
  const found: [number, number][] = [];
  register.forEach(name, (file, value) => found.push([file, value]));
  return found.reverse();
}

function aliasesIn(facts: FileFacts): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, local: string): void => {
    if (name === local || local === '' || name === '*') return;
    const list = found.get(name);
    if (list) list.push(ownText(local));
    else found.set(ownText(name), [ownText(local)]);
  };
  for (const { names, locals } of facts.imports) names.forEach((name, i) => add(name, locals[i] ?? ''));
  for (const { name, local } of facts.exports) add(local, name);
  return found;
}

function mapOf<V>(map: Map<string, Map<number, V>>, key: string): Map<number, V> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map<number, V>();
    map.set(key, inner);
  }
  return inner;
}
