/**
 * Weights of a linear ranker in two steps, files first, then chunks; signals are 0..1 (lengths: log).
 * Fitted by `npm run bench -- ranker`, which also prints what they give on repositories that they were
 * not fitted on; `place` is set by hand, since the cases name few places, and
 * `history` is fitted apart (`npm run bench -- history`), since most sources have none.
 */
export const FILE_WEIGHTS = {
  file_words: 2.5,
  file_chunks: 2.38,
  file_best: 1.8,
  file_vector: 0.26,
  definition: 1.06,
  stem: 0.68,
  scope: 1.6,
  coverage: 1.71,
  path: 2.16,
  folder: 0.61,
  place: 6,
  history: 2,
} as const;

/** Per unit of log(1 + number of the file's chunks): longer files are touched more often. */
export const FILE_LENGTH = 0.26;

export const CHUNK_WEIGHTS = {
  file: 0.93,
  words: 2.17,
  words_in_file: 3.08,
  names: 0.42,
  vector: 0.48,
  definition: 0.68,
  place: 8,
} as const;

/** What a chunk is, beside what it says. */
export const CHUNK_SHAPE = { logLines: 1.11, callable: 1.27, unnamed: -0.69, first: -0.69 } as const;

/** Each further chunk of a file stands this much lower, so that files take turns. */
export const TURN = 0.5;
