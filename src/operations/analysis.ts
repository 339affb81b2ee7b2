/** Analysis of single files: by pool or from the cache, with vectors from whichever embedding rules. */
import { createHash } from 'node:crypto';
import type { CallOptions, EmbeddingProvider, FileFacts, SnapshotFile } from '../kernel';
import { createError, toEngineError } from '../kernel';
import type { ByteCache } from '../cache';
import { embedTexts, type VectorMemory } from '../embed';
import type { Pool } from '../pool';
import type { Snapshot } from '../source';
import type { AnalyzeOutcome } from '../sync';
import type { Analysis, AnalyzedFile, AnalyzeTask } from '../worker';
import { dimensionMismatch, type WorkspaceEmbedding } from './embedding';

export interface AnalysisParts {
  /** Functions, since a change of settings may put others in their place. */
  readonly pool: () => Pool<AnalyzeTask, Analysis>;
  readonly factsCache: () => ByteCache<FileFacts>;
  readonly vectorMemory: () => VectorMemory;
}

/** What a caller lends to a bulk run. A provider's failure is survived when `tolerant`. */
export interface BulkCall {
  readonly workspace: string;
  readonly signal?: AbortSignal;
  readonly provider?: EmbeddingProvider;
  readonly tolerant: boolean;
  /** Texts per question to the provider. */
  readonly batchSize: number;
  /** For one file, ms. */
  readonly timeoutMs: number;
}

/** A file may change while it is analysed for a caller who waits; then it is read again, this often at most. */
const ROUNDS = 3;

/** One file of a bulk run, with vectors. */
export async function analyzeForIndex(
  parts: AnalysisParts,
  snapshot: Snapshot,
  file: SnapshotFile,
  knownHash: string | undefined,
  embedding: WorkspaceEmbedding,
  call: BulkCall,
): Promise<AnalyzeOutcome> {
  const analysis = await parts.pool().run(
    { ...snapshot.taskSource(file.path), path: file.path, knownHash, embedding: embedding.outside ? 'texts' : 'builtin' },
    { priority: 'bulk', label: file.path, signal: call.signal, timeoutMs: call.timeoutMs },
  );
  if (analysis.status !== 'analyzed') return analysis;
  const vectors = await vectorsOf(parts, analysis, embedding, call);
  if (vectors) embedding.missing.delete(file.path);
  else embedding.missing.add(file.path);
  const { facts, chunks, words, size } = analysis;
  const none = new Float32Array(chunks.length * storedDimensions(embedding));
  return { status: 'analyzed', entry: { size, mtimeMs: file.mtimeMs, facts, chunks, words, vectors: vectors ?? none } };
}

/** An index of vectors cannot have none; one without a known length stays empty. */
export const storedDimensions = ({ dimensions }: WorkspaceEmbedding): number => Math.max(1, dimensions);

/** One row per chunk; undefined when the provider is down. */
async function vectorsOf(
  parts: AnalysisParts,
  analysis: AnalyzedFile,
  embedding: WorkspaceEmbedding,
  call: BulkCall,
): Promise<Float32Array | undefined> {
  const { dimensions, model } = embedding;
  if (!embedding.outside) return analysis.vectors!;
  const texts = analysis.texts!;
  if (texts.length === 0) return new Float32Array(0);
  if (embedding.down || !call.provider) return undefined;
  // A model of the same name may have learnt another length since its vectors were remembered.
  const keys = texts.map((text) => createHash('sha256').update(`${model}\0${dimensions}\0${text}`).digest('base64'));
  try {
    const made = await embedTexts(call.provider, texts, keys, parts.vectorMemory(), {
      batchSize: call.batchSize,
      signal: call.signal,
    });
    if (made.dimensions === dimensions) return made.vectors;
    throw dimensionMismatch(call.workspace, embedding, made.dimensions);
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (!call.tolerant || error.code !== 'EMBEDDING_FAILED') throw error;
    embedding.down = true;
    return undefined;
  }
}

/** Facts of one file as it is now, for a caller who waits; from the cache when its content is known. */
export async function factsOf(
  parts: AnalysisParts,
  snapshot: Snapshot,
  path: string,
  options: CallOptions & { readonly timeoutMs: number },
): Promise<{ facts: FileFacts; size: number; cached: boolean; text: string }> {
  for (let round = 1; round <= ROUNDS; round += 1) {
    const { text, size, hash } = await snapshot.read(path);
    const key = `${hash}:${path}`;
    const known = parts.factsCache().get(key);
    if (known) return { facts: known, size, cached: true, text };
    const analysis = await parts.pool().run(
      { ...snapshot.taskSource(path), path, part: 'facts', embedding: 'builtin' },
      { priority: 'interactive', label: path, signal: options.signal, timeoutMs: options.timeoutMs },
    );
    if (analysis.status === 'skipped') throw createError('FILE_NOT_READABLE', { path, reason: analysis.detail });
    // Facts and text must be of one content, or lines would not fit.
    if (analysis.status === 'analyzed' && analysis.facts.hash === hash) {
      parts.factsCache().set(key, analysis.facts);
      return { facts: analysis.facts, size, cached: false, text };
    }
  }
  throw createError('FILE_NOT_READABLE', { path, reason: 'it keeps changing' });
}
