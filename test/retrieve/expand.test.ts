import { parseQuery, type ParsedQuery } from '../../src/query';
import { createRagRetriever, SIGNAL, withExpansion } from '../../src/retrieve';
import { listOf } from '../support/candidates';
import { corpusOf, type TestCorpus } from '../support/corpus';

/** Comments say "parcel" where names say `bundle`; `Frobnicate` and other things say nothing of it. */
const files = (others = 30): Record<string, string> => ({
  ...Object.fromEntries(
    ['seal', 'weigh', 'route', 'label'].map((verb) => [`src/${verb}.ts`, `/** Takes the parcel through the ${verb} step. */\nexport function ${verb}Bundle(input: string): string {\n  return input;\n}\n`]),
  ),
  'src/open.ts': 'export function openBundle(input: string): string {\n  return input;\n}\n',
  ...Object.fromEntries(Array.from({ length: others }, (_, at) => [`lib/part${at}.ts`, `/** Does its own thing, number ${at}. */\nexport function frobnicate${at}(input: string): string {\n  return input;\n}\n`])),
});

let depot: TestCorpus;
beforeAll(async () => void (depot = await corpusOf(files())));
afterAll(() => depot.corpus.close());

const expand = (text: string, { corpus } = depot) => withExpansion(parseQuery(text), corpus);

test('a word that only comments hold stands for the names beside them', () => {
  const { query, expansions } = expand('Opens the parcel that was handed in.');
  expect(expansions.map(({ word, terms }) => [word, terms.map(({ term }) => term)])).toEqual([['parcel', ['bundl']]]);
  const { weight } = expansions[0]!.terms[0]!;
  expect(weight).toBeGreaterThan(0);
  expect(weight).toBeLessThanOrEqual(0.5);
  expect(query.forms!.get('parcel')).toEqual([{ term: 'bundl', weight }]);
});

test('words to look for stay as they are', () => {
  const plain = parseQuery('Opens the parcel that was handed in.');
  expect(expand(plain.text).query.terms).toEqual(plain.terms);
});

test.each([
  ['Opens the bundle that was handed in.', 'names hold the word'],
  ['Opens the suitcase that was handed in.', 'nothing holds the word'],
  ['fix: parcel is not opened', 'it is no description'],
  ['openParcel', 'it is a name'],
])('%s: nothing is added, since %s', (text) => {
  expect(expand(text)).toEqual({ query: parseQuery(text), expansions: [] });
});

test('what is beside comments of all kinds says nothing', async () => {
  const all = await corpusOf(files(0));
  // Every name holds the word: it is beside this comment by no more than chance.
  expect(expand('Opens the parcel that was handed in.', all).expansions).toEqual([]);
  all.corpus.close();
});

test('the heads of what is meant say more of the question than without', async () => {
  const headOf = async (query: ParsedQuery): Promise<number> => {
    const candidates = await createRagRetriever().retrieve(query, depot.corpus, { limit: 100 });
    const found = listOf(candidates, depot.corpus).find(({ chunk }) => depot.corpus.chunk(chunk)!.file.path === 'src/seal.ts');
    return found!.signals[SIGNAL.head]!;
  };
  const text = 'Puts a seal around the parcel that was handed in.';
  expect(await headOf(expand(text).query)).toBeGreaterThan(await headOf(parseQuery(text)));
});

test('files that came, changed and went leave what a new index would say', async () => {
  const edited = await corpusOf(files());
  const gone = ['src/seal.ts', 'lib/part3.ts'];
  await edited.corpus.remove(gone);
  const fresh = await corpusOf(Object.fromEntries(Object.entries(files()).filter(([path]) => !gone.includes(path)).reverse()));
  const text = 'Opens the parcel that was handed in.';
  expect(expand(text, edited).expansions).toEqual(expand(text, fresh).expansions);
  expect(expand(text, edited).expansions).toHaveLength(1);
  edited.corpus.close();
  fresh.corpus.close();
});
