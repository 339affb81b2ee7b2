import fc from 'fast-check';
import { runInNewContext } from 'node:vm';
import { setFlagsFromString } from 'node:v8';
import { BUILT_IN_DIMENSIONS, embedChunks, embedTerms } from '../../src/embed';
import { termsOf } from '../../src/lexical';

/** Words in the body of one chunk each. */
function embedTexts(texts: readonly string[]): Float32Array[] {
  const vocabulary: string[] = [];
  const postings: number[] = [];
  texts.forEach((text, chunk) => {
    for (const term of termsOf(text)) {
      if (!vocabulary.includes(term)) vocabulary.push(term);
      postings.push(chunk, vocabulary.indexOf(term), 1);
    }
  });
  const rows = embedChunks(vocabulary.join('\n'), Uint32Array.from(postings), texts.length);
  return texts.map((_, i) => rows.slice(i * BUILT_IN_DIMENSIONS, (i + 1) * BUILT_IN_DIMENSIONS));
}

const embedQuery = (text: string, idf = (): number => 1): Float32Array =>
  embedTerms(termsOf(text).map((term) => ({ term, weight: 1 })), idf);

const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0);

test('vectors have unit length, or are zero when there are no words', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' }), { maxLength: 5 }), (texts) => {
      const rows = embedTexts(texts);
      rows.forEach((row, i) => {
        expect(dot(row, row)).toBeCloseTo(termsOf(texts[i]!).length > 0 ? 1 : 0, 4);
      });
    }),
  );
  expect([...embedTexts(['...'])[0]!].every((value) => value === 0)).toBe(true);
  expect(dot(embedQuery(''), embedQuery(''))).toBe(0);
});

test('equal words give equal vectors, whatever was embedded before', () => {
  const first = embedTexts(['read the settings file', 'other']);
  embedTexts(Array.from({ length: 300 }, (_, i) => `filler${i} word${i}`));
  expect(embedTexts(['read the settings file', 'other'])).toEqual(first);
  expect(embedQuery('read settings')).toEqual(embedQuery('read settings'));
  // Known values, so that an index made elsewhere stays comparable: a change needs a new model name.
  const peaks = [...embedQuery('settings')].map((value, at) => [at, value] as const).filter(([, value]) => Math.abs(value) > 0.5);
  expect(peaks).toMatchInlineSnapshot(`
[
  [
    228,
    1,
  ],
]
`);
});

test('what shares words is nearer, and what shares parts of words is nearer than nothing', () => {
  const [same, part, none] = embedTexts(['authenticate the incoming user', 'authority of certificates', 'database migration']);
  const query = embedQuery('authenticate user');
  expect(dot(query, same!)).toBeGreaterThan(dot(query, part!));
  expect(dot(query, part!)).toBeGreaterThan(dot(query, none!));
  expect(dot(query, same!)).toBeGreaterThan(0.5);
});

test('names of symbols count more than words of bodies', () => {
  const terms = 'pars\nother';
  // Two chunks with both words; the symbol is named by the one or the other.
  const symbol = 2 ** 22;
  const rows = embedChunks(terms, Uint32Array.from([0, 0, symbol + 1, 0, 1, 1, 1, 0, 1, 1, 1, symbol + 1]), 2);
  const query = embedQuery('parse');
  expect(dot(query, rows.slice(0, BUILT_IN_DIMENSIONS))).toBeGreaterThan(dot(query, rows.slice(BUILT_IN_DIMENSIONS)));
});

test('rare words of a query count more', () => {
  const [rare, common] = embedTexts(['zookeeper', 'function']);
  const idf = (term: string): number => (term.startsWith('zoo') ? 8 : 0.1);
  const query = embedTerms([{ term: termsOf('zookeeper')[0]!, weight: 1 }, { term: termsOf('function')[0]!, weight: 1 }], idf);
  expect(dot(query, rare!)).toBeGreaterThan(dot(query, common!) + 0.5);
});

test('a word that the workspace lacks still finds its relatives', () => {
  const [relative] = embedTexts(['serialization']);
  expect(dot(embedQuery('serializer', () => 0), relative!)).toBeGreaterThan(0.05);
});

test('no chunks, no vectors', () => {
  expect(embedChunks('', new Uint32Array(), 0)).toEqual(new Float32Array());
  expect(embedChunks('', new Uint32Array(), 2)).toEqual(new Float32Array(2 * BUILT_IN_DIMENSIONS));
});

test('words that are remembered do not keep the lists they came from', () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const heap = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  const filler = 'x'.repeat(1_000_000);
  embedChunks(filler, Uint32Array.from([0, 0, 1]), 1);
  const before = heap();
  for (let i = 0; i < 40; i += 1) {
    embedChunks(Buffer.from(`alongwordofitsown${i}\n${filler}`).toString(), Uint32Array.from([0, 0, 1]), 1);
  }
  expect(heap() - before).toBeLessThan(10_000_000);
});

test('memory for remembered words is bounded', () => {
  const words = Array.from({ length: 45_000 }, (_, i) => `w${i}`);
  const first = embedChunks('w0', Uint32Array.from([0, 0, 1]), 1);
  embedChunks(words.join('\n'), new Uint32Array(), 0);
  expect(embedChunks('w0', Uint32Array.from([0, 0, 1]), 1)).toEqual(first);
});
