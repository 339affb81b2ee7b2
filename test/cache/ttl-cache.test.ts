import fc from 'fast-check';
import { createTtlCache } from '../../src/cache';
import { refusal } from '../contract/refusal';
import { createManualClock } from './manual-clock';

test('returns what was set, by reference, until it is too old', () => {
  const clock = createManualClock();
  const cache = createTtlCache<Float32Array>({ maxEntries: 10, ttlMs: 100, clock });
  const value = Float32Array.of(1, 2);
  cache.set('a', value);
  clock.advance(99);
  expect(cache.get('a')).toBe(value);
  clock.advance(1);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.stats()).toEqual({ hits: 1, misses: 1, entries: 0 });
});

test('setting again renews the age and the place in the queue', () => {
  const clock = createManualClock();
  const cache = createTtlCache<number>({ maxEntries: 2, ttlMs: 100, clock });
  cache.set('a', 1);
  cache.set('b', 2);
  clock.advance(60);
  cache.set('a', 3);
  cache.set('c', 4);
  clock.advance(60);
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual([3, undefined, 4]);
});

test('a full cache takes more, also when it overwrites and when all is too old', () => {
  const clock = createManualClock();
  const cache = createTtlCache<number>({ maxEntries: 3, ttlMs: 10, clock });
  for (const key of ['a', 'b', 'c']) cache.set(key, 1);
  cache.set('b', 2);
  expect(cache.get('b')).toBe(2);
  clock.advance(1_000);
  for (const key of ['d', 'e', 'f', 'g']) cache.set(key, 3);
  expect(cache.stats().entries).toBe(3);
  expect(['d', 'e', 'f', 'g'].map((key) => cache.get(key))).toEqual([undefined, 3, 3, 3]);
});

test('the wall clock may jump without touching ages', () => {
  const cache = createTtlCache<number>({ maxEntries: 3, ttlMs: 60_000 });
  cache.set('a', 1);
  const now = jest.spyOn(Date, 'now').mockReturnValue(Date.now() + 1e9);
  expect(cache.get('a')).toBe(1);
  now.mockRestore();
});

const oddKeys = ['__proto__', 'constructor', 'toString', '', '42', 'k:a'];

test.each(oddKeys)('the key %p is a key like any other', (key) => {
  const cache = createTtlCache<string>({ maxEntries: 3, ttlMs: 100 });
  expect(cache.get(key)).toBeUndefined();
  expect(cache.delete(key)).toBe(false);
  cache.set(key, 'x');
  expect(cache.get(key)).toBe('x');
  expect(cache.delete(key)).toBe(true);
  expect(cache.get(key)).toBeUndefined();
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});

test('falsy and undefined values are values', () => {
  const cache = createTtlCache<unknown>({ maxEntries: 5, ttlMs: 100 });
  for (const value of [0, '', false, null, undefined]) cache.set(String(value), value);
  for (const value of [0, '', false, null, undefined]) expect(cache.get(String(value))).toBe(value);
  expect(cache.stats()).toEqual({ hits: 5, misses: 0, entries: 5 });
});

test('clear empties it and keeps counting', () => {
  const cache = createTtlCache<number>({ maxEntries: 5, ttlMs: 100 });
  cache.set('a', 1);
  cache.get('a');
  cache.clear();
  expect(cache.get('a')).toBeUndefined();
  cache.set('b', 2);
  expect(cache.stats()).toEqual({ hits: 1, misses: 1, entries: 1 });
});

test.each([0, -1, 2_001, 1.5, Number.NaN])('refuses room for %p entries', (maxEntries) => {
  expect(() => createTtlCache({ maxEntries, ttlMs: 1 })).toThrow(refusal('VALUE_OUT_OF_RANGE'));
});

test.each([0, -1, Number.NaN])('refuses a life of %p ms', (ttlMs) => {
  expect(() => createTtlCache({ maxEntries: 1, ttlMs })).toThrow(refusal('VALUE_INVALID'));
});

test('starts no timer', () => {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const cache = createTtlCache<number>({ maxEntries: 5, ttlMs: 100 });
  cache.set('a', 1);
  cache.get('a');
  cache.clear();
  expect(timers).not.toHaveBeenCalled();
  timers.mockRestore();
});

test('any sequence of calls answers as a plain list of entries does', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__');
  const command = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), key, value: fc.integer() }),
    fc.record({ kind: fc.constant('get' as const), key }),
    fc.record({ kind: fc.constant('delete' as const), key }),
    fc.record({ kind: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 60 }) }),
    fc.record({ kind: fc.constant('clear' as const) }),
  );
  const sequence = fc.array(command, { maxLength: 80 });
  const property = fc.property(sequence, fc.integer({ min: 1, max: 4 }), (commands, maxEntries) => {
    const clock = createManualClock();
    const cache = createTtlCache<number>({ maxEntries, ttlMs: 100, clock });
    let model: { key: string; value: number; until: number }[] = [];
    let [hits, misses] = [0, 0];
    for (const step of commands) {
      if (step.kind === 'wait') clock.advance(step.ms);
      if (step.kind === 'clear') {
        model = [];
        cache.clear();
      }
      if (step.kind === 'set') {
        const others = model.filter((entry) => entry.key !== step.key);
        const kept = others.slice(others.length === maxEntries ? 1 : 0);
        model = [...kept, { key: step.key, value: step.value, until: clock.monotonic() + 100 }];
        cache.set(step.key, step.value);
      }
      if (step.kind === 'get') {
        const found = model.find((entry) => entry.key === step.key && clock.monotonic() < entry.until);
        if (found) hits += 1;
        else misses += 1;
        if (!found) model = model.filter((entry) => entry.key !== step.key);
        expect(cache.get(step.key)).toBe(found?.value);
      }
      if (step.kind === 'delete') {
        expect(cache.delete(step.key)).toBe(model.some((entry) => entry.key === step.key));
        model = model.filter((entry) => entry.key !== step.key);
      }
      expect(cache.stats()).toEqual({ hits, misses, entries: model.length });
    }
  });
  fc.assert(property, { numRuns: 300 });
});
