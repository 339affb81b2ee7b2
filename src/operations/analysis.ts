/** Analysis of single files: by pool or from the cache, with vectors from whichever embedding rules. */
import { createHash } from 'node:crypto';
import type { CallOptions, EmbeddingProvider, FileFacts, SnapshotFile } from '../kernel';
import { createError, toEngineError } from '../kernel';
import type { ByteCache, SingleFlight } from '../cache';
import { embedTexts, type VectorMemory } from '../embed';
import type { Pool } from '../pool';
import type { Snapshot } from '../source';
import type { AnalyzeOutcome } from '../sync';
import type { Rows } from '../vector';
import type { Analysis, AnalyzedFile, AnalyzeTask } from '../worker';
import { dimensionMismatch, type WorkspaceEmbedding } from './embedding';

export interface AnalysisParts {
  /** Functions, since a change of settings may put others in their place. */
  readonly pool: () => Pool<AnalyzeTask, Analysis>;
  readonly factsCache: () => ByteCache<FileFacts>;
  /** Analyses under way for callers who wait, by content: whoever asks for the same shares one. */
  readonly flights: SingleFlight<FileFacts>;
  readonly vectorMemory: () => VectorMemory;
}

/** What a caller lends to a bulk run. A provider's failure is survived when `tolerant`. */
export interface BulkCall {
  readonly workspace: string;
  readonly signal?: AbortSignal;
  readonly provider?: EmbeddingProvider;
  readonly tolerant: boolean;
  /** Told how many texts were embedded before, and how many the provider had to embed. */
  readonly onEmbedded?: (known: number, asked: number) => void;
  /** Texts per question to the provider. */
  readonly batchSize: number;
  /** For one file, ms. */
  readonly timeoutMs: number;
}

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
    { priority: 'bulk', label: file.path, bytes: file.size, signal: call.signal, timeoutMs: call.timeoutMs },
  );
  if (analysis.status !== 'analyzed') return analysis;
  const vectors = await vectorsOf(parts, analysis, embedding, call);
  if (vectors) embedding.missing.delete(file.path);
  else embedding.missing.add(file.path);
  const { facts, chunks, words, size } = analysis;
  const none = new Float32Array(chunks.length * storedDimensions(embedding));
  return { status: 'analyzed', entry: { size, mtimeMs: file.mtimeMs, facts, chunks, words, vectors: vectors ?? none } };
}

/** What the index holds anyway costs nothing more: a question about the file alone need not parse it again. */
export function rememberFacts({ factsCache }: AnalysisParts, facts: FileFacts): void {
  factsCache().set(cacheKey(facts.path, facts.hash), facts);
}

/** An index of vectors cannot have none; one without a known length stays empty. */
export const storedDimensions = ({ dimensions }: WorkspaceEmbedding): number => Math.max(1, dimensions);

/** One row per chunk; undefined when the provider is down. */
async function vectorsOf(
  parts: AnalysisParts,
  analysis: AnalyzedFile,
  embedding: WorkspaceEmbedding,
  call: BulkCall,
): Promise<Rows | undefined> {
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
    call.onEmbedded?.(made.hits, texts.length - made.hits);
    if (made.dimensions === dimensions) return made.vectors;
    throw dimensionMismatch(call.workspace, embedding, made.dimensions);
  } catch (thrown) {
    const error = toEngineError(thrown);
    if (!call.tolerant || error.code !== 'EMBEDDING_FAILED') throw error;
    embedding.down = true;
    return undefined;
  }
}

/** Facts of one file as it is now, for a caller who waits; `cached` when no analysis had to be begun for it. */
export async function factsOf(
  parts: AnalysisParts,
  snapshot: Snapshot,
  path: string,
  options: FactsOptions,
): Promise<{ facts: FileFacts; size: number; cached: boolean; text: string }> {
  const file = await snapshot.read(path);
  const { text, size, hash } = file;
  return { ...(await factsOfContent(parts, { path, hash }, { source: { kind: 'memory' }, file }, options)), size, text };
}

export type FactsOptions = Pick<CallOptions, 'signal'> & { readonly timeoutMs: number };

/**
 * Facts of a content that is at hand: from the cache, from an analysis of it that is under way, or
 * from one of its own. The thread gets the content along: facts and text are of one reading.
 * @throws FILE_NOT_READABLE when it is no text
 */
export async function factsOfContent(
  { factsCache, flights, pool }: AnalysisParts,
  { path, hash }: { readonly path: string; readonly hash: string },
  content: Pick<AnalyzeTask, 'source' | 'content' | 'file'>,
  { signal, timeoutMs }: FactsOptions,
): Promise<{ facts: FileFacts; cached: boolean }> {
  const key = cacheKey(path, hash);
  const known = factsCache().get(key);
  if (known) return { facts: known, cached: true };
  let cached = true;
  const analyze = async (left: AbortSignal): Promise<FileFacts> => {
    cached = false;
    const analysis = await pool().run(
      { ...content, path, part: 'facts', embedding: 'builtin' },
      { priority: 'interactive', label: path, signal: left, timeoutMs },
    );
    if (analysis.status !== 'analyzed') {
      throw createError('FILE_NOT_READABLE', { path, reason: analysis.status === 'skipped' ? analysis.detail : 'it changed' });
    }
    factsCache().set(key, analysis.facts);
    return analysis.facts;
  };
  const facts = await flights.run(key, analyze, signal);
  return { facts, cached };
}

const cacheKey = (path: string, hash: string): string => `${hash}:${path}`;
