import fc from 'fast-check';
import { fuse } from '../../src/fuse';
import { noiseOptions, rank as rankFused, type NoiseOptions } from '../../src/rank';
import { noiseFactor } from '../../src/rank/noise';
import { rowOf } from '../../src/retrieve';
import { removeTempFolders } from '../io/temp-folder';
import { candidatesOf, type Listed } from '../support/candidates';
import { corpusOf, type TestCorpus } from '../support/corpus';

const QUIET = { wantsTests: true, wantsDocuments: true };
const long = (name: string) => Array.from({ length: 4 }, (_, i) => `export function ${name}${i}(): string {\n${`  // a line of words to fill a chunk of its own ${name}\n`.repeat(25)}  return '${i}';\n}\n`).join('\n');

let sample: TestCorpus;
beforeAll(async () => {
  sample = await corpusOf({ 'src/a.ts': long('alpha'), 'src/b.ts': long('beta'), 'test/a.test.ts': long('gamma'), 'docs/a.md': '# words\n' });
});
afterAll(removeTempFolders);

const chunks = (path: string) => sample.corpus.file(path)!.chunkIds;
const input = (chunk: number, value: number): Listed => ({ chunk, score: value, signals: rowOf({ words: value, file_words: value }) });
const rank = (inputs: readonly Listed[], { corpus }: TestCorpus, noise: NoiseOptions) =>
  rankFused(fuse([{ source: 'rag', weight: 1, candidates: candidatesOf(inputs) }]), corpus, noise);
const order = (inputs: Listed[], noise = QUIET) => rank(inputs, sample, noise).map(({ path, score }) => [path, score] as const);

test('what is better stands first and keeps its reasons', () => {
  const [a] = chunks('src/a.ts');
  const [b] = chunks('src/b.ts');
  const results = rank([input(a!, 0.3), input(b!, 0.6)], sample, QUIET);
  expect(results.map(({ path }) => path)).toEqual(['src/b.ts', 'src/a.ts']);
  expect(results[0]).toMatchObject({ chunk: b, symbol: 'beta0', kind: 'function', source: 'rag' });
  expect(results[0]!.why['words']).toBeGreaterThan(results[1]!.why['words']!);
  expect(results.reduce((sum, { score }) => sum + score, 0)).toBeCloseTo(1, 3);
  expect(results[0]!.why).not.toHaveProperty('vector');
});

test('what is known of a file holds for all its chunks, whichever branch saw it', () => {
  const [, a0, a1] = chunks('src/a.ts');
  const [, b0, b1] = chunks('src/b.ts');
  const alike = [a0, a1, b0, b1].map((chunk) => input(chunk!, 0.4));
  const scoped = rank([...alike.slice(0, 3), { ...alike[3]!, signals: rowOf({ words: 0.4, file_words: 0.4, scope: 1 }) }], sample, QUIET);
  expect(scoped.slice(0, 2).map(({ path }) => path)).toEqual(['src/b.ts', 'src/b.ts']);
});

test('a file does not take all places: its later chunks stand behind a near rival', () => {
  const [b] = chunks('src/b.ts');
  const results = order([...chunks('src/a.ts').map((chunk) => input(chunk, 0.5)), input(b!, 0.49)]);
  expect(results.findIndex(([path]) => path === 'src/b.ts')).toBeLessThan(results.length - 1);
});

test('a file that is better as a whole stands before one with a single better place', () => {
  const [, a] = chunks('src/a.ts');
  const [, b] = chunks('src/b.ts');
  const chunk = (id: number, words: number, fileWords: number): Listed => ({ chunk: id, score: words, signals: rowOf({ words, file_words: fileWords }) });
  // 2.17 for its words, and 2.5 * .93 for those of its file: the place alone would win by .17.
  const results = rank([chunk(a!, 0.6, 0.8), chunk(b!, 0.9, 0.6)], sample, QUIET);
  expect(results[0]!.path).toBe('src/a.ts');
});

test('noise is pushed down unless it is wanted', () => {
  const [code] = chunks('src/a.ts');
  const [tests] = chunks('test/a.test.ts');
  const [document] = chunks('docs/a.md');
  const inputs = [input(code!, 0.4), input(tests!, 0.5), input(document!, 0.45)];
  expect(order(inputs, { wantsTests: false, wantsDocuments: false })[0]![0]).toBe('src/a.ts');
  expect(order(inputs, QUIET)[0]![0]).toBe('test/a.test.ts');
});

test('chunks that have gone since are left out', () => {
  expect(rank([input(999_999, 1)], sample, QUIET)).toEqual([]);
  expect(rank([], sample, QUIET)).toEqual([]);
});

test('any scores give scores of 0..1 that fall, each chunk once, whatever the order of the input', () => {
  const all = ['src/a.ts', 'src/b.ts', 'test/a.test.ts', 'docs/a.md'].flatMap(chunks);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: all.length, maxLength: all.length }), fc.boolean(), (scores, wanted) => {
      const inputs = all.map((chunk, index) => input(chunk, scores[index]!));
      const noise = { wantsTests: wanted, wantsDocuments: wanted };
      const results = rank(inputs, sample, noise);
      expect(results).toHaveLength(all.length);
      results.forEach(({ score }, index) => {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(index === 0 ? 1 : results[index - 1]!.score);
      });
      expect(rank([...inputs].reverse(), sample, noise)).toEqual(results);
    }),
  );
});

describe('noise', () => {
  const PATHS = ['src/a.test.ts', 'tests/a.py', 'pkg/__tests__/x.js', 'test_a.py', 'a_test.go', 'examples/a.ts', 'vendor/x.js', 'api.pb.go', 'types.d.ts', 'README.md', 'config.yaml', 'CHANGELOG', 'docs/theme.js', 'dist/axios.js', 'extras/catch_amalgamated.hpp'];
  test.each(PATHS)('%s counts less than code, and not less than nothing', (path) => {
    const factor = noiseFactor(path, { wantsTests: false, wantsDocuments: false });
    expect(factor).toBeGreaterThan(0);
    expect(factor).toBeLessThan(1);
  });
  test.each(['src/a.ts', 'lib/latest.py', 'src/contest/a.go', 'src/documents.ts', 'vendors.ts', 'src/distance/a.rs', 'go/doc/comment.go'])('%s counts in full', (path) => {
    expect(noiseFactor(path, { wantsTests: false, wantsDocuments: false })).toBe(1);
  });
  test('being wanted never costs anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...PATHS), fc.webPath()), (path) => {
        const unwanted = noiseFactor(path, { wantsTests: false, wantsDocuments: false });
        for (const wantsTests of [true, false]) {
          for (const wantsDocuments of [true, false]) {
            const factor = noiseFactor(path, { wantsTests, wantsDocuments });
            expect(factor).toBeGreaterThanOrEqual(unwanted);
            expect(factor).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });
  test('who asks for documents gets them in full wherever they lie, and prose counts least otherwise', () => {
    const factors = ['docs/guide.md', 'config.yaml', 'src/a.ts'].map((path) => noiseFactor(path, { wantsTests: false, wantsDocuments: true }));
    expect(factors).toEqual([1, 1, 1]);
    const [prose, data, code] = ['guide.md', 'config.yaml', 'src/a.ts'].map((path) => noiseFactor(path, { wantsTests: false, wantsDocuments: false }));
    expect(prose).toBeLessThan(data!);
    expect(data).toBeLessThan(code!);
  });
  test.each([
    ['which tests cover the router', true, false],
    ['fix the changelog', false, true],
    ['the latest contest', false, false],
    ['mocks in the documentation', true, true],
    ['Router drops the last slash\nSeen with a config in YAML.\nThe tests pass.', false, false],
    ['\n\ntests fail\nwith JSON', true, false],
    ['', false, false],
  ])('%s', (query, wantsTests, wantsDocuments) => {
    expect(noiseOptions(query)).toEqual({ wantsTests, wantsDocuments });
  });
});
