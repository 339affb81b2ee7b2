import { EventEmitter } from 'node:events';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { createError, ENGINE_METHODS, type Engine, type Progress } from '../../src/kernel';
import { connectEngine, serveEngine, type EngineThread } from '../../src/pool';
import { createEchoEngine, type Action } from './echo-engine';

type FakeThread = EngineThread & EventEmitter & { refs: string[]; port: MessagePort; ended: boolean };

const threads: FakeThread[] = [];

/** A thread's two ends in this one thread, so that both sides of the protocol can be watched. */
function startThread(serve: (port: MessagePort) => void): FakeThread {
  const { port1, port2 } = new MessageChannel();
  const events = new EventEmitter();
  const thread: FakeThread = Object.assign(events, {
    refs: [] as string[],
    port: port1,
    ended: false,
    postMessage: (message: unknown) => port1.postMessage(message),
    ref: () => void thread.refs.push('ref'),
    unref: () => void thread.refs.push('unref'),
    terminate: async () => {
      thread.ended = true;
      port1.close();
      return 1;
    },
  });
  port1.on('message', (message) => events.emit('message', message));
  serve(port2);
  threads.push(thread);
  return thread;
}

function open(own?: Record<string, Action>, onClose?: () => Promise<void>): Engine {
  return connectEngine(() =>
    startThread((port) => serveEngine(port, createEchoEngine(own, onClose))),
  );
}

/** Embedding services and n8n's helpers may throw anything. */
// eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
const rejectWith = (thrown: unknown): Promise<never> => Promise.reject(thrown);

/** The thread that was started last. */
const thread = () => threads.at(-1) as FakeThread;

afterEach(() => {
  for (const { port } of threads.splice(0)) port.close();
});

test('an error of a service keeps its status, and when to ask again, on its way between threads', async () => {
  const engine = open({ limited: async (_, { embeddings }) => embeddings!.embedQuery('q').catch((thrown: unknown) => {
    const { name, message, status, retryAfterMs } = thrown as Record<string, unknown>;
    return { name, message, status, retryAfterMs };
  }) });
  const embeddings = { model: 'm', embedDocuments: () => rejectWith(0), embedQuery: () => rejectWith(Object.assign(new TypeError('busy'), { response: { status: 429, headers: new Headers({ 'Retry-After': '3' }) } })) };
  await expect(engine.search({ do: 'limited' } as never, { embeddings })).resolves.toEqual({ name: 'TypeError', message: 'busy', status: 429, retryAfterMs: 3_000 });
});

describe('calls', () => {
  it('reach every engine method and bring its answer', async () => {
    const engine = open();
    for (const method of ENGINE_METHODS) {
      await expect(engine[method]({ a: [1, { b: 'ü' }] } as never)).resolves.toEqual({
        method,
        a: [1, { b: 'ü' }],
      });
    }
    expect(threads).toHaveLength(1);
  });

  it('start no thread before the first one', () => {
    open();
    expect(threads).toHaveLength(0);
  });

  it('run side by side', async () => {
    const release: (() => void)[] = [];
    const engine = open({
      hold: ({ n }) => new Promise((resolve) => release.push(() => resolve(n))),
    });
    const calls = [1, 2, 3].map((n) => engine.search({ do: 'hold', n } as never));
    await expect(engine.search({ n: 4 } as never)).resolves.toMatchObject({ n: 4 });
    for (const go of release.reverse()) go();
    await expect(Promise.all(calls)).resolves.toEqual([1, 2, 3]);
  });

  it('keep the process alive only while one is pending', async () => {
    const engine = open();
    await Promise.all([engine.search({} as never), engine.search({} as never)]);
    expect(thread().refs).toEqual(['unref', 'ref', 'ref', 'unref']);
  });

  it('refuse a request that cannot cross, and serve the next', async () => {
    const engine = open();
    await expect(engine.search({ f: () => 0 } as never)).rejects.toMatchObject({
      code: 'VALUE_INVALID',
    });
    expect(thread().refs.at(-1)).toBe('unref');
    await expect(engine.search({} as never)).resolves.toBeDefined();
  });
});

describe('errors', () => {
  it('keep code, fix and details', async () => {
    await expect(open().search({ do: 'refuse' } as never)).rejects.toMatchObject({
      name: 'EngineError',
      code: 'FILE_BINARY',
      message: 'The file "logo.png" is binary.',
      fix: 'Only text files can be analysed.',
      details: { path: 'logo.png' },
    });
  });

  it('become INTERNAL with their reason if they are not the engine’s own', async () => {
    const engine = open();
    await expect(engine.search({ do: 'break' } as never)).rejects.toMatchObject({
      code: 'INTERNAL',
      details: { reason: 'undefined is not a function' },
    });
    await expect(engine.search({ do: 'uncloneable' } as never)).rejects.toMatchObject({
      code: 'INTERNAL',
      details: { reason: expect.stringContaining('could not be cloned') as string },
    });
  });

  it('name a method that does not exist', async () => {
    open();
    const far = startThread((port) => serveEngine(port, createEchoEngine()));
    const answer = new Promise((resolve) => far.on('message', resolve));
    far.port.postMessage({ type: 'call', call: 1, method: 'close', request: {}, lent: {} });
    await expect(answer).resolves.toMatchObject({ ok: false, error: { code: 'INTERNAL' } });
  });
});

describe('what a caller lends', () => {
  it('is absent on the other side when it is absent on this one', async () => {
    await expect(open().search({ do: 'lent' } as never)).resolves.toEqual({
      access: false,
      model: undefined,
      progress: false,
    });
  });

  it('answers questions about paths', async () => {
    const asked: string[][] = [];
    const access = {
      isAllowed: async (paths: readonly string[]) => {
        asked.push([...paths]);
        return paths.map((path) => path.startsWith('/ok'));
      },
    };
    const request = { do: 'access', paths: ['/ok/a', '/etc/passwd'] };
    await expect(open().search(request as never, { access })).resolves.toEqual([true, false]);
    expect(asked).toEqual([['/ok/a', '/etc/passwd']]);
  });

  it('embeds', async () => {
    const embeddings = {
      model: 'tiny',
      embedDocuments: async (texts: string[]) => texts.map((text) => [text.length]),
      embedQuery: async () => [0.5],
    };
    const engine = open();
    const request = { do: 'embed', texts: ['a', 'bcd'] };
    await expect(engine.search(request as never, { embeddings })).resolves.toEqual({
      documents: [[1], [3]],
      query: [0.5],
    });
    await expect(engine.search({ do: 'lent' } as never, { embeddings })).resolves.toMatchObject({
      model: 'tiny',
    });
  });

  it('hears of progress, but not of every step', async () => {
    const heard: Progress[] = [];
    await open().syncIndex({ do: 'progress', total: 5_000 } as never, {
      onProgress: (progress) => heard.push(progress),
    });
    expect(heard[0]).toEqual({ stage: 'analyze', done: 0, total: 5_000 });
    expect(heard.slice(-2)).toEqual([
      { stage: 'analyze', done: 5_000, total: 5_000 },
      { stage: 'embed', done: 0, total: 1 },
    ]);
    expect(heard.length).toBeLessThan(100);
  });

  it.each([
    ['a foreign error', new RangeError('401 Unauthorized'), { name: 'RangeError', message: '401 Unauthorized' }],
    ['a string', 'no', { name: 'Error', message: 'no' }],
    ['nothing', undefined, { name: 'Error', message: 'undefined' }],
  ])('may fail with %s', async (_, thrown, expected) => {
    const access = { isAllowed: () => rejectWith(thrown) };
    await expect(open().search({ do: 'catch' } as never, { access })).resolves.toMatchObject({
      ...expected,
      ours: true,
    });
  });

  it('may fail with an engine error or an answer that cannot cross', async () => {
    const engine = open();
    const refused = { isAllowed: () => Promise.reject(createError('PATH_NOT_ALLOWED', { path: '/x' })) };
    await expect(engine.search({ do: 'catch' } as never, { access: refused })).resolves.toMatchObject({
      code: 'PATH_NOT_ALLOWED',
    });
    const strange = { isAllowed: async () => [(() => 0) as never] };
    await expect(engine.search({ do: 'catch' } as never, { access: strange })).resolves.toMatchObject({
      message: expect.stringContaining('could not be cloned') as string,
    });
  });
});

describe('cancelling', () => {
  it('refuses a call whose signal was aborted before', async () => {
    const call = open().search({} as never, { signal: AbortSignal.abort() });
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(threads).toHaveLength(0);
  });

  it('ends the call here at once and tells the engine', async () => {
    let told = (): void => undefined;
    const toldEngine = new Promise<void>((resolve) => (told = resolve));
    const engine = open({
      wait: (_, { signal }) => new Promise(() => signal?.addEventListener('abort', told)),
    });
    const controller = new AbortController();
    const call = engine.search({ do: 'wait' } as never, { signal: controller.signal });
    await engine.search({} as never);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await toldEngine;
    expect(thread().refs.at(-1)).toBe('unref');
  });

  it('ends a question that is open, and refuses later ones', async () => {
    const outcomes: unknown[] = [];
    let asked = (): void => undefined;
    const opened = new Promise<void>((resolve) => (asked = resolve));
    let done = (): void => undefined;
    const finished = new Promise<void>((resolve) => (done = resolve));
    const engine = open({
      stubborn: async (_, { access }) => {
        for (let i = 0; i < 2; i++) await access?.isAllowed([]).catch((e: unknown) => outcomes.push(e));
        done();
      },
    });
    const controller = new AbortController();
    const access = { isAllowed: () => (asked(), new Promise<boolean[]>(() => undefined)) };
    const call = engine.search({ do: 'stubborn' } as never, { access, signal: controller.signal });
    await opened;
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: 'CANCELLED' });
    await finished;
    expect(outcomes).toMatchObject([{ code: 'CANCELLED' }, { code: 'CANCELLED' }]);
  });
});

describe('the end of a thread', () => {
  it('fails pending calls with ENGINE_FAILED, and the next call starts another thread', async () => {
    const engine = open();
    const calls = [1, 2].map(() => engine.search({ do: 'wait' } as never));
    const settled = Promise.allSettled(calls);
    thread().emit('error', new Error('out of memory'));
    thread().emit('exit', 1);
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({
        reason: { code: 'ENGINE_FAILED', details: { reason: 'out of memory' } },
      });
    }
    await expect(engine.search({ again: 1 } as never)).resolves.toMatchObject({ again: 1 });
    expect(threads).toHaveLength(2);
  });

  it('is also an exit without an error, or a message that cannot be read', async () => {
    const engine = open();
    const first = engine.search({ do: 'wait' } as never);
    thread().emit('exit', 3);
    await expect(first).rejects.toMatchObject({ details: { reason: 'exit code 3' } });
    const second = engine.search({ do: 'wait' } as never);
    thread().emit('messageerror', new Error('torn'));
    await expect(second).rejects.toMatchObject({ details: { reason: 'torn' } });
    expect(thread().ended).toBe(true);
  });

  it('does not disturb the thread that followed it', async () => {
    const engine = open();
    const lost = engine.search({ do: 'wait' } as never);
    const old = thread();
    old.emit('error', new Error('gone'));
    await expect(lost).rejects.toMatchObject({ code: 'ENGINE_FAILED' });
    await engine.search({} as never);
    old.emit('exit', 1);
    await engine.search({} as never);
    expect(threads).toHaveLength(2);
  });
});

describe('closing', () => {
  it('closes the engine, ends the thread, fails pending and later calls', async () => {
    const onClose = jest.fn(async () => undefined);
    const engine = open({}, onClose);
    const pending = engine.search({ do: 'wait' } as never);
    const settled = expect(pending).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
    await Promise.all([engine.close(), engine.close()]);
    await settled;
    expect(onClose).toHaveBeenCalledTimes(1);
    expect(thread().ended).toBe(true);
    await expect(engine.search({} as never)).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
  });

  it('starts nothing when nothing was started, and survives a failing engine', async () => {
    await open().close();
    expect(threads).toHaveLength(0);
    const engine = open({}, () => Promise.reject(new Error('x')));
    await engine.search({} as never);
    await engine.close();
    expect(thread().ended).toBe(true);
  });

  it('ends the thread of an engine that does not answer', async () => {
    const engine = open({}, () => new Promise(() => undefined));
    await engine.search({} as never);
    await engine.close();
    expect(thread().ended).toBe(true);
  });

  it('does not wait for a thread that dies meanwhile', async () => {
    const engine = open({}, () => new Promise(() => undefined));
    await engine.search({} as never);
    const closed = engine.close();
    thread().emit('exit', 1);
    await closed;
  });
});
