/**
 * Which files have an entry under which name: one chain of entries per name, in pages of typed arrays. An
 * entry takes `ROW` words, where a Map in a Map takes dozens of bytes for each. What is gone is passed
 * over, and dropped in bulk once there is much of it. Numbers of files are never used twice.
 */
import { createTextTable } from '../kernel';

export interface Register {
  /** `value` and `mark` (kept `withMarks` only): whole numbers below 2^32 that mean something to the caller. */
  add(name: string, file: number, value: number, mark?: number): void;
  /** An entry for each line of `names`, whose value is the number of the line. */
  addLines(names: string, file: number): void;
  removeFile(file: number): void;
  /** The entries of that name whose file is there, the last one first. */
  forEach(name: string, visit: (file: number, value: number, mark: number) => void): void;
  /** Names with an entry. */
  names(): Iterable<string>;
  /** Entries there are. */
  size(): number;
  bytes(): number;
}

const PAGE_BITS = 12;
const PAGE_ROWS = 1 << PAGE_BITS;
/** Entries of files that are gone, before it is worth a pass over everything. */
const GONE_LEAST = 4_096;
export function createRegister({ withMarks = false }: { readonly withMarks?: boolean } = {}): Register {
  /** Of each entry: number of the one before it of its name + 1 (0: none), file, value, mark. */
  const row = withMarks ? 4 : 3;
  let names = createTextTable();
  /** By number of a name: its last entry + 1, or 0. */
  let heads = new Uint32Array(64);
  let pages: Uint32Array[] = [];
  let end = 0;
  let gone = 0;
  /** How many entries each file has. */
  const counts = new Map<number, number>();

  const pageOf = (entry: number): Uint32Array => pages[entry >>> PAGE_BITS]!;
  const offsetOf = (entry: number): number => (entry & (PAGE_ROWS - 1)) * row;

  /** A new entry, with `next` behind it. Returns its number. */
  function append(next: number, file: number, value: number, mark: number): number {
    if (end === pages.length * PAGE_ROWS) pages.push(new Uint32Array(PAGE_ROWS * row));
    const page = pageOf(end);
    const at = offsetOf(end);
    page[at] = next;
    page[at + 1] = file;
    page[at + 2] = value;
    if (withMarks) page[at + 3] = mark;
    return end++;
  }

  function setHead(name: number, entry: number): void {
    if (name >= heads.length) {
      const longer = new Uint32Array(Math.ceil((name + 1) * 1.5));
      longer.set(heads);
      heads = longer;
    }
    heads[name] = entry + 1;
  }

  const addEntry = (name: number, file: number, value: number, mark: number): void => setHead(name, append(heads[name] ?? 0, file, value, mark));
  const count = (file: number, entries: number): unknown => counts.set(file, (counts.get(file) ?? 0) + entries);

  function forEachOf(name: number, visit: (file: number, value: number, mark: number) => void): void {
    for (let next = heads[name] ?? 0; next !== 0; ) {
      const page = pageOf(next - 1);
      const at = offsetOf(next - 1);
      const file = page[at + 1]!;
      if (gone === 0 || counts.has(file)) visit(file, page[at + 2]!, withMarks ? page[at + 3]! : 0);
      next = page[at]!;
    }
  }

  function clear(): void {
    names = createTextTable();
    heads = new Uint32Array(64);
    pages = [];
    end = 0;
    gone = 0;
  }

  /** The entries of files that are there, in new pages and in the same order; names without one are forgotten. */
  function compact(): void {
    const [old, oldNames, oldHeads] = [pages, names, heads];
    clear();
    for (let name = 0; name < oldNames.size(); name += 1) {
      let last = -1;
      for (let next = oldHeads[name]!; next !== 0; ) {
        const page = old[(next - 1) >>> PAGE_BITS]!;
        const at = offsetOf(next - 1);
        next = page[at]!;
        if (!counts.has(page[at + 1]!)) continue;
        const moved = append(0, page[at + 1]!, page[at + 2]!, withMarks ? page[at + 3]! : 0);
        if (last < 0) setHead(names.numberOf(oldNames.text(name)), moved);
        else pageOf(last)[offsetOf(last)] = moved + 1;
        last = moved;
      }
    }
  }

  function hasEntries(name: number): boolean {
    let has = false;
    forEachOf(name, () => (has = true));
    return has;
  }

  return {
    add(name, file, value, mark = 0) {
      addEntry(names.numberOf(name), file, value, mark);
      count(file, 1);
    },
    addLines(lines, file) {
      let line = 0;
      names.forEachLine(lines, (name) => addEntry(name, file, line++, 0));
      count(file, line);
    },
    removeFile(file) {
      gone += counts.get(file) ?? 0;
      counts.delete(file);
      if (gone === end) clear();
      else if (gone > Math.max(GONE_LEAST, (end - gone) / 4)) compact();
    },
    forEach(name, visit) {
      const number = names.find(name);
      if (number !== undefined) forEachOf(number, visit);
    },
    *names() {
      for (let name = 0; name < names.size(); name += 1) if (gone === 0 || hasEntries(name)) yield names.text(name);
    },
    size: () => end - gone,
    bytes: () => (end === 0 ? 0 : names.bytes() + heads.byteLength + pages.length * PAGE_ROWS * row * 4 + counts.size * 40),
  };
}
