import type { SymbolFact } from '../../src/kernel';
import { countWords, pathTerms } from '../../src/lexical';
import { unpackBody, unpackDoc, unpackSymbol } from '../../src/lexical/count';
import { factsOf, symbol } from '../chunk/arbitrary';

interface Counts {
  readonly symbol: number;
  readonly doc: number;
  readonly body: number;
}

/** Counts by chunk number and term. */
function countsOf(lines: readonly string[], symbols: readonly SymbolFact[] = [], ranges = [[1, lines.length]], path?: string): Record<string, Counts>[] {
  const chunks = ranges.map(([startLine, endLine]) => ({ startLine: startLine!, endLine: endLine!, symbol: -1 }));
  const facts = { ...factsOf(symbols, lines.length, path), structure: path ? ('none' as const) : ('ts-morph' as const) };
  const { terms, postings } = countWords(facts, chunks, lines);
  const vocabulary = terms.split('\n');
  const counts: Record<string, Counts>[] = chunks.map(() => ({}));
  for (let at = 0; at < postings.length; at += 3) {
    const packed = postings[at + 2]!;
    counts[postings[at]!]![vocabulary[postings[at + 1]!]!] = {
      symbol: unpackSymbol(packed), doc: unpackDoc(packed), body: unpackBody(packed),
    };
  }
  return counts;
}

test('a file without words has none', () => {
  expect(countWords(factsOf([], 1), [], [''])).toEqual({ terms: '', postings: new Uint32Array() });
  expect(countsOf(['... { }'])).toEqual([{}]);
});

test('words count in the field they stand in', () => {
  const [counts] = countsOf(
    ['/** Draws a shape. */', 'function draw(shape) {', '  // shape again', '  return shape;', '}'],
    [symbol('draw', 2, 5, -1, { doc: { startLine: 1, endLine: 1 } })],
  );
  expect(counts!['draw']).toEqual({ symbol: 1, doc: 1, body: 1 });
  expect(counts!['shape']).toEqual({ symbol: 0, doc: 2, body: 2 });
});

test('each chunk counts its own lines', () => {
  const [first, second] = countsOf(['alpha', 'beta', 'alpha'], [], [[1, 1], [2, 3]]);
  expect(Object.keys(first!)).toEqual(['alpha']);
  expect(Object.keys(second!).sort()).toEqual(['alpha', 'beta']);
});

test.each([
  ['// text', 'doc'], ['/* text', 'doc'], ['  * text', 'doc'], ['text // text', 'body'], ['* 2 text', 'doc'],
  ['*text', 'body'], ['#text = 1;', 'body'], ['  #text() {}', 'body'], ['-- text', 'body'],
])('TypeScript: %j counts as %s', (line, field) => {
  expect(countsOf([line])[0]!['text']![field as 'doc' | 'body']).toBeGreaterThan(0);
});

test.each([
  ['# text', 'doc'], ['#text', 'doc'], ['-- text', 'doc'], ['"""text', 'doc'], ['#include text', 'body'], ['// text', 'doc'], ['text # text', 'body'],
])('other languages: %j counts as %s', (line, field) => {
  expect(countsOf([line], [], [[1, 1]], 'a.py')[0]!['text']![field as 'doc' | 'body']).toBeGreaterThan(0);
});

test('counts stop at their maximum instead of running into each other', () => {
  const many = Array.from({ length: 5_000 }, () => 'word');
  const symbols = many.map((_, index) => symbol('word', index + 1, index + 1));
  const [body] = countsOf(many, symbols);
  expect(body!['word']).toEqual({ symbol: 1_023, doc: 0, body: 4_095 });
  const [doc] = countsOf(many.map(() => '// word'));
  expect(doc!['word']).toEqual({ symbol: 0, doc: 1_023, body: 0 });
});

test('names of symbols keep apart from words that plain objects know', () => {
  const [counts] = countsOf(['constructor toString'], [symbol('__proto__', 1, 1)]);
  expect(counts!['constructor']).toEqual({ symbol: 0, doc: 0, body: 1 });
  expect(counts!['proto']).toEqual({ symbol: 1, doc: 0, body: 0 });
});

test('the words of a path: the name of the file counts twice', () => {
  expect([...pathTerms('src/httpServer/parse_url.test.ts')]).toEqual([
    ['src', 1], ['http', 1], ['server', 1], ['=httpserver', 1], ['pars', 2], ['url', 2], ['=parseurl', 2], ['test', 2],
  ]);
  expect([...pathTerms('README')]).toEqual([['readm', 2]]);
  expect([...pathTerms('')]).toEqual([]);
  expect([...pathTerms('.env')]).toEqual([]);
});
