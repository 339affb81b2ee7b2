import { parseQuery } from '../../src/query';
import { createAstRetriever, SIGNAL } from '../../src/retrieve';
import { listOf } from '../support/candidates';
import { corpusOf, type TestCorpus } from '../support/corpus';

let depot: TestCorpus;

beforeAll(async () => {
  depot = await corpusOf({
    'src/price.ts': 'export function totalPrice(items: number[]): number {\n  return items.length;\n}\n',
    'src/cart.ts': "import { totalPrice } from './price';\nexport function checkOut(items: number[]) {\n  return totalPrice(items);\n}\n",
    'src/other.ts': 'export function unrelated(): number {\n  return 1;\n}\n',
    'src/many.ts': Array.from({ length: 14 }, (_, at) => `export class Part${at} {\n  render() {\n    return ${at};\n  }\n}\n`).join(''),
  });
});
afterAll(() => depot.corpus.close());

const placesOf = async (text: string): Promise<string[]> => {
  const candidates = await createAstRetriever().retrieve(parseQuery(text), depot.corpus, { limit: 50 });
  return listOf(candidates, depot.corpus).filter(({ signals }) => signals[SIGNAL.place]! > 0).map(({ chunk }) => depot.corpus.chunk(chunk)!.file.path);
};

test('who calls a name: the chunks that call it, not the one that defines it', async () => {
  expect(await placesOf('who calls totalPrice?')).toEqual(['src/cart.ts']);
  expect(await placesOf('usages of totalPrice')).toEqual(['src/cart.ts']);
});

test('where a name is defined, and a name alone: its definition', async () => {
  expect(await placesOf('where is totalPrice defined')).toEqual(['src/price.ts']);
  expect(await placesOf('totalPrice')).toEqual(['src/price.ts']);
});

test('what a misspelled name may have meant: its definition, its callers', async () => {
  expect(await placesOf('totlPrice')).toEqual(['src/price.ts']);
  expect(await placesOf('total_price')).toEqual(['src/price.ts']);
  expect(await placesOf('where is totalPrce defined')).toEqual(['src/price.ts']);
  expect(await placesOf('who calls totalPirce?')).toEqual(['src/cart.ts']);
});

test('a name that too many share, or none has, leads nowhere', async () => {
  expect(await placesOf('who calls render?')).toEqual([]);
  expect(await placesOf('who calls nothingLikeIt?')).toEqual([]);
});

test('a qualified name is looked for in its owner', async () => {
  expect(await placesOf('where is Part3.render defined')).toEqual(['src/many.ts']);
});
