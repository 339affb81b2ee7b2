import fc from 'fast-check';
import { createPairBuffer, createPostings, type Postings } from '../../src/lexical/postings';

type Pair = readonly [document: number, value: number];

/** What the words of a chunk count to (see `count.ts`), near and far beyond what a short pair has room for. */
const value = fc.oneof(
  fc.integer({ min: 0, max: 15 }),
  fc.constantFrom(16, 255, 15 | (7 << 12) | (1 << 22), 15 | (7 << 12), 1 << 16, 3 << 22, 2 ** 32 - 1),
  fc.integer({ min: 0, max: 2 ** 32 - 1 }),
);
const distance = fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 0, max: 300 }) }, { weight: 1, arbitrary: fc.integer({ min: 65_000, max: 20_000_000 }) });

/** Pairs in the order in which they come, documents never going down, each for one of some terms. */
const appended = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), distance, value), { maxLength: 400 }).map((steps) => {
  let document = 0;
  return steps.map(([term, by, count]) => ({ term, pair: [(document += by), count] as Pair }));
});

function listOf(postings: Postings, term: number): Pair[] {
  const into = createPairBuffer();
  const count = postings.read(term, into);
  return Array.from({ length: count }, (_, at) => [into.documents[at]!, into.values[at]!] as const);
}

function filled(steps: readonly { readonly term: number; readonly pair: Pair }[]): Postings {
  const postings = createPostings();
  for (const { term, pair: [document, count] } of steps) postings.append(term, document, count);
  return postings;
}

const TERMS = [0, 1, 2, 3, 4];

test('each term has the pairs that were appended for it, in that order', () => {
  fc.assert(fc.property(appended, (steps) => {
    const postings = filled(steps);
    for (const term of TERMS) expect(listOf(postings, term)).toEqual(steps.filter((step) => step.term === term).map(({ pair }) => pair));
  }));
});

test('moved terms have their pairs without those that are left out', () => {
  fc.assert(fc.property(appended, (steps) => {
    const from = filled(steps);
    const to = createPostings();
    const numberOf = (document: number): number => (document % 3 === 0 ? -1 : document - Math.floor(document / 3) - 1);
    for (const term of TERMS) {
      const kept = steps.filter((step) => step.term === term && step.pair[0] % 3 !== 0);
      expect(from.moveTerm(term, to, term + 1, numberOf)).toBe(kept.length);
      expect(listOf(to, term + 1)).toEqual(kept.map(({ pair: [document, count] }) => [numberOf(document), count]));
    }
  }));
});

test('lists of many pages stay whole, at three bytes a pair and little more', () => {
  const postings = createPostings();
  const [terms, documents] = [50, 4_000];
  for (let document = 0; document < documents; document += 1) {
    for (let term = 0; term < terms; term += 1) postings.append(term, document, 1 + (document % 9));
  }
  for (let term = 0; term < terms; term += 1) {
    expect(listOf(postings, term)).toEqual(Array.from({ length: documents }, (_, document) => [document, 1 + (document % 9)]));
  }
  expect(postings.bytes() / (terms * documents)).toBeLessThan(4);
});
