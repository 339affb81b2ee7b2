import fc from 'fast-check';
import { createLexicalIndex } from '../../src/lexical';
import { createTypoFinder, editDistance } from '../../src/lexical/typos';
import { mapsOf } from '../support/matches';
import { packWords } from './reference';

/** The recursion that defines the distance, written plainly. */
function plainDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [restA, restB] = [a.slice(0, -1), b.slice(0, -1)];
  const costs = [plainDistance(restA, b) + 1, plainDistance(a, restB) + 1, plainDistance(restA, restB) + (a.at(-1) === b.at(-1) ? 0 : 1)];
  if (a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1)) costs.push(plainDistance(a.slice(0, -2), b.slice(0, -2)) + 1);
  return Math.min(...costs);
}

const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 });

test('distance counts insertions, deletions, replacements and swaps, up to the limit', () => {
  fc.assert(
    fc.property(short, short, fc.integer({ min: 1, max: 3 }), (a, b, most) => {
      expect(editDistance(a, b, most)).toBe(Math.min(plainDistance(a, b), most + 1));
    }),
    { numRuns: 300 },
  );
});

test('the finder finds what comparing with every term finds', () => {
  const long = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'é'), minLength: 6, maxLength: 14 });
  const term = fc.tuple(fc.constantFrom('', '='), long).map(([mark, text]) => `${mark}x${text}`);
  fc.assert(
    fc.property(fc.uniqueArray(term, { maxLength: 40 }), term, (terms, asked) => {
      const finder = createTypoFinder();
      for (const each of terms) finder.add(each);
      const most = asked.replace('=', '').length < 10 ? 1 : 2;
      const near = terms.filter((each) => each.startsWith('=') === asked.startsWith('=') && editDistance(each, asked, most) <= most);
      expect(finder.near(asked).map(({ id }) => terms[id]).sort()).toEqual(near.sort());
    }),
    { numRuns: 300 },
  );
});

test.each(['tree', 'http2', '=short', 'x12345678', `=${'a'.repeat(65)}`])('"%s" has no neighbours: short, a number, or too long', (term) => {
  const finder = createTypoFinder();
  for (const other of ['trees', 'http1', '=shore', 'x12345679', `=${'a'.repeat(64)}b`]) finder.add(other);
  expect(finder.near(term)).toEqual([]);
});

describe('an index', () => {
  const open = () => {
    const index = createLexicalIndex();
    const chunk = (word: string) => ({ symbol: {}, doc: {}, body: { [word]: 1, common: 1 } });
    ['=parseurl', '=parseuri', 'router', 'session'].forEach((word, id) => {
      index.addFile(id, 'x', [id], packWords({ path: 'x', chunks: [chunk(word)] }));
    });
    return index;
  };
  const found = (index: ReturnType<typeof open>, term: string) => mapsOf(index.match([{ term, weight: 1 }]));

  test('finds a mistyped identifier, for less than a well typed one', () => {
    const wrong = found(open(), '=praseurl').chunks;
    const right = found(open(), '=parseurl').chunks;
    expect([...wrong.keys()]).toEqual([0]);
    expect(wrong.get(0)!).toBeLessThan(right.get(0)! / 2);
    expect([...found(open(), '=parseurk').chunks.keys()]).toEqual([0, 1]);
    expect([...right.keys()]).toEqual([0]);
  });

  test('guesses at plain words in short queries only', () => {
    const filler = ['one', 'two', 'three'].map((term) => ({ term, weight: 1 }));
    expect(open().match([{ term: 'rooter', weight: 1 }, ...filler]).files).toHaveLength(0);
    expect(open().match([{ term: '=praseurl', weight: 1 }, ...filler]).files).toHaveLength(1);
  });

  test('does not count what was guessed as covered in full, or as rare', () => {
    const matches = open().match([{ term: '=parseurk', weight: 1 }]);
    for (const covered of mapsOf(matches).coverage.values()) expect(covered).toBeLessThan(0.5);
    expect(matches.idf.get('=parseurk')).toBe(0);
  });

  test('does not guess at terms that no file holds any more', () => {
    const index = open();
    index.removeFile(2);
    expect(found(index, 'rooter').chunks.size).toBe(0);
    expect([...found(open(), 'rooter').chunks.keys()]).toEqual([2]);
  });
});
