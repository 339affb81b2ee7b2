/**
 * Weights of a linear ranker in two steps, files first, then chunks; signals are 0..1 (lengths: log).
 * Fitted by `npm run bench -- ranker`, which also prints what they give on repositories that they were
 * not fitted on; `place` is set by hand, since the cases name few places, and
 * `history` is fitted apart (`npm run bench -- history`), since most sources have none.
 */
import type { Signal } from '../retrieve';

type Weights = Readonly<Partial<Record<Signal, number>>>;

export interface Profile {
  readonly file: Weights;
  /** Per unit of log(1 + number of the file's chunks). */
  readonly fileLength: number;
  /** Of the file's merit by the first step. */
  readonly merit: number;
  readonly chunk: Weights;
  /** What a chunk is, beside what it says. */
  readonly shape: { readonly logLines: number; readonly callable: number; readonly unnamed: number; readonly first: number };
  /** Of the own score of a file's best chunk, what counts beside its merit when files are compared, 0..1. */
  readonly carry: number;
  /** Each further chunk of a file stands this much lower, so that files take turns. */
  readonly turn: number;
}

/** Issues, changes, questions with names in them. Longer code is worked on more often. */
export const GENERAL: Profile = {
  file: { file_words: 2.5, file_chunks: 2.38, file_best: 1.8, file_vector: 0.26, definition: 1.06, stem: 0.68, scope: 1.6, coverage: 1.71, path: 2.16, folder: 0.61, place: 6, history: 2 },
  fileLength: 0.26,
  merit: 0.93,
  chunk: { words: 2.17, words_in_file: 3.08, names: 0.42, vector: 0.48, definition: 0.68, place: 8 },
  shape: { logLines: 1.11, callable: 1.27, unnamed: -0.69, first: -0.69 },
  // Not fitted: none is too little and all of it too much, also in languages that the weights were not fitted on.
  carry: 0.5,
  turn: 0.5,
};

/**
 * Descriptions of what code does. One definition is meant, of any length; it is told by its head, so files need
 * not take turns. Files weigh as for all other questions: weights of their own, fitted on packages of
 * TypeScript, found less in other languages.
 */
export const INTENTION: Profile = {
  ...GENERAL,
  merit: 0.8,
  chunk: { words: 1.22, words_in_file: 2.55, vector: 0.4, head: 2.1, named: 2.02, exact_name: 2.02, exact_head: 2.76 },
  shape: { logLines: -0.03, callable: 2.23, unnamed: -0.27, first: 0.4 },
  // Heads are words of chunks: more of the best one's own score counts than where words tell of the file, and not all of it.
  carry: 0.85,
  turn: 0.2,
};
