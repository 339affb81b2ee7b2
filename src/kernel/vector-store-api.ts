/** Any LangChain `VectorStore`, such as n8n's Vector Store sub-nodes, reduced to what the engine needs. */

/** One vector and where its code is; never the code. */
export interface StoredVector {
  /** A UUID, the same for the same place, content and embedding: adding it again is no second row where a store can tell. */
  readonly id: string;
  readonly vector: readonly number[];
  /** Tells indexes in one store apart. */
  readonly index: string;
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  /** SHA-256 (hex) of the file's content. */
  readonly hash: string;
}

export interface StoredHit {
  readonly id: string;
  /** As the store gives it: a similarity or a distance; the order tells which. */
  readonly score: number;
}

export interface VectorStoreProvider {
  /** For messages and answers, such as `PGVectorStore`. */
  readonly name: string;
  add(rows: readonly StoredVector[]): Promise<void>;
  /** The nearest `limit`, best first; rows that others have put there have an empty id. */
  search(vector: readonly number[], limit: number): Promise<readonly StoredHit[]>;
  /** False when the store cannot delete: what is no longer known is passed over then. */
  delete(ids: readonly string[]): Promise<boolean>;
}
