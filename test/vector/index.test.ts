import { join } from 'node:path';
import { createVectorIndex } from '../../src/vector';
import { describeWithFaiss, faissModules } from './faiss-place';

const OURS = Symbol.for('hybrid-context.faiss-node');

beforeEach(() => {
  jest.resetModules();
  Reflect.deleteProperty(globalThis, OURS);
});

/** A fresh copy of the module, to which faiss-node is whatever was mocked last. */
async function freshCreate(): Promise<typeof createVectorIndex> {
  return (await import('../../src/vector')).createVectorIndex;
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
  beforeEach(() => jest.spyOn(process.report, 'getReport').mockReturnValue(open));
  afterEach(() => jest.restoreAllMocks());

  test.each<[string, () => never, RegExp]>([
    ['missing', () => failToFind('faiss-node'), /faiss-node is not installed\.$/],
    ['incomplete', () => failToFind('bindings'), /does not load: Cannot find module 'bindings'\.$/],
    ['without a binary', () => failToBind(), /does not load: Could not locate the bindings file\.$/],
  ])('%s: auto falls back with a note, faiss is an error', async (_name, load, reason) => {
    jest.doMock('faiss-node', load, { virtual: true });
    const create = await freshCreate();
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
    const load = (): object => jest.requireActual<object>(join(faissModules, 'faiss-node'));
    jest.doMock('faiss-node', load, { virtual: true });
  });

  test('auto and faiss take it; a thread that finds it taken does not', async () => {
    const create = await freshCreate();
    // Another test file may have loaded the library in this very thread before.
    Reflect.set(globalThis, OURS, true);
    const opened = await create({ backend: 'auto', dimensions: 2 });
    expect(opened.note).toBeUndefined();
    expect(opened.index.backend).toBe('faiss');
    expect((await create({ backend: 'faiss', dimensions: 2 })).index.backend).toBe('faiss');

    // What another thread sees: the library is open, the mark of this thread is not there.
    Reflect.deleteProperty(globalThis, OURS);
    const second = await create({ backend: 'faiss', dimensions: 2 });
    expect(second.index.backend).toBe('portable');
    expect(second.note).toMatch(/another thread of this process/);
  });
});

function failToFind(name: string): never {
  throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
}

function failToBind(): never {
  throw new Error('Could not locate the bindings file\nTried: a\nTried: b');
}
