/** Which chunks tell of a word in their comments, and how many define names with it. */
import { unpackDoc, unpackSymbol } from './count';
import type { PairBuffer, Postings } from './postings';
import { CHUNK_ROW, FILE_ROW, FIRST_CHUNK, FIRST_SLOT, GONE, type Slots } from './slots';

export interface Holders {
  /** Numbers of the chunks that hold the word in a comment; none if there are more than were asked for. */
  readonly told: readonly number[];
  /** How many chunks define a name with it. */
  readonly named: number;
}

export function holdersOf(term: number | undefined, most: number, words: Postings, { chunkRows, fileRows }: Slots, buffer: PairBuffer): Holders {
  const pairs = term === undefined ? 0 : words.read(term, buffer);
  const told: number[] = [];
  let named = 0;
  for (let at = 0; at < pairs; at += 1) {
    const slot = buffer.documents[at]!;
    const file = chunkRows[slot * CHUNK_ROW]!;
    if (file === GONE) continue;
    if (unpackSymbol(buffer.values[at]!) > 0) named += 1;
    if (unpackDoc(buffer.values[at]!) > 0 && told.length <= most) told.push(fileRows[file * FILE_ROW + FIRST_CHUNK]! + slot - fileRows[file * FILE_ROW + FIRST_SLOT]!);
  }
  return { told: told.length > most ? [] : told, named };
}
