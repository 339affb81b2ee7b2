/** Which files use which names, and under which other names things are imported. */
import type { FileFacts } from '../kernel';

export interface NameIndex {
  addFile(file: number, facts: FileFacts): void;
  removeFile(file: number): void;
  /** Files in which the name is used, with its number among the file's names. */
  filesUsing(name: string): ReadonlyMap<number, number>;
  /** Imports and re-exports that give `name` another local name: file and that name. */
  aliasesOf(name: string): Iterable<readonly [file: number, local: string]>;
  /** Symbols that extend or implement a type of that name. */
  heirsOf(name: string): Iterable<readonly [file: number, symbol: number]>;
}

const NOWHERE: ReadonlyMap<number, number> = new Map();

export function createNameIndex(): NameIndex {
  const uses = new Map<string, Map<number, number>>();
  const aliases = new Map<string, Map<number, readonly string[]>>();
  const heirs = new Map<string, Map<number, readonly number[]>>();
  const undo = new Map<number, () => void>();

  return {
    addFile(file, facts) {
      const names = facts.references.names === '' ? [] : facts.references.names.split('\n');
      const renamed = aliasesIn(facts);
      const inherited = heritageIn(facts);
      names.forEach((name, number) => mapOf(uses, name).set(file, number));
      for (const [name, locals] of renamed) mapOf(aliases, name).set(file, locals);
      for (const [name, symbols] of inherited) mapOf(heirs, name).set(file, symbols);
      undo.set(file, () => {
        for (const name of names) drop(uses, name, file);
        for (const name of renamed.keys()) drop(aliases, name, file);
        for (const name of inherited.keys()) drop(heirs, name, file);
      });
    },
    removeFile(file) {
      undo.get(file)?.();
      undo.delete(file);
    },
    filesUsing: (name) => uses.get(name) ?? NOWHERE,
    aliasesOf: (name) => spread(aliases.get(name)),
    heirsOf: (name) => spread(heirs.get(name)),
  };
}

function aliasesIn(facts: FileFacts): Map<string, string[]> {
  const found = new Map<string, string[]>();
  const add = (name: string, local: string): void => {
    if (name === local || local === '' || name === '*') return;
    const list = found.get(name);
    if (list) list.push(local);
    else found.set(name, [local]);
  };
  for (const { names, locals } of facts.imports) names.forEach((name, i) => add(name, locals[i] ?? ''));
  for (const { name, local } of facts.exports) add(local, name);
  return found;
}

function heritageIn(facts: FileFacts): Map<string, number[]> {
  const found = new Map<string, number[]>();
  facts.symbols.forEach(({ heritage }, index) => {
    for (const { name } of heritage) {
      const own = name.slice(name.lastIndexOf('.') + 1);
      const list = found.get(own);
      if (list) list.push(index);
      else found.set(own, [index]);
    }
  });
  return found;
}

function* spread<V>(map: ReadonlyMap<number, readonly V[]> | undefined): Iterable<readonly [number, V]> {
  for (const [file, values] of map ?? []) for (const value of values) yield [file, value];
}

function mapOf<V>(map: Map<string, Map<number, V>>, key: string): Map<number, V> {
  let inner = map.get(key);
  if (!inner) {
    inner = new Map<number, V>();
    map.set(key, inner);
  }
  return inner;
}

function drop(map: Map<string, { delete(file: number): boolean; readonly size: number }>, key: string, file: number): void {
  const inner = map.get(key);
  inner?.delete(file);
  if (inner?.size === 0) map.delete(key);
}
