import fc from 'fast-check';
import type { Corpus } from '../../src/corpus';
import { embedTerms } from '../../src/embed';
import { parseQuery, type ParsedQuery } from '../../src/query';
import { comparePlaces, createRagRetriever, namedSignals, rowOf, SIGNAL } from '../../src/retrieve';
import { createBest } from '../../src/retrieve/best';
import { createChoice, selectLargest } from '../../src/retrieve/candidates';
import { createTally, largest } from '../../src/retrieve/retriever';
import { removeTempFolders } from '../io/temp-folder';
import { listOf } from '../support/candidates';
import { corpusOf, type TestCorpus } from '../support/corpus';
import { openSample } from './sample';

let sample: TestCorpus;
let corpus: Corpus;
const rag = createRagRetriever();

beforeAll(async () => {
  sample = await openSample();
  ({ corpus } = sample);
});
afterAll(removeTempFolders);

const vectorOf = ({ terms }: ParsedQuery, from: Corpus) => embedTerms(terms, (term) => from.lexical.match(terms).idf.get(term) ?? 0);

async function retrieve(text: string, { vectors = true, limit = 100 } = {}) {
  const query = parseQuery(text);
  const queryVector = vectors ? vectorOf(query, corpus) : undefined;
  return listOf(await rag.retrieve(query, corpus, { limit, queryVector }), corpus);
}
const where = (chunk: number) => corpus.chunk(chunk)!.file.path;

test('words find the chunk that holds them, vectors or not', async () => {
  for (const vectors of [true, false]) {
    const [first] = await retrieve('connection kept alive by a timer', { vectors });
    expect(where(first!.chunk)).toBe('docs/keep.md');
  }
});

test('without a vector of the query no candidate has a vector share', async () => {
  const candidates = await retrieve('timer', { vectors: false });
  expect(candidates.length).toBeGreaterThan(0);
  for (const { signals } of candidates) expect(signals[SIGNAL.vector]).toBe(0);
});

test('a file whose path alone matches is found by its first chunk', async () => {
  const { corpus: own } = await corpusOf({ 'src/telemetry.ts': 'export const a = 1;\n', 'src/b.ts': 'export const b = 1;\n' });
  const query = parseQuery('telemetry');
  const [first] = listOf(await rag.retrieve(query, own, { limit: 5 }), own);
  expect(own.chunk(first!.chunk)!.file.path).toBe('src/telemetry.ts');
  expect(namedSignals(first!.signals)).toEqual({ file_words: 1, coverage: 1, path: 1 });
});

test('nothing in common gives nothing', async () => {
  await expect(retrieve('qzxv', { vectors: false })).resolves.toEqual([]);
  await expect(retrieve('', { vectors: true })).resolves.toEqual([]);
});

test.each(['timer', 'size of an entry', 'words that say nothing', 'filler lookup path', 'x', ''])('scores of "%s" are 0..1, fall, and the limit only cuts', async (text) => {
  const all = await retrieve(text);
  all.forEach(({ score, signals }, index) => {
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThanOrEqual(index === 0 ? 1 + 1e-9 : all[index - 1]!.score);
    for (const share of signals) expect(share).toBeGreaterThanOrEqual(0);
    for (const share of signals) expect(share).toBeLessThanOrEqual(1 + 1e-9);
  });
  await expect(retrieve(text, { limit: 3 })).resolves.toEqual(all.slice(0, 3));
});

test('with more chunks than are looked at, vectors count by what they stand out', async () => {
  const { corpus: own } = await corpusOf(
    Object.fromEntries(Array.from({ length: 260 }, (_, i) => [`f${i}.txt`, `tide word${i} ${i % 2 ? 'ebb' : 'flood'}\n`])),
  );
  const query = parseQuery('tide word7');
  const queryVector = vectorOf(query, own);
  const candidates = listOf(await rag.retrieve(query, own, { limit: 300, queryVector }), own);
  expect(own.chunk(candidates[0]!.chunk)!.file.path).toBe('f7.txt');
  const shares = candidates.map(({ signals }) => signals[SIGNAL.vector]!).filter((share) => share > 0);
  expect(Math.max(...shares)).toBeCloseTo(1);
  expect(shares.length).toBeLessThan(200);
});

describe('tally', () => {
  test('takes the largest share of each signal and drops what is nothing', () => {
    const tally = createTally({ place: 1, stem: 1 });
    const chunk = sample.chunk('docs/keep.md');
    for (const [signal, share] of [['place', 0.2], ['place', 0.5], ['place', 0.1], ['stem', 0.25], ['names', 0], ['words', NaN], ['path', -1]] as const) tally.add(chunk, signal, share);
    tally.add(sample.chunk('tools/run.py'), 'place', 0);
    expect([...tally.chunks()]).toEqual([chunk]);
    expect([tally.row(chunk), tally.score(chunk)]).toEqual([rowOf({ place: 0.5, stem: 0.25 }), 0.75]);
    expect([tally.row(chunk + 1), tally.score(chunk + 1)]).toEqual([undefined, 0]);
  });
  test('the largest of many', () => {
    expect(largest([])).toBe(0);
    expect(largest(Array.from({ length: 300_000 }, (_, i) => i))).toBe(299_999);
  });
});

test('a choice keeps what sorting by value, path and line would, in the order of chunks', () => {
  const all = [...corpus.files()].flatMap(({ chunkIds }) => [...chunkIds]);
  fc.assert(
    fc.property(fc.shuffledSubarray(all), fc.array(fc.integer({ min: 1, max: 3 }), { minLength: all.length, maxLength: all.length }), fc.nat(all.length + 1), (chunks, values, limit) => {
      const choice = createChoice(limit);
      chunks.forEach((chunk, at) => choice.offer(values[at]!, chunk));
      const value = new Map(chunks.map((chunk, at) => [chunk, values[at]!]));
      const sorted = [...chunks].sort((a, b) => value.get(b)! - value.get(a)! || comparePlaces(a, b, corpus));
      expect([...choice.chunks(corpus)]).toEqual(sorted.slice(0, limit).sort((a, b) => a - b));
    }),
  );
});

test('the value at a place is the one that sorting puts there', () => {
  const some = fc.array(fc.oneof(fc.integer({ min: 0, max: 3 }), fc.double({ noNaN: true })), { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(some, fc.nat(), (values, number) => {
      const place = 1 + (number % values.length);
      expect(selectLargest(Float64Array.from(values), place) + 0).toBe([...values].sort((a, b) => b - a)[place - 1]! + 0);
    }),
  );
});

test('the best few of many are those that sorting would give, whatever the order of offers', () => {
  const offers = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat()), { maxLength: 80 });
  fc.assert(
    fc.property(offers, fc.oneof(fc.nat({ max: 12 }), fc.constant(Infinity)), (offered, limit) => {
      const all = offered.map(([value], item) => ({ value, item }));
      const best = createBest(limit, (a, b) => a < b);
      const shuffled = [...all].sort((a, b) => offered[a.item]![1] - offered[b.item]![1]);
      for (const { value, item } of shuffled) best.offer(value, item);
      const sorted = all.sort((a, b) => b.value - a.value || a.item - b.item).map(({ item }) => item);
      expect(best.items()).toEqual(sorted.slice(0, limit));
    }),
  );
});
