/** What one pass over the postings found out: everything that ranking asks of words. */

/** How many of a file's best chunks are known by score. */
export const BEST_CHUNKS = 4;

/**
 * Scores of all files and chunks with a match. A matched file has a position; the arrays of files have
 * one entry per position, those of chunks one per chunk of the index (0 where nothing matched).
 * The arrays are memory of the index, which later questions use again: look at them at once, and ask
 * again after an `await`, which costs nothing while they hold. `idf` stays as it is.
 */
export interface LexicalMatches {
  /** Ids of the files with a match, ascending. */
  readonly files: Uint32Array;
  /** BM25F over the whole file, path included. */
  readonly fileScores: Float64Array;
  /** The same over the path alone. */
  readonly pathScores: Float64Array;
  /** Share of the query's idf mass that the file contains, 0..1. */
  readonly coverage: Float64Array;
  /** `BEST_CHUNKS` scores per file, best first, 0 where it has fewer. */
  readonly bestChunks: Float64Array;
  /** Where the chunks of each file begin in the arrays below, and where they end. Both ascend. */
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** Id of the first chunk of each file; the others follow. */
  readonly firstChunks: Uint32Array;
  /** BM25F of the chunk. */
  readonly chunkScores: Float64Array;
  /** Places in `chunkScores` of the chunks that define a name which matches, ascending. */
  readonly named: Uint32Array;
  /** The same over the names of symbols alone, one for each of `named`. */
  readonly nameScores: Float64Array;
  /** Idf of all of the query's terms by their weights, of those that no file holds as well. */
  readonly mass: number;
  /** Rarity of each of the query's terms: log(1 + (N - df + 0.5) / (df + 0.5)) over files; 0 where no file holds it. */
  readonly idf: ReadonlyMap<string, number>;
}

/** Position of the file with this id, or -1. */
export function positionOf({ files }: LexicalMatches, file: number): number {
  let low = 0;
  let high = files.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const found = files[middle]!;
    if (found === file) return middle;
    if (found < file) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}

/** BM25F of a chunk, given its file; 0 where nothing matched. */
export function chunkScoreOf(matches: LexicalMatches, file: number, chunk: number): number {
  const position = positionOf(matches, file);
  if (position < 0) return 0;
  const at = matches.starts[position]! + chunk - matches.firstChunks[position]!;
  return at < matches.ends[position]! ? (matches.chunkScores[at] ?? 0) : 0;
}

/** Inserts `score` into the descending row of `length` numbers that begins at `from`. */
export function insertScore(row: Float64Array, from: number, length: number, score: number): void {
  let at = from + length - 1;
  if (!(score > row[at]!)) return;
  for (; at > from && score > row[at - 1]!; at -= 1) row[at] = row[at - 1]!;
  row[at] = score;
}
