/** A small load is sent to a busy thread, to wait there for its turn. */
import type { RunOptions } from '../../src/pool';
import { bulk, closePools, interactive, open, openGate, shared, type Task } from './pools';

const small = (label: string, more: Partial<RunOptions> = {}): RunOptions => ({ ...bulk(label), bytes: 10, ...more });

/** One thread that is at its first task: `what`, with options `more`. */
async function busyPool(what = 'hold', more: Partial<RunOptions> = {}) {
  const pool = open();
  // Only a thread that has begun its work can be sent more.
  const thread = await pool.run({ do: 'thread' }, small('warm'));
  const [gate, order] = [shared(1), shared(8)];
  const hold = (mark: number): Task => ({ do: 'hold', gate, order, mark });
  const front = pool.run({ ...hold(1), do: what }, small('front', more));
  return { pool, thread, gate, order, hold, front: front.catch((thrown: unknown) => (thrown as { code: string }).code) };
}

afterEach(closePools);

describe('a load behind another', () => {
  it('is begun while this side has not read what came before', async () => {
    const { pool, gate, order, hold, front } = await busyPool();
    const behind = pool.run(hold(2), small('behind'));
    expect(pool.stats()).toMatchObject({ running: 1, waiting: 1 });
    openGate(gate);
    // This thread reads nothing meanwhile.
    for (let tries = 0; order[0]! < 2 && tries < 2_000; tries += 1) Atomics.wait(order, 7, 0, 10);
    expect(order[0]).toBe(2);
    expect(await Promise.all([front, behind])).toEqual([1, 2]);
  });

  it('is one at most, small, of bulk tasks, and behind such a one; interactive tasks go before the next', async () => {
    const { pool, gate, order, hold, front } = await busyPool();
    const all = [
      pool.run(hold(2), small('behind')),
      pool.run(hold(3), small('next')),
      pool.run(hold(4), interactive('now')),
    ];
    openGate(gate);
    await Promise.all([front, ...all]);
    expect([...order.slice(1, 5)]).toEqual([1, 2, 4, 3]);
  });

  it.each([
    ['of unknown size', { bytes: undefined }, {}],
    ['behind one of unknown size', {}, { bytes: undefined }],
    ['behind a large one', {}, { bytes: 65_537 }],
    ['behind an interactive one', {}, { priority: 'interactive' as const }],
  ])('is not sent when it is %s', async (_, more, front) => {
    const busy = await busyPool('hold', front);
    const behind = busy.pool.run({ do: 'echo', value: 2 }, small('behind', more));
    const late = busy.pool.run(busy.hold(3), interactive('now'));
    openGate(busy.gate);
    expect(await Promise.all([busy.front, behind, late])).toEqual([1, 2, 3]);
    expect(busy.order[2]).toBe(3);
  });

  it.each([
    ['dies', 'hold and exit', {}, 'WORKER_FAILED'],
    ['overruns its time', 'spin', { timeoutMs: 300 }, 'ANALYSIS_TIMEOUT'],
  ])('runs in another thread when the one before it %s', async (_, what, more, code) => {
    const { pool, thread, gate, front } = await busyPool(what, more);
    const behind = [1, 2].map((value) => pool.run({ do: 'thread', value }, small(`${value}`)));
    openGate(gate);
    await expect(front).resolves.toBe(code);
    for (const each of await Promise.all(behind)) expect(each).not.toBe(thread);
  });

  it('is cancelled without the one before it', async () => {
    const { pool, thread, gate, order, hold, front } = await busyPool();
    const call = new AbortController();
    const behind = pool.run(hold(2), small('behind', { signal: call.signal }));
    call.abort();
    await expect(behind).rejects.toMatchObject({ code: 'CANCELLED' });
    openGate(gate);
    await expect(front).resolves.toBe(1);
    await expect(pool.run({ do: 'thread' }, small('after'))).resolves.toBe(thread);
    expect(order[0]).toBe(1);
  });

  it('that cannot be sent is told so', async () => {
    const { pool, gate, front } = await busyPool();
    const behind = pool.run({ do: 'echo', value: () => 0 }, small('f.ts'));
    openGate(gate);
    await expect(behind).rejects.toMatchObject({ code: 'WORKER_FAILED', details: { path: 'f.ts' } });
    await expect(front).resolves.toBe(1);
  });
});
