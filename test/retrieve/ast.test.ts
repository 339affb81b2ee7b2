import type { Corpus } from '../../src/corpus';
import { parseQuery } from '../../src/query';
import { createAstRetriever, namedSignals, placeFiles, type RetrieveOptions } from '../../src/retrieve';
import { removeTempFolders } from '../io/temp-folder';
import { listOf } from '../support/candidates';
import type { TestCorpus } from '../support/corpus';
import { openSample } from './sample';

let sample: TestCorpus;
let corpus: Corpus;
const ast = createAstRetriever();

beforeAll(async () => {
  sample = await openSample();
  ({ corpus } = sample);
});
afterAll(removeTempFolders);

const retrieve = async (text: string, options: Partial<RetrieveOptions> = {}) => {
  const candidates = await ast.retrieve(parseQuery(text), corpus, { limit: 100, ...options });
  return listOf(candidates, corpus).map(({ signals, ...candidate }) => ({ ...candidate, why: namedSignals(signals) }));
};
const where = (chunk: number) => corpus.chunk(chunk)!.file.path;
const symbolOf = (chunk: number) => {
  const { file, chunk: range } = corpus.chunk(chunk)!;
  return file.facts.symbols[range.symbol]?.name;
};

describe('places', () => {
  test('a file and line lead to the chunk that holds the line', async () => {
    const line = corpus.file('src/store/entry.ts')!.facts.symbols.find(({ name }) => name === 'parseEntry')!.startLine;
    const [first] = await retrieve(`it fails in src/store/entry.ts:${line}`);
    expect(first).toMatchObject({ chunk: sample.chunk('src/store/entry.ts', line), why: { place: 1 } });
  });
  test('a file alone leads to the chunk that fits the words best', async () => {
    const [first] = await retrieve('what does parseEntry in src/store/entry.ts do');
    expect(symbolOf(first!.chunk)).toBe('parseEntry');
    expect(first!.why).toHaveProperty('place');
  });
  test('the first place counts most, and none counts more than one', async () => {
    const candidates = await retrieve('src/store/other.ts and src/router/keepAlive.ts and docs/keep.md');
    const shares = ['src/store/other.ts', 'src/router/keepAlive.ts', 'docs/keep.md'].map(
      (path) => candidates.find(({ chunk, why }) => where(chunk) === path && 'place' in why)!.why['place']!,
    );
    expect(shares[0]).toBe(1);
    expect(shares[1]).toBeLessThan(shares[0]!);
    expect(shares[2]).toBeLessThan(shares[1]!);
  });
  test('where the caller is counts like a place', async () => {
    const [first] = await retrieve('something', { at: { path: 'src/store/other.ts', line: 2 } });
    expect(first).toMatchObject({ chunk: sample.chunk('src/store/other.ts', 2), why: { place: 1 } });
    await expect(retrieve('something', { at: { path: 'no/such.ts', line: 2 } })).resolves.toEqual([]);
  });
  test.each([
    ['src/store/entry.ts', ['src/store/entry.ts']],
    ['./src/store/entry.ts', ['src/store/entry.ts']],
    ['/app/build/src/store/entry.ts', ['src/store/entry.ts']],
    ['store/entry.ts', ['lib/store/entry.ts', 'src/store/entry.ts']],
    ['entry.ts', ['lib/store/entry.ts', 'src/store/entry.ts']],
    ['ntry.ts', []],
    ['none.ts', []],
    ['', []],
    ['../..', []],
  ])('%s names %j', (path, expected) => {
    expect(placeFiles(path, corpus).map((file) => file.path).sort()).toEqual(expected);
  });
  test('a name that many files bear says nothing', async () => {
    const many = await import('../support/corpus').then(({ corpusOf }) =>
      corpusOf(Object.fromEntries(Array.from({ length: 6 }, (_, i) => [`p${i}/index.ts`, `export const a${i} = 1;\n`]))),
    );
    expect(placeFiles('index.ts', many.corpus)).toEqual([]);
    expect(placeFiles('p3/index.ts', many.corpus)).toHaveLength(1);
  });
});

describe('names', () => {
  test('a definition is found by its name', async () => {
    const [first] = await retrieve('RouteTable');
    expect(symbolOf(first!.chunk)).toBe('RouteTable');
    expect(first!.why).toHaveProperty('definition');
  });
  test('an owner decides between equal names; without one both share', async () => {
    const qualified = await retrieve('RouteTable.lookupPath');
    const defined = qualified.filter(({ why }) => 'definition' in why).map(({ chunk }) => where(chunk));
    expect(new Set(defined)).toEqual(new Set(['src/router/index.ts']));
    const alone = (await retrieve('lookupPath')).filter(({ why }) => 'definition' in why);
    expect(new Set(alone.map(({ chunk }) => where(chunk)))).toEqual(new Set(['src/router/index.ts', 'src/store/other.ts']));
    for (const { why } of alone) expect(why['definition']).toBeLessThan(1);
  });
  test.each([
    ['RouteTabel', 'RouteTable'],
    ['route_table', 'RouteTable'],
    ['RoutTable', 'RouteTable'],
    ['RouteTab', 'RouteTable'],
    ['startTimr', 'startTimer'],
    ['parseEntri', 'parseEntry'],
  ])('%s is defined nowhere, but comes near to %s, with less certainty', async (typed, name) => {
    const [first] = await retrieve(typed);
    const [exact] = await retrieve(name);
    expect(symbolOf(first!.chunk)).toBe(symbolOf(exact!.chunk));
    expect(first!.why['place']!).toBeGreaterThan(0);
    expect(first!.why['place']!).toBeLessThan(exact!.why['place']!);
  });
  test('an owner may be misspelled as well', async () => {
    for (const typed of ['RouteTabel.lookupPath', 'RouteTabel.lookupPaht']) {
      const defined = (await retrieve(typed)).filter(({ why }) => 'definition' in why).map(({ chunk }) => where(chunk));
      expect(new Set(defined)).toEqual(new Set(['src/router/index.ts']));
    }
  });
  test('what a longer question names in passing is not guessed at', async () => {
    const passing = await retrieve('our own server crashes when startTimr of another library is given nothing');
    expect(passing.filter(({ why }) => 'definition' in why || 'place' in why)).toEqual([]);
    const known = await retrieve('our own server crashes when startTimer of another library is given nothing');
    expect(known.filter(({ why }) => 'definition' in why)).toHaveLength(1);
  });
  test('letter case decides when it can', async () => {
    const exact = await retrieve('MAX_SIZE');
    expect(where(exact[0]!.chunk)).toBe('src/store/entry.ts');
    const other = (await retrieve('max_size')).filter(({ why }) => 'definition' in why);
    expect(other).toHaveLength(1);
  });
  test('words that spell a name or a file find it, several with more certainty than one', async () => {
    const spelled = await retrieve('the route table');
    expect(spelled.find(({ why }) => 'spelled' in why)).toBeDefined();
    const stem = await retrieve('how to keep alive a connection');
    const file = stem.find(({ chunk }) => where(chunk) === 'src/router/keepAlive.ts')!;
    expect(file.why['stem']).toBeCloseTo(1);
    const [one] = (await retrieve('some entry')).filter(({ why }) => 'spelled' in why);
    expect(one!.why['spelled']).toBeLessThan(spelled.find(({ why }) => 'spelled' in why)!.why['spelled']!);
  });
  test('a scope raises what lies in it, and a scope of everything raises nothing', async () => {
    const scoped = await retrieve('router: the timer says nothing');
    const inScope = scoped.filter(({ why }) => 'scope' in why).map(({ chunk }) => where(chunk));
    expect(inScope.length).toBeGreaterThan(0);
    for (const path of inScope) expect(path).toMatch(/^src\/router\//);
    const all = await retrieve('src: the timer says nothing');
    expect(all.filter(({ why }) => 'scope' in why)).toEqual([]);
  });
});

test.each(['RouteTable', 'lookupPath in src/router/index.ts:1', 'router: keep alive', 'parse entry', '', '?', 'constructor __proto__ toString'])(
  'scores of "%s" are 0..1, fall, name a reason, and the limit only cuts',
  async (text) => {
    const all = await retrieve(text);
    all.forEach(({ score, why }, index) => {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(index === 0 ? 1 : all[index - 1]!.score);
      expect(Object.keys(why)).not.toHaveLength(0);
      for (const share of Object.values(why)) expect(share).toBeGreaterThan(0);
    });
    await expect(retrieve(text, { limit: 2 })).resolves.toEqual(all.slice(0, 2));
  },
);
