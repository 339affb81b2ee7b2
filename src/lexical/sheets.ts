/**
 * Memory for the answers of a scorer, used in turns: what a question finds is as large as the index, and
 * to leave it to the garbage collector made that walk through everything else every few dozen questions.
 */
import { BEST_CHUNKS, type LexicalMatches } from './matches';
import { withRoom } from './postings';

/** The columns of `LexicalMatches`, with room to spare. */
export interface Sheet {
  files: Uint32Array;
  fileScores: Float64Array;
  pathScores: Float64Array;
  coverage: Float64Array;
  bestChunks: Float64Array;
  starts: Uint32Array;
  ends: Uint32Array;
  firstChunks: Uint32Array;
  chunkScores: Float64Array;
  named: Uint32Array;
  nameScores: Float64Array;
  /** Grows with every use: an answer is on the sheet as long as this is what it was then. */
  uses: number;
}

export function createSheet(): Sheet {
  const [ids, scores] = [new Uint32Array(0), new Float64Array(0)];
  return {
    files: ids, fileScores: scores, pathScores: scores, coverage: scores, bestChunks: scores,
    starts: ids, ends: ids, firstChunks: ids, chunkScores: scores, named: ids, nameScores: scores, uses: 0,
  };
}

/** Makes the sheet empty, with room for an index of so many files and chunks. */
export function clearSheet(sheet: Sheet, files: number, chunks: number): void {
  sheet.uses += 1;
  for (const column of ['files', 'starts', 'ends', 'firstChunks'] as const) sheet[column] = withRoom(sheet[column], files);
  for (const column of ['fileScores', 'pathScores', 'coverage'] as const) sheet[column] = withRoom(sheet[column], files);
  sheet.bestChunks = withRoom(sheet.bestChunks, files * BEST_CHUNKS);
  sheet.bestChunks.fill(0);
  if (sheet.chunkScores.length < chunks) sheet.chunkScores = new Float64Array(Math.ceil(chunks * 1.25));
  else sheet.chunkScores.fill(0);
}

export function readSheet(sheet: Sheet, files: number, chunks: number, names: number, mass: number, idf: ReadonlyMap<string, number>): LexicalMatches {
  const { starts, ends, firstChunks, fileScores, pathScores, coverage } = sheet;
  return {
    files: sheet.files.subarray(0, files),
    fileScores: fileScores.subarray(0, files),
    pathScores: pathScores.subarray(0, files),
    coverage: coverage.subarray(0, files),
    bestChunks: sheet.bestChunks.subarray(0, files * BEST_CHUNKS),
    starts: starts.subarray(0, files),
    ends: ends.subarray(0, files),
    firstChunks: firstChunks.subarray(0, files),
    chunkScores: sheet.chunkScores.subarray(0, chunks),
    named: sheet.named.subarray(0, names),
    nameScores: sheet.nameScores.subarray(0, names),
    mass,
    idf,
  };
}

const COLUMNS = ['files', 'starts', 'ends', 'firstChunks', 'fileScores', 'pathScores', 'coverage', 'bestChunks', 'chunkScores', 'named', 'nameScores'] as const;

export const sheetBytes = (sheet: Sheet): number => COLUMNS.reduce((sum, column) => sum + sheet[column].byteLength, 0);
