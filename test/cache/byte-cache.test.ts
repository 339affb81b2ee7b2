import fc from 'fast-check';
import { createByteCache } from '../../src/cache';
import { refusal } from '../contract/refusal';
import { createManualClock } from './manual-clock';

const sizeOf = (value: string): number => value.length;

test('keeps at most its bytes and its entries; what was used longest ago goes first', () => {
  const cache = createByteCache<string>({ maxEntries: 3, maxBytes: 10, ttlMs: 1_000, sizeOf });
  cache.set('a', 'aaaa');
  cache.set('b', 'bbbb');
  cache.get('a');
  cache.set('c', 'cccc');
  expect([cache.get('a'), cache.get('b'), cache.get('c')]).toEqual(['aaaa', undefined, 'cccc']);
  expect(cache.bytes()).toBe(8);
  for (const key of ['d', 'e', 'f']) cache.set(key, key);
  expect(cache.stats()).toEqual({ hits: 3, misses: 1, entries: 3, bytes: 3 });
});

test('a value larger than everything is not kept, nor is the older one under its key', () => {
  const cache = createByteCache<string>({ maxEntries: 3, maxBytes: 4, ttlMs: 1_000, sizeOf });
  cache.set('a', 'aa');
  cache.set('a', 'aaaaa');
  expect(cache.get('a')).toBeUndefined();
  expect(cache.bytes()).toBe(0);
});

test('an entry ends with its time, counted from when it was set', () => {
  const clock = createManualClock();
  const cache = createByteCache<string>({ maxEntries: 3, maxBytes: 100, ttlMs: 50, sizeOf, clock });
  cache.set('a', 'x');
  clock.advance(40);
  expect(cache.get('a')).toBe('x');
  clock.advance(11);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0 });
});

test('values of no or unknown size count as one byte', () => {
  for (const size of [0, -1, Number.NaN, 0.2]) {
    const cache = createByteCache<string>({ maxEntries: 9, maxBytes: 9, ttlMs: 50, sizeOf: () => size });
    cache.set('a', 'x');
    expect(cache.bytes()).toBe(1);
  }
});

test('evictTo drops what was used longest ago until the bytes fit', () => {
  const cache = createByteCache<string>({ maxEntries: 9, maxBytes: 100, ttlMs: 1_000, sizeOf });
  for (const key of ['a', 'b', 'c', 'd']) cache.set(key, key.repeat(10));
  cache.get('a');
  cache.evictTo(25);
  expect(cache.bytes()).toBe(20);
  expect([cache.get('a'), cache.get('d')]).toEqual(['a'.repeat(10), 'd'.repeat(10)]);
  cache.evictTo(0);
  expect(cache.stats()).toMatchObject({ entries: 0, bytes: 0 });
  cache.evictTo(-1);
});

test('delete and clear free their bytes', () => {
  const cache = createByteCache<string>({ maxEntries: 9, maxBytes: 100, ttlMs: 1_000, sizeOf });
  cache.set('a', 'xx');
  cache.set('b', 'xx');
  expect([cache.delete('a'), cache.delete('a')]).toEqual([true, false]);
  expect(cache.bytes()).toBe(2);
  cache.clear();
  expect(cache.bytes()).toBe(0);
});

test.each(['maxEntries', 'maxBytes', 'ttlMs'])('refuses %s that is not above 0', (name) => {
  const options = { maxEntries: 1, maxBytes: 1, ttlMs: 1, sizeOf };
  for (const value of [0, -1, Number.NaN, Infinity]) {
    expect(() => createByteCache({ ...options, [name]: value })).toThrow(refusal('VALUE_INVALID'));
  }
});

test('starts no timer', () => {
  const timers = jest.spyOn(globalThis, 'setTimeout');
  const cache = createByteCache<string>({ maxEntries: 9, maxBytes: 100, ttlMs: 1_000, sizeOf });
  cache.set('a', 'x');
  cache.get('a');
  expect(timers).not.toHaveBeenCalled();
  timers.mockRestore();
});

test('any sequence of calls answers as a list in order of use does', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__');
  const command = fc.oneof(
    fc.record({ kind: fc.constant('set' as const), key, value: fc.string({ minLength: 1, maxLength: 12 }) }),
    fc.record({ kind: fc.constant('get' as const), key }),
    fc.record({ kind: fc.constant('delete' as const), key }),
    fc.record({ kind: fc.constant('evict' as const), bytes: fc.nat({ max: 25 }) }),
  );
  const property = fc.property(fc.array(command, { maxLength: 80 }), (commands) => {
    const cache = createByteCache<string>({ maxEntries: 4, maxBytes: 20, ttlMs: 1e6, sizeOf });
    let model: [string, string][] = [];
    const total = (): number => model.reduce((sum, [, value]) => sum + value.length, 0);
    for (const step of commands) {
      if (step.kind === 'set') {
        model = [...model.filter(([name]) => name !== step.key), [step.key, step.value]];
        while (total() > 20 || model.length > 4) model.shift();
        cache.set(step.key, step.value);
      }
      if (step.kind === 'get') {
        const found = model.find(([name]) => name === step.key);
        if (found) model = [...model.filter((entry) => entry !== found), found];
        expect(cache.get(step.key)).toBe(found?.[1]);
      }
      if (step.kind === 'delete') {
        expect(cache.delete(step.key)).toBe(model.some(([name]) => name === step.key));
        model = model.filter(([name]) => name !== step.key);
      }
      if (step.kind === 'evict') {
        while (total() > step.bytes) model.shift();
        cache.evictTo(step.bytes);
      }
      expect(cache.stats()).toMatchObject({ entries: model.length, bytes: total() });
    }
  });
  fc.assert(property, { numRuns: 300 });
});
