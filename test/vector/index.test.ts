import { join } from 'node:path';
import { createVectorIndex } from '../../src/vector';
import { describeWithFaiss, faissModules } from './faiss-place';

const OURS = Symbol.for('hybrid-context.faiss-node');

beforeEach(() => {
  jest.resetModules();
  delete (globalThis as Record<symbol, unknown>)[OURS];
});

/** A fresh copy of the module, to which faiss-node is whatever was mocked last. */
function freshModule(): typeof import('../../src/vector') {
  return require('../../src/vector');
}

test.each([0, -1, 1.5, Number.NaN, 65_537])('refuses %p dimensions', async (dimensions) => {
  await expect(createVectorIndex({ backend: 'portable', dimensions })).rejects.toMatchObject({
    code: 'VALUE_OUT_OF_RANGE',
    details: { name: 'dimensions', min: 1, max: 65_536 },
  });
});

test('the portable backend needs no note', async () => {
  const { index, note } = await createVectorIndex({ backend: 'portable', dimensions: 3 });
  expect(note).toBeUndefined();
  expect([index.backend, index.dimensions, index.size]).toEqual(['portable', 3, 0]);
});

describe('where faiss-node is missing or broken', () => {
  // Another test file may have loaded the library in this very process before.
  const open = { sharedObjects: ['/lib/libc.so.6'] };
  beforeEach(() => jest.spyOn(process.report!, 'getReport').mockReturnValue(open as never));
  afterEach(() => jest.restoreAllMocks());

  test.each<[string, () => never, RegExp]>([
    ['missing', () => failWith("Cannot find module 'faiss-node'", 'MODULE_NOT_FOUND'), /faiss-node is not installed\.$/],
    ['without a binary', () => failWith('Could not locate the bindings file.\nTried: a\nTried: b'), /does not load: Could not locate the bindings file\.\.$/],
    ['built for something else', () => failWith("Cannot find module 'bindings'", 'MODULE_NOT_FOUND'), /does not load: Cannot find module 'bindings'\.$/],
  ])('%s: auto falls back with a note, faiss is an error', async (_name, load, reason) => {
    jest.doMock('faiss-node', load, { virtual: true });
    const { createVectorIndex: create } = freshModule();
    const { index, note } = await create({ backend: 'auto', dimensions: 2 });
    expect(index.backend).toBe('portable');
    expect(note).toMatch(reason);
    const demand = create({ backend: 'faiss', dimensions: 2 });
    await expect(demand).rejects.toMatchObject({ code: 'VECTOR_BACKEND_UNAVAILABLE' });
  });
});

describe('where Node has no process reports', () => {
  const report = Object.getOwnPropertyDescriptor(process, 'report')!;
  afterEach(() => Object.defineProperty(process, 'report', report));

  test('faiss-node is left alone: nobody could tell whether another thread uses it', async () => {
    Object.defineProperty(process, 'report', { value: undefined, configurable: true });
    const { index, note } = await createVectorIndex({ backend: 'faiss', dimensions: 2 });
    expect(index.backend).toBe('portable');
    expect(note).toMatch(/cannot tell whether another thread/);
  });
});

describeWithFaiss('where faiss-node resolves', () => {
  beforeEach(() => {
    jest.doMock('faiss-node', () => jest.requireActual(join(faissModules, 'faiss-node')), { virtual: true });
  });

  test('auto and faiss take it; a thread that finds it taken does not', async () => {
    const { createVectorIndex: create } = freshModule();
    // Another test file may have loaded the library in this very thread before.
    (globalThis as Record<symbol, unknown>)[OURS] = true;
    const opened = await create({ backend: 'auto', dimensions: 2 });
    expect(opened.note).toBeUndefined();
    expect(opened.index.backend).toBe('faiss');
    expect((await create({ backend: 'faiss', dimensions: 2 })).index.backend).toBe('faiss');

    // What another thread sees: the library is open, the mark of this thread is not there.
    delete (globalThis as Record<symbol, unknown>)[OURS];
    const second = await create({ backend: 'faiss', dimensions: 2 });
    expect(second.index.backend).toBe('portable');
    expect(second.note).toMatch(/another thread of this process/);
  });
});

function failWith(message: string, code?: string): never {
  throw Object.assign(new Error(message), { code });
}
