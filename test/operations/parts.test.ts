/** The small parts that operations are made of. */
import { createCalls } from '../../src/operations/calls';
import { withDeadline } from '../../src/operations/deadline';
import { follow } from '../../src/operations/follow';
import { createKeyedLock } from '../../src/operations/lock';
import { createPause } from '../../src/operations/pause';
import { createPressure } from '../../src/operations/pressure';
import { recordRun } from '../../src/operations/run';
import { createError, type RunRecord } from '../../src/kernel';
import { createManualClock } from '../cache/manual-clock';
import { codeOfRejection } from '../io/temp-folder';

const never = new Promise<never>(() => undefined);

describe('deadline', () => {
  test('gives the result, or nothing when it is late, and tells the work to stop', async () => {
    await expect(withDeadline(async () => 7, 1_000)).resolves.toBe(7);
    let seen: AbortSignal | undefined;
    await expect(withDeadline((signal) => ((seen = signal), never), 5)).resolves.toBeUndefined();
    expect(seen!.aborted).toBe(true);
  });
  test('passes failures on, also those after the end', async () => {
    await expect(withDeadline(() => Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
    let fail: (error: Error) => void = () => undefined;
    await withDeadline(() => new Promise((_, reject) => (fail = reject)), 5);
    fail(new Error('too late to matter'));
    await new Promise(setImmediate);
  });
  test('is cancelled before and while', async () => {
    expect(await codeOfRejection(withDeadline(async () => 1, 1_000, AbortSignal.abort()))).toBe('CANCELLED');
    const stop = new AbortController();
    const pending = codeOfRejection(withDeadline(() => never, 1_000, stop.signal));
    stop.abort();
    expect(await pending).toBe('CANCELLED');
  });
});

describe('pause', () => {
  test('gives way after 20 ms, and ends when it is cancelled', async () => {
    const clock = createManualClock();
    const stop = new AbortController();
    const pause = createPause(stop.signal, clock);
    expect(pause()).toBeUndefined();
    clock.advance(20);
    let others = 0;
    setImmediate(() => (others += 1));
    await pause();
    expect(others).toBe(1);
    expect(pause()).toBeUndefined();
    clock.advance(20);
    const waiting = pause() as Promise<void>;
    stop.abort();
    expect(await codeOfRejection(waiting)).toBe('CANCELLED');
    expect(() => pause()).toThrow(expect.objectContaining({ code: 'CANCELLED' }) as Error);
  });
});

describe('lock', () => {
  test('runs work of one key in turn, other keys at once, failures in between', async () => {
    const lock = createKeyedLock();
    const log: string[] = [];
    const work = (name: string, fails = false) => async () => {
      log.push(`${name} in`);
      await new Promise(setImmediate);
      log.push(`${name} out`);
      if (fails) throw new Error(name);
      return name;
    };
    const results = await Promise.allSettled([lock('k', work('a', true)), lock('k', work('b')), lock('other', work('c'))]);
    expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled']);
    expect(log.filter((entry) => !entry.startsWith('c'))).toEqual(['a in', 'a out', 'b in', 'b out']);
    expect(log.indexOf('c in')).toBeLessThan(log.indexOf('a out'));
    await expect(lock('k', work('d'))).resolves.toBe('d');
  });
});

describe('follow', () => {
  test('makes anew when what it looks at changes, and waits for what refuses to retire', () => {
    let settings = { size: 1, other: 1 };
    let busy = false;
    const retired: string[] = [];
    const made = follow(
      () => settings,
      ({ size }) => [size],
      ({ size }) => `made of ${size}`,
      (old) => (busy ? false : (retired.push(old), true)),
    );
    const first = made();
    settings = { size: 1, other: 2 };
    expect(made()).toBe(first);
    busy = true;
    settings = { size: 2, other: 2 };
    expect(made()).toBe('made of 1');
    busy = false;
    expect(made()).toBe('made of 2');
    expect(retired).toEqual(['made of 1']);
  });
});

describe('calls', () => {
  test('an answer passes, an error becomes an EngineError', async () => {
    const calls = createCalls();
    await expect(calls.guard(async (request: { n: number }) => request.n)({ n: 7 })).resolves.toBe(7);
    await expect(calls.guard(async () => Promise.reject(new TypeError('x')))({})).rejects.toMatchObject({ code: 'INTERNAL' });
    await expect(calls.guard(async () => Promise.reject(createError('QUERY_EMPTY')))({})).rejects.toMatchObject({ code: 'QUERY_EMPTY' });
  });
  test('cancelling ends a call that would not end, and its work is told', async () => {
    const calls = createCalls();
    const stop = new AbortController();
    let inner: AbortSignal | undefined;
    const pending = codeOfRejection(calls.guard((_, { signal }) => ((inner = signal), never))({}, { signal: stop.signal }));
    stop.abort();
    expect(await pending).toBe('CANCELLED');
    expect(inner!.aborted).toBe(true);
  });
  test('closing ends calls by name, but an error of their own stays', async () => {
    const calls = createCalls();
    const hung = codeOfRejection(calls.guard(() => never)({}));
    const failing = codeOfRejection(calls.guard(() => Promise.reject(createError('QUERY_EMPTY')))({}));
    expect(await failing).toBe('QUERY_EMPTY');
    calls.close();
    expect(await hung).toBe('ENGINE_CLOSED');
    expect(await codeOfRejection(calls.guard(async () => 1)({}))).toBe('ENGINE_CLOSED');
  });
  describe('a lent provider', () => {
    beforeEach(() => jest.useFakeTimers({ doNotFake: ['setImmediate'] }));
    afterEach(() => jest.useRealTimers());
    const provider = { model: 'm', embedDocuments: () => never, embedQuery: () => never };
    test('that never answers counts as failed after a minute', async () => {
      const calls = createCalls();
      const ask = calls.guard((_, { embeddings }) => embeddings!.embedQuery('x'));
      const answer = ask({}, { embeddings: provider }).catch((error: unknown) => (error as Error).message);
      await jest.advanceTimersByTimeAsync(60_000);
      expect(await answer).toContain('it gave no answer within 60 s');
    });
    test('is released when the call is cancelled', async () => {
      const calls = createCalls();
      const stop = new AbortController();
      let released: unknown;
      const ask = calls.guard((_, { embeddings }) => embeddings!.embedDocuments(['x']).catch((error: unknown) => ((released = (error as { code?: string }).code), never)));
      const code = codeOfRejection(ask({}, { embeddings: provider, signal: stop.signal }));
      await Promise.resolve();
      stop.abort();
      expect(await code).toBe('CANCELLED');
      await jest.advanceTimersByTimeAsync(0);
      expect(released).toBe('CANCELLED');
    });
  });
});

describe('CPU', () => {
  function gauge(maxCpu: number, cores = 4) {
    const clock = createManualClock();
    let cpu = 0;
    const pressure = createPressure({ clock, cores, memoryUsed: () => 0, cpuMs: () => cpu, maxCpu: () => maxCpu, plannedBulkThreads: () => 4, releaseCaches: () => undefined });
    /** Lets time pass in which the process uses this share of all cores. */
    return (share: number, ms = 300): number => {
      clock.advance(ms);
      cpu += share * cores * ms;
      return pressure.bulkThreads();
    };
  }
  test('above the limit a thread less per look, never less than one; below it they come back', () => {
    const after = gauge(0.5);
    expect(after(0.1)).toBe(4);
    expect([after(0.9), after(0.9), after(0.9), after(0.9)]).toEqual([3, 2, 1, 1]);
    expect([after(0.1), after(0.1), after(0.1), after(0.1)]).toEqual([2, 3, 4, 4]);
  });
  test('a moment is too short to judge', () => {
    const after = gauge(0.5);
    expect(after(1, 100)).toBe(4);
    expect(after(1, 100)).toBe(4);
    expect(after(1, 100)).toBe(3);
  });
  test('a host that shares nothing is not throttled', () => {
    expect(gauge(Infinity)(4)).toBe(4);
  });
  test('the process is measured by default', () => {
    const clock = createManualClock();
    const pressure = createPressure({ clock, cores: 1, memoryUsed: () => 0, maxCpu: () => 0, plannedBulkThreads: () => 3, releaseCaches: () => undefined });
    const until = performance.now() + 20;
    while (performance.now() < until);
    clock.advance(300);
    expect(pressure.bulkThreads()).toBe(2);
  });
});

describe('run', () => {
  const record = async (caller: unknown, work: Parameters<typeof recordRun>[3]) => {
    const clock = createManualClock();
    const records: RunRecord[] = [];
    const parts = { clock, meter: { record: (run: RunRecord) => void records.push(run) }, memoryUsed: () => 5 };
    const result = await recordRun(parts, 'search', { caller }, (run) => work(Object.assign(run, { clock }))).catch((error: unknown) => error);
    return { result, record: records[0]!, count: records.length };
  };
  test('stages of one name add up; caches and facts are told', async () => {
    const { record: run, result } = await record('node', async (one) => {
      const { clock } = one as unknown as { clock: ReturnType<typeof createManualClock> };
      await one.stage('a', () => clock.advance(5));
      await one.stage('b', () => clock.advance(1));
      await one.stage('a', () => clock.advance(2));
      one.cache('ast', true, 3);
      one.cache('ast', false);
      one.cache('live', false, 2);
      one.note({ mode: 'ast' });
      one.note({ quality: 0.5, results: 2 });
      return one.timings();
    });
    expect(result).toEqual({ a: 7, b: 1 });
    expect(run).toMatchObject({ operation: 'search', caller: 'node', latencyMs: 8, stages: { a: 7, b: 1 }, caches: { ast: [3, 1], live: [0, 2] }, mode: 'ast', quality: 0.5, results: 2, rssBytes: 5 });
    expect(run).not.toHaveProperty('error');
  });
  test('a failure is recorded once with its code, and its stage is timed', async () => {
    const { record: run, result, count } = await record(undefined, (one) => one.stage('a', () => Promise.reject(new Error('x'))));
    expect(result).toMatchObject({ code: 'INTERNAL' });
    expect(run).toMatchObject({ caller: 'api', error: 'INTERNAL', stages: { a: 0 } });
    expect(count).toBe(1);
  });
  test.each([[5], [{}], [null], ['']])('caller %j is no label', async (caller) => {
    await expect(record(caller, async () => 1)).resolves.toMatchObject({ result: 1, count: 1, record: { caller: 'api' } });
  });
  test('a long label is cut', async () => {
    expect((await record('x'.repeat(100), async () => 1)).record.caller).toHaveLength(40);
  });
});
