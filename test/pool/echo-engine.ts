/** An engine without an index, for tests of how calls, options and errors cross threads. */
import { createError, ENGINE_METHODS, type CallOptions, type Engine } from '../../src/kernel';

type Request = Record<string, unknown> & { do?: string };
export type Action = (request: Request, options: CallOptions) => unknown;

const actions: Record<string, Action> = {
  echo: (request) => request,
  refuse: () => {
    throw createError('FILE_BINARY', { path: 'logo.png' });
  },
  break: () => {
    throw new TypeError('undefined is not a function');
  },
  lent: (_, options) => ({
    access: options.access !== undefined,
    model: options.embeddings?.model,
    progress: options.onProgress !== undefined,
  }),
  access: (request, options) => options.access?.isAllowed(request.paths as string[]),
  embed: async (request, { embeddings }) => ({
    documents: await embeddings?.embedDocuments(request.texts as string[]),
    query: await embeddings?.embedQuery('q'),
  }),
  progress: (request, { onProgress }) => {
    const total = request.total as number;
    for (let done = 0; done <= total; done++) onProgress?.({ stage: 'analyze', done, total });
    onProgress?.({ stage: 'embed', done: 0, total: 1 });
  },
  catch: async (_, { access }) => {
    const error = (await access?.isAllowed([]).catch((e: unknown) => e)) as Error & { code?: string };
    return { name: error.name, message: error.message, code: error.code, ours: error instanceof Error };
  },
  wait: (_, { signal }) =>
    new Promise((_resolve, reject) => {
      signal?.addEventListener('abort', () => reject(createError('CANCELLED')));
    }),
  uncloneable: () => () => 0,
};

export function createEchoEngine(
  own: Record<string, Action> = {},
  onClose: () => Promise<void> = async () => undefined,
): Engine {
  const all = { ...actions, ...own };
  const methods = ENGINE_METHODS.map((method) => [
    method,
    async (request: Request, options: CallOptions) =>
      (all[request.do ?? 'echo'] as Action)({ ...request, method }, options),
  ]);
  return { ...(Object.fromEntries(methods) as Omit<Engine, 'close'>), close: onClose };
}
