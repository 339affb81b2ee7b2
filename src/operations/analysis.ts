/** Analysis of single files: by pool or from the cache, with vectors from whichever embedding rules. */
import { createHash } from 'node:crypto';
import type { CallOptions, EmbeddingProvider, FileFacts, SnapshotFile } from '../kernel';
import { createError, toEngineError } from '../kernel';
import type { ByteCache } from '../cache';
import { embedTexts, type VectorMemory } from '../embed';
import type { Pool } from '../pool';
import { openSource, type SourceRef } from '../source';
import type { AnalyzeOutcome } from '../sync';
import type { Analysis, AnalyzedFile, AnalyzeTask } from '../worker';

export interface AnalysisParts {
  /** Functions, since a change of settings may put others in their place. */
  readonly pool: () => Pool<AnalyzeTask, Analysis>;
  readonly factsCache: () => ByteCache<FileFacts>;
  readonly vectorMemory: () => VectorMemory;
  readonly batchSize: () => number;
}

/** The embedding of a workspace. */
export interface WorkspaceEmbedding {
  readonly model: string;
  readonly dimensions: number;
  /** Vectors come from a provider that each caller attaches, not from the engine itself. */
  readonly outside: boolean;
  /** The provider failed: files are indexed without vectors until it answers again. */
  down: boolean;
}

/** What a caller lends to a bulk run. A provider's failure is survived when `tolerant`. */
export interface BulkCall {
  readonly signal?: AbortSignal;
  readonly provider?: EmbeddingProvider;
  readonly tolerant: boolean;
}

/** One file of a bulk run, with vectors. */
export async function analyzeForIndex(
  parts: AnalysisParts,
  source: SourceRef,
  file: SnapshotFile,
  knownHash: string | undefined,
  embedding: WorkspaceEmbedding,
  call: BulkCall,
): Promise<AnalyzeOutcome> {
  const analysis = await parts.pool().run(
    { source, path: file.path, knownHash, embedding: embedding.outside ? 'texts' : 'builtin' },
    { priority: 'bulk', label: file.path, signal: call.signal },
  );
  if (analysis.status !== 'analyzed') return analysis;
  const { vectors, complete } = await vectorsOf(parts, analysis, embedding, call);
  const { facts, chunks, words, size } = analysis;
  // A negative time has the next sync make this file's vectors again.
  return { status: 'analyzed', entry: { size, mtimeMs: complete ? file.mtimeMs : -1, facts, chunks, words, vectors } };
}

async function vectorsOf(
  parts: AnalysisParts,
  analysis: AnalyzedFile,
  embedding: WorkspaceEmbedding,
  call: BulkCall,
): Promise<{ vectors: Float32Array; complete: boolean }> {
  const { dimensions, model } = embedding;
  if (!embedding.outside) return { vectors: analysis.vectors!, complete: true };
  const texts = analysis.texts!;
  const empty = { vectors: new Float32Array(texts.length * dimensions), complete: false };
  if (embedding.down || !call.provider) return empty;
  if (texts.length === 0) return { ...empty, complete: true };
  const keys = texts.map((text) => createHash('sha256').update(`${model}\0${text}`).digest('base64'));
  try {
    const made = await embedTexts(call.provider, texts, keys, parts.vectorMemory(), {
      batchSize: parts.batchSize(),
      signal: call.signal,
    });
    if (made.dimensions === dimensions) return { vectors: made.vectors, complete: true };
    throw createError('EMBEDDING_FAILED', {
      model,
      reason: `its vectors have ${made.dimensions} dimensions, before ${dimensions}`,
    });
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (!call.tolerant || error.code !== 'EMBEDDING_FAILED') throw error;
    embedding.down = true;
    return empty;
  }
}

/** Facts of one file as it is now, for a caller who waits; from the cache when its content is known. */
export async function factsOf(
  parts: AnalysisParts,
  source: SourceRef,
  path: string,
  options: CallOptions,
): Promise<{ facts: FileFacts; size: number; cached: boolean; text: string }> {
  const content = await openSource(source).read(path);
  const key = `${content.hash}:${path}`;
  const known = parts.factsCache().get(key);
  if (known) return { facts: known, size: content.size, cached: true, text: content.text };
  const analysis = await parts.pool().run(
    { source, path, embedding: 'builtin' },
    { priority: 'interactive', label: path, signal: options.signal },
  );
  if (analysis.status !== 'analyzed') {
    throw createError('FILE_NOT_READABLE', { path, reason: analysis.status === 'skipped' ? analysis.detail : 'it changed' });
  }
  if (analysis.facts.hash === content.hash) parts.factsCache().set(key, analysis.facts);
  return { facts: analysis.facts, size: content.size, cached: false, text: content.text };
}

