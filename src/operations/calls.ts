/** The way into the engine: every call is checked, ends when it is cancelled, and ends when the engine closes. */
import { setMaxListeners } from 'node:events';
import { createError, systemClock, toEngineError } from '../kernel';
import type { CallOptions, Clock, EmbeddingProvider } from '../kernel';
import { withDeadline } from './deadline';
import { isObject } from './input';
import { createLentStore } from './lent-store';
import { createRests, type Rests } from './rests';

export interface Calls {
  /**
   * The public form of an operation. Rejects with EngineErrors only: ENGINE_CLOSED, CANCELLED (at once,
   * whatever the work is waiting for), VALUE_INVALID for a request that is no object, and the work's own.
   */
  guard<Request, Answer>(
    work: (request: Request, options: CallOptions) => Promise<Answer>,
  ): (request: Request, options?: CallOptions) => Promise<Answer>;
  /** Ends all calls under way with ENGINE_CLOSED and refuses later ones. */
  close(): void;
}

/** A provider that has not answered by then counts as failed: a hung connection must not hold an index for good. */
const PROVIDER_TIMEOUT_MS = 60_000;

export function createCalls(store = createLentStore(), clock: Pick<Clock, 'monotonic'> = systemClock): Calls {
  const rests = createRests(clock);
  const pending = new Set<AbortController>();
  let closed = false;
  const isClosed = (): boolean => closed;

  return {
    guard: (work) => async (request, given) => {
      if (isClosed()) throw createError('ENGINE_CLOSED');
      if (!isObject(request)) throw createError('VALUE_INVALID', { name: 'The request', reason: 'it is not an object' });
      const outer = given?.signal;
      if (outer?.aborted) throw createError('CANCELLED');
      const stop = new AbortController();
      // Every file under way listens to it.
      setMaxListeners(0, stop.signal);
      const onAbort = (): void => stop.abort();
      outer?.addEventListener('abort', onAbort);
      pending.add(stop);
      try {
        const options = { ...lent(given, stop.signal, rests), signal: stop.signal };
        return await untilAborted(store.run(options.vectorStore, () => work(request, options)), stop.signal);
      } catch (thrown) {
        const error = toEngineError(thrown);
        throw isClosed() && error.code === 'CANCELLED' ? createError('ENGINE_CLOSED') : error;
      } finally {
        pending.delete(stop);
        outer?.removeEventListener('abort', onAbort);
      }
    },
    close() {
      closed = true;
      for (const stop of pending) stop.abort();
    },
  };
}

function lent(given: CallOptions | undefined, signal: AbortSignal, rests: Rests): CallOptions {
  const { reranker, embeddings, vectorStore } = given ?? {};
  return {
    ...given,
    ...(embeddings && { embeddings: bounded(embeddings, signal, rests) }),
    ...(vectorStore && {
      vectorStore: {
        name: vectorStore.name,
        add: (rows) => inTime(() => vectorStore.add(rows), signal),
        search: (vector, limit) => inTime(() => vectorStore.search(vector, limit), signal),
        delete: (ids) => inTime(() => vectorStore.delete(ids), signal),
      },
    }),
    ...(reranker && { reranker: { model: reranker.model, rerank: (query, documents) => withTimeout(() => reranker.rerank(query, documents), signal) } }),
  };
}

function bounded(provider: EmbeddingProvider, signal: AbortSignal, rests: Rests): EmbeddingProvider {
  const { model } = provider;
  return {
    model,
    embedDocuments: (texts) => rests.respect(model, () => withTimeout(() => provider.embedDocuments(texts), signal)),
    embedQuery: (text) => rests.respect(model, () => withTimeout(() => provider.embedQuery(text), signal)),
  };
}

async function withTimeout<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  const answer = await withDeadline(call, PROVIDER_TIMEOUT_MS, signal);
  if (answer === undefined) throw new Error(`it gave no answer within ${PROVIDER_TIMEOUT_MS / 1_000} s`);
  return answer;
}

/** Of work whose answer may be nothing. */
async function inTime<T>(call: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return (await withTimeout(async () => ({ answer: await call() }), signal)).answer;
}

function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(createError('CANCELLED'));
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
