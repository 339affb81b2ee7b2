/** The caller's side of an engine thread: an Engine whose work happens elsewhere. */
import type { Worker } from 'node:worker_threads';
import {
  createError,
  ENGINE_METHODS,
  type CallOptions,
  type Engine,
  type EngineError,
  type EngineMethod,
  type StoredVector,
} from '../kernel';
import { failure, settleWith, success, type FromEngine, type Outcome, type ToEngine } from './messages';
import { reasonOf } from './task';

/** What is needed of a `Worker`. */
export type EngineThread = Pick<Worker, 'ref' | 'unref' | 'terminate'> & {
  postMessage(message: ToEngine): void;
  on(event: 'message', listener: (message: FromEngine) => void): unknown;
  on(event: 'error' | 'messageerror', listener: (error: Error) => void): unknown;
  on(event: 'exit', listener: (code: number) => void): unknown;
};

interface PendingCall {
  readonly options: CallOptions;
  /** Ends the call, once. */
  readonly settle: (outcome: Outcome) => void;
}

interface Connection {
  readonly thread: EngineThread;
  readonly calls: Map<number, PendingCall>;
  onClosed?: () => void;
}

/** How long `close` waits for the engine to end by itself before its thread is ended, in ms. */
const CLOSE_TIMEOUT_MS = 2_000;

/**
 * An Engine served by the thread that `start` makes (see `serveEngine`). The thread starts with the
 * first call; should it die, pending calls fail with ENGINE_FAILED and the next call starts another.
 * It keeps the process alive only while a call is pending.
 */
export function connectEngine(start: () => EngineThread): Engine {
  let connection: Connection | undefined;
  let closing: Promise<void> | undefined;
  let lastCall = 0;

  function connect(): Connection {
    const opened: Connection = { thread: start(), calls: new Map() };
    opened.thread.unref();
    let reason: string | undefined;
    const fail = (error: unknown) => {
      reason ??= reasonOf(error);
      if (connection === opened) connection = undefined;
      opened.onClosed?.();
      settleAll(opened, createError('ENGINE_FAILED', { reason }));
    };
    opened.thread.on('message', (message) => receive(opened, message));
    opened.thread.on('error', fail);
    opened.thread.on('messageerror', (error) => {
      fail(error);
      void opened.thread.terminate();
    });
    opened.thread.on('exit', (code) => fail(new Error(`exit code ${code}`)));
    connection = opened;
    return opened;
  }

  function call(method: EngineMethod, request: unknown, options: CallOptions): Promise<unknown> {
    if (closing) return Promise.reject(createError('ENGINE_CLOSED'));
    if (options.signal?.aborted) return Promise.reject(createError('CANCELLED'));
    const { thread, calls } = connection ?? connect();
    const id = ++lastCall;
    return new Promise((resolve, reject) => {
      const onAbort = () => {
        thread.postMessage({ type: 'cancel', call: id });
        settle(failure(createError('CANCELLED')));
      };
      const settle = (outcome: Outcome) => {
        if (!calls.delete(id)) return;
        if (calls.size === 0) thread.unref();
        options.signal?.removeEventListener('abort', onAbort);
        settleWith(outcome, resolve, reject);
      };
      calls.set(id, { options, settle });
      thread.ref();
      options.signal?.addEventListener('abort', onAbort);
      try {
        thread.postMessage({ type: 'call', call: id, method, request, lent: lend(options) });
      } catch (error) {
        settle(failure(createError('VALUE_INVALID', { name: 'The request', reason: reasonOf(error) })));
      }
    });
  }

  async function close(): Promise<void> {
    const open = connection;
    connection = undefined;
    if (!open) return;
    settleAll(open, createError('ENGINE_CLOSED'));
    open.thread.ref();
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, CLOSE_TIMEOUT_MS);
      open.onClosed = () => {
        clearTimeout(timer);
        resolve();
      };
      open.thread.postMessage({ type: 'close' });
    });
    await open.thread.terminate();
  }

  const methods = ENGINE_METHODS.map((method) => [
    method,
    (request: unknown, options: CallOptions = {}) => call(method, request, options),
  ]);
  return {
    ...(Object.fromEntries(methods) as Pick<Engine, EngineMethod>),
    close: () => (closing ??= close()),
  };
}

function lend(options: CallOptions) {
  return {
    access: options.access !== undefined,
    embeddingModel: options.embeddings?.model,
    rerankerModel: options.reranker?.model,
    vectorStoreName: options.vectorStore?.name,
    progress: options.onProgress !== undefined,
    repository: options.repository,
    asker: options.asker,
  };
}

function settleAll({ calls }: Connection, error: EngineError): void {
  for (const pending of [...calls.values()]) pending.settle(failure(error));
}

function receive(connection: Connection, message: FromEngine): void {
  if (message.type === 'closed') return connection.onClosed?.();
  const pending = connection.calls.get(message.call);
  if (!pending) return;
  if (message.type === 'result') pending.settle(message);
  else if (message.type === 'progress') pending.options.onProgress?.(message.progress);
  else void reply(connection.thread, pending.options, message);
}

async function reply(
  thread: EngineThread,
  options: CallOptions,
  { question, what, argument }: Extract<FromEngine, { type: 'ask' }>,
): Promise<void> {
  let outcome: Outcome;
  try {
    outcome = success(await answer(options, what, argument));
  } catch (thrown) {
    outcome = failure(thrown);
  }
  try {
    thread.postMessage({ type: 'answer', question, ...outcome });
  } catch (notCloneable) {
    thread.postMessage({ type: 'answer', question, ...failure(notCloneable) });
  }
}

function answer(
  { access, embeddings, reranker, vectorStore }: CallOptions,
  what: Extract<FromEngine, { type: 'ask' }>['what'],
  argument: unknown,
): Promise<unknown> | undefined {
  if (what === 'isAllowed') return access?.isAllowed(argument as string[]);
  if (what === 'rerank') {
    const { query, documents } = argument as { query: string; documents: string[] };
    return reranker?.rerank(query, documents);
  }
  if (what === 'storeAdd') return vectorStore?.add(argument as StoredVector[]);
  if (what === 'storeDelete') return vectorStore?.delete(argument as string[]);
  if (what === 'storeSearch') {
    const { vector, limit } = argument as { vector: number[]; limit: number };
    return vectorStore?.search(vector, limit);
  }
  if (what === 'embedDocuments') return embeddings?.embedDocuments(argument as string[]);
  return embeddings?.embedQuery(argument as string);
}
