import type { Pool, RunOptions } from '../../src/pool';
import { codeOfRejection } from '../io/temp-folder';
import { bulk, closePools, fixture, interactive, open, openGate, shared, until, type Task } from './pools';

afterEach(closePools);

describe('growing', () => {
  it('starts a second thread for bulk work once enough was done, and at once for an interactive task', async () => {
    const pool = open({ threads: 2, bulkThreads: 2, growth: { first: 1, afterBytes: 100 } });
    const work = (count: number, bytes: number) =>
      Promise.all(Array.from({ length: count }, (_, at) => pool.run({ do: 'echo', value: at }, { ...bulk('a.ts'), bytes })));
    await work(4, 10);
    expect(pool.stats().threads).toBe(1);
    const gate = shared(1);
    const held = pool.run({ do: 'hold', gate }, { ...bulk('held'), bytes: 1_000_000 });
    await expect(pool.run({ do: 'echo', value: 'now' }, interactive('b.ts'))).resolves.toBe('now');
    expect(pool.stats().threads).toBe(2);
    await work(4, 100);
    openGate(gate);
    await held;
    expect(pool.stats().completed).toBe(10);
  });
});

describe('running tasks', () => {
  it('answers with what the task returned and starts threads only when needed', async () => {
    const pool = open();
    expect(pool.stats().threads).toBe(0);
    await expect(pool.run({ do: 'echo', value: { deep: [1] } }, bulk('a.ts'))).resolves.toEqual({
      deep: [1],
    });
    expect(pool.stats()).toEqual({
      threads: 1,
      running: 0,
      runningBulk: 0,
      waiting: 0,
      completed: 1,
      failed: 0,
    });
  });

  it('passes on the error of a task with its code', async () => {
    const failed = open().run({ do: 'refuse' }, bulk('x'));
    await expect(failed).rejects.toMatchObject({
      name: 'EngineError',
      code: 'FILE_BINARY',
      details: { path: 'x' },
    });
  });

  it('reuses threads, and ends those that have been idle', async () => {
    const pool = open({ idleMs: 30 });
    const first = await pool.run({ do: 'thread' }, bulk('a'));
    await expect(pool.run({ do: 'thread' }, bulk('b'))).resolves.toBe(first);
    await until(() => pool.stats().threads === 0);
    await expect(pool.run({ do: 'thread' }, bulk('c'))).resolves.not.toBe(first);
  });

  it('uses no more threads than it may, however many tasks wait', async () => {
    const pool = open({ threads: 2, bulkThreads: 2 });
    const ids = await Promise.all(
      Array.from({ length: 30 }, (_, i) => pool.run({ do: 'thread' }, bulk(`${i}`))),
    );
    expect(new Set(ids).size).toBeLessThanOrEqual(2);
    expect(pool.stats()).toMatchObject({ completed: 30, waiting: 0, running: 0 });
  });
});

describe('order', () => {
  it('lets interactive tasks overtake waiting bulk tasks', async () => {
    const pool = open();
    const gate = shared(1);
    const order = shared(8);
    const hold = (mark: number) => ({ do: 'hold', gate, order, mark });
    const all = [
      pool.run(hold(1), bulk('1')),
      pool.run(hold(2), bulk('2')),
      pool.run(hold(3), bulk('3')),
      pool.run(hold(4), interactive('4')),
      pool.run(hold(5), interactive('5')),
    ];
    openGate(gate);
    await Promise.all(all);
    expect([...order.slice(1, 6)]).toEqual([1, 4, 5, 2, 3]);
  });

  it('keeps threads free of bulk tasks beyond their share, and follows a changing share', async () => {
    let share = 1;
    const pool = open({ threads: 2, bulkThreads: () => share });
    const gate = shared(1);
    const held = [1, 2].map((mark) => pool.run({ do: 'hold', gate, mark }, bulk(`${mark}`)));
    await expect(pool.run({ do: 'echo', value: 'now' }, interactive('i'))).resolves.toBe('now');
    expect(pool.stats()).toMatchObject({ runningBulk: 1, waiting: 1 });
    share = 2;
    await pool.run({ do: 'echo' }, interactive('j'));
    expect(pool.stats()).toMatchObject({ runningBulk: 2, waiting: 0 });
    openGate(gate);
    await expect(Promise.all(held)).resolves.toEqual([1, 2]);
  });

  it('lets one bulk task through even if the share is zero', async () => {
    const pool = open({ bulkThreads: 0 });
    await expect(pool.run({ do: 'echo', value: 1 }, bulk('a'))).resolves.toBe(1);
  });

  it('refuses tasks beyond the queue with QUEUE_FULL and keeps the others', async () => {
    const pool = open({ maxQueue: 1 });
    const gate = shared(1);
    const kept = [1, 2].map((mark) => pool.run({ do: 'hold', gate, mark }, bulk(`${mark}`)));
    await expect(pool.run({ do: 'echo' }, bulk('3'))).rejects.toMatchObject({
      code: 'QUEUE_FULL',
      details: { waiting: 1 },
    });
    openGate(gate);
    await expect(Promise.all(kept)).resolves.toEqual([1, 2]);
  });
});

describe('small tasks', () => {
  const small = (label: string, more: Partial<RunOptions> = {}): RunOptions => ({ ...bulk(label), bytes: 10, ...more });
  /** Runs tasks while the only thread is held, so that they wait together. */
  async function together(pool: Pool<Task, unknown>, run: () => Promise<unknown>[]): Promise<PromiseSettledResult<unknown>[]> {
    const gate = shared(1);
    const held = pool.run({ do: 'hold', gate, mark: 0 }, bulk('held'));
    const runs = Promise.allSettled(run());
    openGate(gate);
    await held;
    return runs;
  }
  const codes = (results: PromiseSettledResult<unknown>[]): unknown[] =>
    results.map((each) => (each.status === 'fulfilled' ? each.value : (each.reason as { code: string }).code));

  it('travel together in their order, each with an outcome of its own', async () => {
    const pool = open();
    const results = await together(pool, () => [
      ...[1, 2, 3].map((value) => pool.run({ do: 'messages', value }, small(`${value}`))),
      pool.run({ do: 'refuse' }, small('no')),
      pool.run({ do: 'messages' }, small('large', { bytes: 65_536 })),
    ]);
    const [first, ...rest] = codes(results);
    expect(rest).toEqual([first, first, 'FILE_BINARY', (first as number) + 1]);
    expect(pool.stats()).toMatchObject({ completed: 5, failed: 1 });
  });

  it('are ended one by one: the one that overruns its time is named, the others are run', async () => {
    const pool = open();
    const results = await together(pool, () =>
      ['echo', 'spin', 'echo'].map((what) => pool.run({ do: what, value: what }, small(what, what === 'spin' ? { timeoutMs: 500 } : {}))),
    );
    expect(codes(results)).toEqual(['echo', 'ANALYSIS_TIMEOUT', 'echo']);
    expect(results[1]).toMatchObject({ reason: { details: { path: 'spin', limit: 500 } } });
  });

  it('run apart when their thread died, so that the one at fault is named', async () => {
    const pool = open();
    const results = await together(pool, () => ['echo', 'exit', 'echo'].map((what) => pool.run({ do: what, value: what }, small(what))));
    expect(codes(results)).toEqual(['echo', 'WORKER_FAILED', 'echo']);
    expect(results[1]).toMatchObject({ reason: { details: { path: 'exit' } } });
  });

  it('are cancelled together, and the thread begins none of those that are left', async () => {
    const pool = open();
    const calls = new AbortController();
    const [gate, order] = [shared(1), shared(4)];
    const results = await together(pool, () => {
      const runs = [1, 2, 3].map((mark) => pool.run({ do: 'hold', gate, order, mark }, small(`${mark}`, { signal: calls.signal })));
      void until(() => Atomics.load(order, 0) === 1).then(() => {
        calls.abort();
        openGate(gate);
      });
      return runs;
    });
    expect(codes(results)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
    await expect(pool.run({ do: 'echo', value: 1 }, bulk('next'))).resolves.toBe(1);
    expect(Atomics.load(order, 0)).toBe(1);
  });

  it('of different calls do not travel together, since they are not cancelled together', async () => {
    const pool = open();
    const results = await together(pool, () =>
      [1, 2].map((mark) => pool.run({ do: 'messages' }, small(`${mark}`, { signal: new AbortController().signal }))),
    );
    const [first, second] = codes(results) as number[];
    expect(second).toBe(first! + 1);
  });
});

describe('tasks that misbehave', () => {
  it('ends a task at its deadline, names the file, and works on with a new thread', async () => {
    const pool = open();
    const first = await pool.run({ do: 'thread' }, bulk('a.ts'));
    await expect(pool.run({ do: 'spin' }, { ...bulk('slow.ts'), timeoutMs: 100 })).rejects.toMatchObject({
      code: 'ANALYSIS_TIMEOUT',
      details: { path: 'slow.ts', limit: 100 },
    });
    await expect(pool.run({ do: 'thread' }, bulk('b.ts'))).resolves.not.toBe(first);
  });

  it('counts the deadline from the start of the work, and takes one per task', async () => {
    const pool = open({ taskTimeoutMs: 1 });
    const options = { ...bulk('a.ts'), timeoutMs: 20_000 };
    await expect(pool.run({ do: 'echo', value: 'cold start' }, options)).resolves.toBe('cold start');
  });

  it.each([
    ['exit', /exited with code: 7/],
    ['heap', /memory limit/],
    ['crash', /stray/],
    ['uncloneable', /./],
  ])('reports a thread that dies by %s as WORKER_FAILED and goes on', async (action, reason) => {
    const pool = open({ heapMb: 16 });
    const next = [pool.run({ do: action }, bulk('bad.ts')), pool.run({ do: 'echo', value: 1 }, bulk('b'))];
    await expect(next[0]).rejects.toMatchObject({
      code: 'WORKER_FAILED',
      details: { path: 'bad.ts', reason: expect.stringMatching(reason) as string },
    });
    await expect(next[1]).resolves.toBe(1);
  });

  it('reports a task that cannot be sent', async () => {
    const sent = open().run({ do: 'echo', value: () => 0 }, bulk('f.ts'));
    await expect(sent).rejects.toMatchObject({ code: 'WORKER_FAILED', details: { path: 'f.ts' } });
  });

  it('reports a script that does not load, for every task that waited for it', async () => {
    const pool = open({ filename: fixture('broken.js'), threads: 2, bulkThreads: 2 });
    const runs = ['a', 'b', 'c'].map((label) => pool.run({ do: 'echo' }, bulk(label)));
    for (const outcome of await Promise.allSettled(runs)) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'WORKER_FAILED' } });
    }
  });

  it('gives up on a thread that does not get ready', async () => {
    const pool = open({ filename: fixture('stuck.js'), startTimeoutMs: 100 });
    await expect(pool.run({ do: 'echo' }, bulk('a'))).rejects.toMatchObject({
      code: 'WORKER_FAILED',
      details: { reason: 'it did not start in time' },
    });
  });
});

describe('cancelling and closing', () => {
  it('refuses a task whose signal was aborted before', async () => {
    const run = open().run({ do: 'echo' }, interactive('a', AbortSignal.abort()));
    await expect(run).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('cancels a waiting task without touching the running one', async () => {
    const pool = open();
    const gate = shared(1);
    const held = pool.run({ do: 'hold', gate, mark: 1 }, bulk('a'));
    const controller = new AbortController();
    const waiting = pool.run({ do: 'echo' }, interactive('b', controller.signal));
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(pool.stats().waiting).toBe(0);
    openGate(gate);
    await expect(held).resolves.toBe(1);
  });

  it('cancels a running task at once and frees its thread', async () => {
    const pool = open();
    await pool.run({ do: 'echo' }, bulk('warm'));
    const controller = new AbortController();
    const spinning = pool.run({ do: 'spin' }, interactive('a', controller.signal));
    controller.abort();
    // Within one turn of the loop, however long the thread takes to end.
    const nextTurn = new Promise((resolve) => setImmediate(resolve, 'later'));
    expect(await Promise.race([codeOfRejection(spinning), nextTurn])).toBe('CANCELLED');
    await until(() => pool.stats().running === 0);
    await expect(pool.run({ do: 'echo', value: 2 }, bulk('b'))).resolves.toBe(2);
  });

  it('fails unfinished and later tasks with ENGINE_CLOSED, and closes once', async () => {
    const pool = open();
    const runs = [pool.run({ do: 'spin' }, bulk('a')), pool.run({ do: 'echo' }, bulk('b'))];
    const settled = Promise.allSettled(runs);
    await Promise.all([pool.close(), pool.close()]);
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'ENGINE_CLOSED' } });
    }
    await expect(pool.run({ do: 'echo' }, bulk('c'))).rejects.toMatchObject({ code: 'ENGINE_CLOSED' });
    expect(pool.stats()).toMatchObject({ threads: 0, running: 0, waiting: 0 });
  });
});
