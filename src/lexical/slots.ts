/**
 * The dense numbers of an index: every chunk and file has a slot, in the order of arrival, so that
 * scores can be summed in typed arrays. What is gone leaves a hole until `compacted` closes them.
 */
import { withRoom } from './postings';

/** Of each chunk slot: its file's slot (or `GONE`), words in symbol, doc and body. One cache line holds four. */
export const CHUNK_ROW = 4;
/** Of each file slot: id, first chunk id, first chunk slot, chunks, words in symbol, doc, body and path. */
export const FILE_ROW = 8;
export const FILE_ID = 0;
export const FIRST_CHUNK = 1;
export const FIRST_SLOT = 2;
export const CHUNKS = 3;
/** The first of the four lengths of a file. */
export const LENGTHS = 4;
export const GONE = 0xffffffff;
const HOLES_LEAST = 1_000;

export interface Slots {
  /** Rows of `CHUNK_ROW` numbers. */
  chunkRows: Uint32Array;
  /** Rows of `FILE_ROW` numbers. */
  fileRows: Uint32Array;
  chunkEnd: number;
  fileEnd: number;
  liveChunks: number;
  liveFiles: number;
  /** Words of all live files in symbol, doc, body and path. */
  readonly totals: [symbol: number, doc: number, body: number, path: number];
  readonly slotOfFile: Map<number, number>;
}

export function createSlots(): Slots {
  return {
    chunkRows: new Uint32Array(256 * CHUNK_ROW),
    fileRows: new Uint32Array(64 * FILE_ROW),
    chunkEnd: 0,
    fileEnd: 0,
    liveChunks: 0,
    liveFiles: 0,
    totals: [0, 0, 0, 0],
    slotOfFile: new Map(),
  };
}

/** Makes room for a file of `chunks` chunks with ids from `firstChunk` on. Returns the file's slot. */
export function openFile(slots: Slots, file: number, firstChunk: number, chunks: number): number {
  const slot = slots.fileEnd++;
  const firstSlot = slots.chunkEnd;
  slots.chunkEnd += chunks;
  slots.chunkRows = withRoom(slots.chunkRows, slots.chunkEnd * CHUNK_ROW);
  slots.fileRows = withRoom(slots.fileRows, slots.fileEnd * FILE_ROW);
  const row = slot * FILE_ROW;
  slots.fileRows[row + FILE_ID] = file;
  slots.fileRows[row + FIRST_CHUNK] = firstChunk;
  slots.fileRows[row + FIRST_SLOT] = firstSlot;
  slots.fileRows[row + CHUNKS] = chunks;
  for (let chunk = firstSlot; chunk < slots.chunkEnd; chunk += 1) slots.chunkRows[chunk * CHUNK_ROW] = slot;
  slots.liveChunks += chunks;
  slots.liveFiles += 1;
  slots.slotOfFile.set(file, slot);
  return slot;
}

export function closeFile(slots: Slots, slot: number): void {
  const { fileRows, chunkRows } = slots;
  const row = slot * FILE_ROW;
  const first = fileRows[row + FIRST_SLOT]!;
  const chunks = fileRows[row + CHUNKS]!;
  for (let chunk = first; chunk < first + chunks; chunk += 1) chunkRows[chunk * CHUNK_ROW] = GONE;
  for (let field = 0; field < 4; field += 1) slots.totals[field]! -= fileRows[row + LENGTHS + field]!;
  slots.slotOfFile.delete(fileRows[row + FILE_ID]!);
  fileRows[row + CHUNKS] = GONE;
  slots.liveChunks -= chunks;
  slots.liveFiles -= 1;
}

export const isOpen = (slots: Slots, slot: number): boolean => slots.fileRows[slot * FILE_ROW + CHUNKS] !== GONE;

/** Whether it is time to close the holes: more than a quarter, and enough to be worth a pass over everything. */
export function isFullOfHoles({ chunkEnd, liveChunks, fileEnd, liveFiles }: Slots): boolean {
  return [[chunkEnd, liveChunks], [fileEnd, liveFiles]].some(([end, live]) => end! - live! > Math.max(HOLES_LEAST, live! / 4));
}

export interface Compacted {
  readonly slots: Slots;
  /** New slot of an old one, or -1. */
  readonly chunk: (old: number) => number;
  readonly file: (old: number) => number;
}

/** The live files alone, without holes, in the same order. */
export function compacted(old: Slots): Compacted {
  const slots = createSlots();
  const chunkMoves = new Int32Array(old.chunkEnd).fill(-1);
  const fileMoves = new Int32Array(old.fileEnd).fill(-1);
  for (let slot = 0; slot < old.fileEnd; slot += 1) {
    if (!isOpen(old, slot)) continue;
    const row = old.fileRows.subarray(slot * FILE_ROW, (slot + 1) * FILE_ROW);
    const moved = openFile(slots, row[FILE_ID]!, row[FIRST_CHUNK]!, row[CHUNKS]!);
    fileMoves[slot] = moved;
    slots.fileRows.set(row.subarray(LENGTHS), moved * FILE_ROW + LENGTHS);
    const firstNew = slots.fileRows[moved * FILE_ROW + FIRST_SLOT]!;
    for (let index = 0; index < row[CHUNKS]!; index += 1) {
      const from = (row[FIRST_SLOT]! + index) * CHUNK_ROW;
      chunkMoves[row[FIRST_SLOT]! + index] = firstNew + index;
      slots.chunkRows.set(old.chunkRows.subarray(from + 1, from + CHUNK_ROW), (firstNew + index) * CHUNK_ROW + 1);
    }
  }
  old.totals.forEach((total, field) => (slots.totals[field as 0 | 1 | 2 | 3] = total));
  return { slots, chunk: (slot) => chunkMoves[slot]!, file: (slot) => fileMoves[slot]! };
}

export function slotBytes({ chunkRows, fileRows, slotOfFile }: Slots): number {
  return chunkRows.byteLength + fileRows.byteLength + slotOfFile.size * 40;
}
