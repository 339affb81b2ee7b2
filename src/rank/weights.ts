/**
 * Weights of a linear ranker in two steps, files first, then chunks; signals are 0..1 (lengths: log).
 * Fitted by `npm run bench -- ranker`, which also prints what they give on repositories that they were
 * not fitted on; `place` is set by hand, since the cases name few places.
 */
export const FILE_WEIGHTS = {
  file_words: 2.7,
  file_chunks: 2.72,
  file_best: 1.87,
  file_vector: 0.18,
  definition: 0.9,
  stem: 0.79,
  scope: 1.5,
  coverage: 1.71,
  path: 2.35,
  folder: 0.82,
  place: 6,
} as const;

/** Per unit of log(1 + number of the file's chunks): longer files are touched more often. */
export const FILE_LENGTH = 0.27;

export const CHUNK_WEIGHTS = {
  file: 0.91,
  words: 1.83,
  words_in_file: 3.36,
  names: 0.57,
  vector: 0.42,
  definition: 1.05,
  place: 8,
} as const;

/** What a chunk is, beside what it says. */
export const CHUNK_SHAPE = { logLines: 1.08, callable: 1.11, unnamed: -0.41, first: -1.45 } as const;

/** Each further chunk of a file stands this much lower, so that files take turns. */
export const TURN = 0.5;
