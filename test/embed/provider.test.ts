import { embedQuery, embedTexts, type VectorMemory } from '../../src/embed';
import type { EmbeddingProvider } from '../../src/kernel';

type Documents = EmbeddingProvider['embedDocuments'];

/** A provider with two dimensions: length of the text, and one. */
const vectorOf = (text: string): number[] => [text.length, 1];

function providerOf(embedDocuments: Documents, query: EmbeddingProvider['embedQuery'] = (text) => Promise.resolve(vectorOf(text))) {
  const batches: string[][] = [];
  const provider: EmbeddingProvider = {
    model: 'test-model',
    embedDocuments: (texts) => {
      batches.push([...texts]);
      return embedDocuments(texts);
    },
    embedQuery: query,
  };
  return { provider, batches };
}

const works: Documents = (texts) => Promise.resolve(texts.map(vectorOf));
const memoryOf = (): VectorMemory & Map<string, Float32Array> => new Map<string, Float32Array>();
const options = { batchSize: 2, retryDelayMs: 1 };
const keysOf = (texts: readonly string[]): string[] => texts.map((text) => `key of ${text}`);

const run = (provider: EmbeddingProvider, texts: readonly string[], more: object = {}, memory = memoryOf()) =>
  embedTexts(provider, texts, keysOf(texts), memory, { ...options, ...more });

test('texts become unit rows in their order, batch by batch', async () => {
  const { provider, batches } = providerOf(works);
  const progress: [number, number][] = [];
  const onBatch = (done: number, total: number): void => void progress.push([done, total]);
  const { vectors, dimensions, hits } = await run(provider, ['a', 'bb', 'ccc', 'dddd', 'eeeee'], { onBatch });
  expect(batches).toEqual([['a', 'bb'], ['ccc', 'dddd'], ['eeeee']]);
  expect({ dimensions, hits }).toEqual({ dimensions: 2, hits: 0 });
  for (let i = 0; i < 5; i += 1) {
    const [x, y] = [vectors[2 * i]!, vectors[2 * i + 1]!];
    expect(Math.hypot(x, y)).toBeCloseTo(1, 6);
    expect(x / y).toBeCloseTo(i + 1, 4);
  }
  expect(progress).toEqual([[2, 5], [4, 5], [5, 5]]);
});

test('no texts, no call', async () => {
  const { provider, batches } = providerOf(works);
  expect(await run(provider, [])).toEqual({ vectors: new Float32Array(), dimensions: 0, hits: 0 });
  expect(batches).toEqual([]);
});

test('what is remembered by key is not asked again', async () => {
  const { provider, batches } = providerOf(works);
  const memory = memoryOf();
  const first = await run(provider, ['a', 'bb'], {}, memory);
  const second = await run(provider, ['bb', 'ccc', 'a'], {}, memory);
  expect(second.hits).toBe(2);
  expect(batches).toEqual([['a', 'bb'], ['ccc']]);
  expect(second.vectors.slice(4, 6)).toEqual(first.vectors.slice(0, 2));
});

test('equal keys within one call are asked once', async () => {
  const { provider, batches } = providerOf(works);
  const { vectors, hits } = await run(provider, ['same', 'other', 'same', 'same']);
  expect(batches).toEqual([['same', 'other']]);
  expect(hits).toBe(0);
  expect(vectors.slice(4, 6)).toEqual(vectors.slice(0, 2));
});

describe('a provider that fails', () => {
  test('is asked again, and what it then gives counts', async () => {
    let calls = 0;
    const { provider } = providerOf((texts) => ((calls += 1) < 3 ? Promise.reject(new Error('429')) : works(texts)));
    expect((await run(provider, ['a'])).dimensions).toBe(2);
    expect(calls).toBe(3);
  });

  test('three times is an error with its reason', async () => {
    const { provider, batches } = providerOf(() => Promise.reject(new Error('quota spent')));
    await expect(run(provider, ['a'])).rejects.toMatchObject({
      code: 'EMBEDDING_FAILED',
      message: expect.stringContaining('quota spent') as string,
      details: { model: 'test-model' },
    });
    expect(batches).toHaveLength(3);
  });

  test('by throwing at once is the same', async () => {
    const { provider } = providerOf(() => {
      throw new TypeError('no key');
    });
    await expect(run(provider, ['a'])).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
  });

  test('keeps what earlier batches gave', async () => {
    const { provider } = providerOf((texts) => (texts.includes('ccc') ? Promise.reject(new Error('x')) : works(texts)));
    const memory = memoryOf();
    await expect(run(provider, ['a', 'bb', 'ccc'], {}, memory)).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
    expect([...memory.keys()]).toEqual(keysOf(['a', 'bb']));
  });

  test('with its own time-out, told as an abort, is asked again: nobody cancelled', async () => {
    let calls = 0;
    const { provider } = providerOf((texts) =>
      (calls += 1) === 1 ? Promise.reject(new DOMException('timed out', 'AbortError')) : works(texts),
    );
    expect((await run(provider, ['a'])).dimensions).toBe(2);
    const { provider: never } = providerOf(() => Promise.reject(new DOMException('timed out', 'AbortError')));
    await expect(run(never, ['a'])).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
  });
});

describe('answers of the wrong shape are errors and are not remembered', () => {
  test.each<[string, unknown, RegExp]>([
    ['too few vectors', [[1, 2]], /1 vectors for 2/],
    ['too many vectors', [[1, 2], [1, 2], [1, 2]], /3 vectors for 2/],
    ['no list', undefined, /no list/],
    ['an object', { data: [[1, 2]] }, /no list/],
    ['an empty vector', [[1, 2], []], /empty vector/],
    ['no vector', [[1, 2], null], /empty vector/],
    ['text for a vector', [[1, 2], 'ab'], /empty vector/],
    ['NaN', [[1, 2], [1, NaN]], /not numbers/],
    ['text in a vector', [[1, 2], [1, 'x']], /not numbers/],
    ['infinity', [[1, 2], [1, Infinity]], /not numbers/],
    ['more than a float holds', [[1, 2], [1, 1e300]], /not numbers/],
    ['differing lengths', [[1, 2], [1, 2, 3]], /differ in length/],
  ])('%s', async (_, answer, message) => {
    const { provider } = providerOf(() => Promise.resolve(answer as number[][]));
    const memory = memoryOf();
    await expect(run(provider, ['a', 'b'], {}, memory)).rejects.toMatchObject({
      code: 'EMBEDDING_FAILED',
      message: expect.stringMatching(message) as string,
    });
    expect(memory.size).toBe(0);
  });

  test('lengths that differ between batches', async () => {
    const { provider } = providerOf((texts) => Promise.resolve(texts.map((text) => (text === 'c' ? [1, 2, 3] : [1, 2]))));
    const memory = memoryOf();
    await expect(run(provider, ['a', 'b', 'c'], {}, memory)).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
    expect(memory.has('key of c')).toBe(false);
  });

  test('a vector of zeros stays one', async () => {
    const { provider } = providerOf(() => Promise.resolve([[0, 0]]));
    expect([...(await run(provider, ['a'])).vectors]).toEqual([0, 0]);
  });
});

describe('cancelling', () => {
  test('before the start: no call', async () => {
    const { provider, batches } = providerOf(works);
    await expect(run(provider, ['a'], { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(batches).toEqual([]);
  });

  test('between batches: no further call', async () => {
    const control = new AbortController();
    const { provider, batches } = providerOf(works);
    const onBatch = (): void => control.abort();
    await expect(run(provider, ['a', 'b', 'c'], { signal: control.signal, onBatch })).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(batches).toHaveLength(1);
  });

  test('while waiting to try again: no further wait', async () => {
    const control = new AbortController();
    const { provider, batches } = providerOf(() => {
      setImmediate(() => control.abort());
      return Promise.reject(new Error('busy'));
    });
    const waiting = run(provider, ['a'], { signal: control.signal, retryDelayMs: 1_000_000 });
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(batches).toHaveLength(1);
  });

  test('during a call that fails because of it: cancelled, not failed, and at once', async () => {
    const control = new AbortController();
    const { provider, batches } = providerOf(() => {
      control.abort();
      return Promise.reject(new Error('socket closed'));
    });
    const waiting = run(provider, ['a'], { signal: control.signal, retryDelayMs: 1_000_000 });
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(batches).toHaveLength(1);
  });

  test('a call that never ends is left', async () => {
    const control = new AbortController();
    const { provider } = providerOf(() => {
      setImmediate(() => control.abort());
      return new Promise(() => undefined);
    });
    await expect(run(provider, ['a'], { signal: control.signal })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});

describe('a query', () => {
  test('becomes a unit vector', async () => {
    const { provider } = providerOf(works, () => Promise.resolve([3, 4]));
    const vector = await embedQuery(provider, 'q');
    expect([...vector].map((value) => Number(value.toFixed(6)))).toEqual([0.6, 0.8]);
  });

  test.each([[[]], [[NaN]], [undefined]])('with the answer %j fails', async (answer) => {
    const { provider } = providerOf(works, () => Promise.resolve(answer as unknown as number[]));
    await expect(embedQuery(provider, 'q')).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
  });

  test('can be cancelled', async () => {
    const { provider } = providerOf(works);
    await expect(embedQuery(provider, 'q', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
