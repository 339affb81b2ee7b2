/** Packed references, read row by row. */
import type { FileFacts, PackedReferences, ReferenceKind } from '../kernel';
import { REFERENCE_KINDS, REFERENCE_WIDTH } from '../kernel';

export interface UseRow {
  readonly line: number;
  readonly column: number;
  readonly kind: ReferenceKind;
  /** Index of the enclosing symbol, or -1. */
  readonly symbol: number;
  readonly receiver?: string;
}

/** The receiver of keys, as the parser writes it. */
export const OBJECT = '{}';

/** The module that a receiver names when it is `import('…')`, as the parser writes it. */
export const loadedModule = (receiver: string): string | undefined =>
  receiver.startsWith('import(') ? /^import\('(.*)'\)$/.exec(receiver)?.[1] : undefined;

export interface NameLists {
  /** The distinct names of a file's references. */
  of(packed: PackedReferences): readonly string[];
}

const LISTS_MAX = 2_000;

/** Remembers the lists asked for last: taking one apart costs more than all other work on a file. */
export function createNameLists(): NameLists {
  const lists = new Map<PackedReferences, readonly string[]>();
  return {
    of(packed) {
      let list = lists.get(packed);
      if (!list) {
        list = packed.names.split('\n');
        if (lists.size >= LISTS_MAX) lists.clear();
        lists.set(packed, list);
      }
      return list;
    },
  };
}

/** The row that starts at `at`, an offset in `data`. */
export function readUse({ references }: FileFacts, at: number, names: readonly string[]): UseRow {
  const { data } = references;
  const receiver = data[at + 5]!;
  return {
    line: data[at + 1]!,
    column: data[at + 2]!,
    kind: REFERENCE_KINDS[data[at + 3]!]!,
    symbol: data[at + 4]! - 1,
    ...(receiver > 0 ? { receiver: names[receiver - 1]! } : {}),
  };
}

/** Visits each use of a name, given its number among the file's names: row offset in `data`. */
export function forEachUse({ data }: PackedReferences, name: number, visit: (at: number) => void): void {
  for (let at = 0; at < data.length; at += REFERENCE_WIDTH) if (data[at] === name) visit(at);
}
