/** Which embedding a workspace lives by, and whether a caller brings that one. */
import type { CallOptions } from '../kernel';
import { createError, toEngineError } from '../kernel';
import { BUILT_IN_DIMENSIONS, BUILT_IN_MODEL, embedQuery } from '../embed';

export interface WorkspaceEmbedding {
  readonly model: string;
  /** 0 while a provider that never answered has not told them. */
  readonly dimensions: number;
  /** Vectors come from a provider that each caller attaches, not from the engine itself. */
  readonly outside: boolean;
  /** The provider failed: files are indexed without vectors until it answers again. */
  down: boolean;
  /** When the provider was last relied upon, monotonic ms. */
  triedAt: number;
  /** Files that were indexed without vectors. */
  readonly missing: Set<string>;
}

/** How long a provider that failed is left alone, ms. */
const PROVIDER_PAUSE_MS = 30_000;

/** Whoever asks the first question waits for this too. */
const PROBE_WAIT_MS = 10_000;

/** The built-in embedding, or the provider's after a first question shows its dimensions. */
export async function openEmbedding(
  { embeddings, signal }: CallOptions,
  now: number,
  tolerant: boolean,
): Promise<WorkspaceEmbedding> {
  const fresh = { down: false, triedAt: now, missing: new Set<string>() };
  if (!embeddings) return { ...fresh, model: BUILT_IN_MODEL, dimensions: BUILT_IN_DIMENSIONS, outside: false };
  const outside = { ...fresh, model: embeddings.model, outside: true };
  try {
    const probe = await embedQuery(embeddings, 'dimensions', { signal, waitMaxMs: PROBE_WAIT_MS });
    return { ...outside, dimensions: probe.length };
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (!tolerant || error.code !== 'EMBEDDING_FAILED') throw error;
    return { ...outside, dimensions: 0, down: true };
  }
}

export function isSameEmbedding(a: WorkspaceEmbedding, b: WorkspaceEmbedding): boolean {
  return a.model === b.model && a.dimensions === b.dimensions && a.outside === b.outside;
}

/** Whether a provider that failed has been left alone for long enough. */
export function isDueAgain({ down, triedAt }: WorkspaceEmbedding, now: number): boolean {
  return down && now - triedAt >= PROVIDER_PAUSE_MS;
}

/** @throws EMBEDDING_MISMATCH, EMBEDDING_NOT_ATTACHED */
export function assertSameModel(
  { name, embedding }: { readonly name: string; readonly embedding: WorkspaceEmbedding },
  { embeddings }: CallOptions,
): void {
  const { model, outside } = embedding;
  const details = { workspace: name, indexed: `"${model}"` };
  if (embeddings && embeddings.model !== model) {
    throw createError('EMBEDDING_MISMATCH', { ...details, given: `"${embeddings.model}"` });
  }
  if (!embeddings && outside) throw createError('EMBEDDING_NOT_ATTACHED', details);
}

/** The same model, but its vectors have another length than those in the index. */
export function dimensionMismatch(workspace: string, { model, dimensions }: WorkspaceEmbedding, given: number): Error {
  return createError('EMBEDDING_MISMATCH', {
    workspace,
    indexed: `${dimensions} dimensions of "${model}"`,
    given: `${given}`,
  });
}
