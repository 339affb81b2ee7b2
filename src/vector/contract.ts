/** What every vector backend promises; test/contract/vector-index.ts holds each of them to it. */

import type { Deadline } from '../kernel';
import type { Rows } from './rows';

/** A row that resembles the query. `score` is the cosine similarity, clamped to 0..1. */
export interface VectorHit {
  readonly id: number;
  readonly score: number;
}

export type VectorBackend = 'portable' | 'faiss' | `store ${string}`;

/** What a row is of, for backends that others run. */
export interface RowPlace {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** Of the file's content. */
  readonly hash: string;
}

export interface VectorIndex {
  readonly backend: VectorBackend;
  readonly dimensions: number;
  /** Rows held. */
  readonly size: number;
  /**
   * Adds rows: `ids.length * dimensions` values, row after row, floats or what `wholeRows` made of
   * them. What counts is a row's direction, kept in some 15 bits a value. Ids are whole numbers
   * of 0 or more; an id that exists is replaced. All of the call is checked before any of it is
   * stored; do not change `vectors` until the promise settles. Rejects with VALUE_INVALID on wrong
   * lengths, ids repeated in one call, bad ids and values that are not finite.
   */
  add(ids: readonly number[], vectors: Rows, places?: readonly RowPlace[]): Promise<void>;
  /** Removes rows; unknown ids are ignored. */
  delete(ids: readonly number[]): Promise<void>;
  /**
   * The rows most similar to `vector`, best first, ties by smaller id; `[]` when `limit` < 1 or
   * nothing is held. `accept` leaves rows out before the limit counts. Rejects with VALUE_INVALID
   * when the vector has a wrong length or a value that is not finite, with ANALYSIS_LATE when the
   * deadline is over: looked at between blocks of rows where the scan is ours, before and after it where
   * it is not, and never by a store that others run, which is waited for.
   */
  search(
    vector: Float32Array,
    limit: number,
    accept?: (id: number) => boolean,
    deadline?: Deadline,
  ): Promise<VectorHit[]>;
  /** Estimate of the memory held, in bytes. */
  bytes(): number;
  /** Frees the rows; later calls reject with ENGINE_CLOSED. */
  close(): void;
}
