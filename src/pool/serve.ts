/** The engine's side of an engine thread. */
import type { MessagePort } from 'node:worker_threads';
import {
  createError,
  ENGINE_METHODS,
  toEngineError,
  type CallOptions,
  type Engine,
  type Progress,
  type StoredHit,
} from '../kernel';
import {
  failure,
  settleWith,
  success,
  type FromEngine,
  type Lent,
  type Outcome,
  type Question,
  type ToEngine,
} from './messages';

type AnyMethod = (request: unknown, options: CallOptions) => Promise<unknown>;

interface OpenQuestion {
  readonly call: number;
  readonly answer: (outcome: Outcome) => void;
}

/** Progress of one stage reaches the caller's thread at most this often, in ms. */
const PROGRESS_EVERY_MS = 50;

/** Answers the calls that arrive on `port` with `engine` until a `close` message ends both. */
export function serveEngine(port: MessagePort, engine: Engine): void {
  const calls = new Map<number, AbortController>();
  const questions = new Map<number, OpenQuestion>();
  let lastQuestion = 0;
  const send = (message: FromEngine) => port.postMessage(message);

  function ask(call: number, what: Question, argument: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (!calls.has(call)) {
        reject(createError('CANCELLED'));
        return;
      }
      const question = ++lastQuestion;
      const answer = (outcome: Outcome) => {
        questions.delete(question);
        settleWith(outcome, resolve, reject);
      };
      questions.set(question, { call, answer });
      send({ type: 'ask', call, question, what, argument });
    });
  }

  function cancel(call: number): void {
    calls.get(call)?.abort();
    calls.delete(call);
    const cancelled = failure(createError('CANCELLED'));
    for (const open of [...questions.values()]) if (open.call === call) open.answer(cancelled);
  }

  async function handleCall(message: Extract<ToEngine, { type: 'call' }>): Promise<void> {
    const { call, method, request, lent } = message;
    const controller = new AbortController();
    calls.set(call, controller);
    let outcome: Outcome;
    try {
      if (!ENGINE_METHODS.includes(method)) throw new Error(`no engine method "${method}"`);
      const options: CallOptions = {
        signal: controller.signal,
        ...borrow(lent, (what, argument) => ask(call, what, argument)),
        ...(lent.progress && {
          onProgress: throttle((progress) => send({ type: 'progress', call, progress })),
        }),
      };
      outcome = success(await (engine[method] as AnyMethod)(request, options));
    } catch (thrown) {
      outcome = failure(toEngineError(thrown));
    }
    // A cancelled call was settled on the caller's side already.
    if (!calls.delete(call)) return;
    try {
      send({ type: 'result', call, ...outcome });
    } catch (notCloneable) {
      send({ type: 'result', call, ...failure(toEngineError(notCloneable)) });
    }
  }

  async function close(): Promise<void> {
    for (const call of [...calls.keys()]) cancel(call);
    await engine.close().catch(() => undefined);
    send({ type: 'closed' });
    port.close();
  }

  port.on('message', (message: ToEngine) => {
    if (message.type === 'call') void handleCall(message);
    else if (message.type === 'cancel') cancel(message.call);
    else if (message.type === 'answer') questions.get(message.question)?.answer(message);
    else void close();
  });
}

type Ask = (what: Question, argument: unknown) => Promise<unknown>;

/** The caller's access and embeddings, as seen from here. */
function borrow(lent: Lent, ask: Ask): CallOptions {
  const { access, embeddingModel: model, rerankerModel, vectorStoreName, repository, asker } = lent;
  return {
    ...(repository && { repository }),
    ...(asker && { asker }),
    ...(access && {
      access: { isAllowed: (paths) => ask('isAllowed', paths) as Promise<boolean[]> },
    }),
    ...(rerankerModel !== undefined && {
      reranker: {
        model: rerankerModel,
        rerank: (query, documents) => ask('rerank', { query, documents }) as Promise<(number | undefined)[]>,
      },
    }),
    ...(vectorStoreName !== undefined && {
      vectorStore: {
        name: vectorStoreName,
        add: (rows) => ask('storeAdd', rows) as Promise<void>,
        search: (vector, limit) => ask('storeSearch', { vector, limit }) as Promise<StoredHit[]>,
        delete: (ids) => ask('storeDelete', ids) as Promise<boolean>,
      },
    }),
    ...(model !== undefined && {
      embeddings: {
        model,
        embedDocuments: (texts) => ask('embedDocuments', texts) as Promise<number[][]>,
        embedQuery: (text) => ask('embedQuery', text) as Promise<number[]>,
      },
    }),
  };
}

/** Drops progress that follows too soon, but never the first or last of a stage. */
function throttle(report: (progress: Progress) => void): (progress: Progress) => void {
  let stage: string | undefined;
  let at = 0;
  return (progress) => {
    const now = performance.now();
    const due = now - at >= PROGRESS_EVERY_MS;
    if (progress.stage === stage && progress.done < progress.total && !due) return;
    stage = progress.stage;
    at = now;
    report(progress);
  };
}
