/**
 * Pairs of 32-bit numbers by id, in pages: what ranking asks of thousands of chunks and files per
 * question lies close together, where records would cost a wait for memory each. Ids only ever grow;
 * a page is dropped with its last row.
 */
export interface Columns {
  put(id: number, first: number, second: number): void;
  drop(id: number): void;
  /** 0 where there is no row. */
  first(id: number): number;
  second(id: number): number;
  bytes(): number;
}

const PAGE_BITS = 12;
const PAGE_ROWS = 1 << PAGE_BITS;

interface Page {
  readonly rows: Uint32Array;
  /** Which rows there are. */
  readonly present: Uint8Array;
  live: number;
}

export function createColumns(): Columns {
  const pages: (Page | undefined)[] = [];
  let held = 0;

  const read = (id: number, column: 0 | 1): number => pages[id >>> PAGE_BITS]?.rows[2 * (id & (PAGE_ROWS - 1)) + column] ?? 0;

  function write(page: Page, at: number, first: number, second: number, present: 0 | 1): void {
    page.live += present - page.present[at]!;
    page.present[at] = present;
    page.rows[2 * at] = first;
    page.rows[2 * at + 1] = second;
  }

  return {
    put(id, first, second) {
      let page = pages[id >>> PAGE_BITS];
      if (!page) {
        page = { rows: new Uint32Array(2 * PAGE_ROWS), present: new Uint8Array(PAGE_ROWS), live: 0 };
        // Filled up in between: an array with holes is a hash table.
        while (pages.length < id >>> PAGE_BITS) pages.push(undefined);
        pages[id >>> PAGE_BITS] = page;
        held += 1;
      }
      write(page, id & (PAGE_ROWS - 1), first, second, 1);
    },
    drop(id) {
      const page = pages[id >>> PAGE_BITS];
      if (!page) return;
      write(page, id & (PAGE_ROWS - 1), 0, 0, 0);
      if (page.live > 0) return;
      pages[id >>> PAGE_BITS] = undefined;
      held -= 1;
    },
    first: (id) => read(id, 0),
    second: (id) => read(id, 1),
    bytes: () => held * PAGE_ROWS * 9 + pages.length * 8,
  };
}
