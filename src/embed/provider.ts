/** Any LangChain `Embeddings` as the engine's embedder: batched, checked, cached, unit vectors. */
import { createError, readServiceError } from '../kernel';
import type { EmbeddingProvider } from '../kernel';
import { normalizeRow } from './builtin';

export interface EmbedOptions extends Patience {
  readonly batchSize: number;
  readonly onBatch?: (done: number, total: number) => void;
}

export interface Patience {
  readonly signal?: AbortSignal;
  /** Wait before the second attempt, ms; doubled before the third. A service that says when to come back is believed instead. */
  readonly retryDelayMs?: number;
  /** Waits that the service asks for add up to this at most, ms: what would take longer fails at once. Default: two minutes. */
  readonly waitMaxMs?: number;
  /** Resolves after so many ms, or at once when the signal aborts. */
  readonly wait?: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Remembers vectors by the caller's key, so that unchanged chunks are never embedded twice. */
export interface VectorMemory {
  get(key: string): Float32Array | undefined;
  set(key: string, vector: Float32Array): void;
}

const ATTEMPTS = 3;
/** The same where the service says each time when to ask again: a limit of its rate is no failure. */
const PUT_OFF_ATTEMPTS = 10;
const RETRY_DELAY_MS = 250;
const WAIT_MAX_MS = 120_000;
/** Refusals that the same question meets again: time-outs, conflicts and limits of rate are not among them. */
const isFinal = (status = 0): boolean => status >= 400 && status < 500 && ![408, 409, 425, 429].includes(status);

/**
 * Unit vectors of the texts, one row each. `keys[i]` names `texts[i]` in `memory`: texts of the same
 * key are asked for once. What is wrong is never remembered.
 * @throws EMBEDDING_FAILED when the provider fails three times, refuses for good, asks to be left alone for
 * longer than may be waited, or answers with wrong shapes; CANCELLED.
 */
export async function embedTexts(
  provider: EmbeddingProvider,
  texts: readonly string[],
  keys: readonly string[],
  memory: VectorMemory,
  options: EmbedOptions,
): Promise<{ vectors: Float32Array; dimensions: number; hits: number }> {
  const { model } = provider;
  const rows = new Map<string, Float32Array>();
  const missing = new Map<string, string>();
  let hits = 0;
  keys.forEach((key, index) => {
    const known = memory.get(key);
    if (known) {
      rows.set(key, known);
      hits += 1;
    } else missing.set(key, texts[index]!);
  });
  const asked = [...missing];
  for (let at = 0; at < asked.length; at += options.batchSize) {
    const batch = asked.slice(at, at + options.batchSize);
    const answer = await withRetry(model, () => provider.embedDocuments(batch.map(([, text]) => text)), options);
    const made = checkedRows(answer, batch.length, rows.values().next().value?.length, model);
    batch.forEach(([key], index) => {
      rows.set(key, made[index]!);
      memory.set(key, made[index]!);
    });
    options.onBatch?.(at + batch.length, asked.length);
  }
  return { ...pack(keys.map((key) => rows.get(key)!), model), hits };
}

/** The query's unit vector. @throws EMBEDDING_FAILED, CANCELLED */
export async function embedQuery(provider: EmbeddingProvider, query: string, patience: Patience = {}): Promise<Float32Array> {
  return toUnitRow(await withRetry(provider.model, () => provider.embedQuery(query), patience), provider.model);
}

async function withRetry<T>(model: string, call: () => Promise<T>, patience: Patience): Promise<T> {
  const { signal, retryDelayMs = RETRY_DELAY_MS, waitMaxMs = WAIT_MAX_MS, wait = pause } = patience;
  let waited = 0;
  for (let attempt = 1; ; attempt += 1) {
    if (signal?.aborted) throw createError('CANCELLED');
    try {
      return await orAborted(call, signal);
    } catch (thrown) {
      // A provider's own time-out looks like an abort; only the caller's signal cancels.
      if (signal?.aborted) throw createError('CANCELLED', {}, thrown);
      const { status, retryAfterMs } = readServiceError(thrown);
      const isPutOff = retryAfterMs !== undefined && !isFinal(status);
      if (isFinal(status) || attempt === (isPutOff ? PUT_OFF_ATTEMPTS : ATTEMPTS)) throw failed(model, reasonOf(thrown), thrown);
      const ms = Math.max(retryDelayMs * 2 ** Math.min(attempt - 1, 2), retryAfterMs ?? 0);
      if (isPutOff && (waited += ms) > waitMaxMs) throw failed(model, `${reasonOf(thrown)}; it wants to be asked again after ${Math.ceil(ms / 1_000)} s`, thrown);
      await wait(ms, signal);
    }
  }
}

/** Providers take no signal: a call that is no longer wanted is left to end by itself. */
function orAborted<T>(call: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  if (!signal) return call();
  return new Promise<T>((resolve, reject) => {
    const abort = (): void => reject(createError('CANCELLED'));
    signal.addEventListener('abort', abort, { once: true });
    const settled = Promise.resolve().then(call).then(resolve, reject);
    void settled.finally(() => signal.removeEventListener('abort', abort));
  });
}

function reasonOf(thrown: unknown): string {
  const message = (thrown as { message?: unknown } | null | undefined)?.message;
  return typeof message === 'string' ? message : String(thrown);
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

/** All rows of an answer, or an error before any of them is used. */
function checkedRows(answer: readonly number[][], count: number, dimensions: number | undefined, model: string): Float32Array[] {
  if (!Array.isArray(answer)) throw failed(model, 'it gave no list of vectors');
  if (answer.length !== count) throw failed(model, `it gave ${answer.length} vectors for ${count} texts`);
  const rows = answer.map((values) => toUnitRow(values as readonly number[], model));
  const wanted = dimensions ?? rows[0]!.length;
  for (const row of rows) assertLength(row, wanted, model);
  return rows;
}

function assertLength(row: Float32Array, dimensions: number, model: string): void {
  if (row.length !== dimensions) throw failed(model, `its vectors differ in length (${dimensions}, ${row.length})`);
}

function toUnitRow(values: readonly number[], model: string): Float32Array {
  if (!Array.isArray(values) || values.length === 0) throw failed(model, 'it gave an empty vector');
  const row = Float32Array.from(values);
  if (!row.every(Number.isFinite)) throw failed(model, 'it gave a vector with values that are not numbers');
  normalizeRow(row, 0, row.length);
  return row;
}

/** Remembered rows may stem from another time: they are compared as well. */
function pack(rows: readonly Float32Array[], model: string): { vectors: Float32Array; dimensions: number } {
  const dimensions = rows[0]?.length ?? 0;
  const vectors = new Float32Array(rows.length * dimensions);
  rows.forEach((row, index) => {
    assertLength(row, dimensions, model);
    vectors.set(row, index * dimensions);
  });
  return { vectors, dimensions };
}

const failed = (model: string, reason: string, cause?: unknown): Error =>
  createError('EMBEDDING_FAILED', { model, reason }, cause);
