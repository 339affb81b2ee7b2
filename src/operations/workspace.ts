/** One workspace in memory, and what it is good for as it is. */
import type { CallOptions, SkippedFile } from '../kernel';
import type { Settings } from '../config';
import type { Corpus } from '../corpus';
import type { Snapshot } from '../source';
import type { RefusedFile } from '../sync';
import type { WorkspaceEmbedding } from './embedding';
import type { SourcePlace } from './sources';

/** Where a workspace is and how its index is made, as a request asks for it. */
export interface Place {
  readonly key: string;
  readonly name: string;
  readonly source: SourcePlace;
  readonly backend: Settings['rag_retrieval']['vector_backend'] | 'store';
  /** Name of the vector store that somebody else runs, with `store`. */
  readonly store?: string;
}

export interface Workspace extends Pick<Place, 'key' | 'name' | 'backend' | 'store'> {
  /** The files that the index is about. */
  snapshot: Snapshot;
  source: SourcePlace;
  /** Why the snapshot may not be the newest. */
  sourceNote?: string;
  readonly corpus: Corpus;
  readonly embedding: WorkspaceEmbedding;
  /** Only structure was asked for so far: the first question about meaning says which embedding it lives by. */
  undecided: boolean;
  readonly refused: Map<string, RefusedFile>;
  /** Why its vector backend is not the one that was hoped for. */
  readonly backendNote?: string;
  /** What the last listing had to say. */
  listingNotes: readonly string[];
  /** Files left out at the last look, named and counted. */
  skipped: readonly SkippedFile[];
  skippedCount: number;
  checkedAt: number;
  /** The last look was a caller's who may not read everything: another caller may see more. */
  partial: boolean;
  usedAt: number;
  /** It was indexed as a whole once. */
  indexed: boolean;
}

/** `structure`: no vectors are needed, so whatever embedding the workspace has is right and none is asked. */
export type Need = 'meaning' | 'structure';

/** No file waits for vectors that this caller could have made, and nobody has to choose an embedding first. */
export function isReadyForMeaning({ embedding, undecided }: Workspace, { embeddings }: CallOptions): boolean {
  if (undecided && embeddings) return false;
  return embedding.down || embedding.missing.size === 0;
}

export function isMadeFor(workspace: Workspace, place: Place): boolean {
  return workspace.source.maxFileBytes === place.source.maxFileBytes && hasBackend(workspace, place);
}

/** `auto` is content with whatever there is. */
export function hasBackend({ backend, corpus }: Workspace, wanted: Place): boolean {
  // The key of a workspace names its store.
  if (wanted.backend === 'store') return true;
  return wanted.backend === 'auto' || wanted.backend === backend || wanted.backend === corpus.vectors.backend;
}

/** Files without vectors, since nobody who could make them had asked, are to be analysed again. */
export function completed(known: Workspace): Workspace {
  const { embedding, corpus } = known;
  for (const path of [...embedding.missing]) {
    // A negative time has a file looked at although its content is the same.
    if (corpus.file(path)) corpus.touch(path, -1);
    else embedding.missing.delete(path);
  }
  return known;
}
