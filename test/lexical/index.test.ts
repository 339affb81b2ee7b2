import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { chunkScoreOf, createLexicalIndex, positionOf, type LexicalIndex, type QueryTerm } from '../../src/lexical';
import { mapsOf, type ScoreName } from '../support/matches';
import { packWords, scorePlainly, type PlainFile } from './reference';

const VOCABULARY = ['parse', 'url', 'http', 'server', 'route', '=parseurl', 'constructor', 'toString', 'main', 'index'];

const words = fc.dictionary(fc.constantFrom(...VOCABULARY), fc.integer({ min: 1, max: 30 }), { maxKeys: 4, noNullPrototype: true });
const chunk = fc.record({ symbol: words, doc: words, body: words });
const chunks = fc.array(chunk, { maxLength: 4 });
const path = fc.constantFrom('src/main.ts', 'src/http/server.ts', 'lib/url.ts', 'index.js', 'test/parseUrl.test.ts', 'a/b/route.ts', '_');
const query = fc.array(
  fc.record({ term: fc.constantFrom(...VOCABULARY, 'absent'), weight: fc.constantFrom(0.5, 1, 1.7) }),
  { maxLength: 5 },
).map((terms) => terms.filter(({ term }, i) => terms.findIndex((other) => other.term === term) === i));
/** What the index scores on its way, each as BM25F with field weights of its own. */
const NAMES_ALONE = { symbol: 1, doc: 0, body: 0, path: 0 };
const PATHS_ALONE = { symbol: 0, doc: 0, body: 0, path: 1 };

/** An index whose numbers the caller never sees: files are known by path. */
function createByPath() {
  const index: LexicalIndex = createLexicalIndex();
  const ids = new Map<string, number>();
  const pathById = new Map<number, string>();
  const keyByChunk = new Map<number, string>();
  let nextFile = 0;
  let nextChunk = 0;
  const remove = (at: string): void => {
    if (ids.has(at)) index.removeFile(ids.get(at)!);
    ids.delete(at);
  };
  return {
    index,
    remove,
    put(file: PlainFile): void {
      remove(file.path);
      const id = nextFile++;
      const own = file.chunks.map(() => nextChunk++);
      own.forEach((number, i) => keyByChunk.set(number, `${file.path}#${i}`));
      ids.set(file.path, id);
      pathById.set(id, file.path);
      index.addFile(id, file.path, own, packWords(file));
    },
    score(terms: readonly QueryTerm[]): Record<ScoreName, Record<string, number>> {
      const { chunks: ofChunks, names, files, paths, coverage } = mapsOf(index.match([...terms]));
      const named = (map: ReadonlyMap<number, number>, keys: Map<number, string>): Record<string, number> =>
        Object.fromEntries([...map].map(([id, score]): [string, number] => [keys.get(id)!, score]).sort());
      return {
        chunks: named(ofChunks, keyByChunk),
        names: named(names, keyByChunk),
        files: named(files, pathById),
        paths: named(paths, pathById),
        coverage: named(coverage, pathById),
      };
    },
    idf: (term: string): number => index.match([{ term, weight: 1 }]).idf.get(term)!,
  };
}

const plain = (map: ReadonlyMap<string, number>) => Object.fromEntries([...map].sort());

function expectClose(actual: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(actual)).toEqual(Object.keys(expected));
  for (const [key, value] of Object.entries(expected)) expect([key, actual[key]]).toEqual([key, expect.closeTo(value, 9)]);
}

test('scores are those of BM25F written plainly', () => {
  const files = fc.uniqueArray(fc.record({ path, chunks }), { selector: (file) => file.path, minLength: 1 });
  fc.assert(
    fc.property(files, query, (all, terms) => {
      const subject = createByPath();
      all.forEach((file) => subject.put(file));
      const actual = subject.score(terms);
      const expected = scorePlainly(all, terms);
      expectClose(actual.chunks, plain(expected.chunks));
      expectClose(actual.files, plain(expected.files));
      expectClose(actual.coverage, plain(expected.coverage));
      expectClose(actual.names, plain(scorePlainly(all, terms, NAMES_ALONE).chunks));
      expectClose(actual.paths, plain(scorePlainly(all, terms, PATHS_ALONE).files));
    }),
    { numRuns: 500 },
  );
});

test('after any changes scores are exactly those of a new index of the same files', () => {
  const step = fc.oneof(
    fc.record({ kind: fc.constant('put' as const), file: fc.record({ path, chunks }) }),
    fc.record({ kind: fc.constant('remove' as const), path }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), query, (steps, terms) => {
      const changed = createByPath();
      const files = new Map<string, PlainFile>();
      for (const one of steps) {
        if (one.kind === 'put') {
          changed.put(one.file);
          files.set(one.file.path, one.file);
        } else {
          changed.remove(one.path);
          files.delete(one.path);
        }
      }
      const fresh = createByPath();
      files.forEach((file) => fresh.put(file));
      expect(changed.score(terms)).toEqual(fresh.score(terms));
      for (const term of VOCABULARY) expect(changed.idf(term)).toBe(fresh.idf(term));
    }),
    { numRuns: 500 },
  );
});

describe('many changes', () => {
  const fileOf = (name: string, count: number, word: string): PlainFile => ({
    path: `src/${name}.ts`,
    chunks: Array.from({ length: count }, (_, i) => ({ symbol: {}, doc: {}, body: { [word]: 1 + (i % 3), all: 1 } })),
  });
  const terms = [{ term: 'all', weight: 1 }, { term: 'odd', weight: 1 }, { term: 'gone', weight: 1 }];

  test('drop what is dead and keep the rest as it was', () => {
    const subject = createByPath();
    for (let i = 0; i < 30; i += 1) subject.put(fileOf(`f${i}`, 100, i % 2 ? 'odd' : 'even'));
    subject.put(fileOf('gone', 50, 'gone'));
    const before = subject.index.bytes();
    for (let i = 0; i < 24; i += 1) subject.remove(`src/f${i}.ts`);
    subject.remove('src/gone.ts');
    expect(subject.index.bytes()).toBeLessThan(before);
    const fresh = createByPath();
    for (let i = 24; i < 30; i += 1) fresh.put(fileOf(`f${i}`, 100, i % 2 ? 'odd' : 'even'));
    expect(subject.score(terms)).toEqual(fresh.score(terms));
    // What is added afterwards lands in the compacted lists.
    for (const one of [subject, fresh]) one.put(fileOf('late', 700, 'gone'));
    expect(subject.score(terms)).toEqual(fresh.score(terms));
    expect(Object.keys(subject.score([{ term: 'gone', weight: 1 }]).chunks)).toHaveLength(700);
  });

  test('cost memory for what is there, not for what was', () => {
    const subject = createByPath();
    subject.put(fileOf('a', 50, 'even'));
    const before = subject.index.bytes();
    for (let i = 0; i < 2_000; i += 1) subject.put(fileOf('a', 50, 'even'));
    // 100,000 chunks came and went.
    expect(subject.index.bytes()).toBeLessThan(before + 3_000_000);
  });
});

test('an empty index and an empty query answer with nothing', () => {
  const subject = createByPath();
  const nothing = { chunks: {}, names: {}, files: {}, paths: {}, coverage: {} };
  expect(subject.score([{ term: 'a', weight: 1 }])).toEqual(nothing);
  expect(subject.score([])).toEqual(nothing);
  expect(subject.idf('a')).toBe(0);
  subject.index.removeFile(7);
});

test('the same query is scored once until something changes', () => {
  const { index, put, remove } = createByPath();
  put({ path: 'a.ts', chunks: [{ symbol: {}, doc: {}, body: { word: 1 } }] });
  const terms = [{ term: 'word', weight: 1 }];
  const first = index.match(terms);
  const said = mapsOf(first);
  expect(index.match(terms)).toBe(first);
  expect(index.match([...terms])).toEqual(first);
  put({ path: 'b.ts', chunks: [{ symbol: {}, doc: {}, body: { word: 2 } }] });
  expect(index.match(terms).files).toHaveLength(2);
  remove('b.ts');
  expect(mapsOf(index.match(terms))).toEqual(said);
});

test('an answer whose memory other questions took is found again when it is asked for', () => {
  const { index, put } = createByPath();
  put({ path: 'a.ts', chunks: [{ symbol: { word: 1 }, doc: {}, body: { other: 1 } }, { symbol: {}, doc: {}, body: { word: 3, more: 1 } }] });
  const questions = ['word', 'other', 'more', 'absent'].map((term) => [{ term, weight: 1 }]);
  const said = questions.map((terms) => mapsOf(index.match(terms)));
  expect(new Set(said.map((maps) => JSON.stringify([...maps.chunks]))).size).toBe(questions.length);
  for (let round = 0; round < 3; round += 1) questions.forEach((terms, at) => expect(mapsOf(index.match(terms))).toEqual(said[at]));
});

test('scores are found by file and chunk; what did not match scores nothing', () => {
  const index = createLexicalIndex();
  const word = (count: number) => ({ symbol: {}, doc: {}, body: { word: count } });
  const none = { symbol: {}, doc: {}, body: {} };
  index.addFile(2, 'a', [10, 11, 12, 13, 14, 15], packWords({ path: 'a', chunks: [word(1), none, word(5), word(3), word(4), word(2)] }));
  index.addFile(5, 'b', [16], packWords({ path: 'b', chunks: [none] }));
  index.addFile(7, 'c', [17, 18], packWords({ path: 'c', chunks: [none, word(1)] }));
  const matches = index.match([{ term: 'word', weight: 1 }]);
  expect([2, 5, 7, 8].map((file) => positionOf(matches, file))).toEqual([0, -1, 1, -1]);
  const scores = [10, 12, 13, 14, 15].map((chunk) => chunkScoreOf(matches, 2, chunk));
  expect([...matches.bestChunks.subarray(0, 4)]).toEqual([...scores].sort((a, b) => b - a).slice(0, 4));
  expect(chunkScoreOf(matches, 7, 18)).toBe(matches.bestChunks[4]);
  expect([chunkScoreOf(matches, 2, 11), chunkScoreOf(matches, 5, 16), chunkScoreOf(matches, 7, 17), chunkScoreOf(matches, 7, 19)]).toEqual([0, 0, 0, 0]);
});

test('a file may be known by its path alone', () => {
  const subject = createByPath();
  subject.put({ path: 'src/router.ts', chunks: [] });
  subject.put({ path: 'src/other.ts', chunks: [{ symbol: {}, doc: {}, body: { x: 1 } }] });
  expect(Object.keys(subject.score([{ term: 'router', weight: 1 }]).files)).toEqual(['src/router.ts']);
  expect(subject.idf('router')).toBeGreaterThan(0);
  expect(subject.index.terms()).toBe(4);
});

test('the symbol field counts more than the body by default', () => {
  const subject = createByPath();
  subject.put({ path: 'a', chunks: [{ symbol: { word: 1 }, doc: {}, body: {} }, { symbol: {}, doc: {}, body: { word: 1 } }] });
  const scores = subject.score([{ term: 'word', weight: 1 }]).chunks;
  expect(scores['a#0']).toBeGreaterThan(scores['a#1']!);
});

test('the vocabulary does not keep the lists of words it came from', () => {
  const index = createLexicalIndex();
  const filler = 'x'.repeat(1_000_000);
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const memory = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const before = memory();
  for (let i = 0; i < 40; i += 1) {
    const terms = Buffer.from(`aLongWordOfItsOwnNumber${i}\n${filler}`).toString();
    index.addFile(i, `f${i}`, [i], { terms, postings: Uint32Array.from([0, 0, 1]) });
  }
  expect(memory() - before).toBeLessThan(10_000_000);
});

test('chunks that tell of a word in their comments, and how many name something so, without what is gone', () => {
  const index = createLexicalIndex();
  const told = { symbol: {}, doc: { word: 1 }, body: {} };
  const named = { symbol: { word: 2 }, doc: {}, body: {} };
  const used = { symbol: {}, doc: {}, body: { word: 1 } };
  index.addFile(1, 'a', [4, 5, 6], packWords({ path: 'a', chunks: [used, told, named] }));
  index.addFile(2, 'b', [7, 8], packWords({ path: 'b', chunks: [told, { ...named, doc: { word: 1 } }] }));
  expect(index.holders('word', 3)).toEqual({ told: [5, 7, 8], named: 2 });
  expect(index.holders('word', 2)).toEqual({ told: [], named: 2 });
  expect(index.holders('absent', 3)).toEqual({ told: [], named: 0 });
  index.removeFile(1);
  expect(index.holders('word', 3)).toEqual({ told: [7, 8], named: 1 });
});
