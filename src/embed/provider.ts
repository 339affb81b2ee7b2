/** Any LangChain `Embeddings` as the engine's embedder: batched, checked, cached, unit vectors. */
import { createError, toEngineError } from '../kernel';
import type { EmbeddingProvider } from '../kernel';
import { normalizeRow } from './builtin';

export interface EmbedOptions {
  readonly batchSize: number;
  readonly signal?: AbortSignal;
  readonly onBatch?: (done: number, total: number) => void;
}

/** Remembers vectors by the caller's key, so that unchanged chunks are never embedded twice. */
export interface VectorMemory {
  get(key: string): Float32Array | undefined;
  set(key: string, vector: Float32Array): void;
}

const ATTEMPTS = 3;
const RETRY_BASE_MS = 250;

/**
 * Unit vectors of the texts, one row each. `keys[i]` names `texts[i]` in `memory`.
 * @throws EMBEDDING_FAILED when the provider fails three times or answers with wrong shapes; CANCELLED.
 */
export async function embedTexts(
  provider: EmbeddingProvider,
  texts: readonly string[],
  keys: readonly string[],
  memory: VectorMemory,
  options: EmbedOptions,
): Promise<{ vectors: Float32Array; dimensions: number; hits: number }> {
  const rows = keys.map((key) => memory.get(key));
  const missing = rows.flatMap((row, index) => (row ? [] : [index]));
  const hits = texts.length - missing.length;
  for (let at = 0; at < missing.length; at += options.batchSize) {
    const batch = missing.slice(at, at + options.batchSize);
    const answer = await withRetry(
      provider.model,
      () => provider.embedDocuments(batch.map((index) => texts[index]!)),
      options.signal,
    );
    if (answer.length !== batch.length) {
      throw failed(provider.model, `it gave ${answer.length} vectors for ${batch.length} texts`);
    }
    batch.forEach((index, i) => {
      const row = toUnitRow(answer[i]!, provider.model);
      rows[index] = row;
      memory.set(keys[index]!, row);
    });
    options.onBatch?.(Math.min(at + options.batchSize, missing.length), missing.length);
  }
  return { ...pack(rows as Float32Array[], provider.model), hits };
}

/** The query's unit vector. @throws EMBEDDING_FAILED, CANCELLED */
export async function embedQuery(
  provider: EmbeddingProvider,
  query: string,
  signal?: AbortSignal,
): Promise<Float32Array> {
  return toUnitRow(await withRetry(provider.model, () => provider.embedQuery(query), signal), provider.model);
}

async function withRetry<T>(model: string, call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted) throw createError('CANCELLED');
    try {
      return await call();
    } catch (thrown) {
      const error = toEngineError(thrown);
      if (error.code === 'CANCELLED') throw error;
      if (attempt === ATTEMPTS) throw failed(model, error.message, thrown);
      await pause(RETRY_BASE_MS * 2 ** (attempt - 1), signal);
    }
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', finish);
      resolve();
    };
    const timer = setTimeout(finish, ms);
    signal?.addEventListener('abort', finish, { once: true });
  });
}

function toUnitRow(values: readonly number[], model: string): Float32Array {
  if (!Array.isArray(values) || values.length === 0) throw failed(model, 'it gave an empty vector');
  const row = Float32Array.from(values);
  if (!row.every(Number.isFinite)) throw failed(model, 'it gave a vector with values that are not numbers');
  normalizeRow(row, 0, row.length);
  return row;
}

function pack(rows: readonly Float32Array[], model: string): { vectors: Float32Array; dimensions: number } {
  const dimensions = rows[0]?.length ?? 0;
  const vectors = new Float32Array(rows.length * dimensions);
  rows.forEach((row, index) => {
    if (row.length !== dimensions) throw failed(model, `its vectors differ in length (${dimensions}, ${row.length})`);
    vectors.set(row, index * dimensions);
  });
  return { vectors, dimensions };
}

const failed = (model: string, reason: string, cause?: unknown): Error =>
  createError('EMBEDDING_FAILED', { model, reason }, cause);
