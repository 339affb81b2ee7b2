/**
 * Facts as an index keeps them for long: packed, and opened when somebody looks. What was opened last
 * stays open, up to a bound, since questions come back to the same files.
 */
import type { FileFacts } from '../kernel';
import { packLists, type PackedLists } from './pack-facts';
import { unpackExports, unpackImports, unpackSymbols } from './unpack-facts';

export interface Shelf {
  /** The same facts, to be kept. They look like any others: they can be spread, copied and sent. */
  hold(facts: FileFacts): FileFacts;
}

/** Definitions, imports and exports that stay open at least; twice as many at most, up to 20 MB. A question opens hundreds of files. */
const OPEN_ROWS = 24_000;
const SMALL_END = 2 ** 16;

const HELD = Symbol('held');

interface Held {
  readonly lists: PackedLists;
  readonly shelf: OpenShelf;
  open: Partial<Record<keyof typeof UNPACK, readonly unknown[]>> | undefined;
  /** When it was last looked at, in turns of the shelf. */
  turn: number;
}

interface OpenShelf {
  readonly openRows: number;
  turn: number;
  /** What was looked at in this turn, and in the one before. */
  now: Held[];
  before: Held[];
  rows: number;
}

/** Of the objects around the lists and around arrays, and of the path and the hash. */
const FILE_BYTES = 1_200;
const SYMBOL_BYTES = 400;
const IMPORT_BYTES = 150;

const UNPACK = { symbols: unpackSymbols, imports: unpackImports, exports: unpackExports };

export function createShelf(openRows = OPEN_ROWS): Shelf {
  const shelf: OpenShelf = { openRows, turn: 1, now: [], before: [], rows: 0 };
  return {
    hold(facts) {
      if (isHeld(facts)) return facts;
      const { path, hash, language, structure, module, lineCount, references, fingerprints, project, problems, invalidUtf8 } = facts;
      const lists = packLists(facts);
      // The text begins with the names: they are not kept twice.
      const names = lists.text.slice(0, references.names.length);
      const held: Held = { lists, shelf, open: undefined, turn: 0 };
      const kept = {
        path,
        hash,
        language,
        structure,
        module,
        lineCount,
        references: { names, data: narrowed(references.data) },
        ...(fingerprints && { fingerprints }),
        ...(project && { project }),
        problems,
        invalidUtf8,
      };
      return Object.defineProperties(kept, { ...ACCESSORS, [HELD]: { value: held } }) as unknown as FileFacts;
    },
  };
}

/** Estimate of the memory that facts take, bytes: of held ones while nobody looks at them. */
export function sizeOfFacts(facts: FileFacts): number {
  const { references, fingerprints } = facts;
  const packed = FILE_BYTES + references.data.byteLength + (fingerprints?.sketches.byteLength ?? 0) + (fingerprints?.rows.byteLength ?? 0);
  if (!isHeld(facts)) return packed + references.names.length + SYMBOL_BYTES * facts.symbols.length + IMPORT_BYTES * facts.imports.length;
  const { text, numbers } = facts[HELD].lists;
  return packed + text.length + numbers.byteLength;
}

const isHeld = (facts: FileFacts): facts is FileFacts & { readonly [HELD]: Held } => HELD in facts;

/** Own and enumerable, for spreads and copies; the same functions for all, which lets all share one hidden class. */
const ACCESSORS = Object.fromEntries(
  (Object.keys(UNPACK) as (keyof typeof UNPACK)[]).map((list) => [list, { enumerable: true, get: getterOf(list) }]),
);

function getterOf(list: keyof typeof UNPACK) {
  return function open(this: { readonly [HELD]: Held }): readonly unknown[] {
    const held = this[HELD];
    held.open ??= {};
    let rows = held.open[list];
    if (!rows) held.open[list] = rows = UNPACK[list](held.lists);
    if (held.turn !== held.shelf.turn) keepOpen(held);
    return rows;
  };
}

function keepOpen(held: Held): void {
  const { shelf } = held;
  held.turn = shelf.turn;
  shelf.now.push(held);
  shelf.rows += rowsOf(held);
  if (shelf.rows <= shelf.openRows) return;
  for (const each of shelf.before) if (each.turn < shelf.turn) each.open = undefined;
  Object.assign(shelf, { before: shelf.now, now: [], rows: 0, turn: shelf.turn + 1 });
}

const rowsOf = ({ lists: { numbers, importsAt, exportsAt } }: Held): number => 1 + numbers[0]! + numbers[importsAt]! + numbers[exportsAt]!;

/** Lines, columns and numbers of names fit 16 bits in all but huge files. */
function narrowed(data: FileFacts['references']['data']): FileFacts['references']['data'] {
  for (let at = 0; at < data.length; at += 1) if (data[at]! >= SMALL_END) return data;
  return Uint16Array.from(data);
}
