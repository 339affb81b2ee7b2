/** Uses of definitions, and what definitions use. */
import type { FileFacts, ReferenceKind } from '../kernel';
import { REFERENCE_KINDS, REFERENCE_WIDTH } from '../kernel';
import type { Bindings, Certainty, Resolution } from './bindings';
import type { GraphFile, GraphFiles } from './files';
import { forEachUse, type NameIndex } from './names';
import type { Definition } from './symbols';

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
  /** Uses of a definition in all files, by path and position. */
  usesOf(definition: Definition): Use[];
  /** What the code of a definition uses, itself apart, in the order of the text. */
  usedBy(definition: Definition): UsedDefinition[];
  /** Types that extend or implement it, directly. */
  heirsOf(definition: Definition): Definition[];
}

export const keyOf = (definition: Pick<Definition, 'file' | 'index'>): string => `${definition.file}:${definition.index}`;

export function createUses(files: GraphFiles, names: NameIndex, bindings: Bindings): Uses {
  function usesOf(definition: Definition): Use[] {
    const wanted = keyOf(definition);
    const uses: Use[] = [];
    for (const [fileId, local] of candidates(definition)) {
      const file = files.fileById(fileId);
      if (!file) continue;
      forEachUse(file.facts.references, local, (at) => {
        const use = readUse(file.facts, at);
        const resolution = bindings.resolve(file, { name: local, symbol: use.symbol, receiver: use.receiver });
        if (!resolution?.definitions.some((each) => keyOf(each) === wanted)) return;
        uses.push({ file, ...use, certainty: resolution.certainty, confidence: confidenceOf(resolution) });
      });
    }
    return uses.sort((a, b) => compare(a.file.path, b.file.path) || a.line - b.line || a.column - b.column);
  }

  /** Files, and the local name in each, that may use the definition. */
  function* candidates({ symbol }: Definition): Iterable<readonly [file: number, local: string]> {
    const seen = new Set<string>();
    const queue = [symbol.name];
    while (queue.length > 0) {
      const name = queue.pop()!;
      for (const file of names.filesUsing(name)) {
        const key = `${file}:${name}`;
        if (seen.has(key)) continue;
        seen.add(key);
        if (name === symbol.name) yield [file, name];
      }
      for (const [file, local] of names.aliasesOf(name)) {
        const key = `${file}:${local}`;
        if (seen.has(key)) continue;
        seen.add(key);
        yield [file, local];
        queue.push(local);
      }
    }
  }

  function usedBy(definition: Definition): UsedDefinition[] {
    const file = files.fileById(definition.file);
    if (!file) return [];
    const inside = subtree(file.facts, definition.index);
    const found: UsedDefinition[] = [];
    const { data } = file.facts.references;
    const nameList = file.facts.references.names.split('\n');
    for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
      if (!inside.has(data[at + 4]! - 1)) continue;
      const use = readUse(file.facts, at, nameList);
      const resolution = bindings.resolve(file, { name: nameList[data[at]!]!, symbol: use.symbol, receiver: use.receiver });
      for (const each of resolution?.definitions ?? []) {
        if (each.file === definition.file && inside.has(each.index)) continue;
        found.push({ definition: each, kind: use.kind, line: use.line, certainty: resolution!.certainty, confidence: confidenceOf(resolution!) });
      }
    }
    return found;
  }

  function heirsOf(definition: Definition): Definition[] {
    const wanted = keyOf(definition);
    const heirs: Definition[] = [];
    for (const [fileId, index] of names.heirsOf(definition.symbol.name)) {
      const file = files.fileById(fileId);
      const symbol = file?.facts.symbols[index];
      if (!file || !symbol) continue;
      const isHeir = symbol.heritage.some(({ name }) => {
        const parts = name.split('.');
        const own = parts.pop()!;
        const resolution = bindings.resolve(file, { name: own, symbol: symbol.parent, receiver: parts.pop() });
        return resolution?.definitions.some((each) => keyOf(each) === wanted) ?? false;
      });
      if (isHeir) heirs.push({ file: fileId, index, symbol });
    }
    return heirs;
  }

  return { usesOf, usedBy, heirsOf };
}

/** One row of packed references; `at` is its offset. */
export function readUse(facts: FileFacts, at: number, nameList = facts.references.names.split('\n')) {
  const { data } = facts.references;
  const receiver = data[at + 5]!;
  return {
    line: data[at + 1]!,
    column: data[at + 2]!,
    kind: REFERENCE_KINDS[data[at + 3]!]!,
    symbol: data[at + 4]! - 1,
    ...(receiver > 0 ? { receiver: nameList[receiver - 1]! } : {}),
  } as { line: number; column: number; kind: ReferenceKind; symbol: number; receiver?: string };
}

/** The symbol and everything defined inside it. Parents stand before their children. */
function subtree(facts: FileFacts, index: number): ReadonlySet<number> {
  const inside = new Set([index]);
  facts.symbols.forEach((symbol, each) => {
    if (inside.has(symbol.parent)) inside.add(each);
  });
  return inside;
}

/** Overloads and merged declarations are one thing: only different places make a use ambiguous. */
export function confidenceOf({ definitions, certainty }: Resolution): number {
  if (certainty !== 'ambiguous') return 1;
  return 1 / new Set(definitions.map(({ file, symbol }) => `${file}:${symbol.qualifiedName}`)).size;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
