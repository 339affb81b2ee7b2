import { createSingleFlight } from '../../src/cache';

interface Deferred {
  readonly work: (signal: AbortSignal) => Promise<string>;
  readonly signals: AbortSignal[];
  resolve(value: string): void;
  reject(error: Error): void;
}

/** Work that ends when the test says so and shows the signals it was given. */
function createWork(): Deferred {
  const signals: AbortSignal[] = [];
  let resolve!: (value: string) => void;
  let reject!: (error: Error) => void;
  const promise = new Promise<string>((yes, no) => ([resolve, reject] = [yes, no]));
  const work = (signal: AbortSignal): Promise<string> => {
    signals.push(signal);
    return promise;
  };
  return { work, signals, resolve, reject };
}

const CANCELLED = { code: 'CANCELLED' };

test('calls with the same key share one run, others do not', async () => {
  const flights = createSingleFlight<string>();
  const shared = createWork();
  const other = flights.run('b', async () => 'other');
  const calls = [flights.run('a', shared.work), flights.run('a', shared.work), other];
  expect(flights.size()).toBe(2);
  shared.resolve('done');
  expect(await Promise.all(calls)).toEqual(['done', 'done', 'other']);
  expect(shared.signals).toHaveLength(1);
  expect(flights.size()).toBe(0);
});

test('errors reach all who wait and are not remembered', async () => {
  const flights = createSingleFlight<string>();
  const failing = createWork();
  const { signal } = new AbortController();
  const calls = [flights.run('a', failing.work), flights.run('a', failing.work, signal)];
  failing.reject(new Error('broken'));
  for (const call of calls) await expect(call).rejects.toThrow('broken');
  expect(await flights.run('a', async () => 'fine')).toBe('fine');
});

test('work that throws at once rejects like any other', async () => {
  const flights = createSingleFlight<string>();
  const call = flights.run('a', () => {
    throw new Error('at once');
  });
  await expect(call).rejects.toThrow('at once');
  expect(flights.size()).toBe(0);
});

test('a caller that leaves does not disturb the others', async () => {
  const flights = createSingleFlight<string>();
  const shared = createWork();
  const leaving = new AbortController();
  const first = flights.run('a', shared.work, leaving.signal);
  const second = flights.run('a', shared.work, new AbortController().signal);
  leaving.abort();
  await expect(first).rejects.toMatchObject(CANCELLED);
  expect(shared.signals[0]!.aborted).toBe(false);
  shared.resolve('done');
  expect(await second).toBe('done');
});

test('the work is aborted when the last caller has left, and the next call starts anew', async () => {
  const flights = createSingleFlight<string>();
  const shared = createWork();
  const leaving = [new AbortController(), new AbortController()];
  const calls = leaving.map(({ signal }) => flights.run('a', shared.work, signal));
  const outcomes = Promise.allSettled(calls);
  await Promise.resolve();
  leaving[0]!.abort();
  expect(shared.signals[0]!.aborted).toBe(false);
  leaving[1]!.abort();
  expect(shared.signals[0]!.aborted).toBe(true);
  const next = flights.run('a', async () => 'anew');
  shared.reject(new Error('aborted'));
  expect((await outcomes).map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
  expect(await next).toBe('anew');
});

test('a caller without a signal keeps the work alive', async () => {
  const flights = createSingleFlight<string>();
  const shared = createWork();
  const leaving = new AbortController();
  const staying = flights.run('a', shared.work);
  const left = flights.run('a', shared.work, leaving.signal);
  leaving.abort();
  await expect(left).rejects.toMatchObject(CANCELLED);
  shared.resolve('done');
  expect(await staying).toBe('done');
});

test('a call that was cancelled before it began starts nothing', async () => {
  const flights = createSingleFlight<string>();
  const work = createWork();
  await expect(flights.run('a', work.work, AbortSignal.abort())).rejects.toMatchObject(CANCELLED);
  expect([work.signals.length, flights.size()]).toEqual([0, 0]);
});

test('leaves no listener on the callers signal', async () => {
  const flights = createSingleFlight<string>();
  const { signal } = new AbortController();
  const added = jest.spyOn(signal, 'addEventListener');
  const removed = jest.spyOn(signal, 'removeEventListener');
  await flights.run('a', async () => 'x', signal);
  await flights.run('a', async () => Promise.reject(new Error('no')), signal).catch(() => undefined);
  expect([added.mock.calls.length, removed.mock.calls.length]).toEqual([2, 2]);
});
