import { parseQuery } from '../../src/query';
import { createAstRetriever, namedSignals } from '../../src/retrieve';
import { findModule } from '../../src/retrieve/modules';
import { removeTempFolders } from '../io/temp-folder';
import { listOf } from '../support/candidates';
import { corpusOf, type TestCorpus } from '../support/corpus';

const body = (name: string): string => `def ${name}(basket):\n    """${'Says something at length. '.repeat(30)}"""\n    return basket\n`;
let sample: TestCorpus;

beforeAll(async () => {
  sample = await corpusOf({
    'src/shop/cart/__init__.py': 'from .total import add\n',
    'src/shop/cart/total.py': `${body('add')}\n\n${body('round_up')}`,
    'src/shop/stock/total.py': body('add'),
    'src/shop/util.py': body('pick'),
    'tools/util/index.ts': 'export const pick = 1;\n',
    'src/main/java/com/shop/Basket.java': 'package com.shop;\nclass Basket {\n  int size() { return 1; }\n}\n',
    ...Object.fromEntries(['a', 'b', 'c', 'd'].map((name) => [`${name}/same/model.py`, `${name} = 1\n`])),
  });
});
afterAll(removeTempFolders);

test.each<[string, string[] | undefined, string[]]>([
  ['shop.cart.total', ['src/shop/cart/total.py'], []],
  ['shop.cart.total.add', ['src/shop/cart/total.py'], ['add']],
  ['shop.cart', ['src/shop/cart/__init__.py'], []],
  ['tools.util.pick', ['tools/util/index.ts'], ['pick']],
  ['com.shop.Basket.size', ['src/main/java/com/shop/Basket.java'], ['size']],
  ['cart.total', ['src/shop/cart/total.py'], []],
  ['art.total', undefined, []],
  ['total', undefined, []],
  ['same.model', undefined, []],
  ['shop.nothing', undefined, []],
])('%s', (name, paths, rest) => {
  const found = findModule(name, sample.corpus);
  expect(found?.files.map(({ path }) => path)).toEqual(paths);
  expect(found?.rest ?? []).toEqual(rest);
});

/** Where the names of the text are defined. */
const defined = async (text: string): Promise<string[]> => {
  const listed = listOf(await createAstRetriever().retrieve(parseQuery(text), sample.corpus, { limit: 20 }), sample.corpus);
  const found = listed.filter(({ signals }) => 'definition' in namedSignals(signals));
  return found.map(({ chunk }) => sample.corpus.fileOf(chunk)!.path).sort();
};

test.each([
  ['shop.cart.total.add loses a decimal', ['src/shop/cart/total.py']],
  ['shop.stock.total.add loses a decimal', ['src/shop/stock/total.py']],
  ['importing shop.cart.total is slow', ['src/shop/cart/total.py']],
  // Not defined there: wherever the name is.
  ['shop.cart.total.pick fails', ['src/shop/util.py', 'tools/util/index.ts']],
])('%s', async (text, paths) => {
  expect(await defined(text)).toEqual(paths);
});
