import fc from 'fast-check';
import { fuse, sourceOf, type Branch } from '../../src/fuse';
import { candidatesOf, rowAt } from '../support/candidates';

/** A row of two signals: the first is structure's, the second that of words. */
const row = ({ ast = 0, rag = 0 }) => [ast, rag];

const branch = (source: 'ast' | 'rag', weight: number, scores: Record<number, number>): Branch => ({
  source,
  weight,
  candidates: candidatesOf(Object.entries(scores).map(([chunk, score]) => ({ chunk: Number(chunk), score, signals: row({ [source]: score }) }))),
});
const list = (branches: readonly Branch[]) => {
  const { chunks, signals, width, sources } = fuse(branches);
  return Array.from(chunks, (chunk, at) => ({ chunk, signals: rowAt(signals, width, at), source: sourceOf(sources[at]!) }));
};
const by = (branches: readonly Branch[]) => new Map(list(branches).map((fused) => [fused.chunk, fused]));

test('signals count by the weight of their branch', () => {
  const fused = by([branch('ast', 2, { 1: 1, 2: 0.5 }), branch('rag', 0.5, { 2: 1, 3: 0.5 })]);
  expect(fused.get(1)).toEqual({ chunk: 1, signals: row({ ast: 2 }), source: 'ast' });
  expect(fused.get(2)).toEqual({ chunk: 2, signals: row({ ast: 1, rag: 0.5 }), source: 'ast+rag' });
  expect(fused.get(3)).toEqual({ chunk: 3, signals: row({ rag: 0.25 }), source: 'rag' });
});

test('a signal that both branches give adds up', () => {
  const one = (signal: number) => candidatesOf([{ chunk: 1, score: 1, signals: [signal] }]);
  const both = [{ source: 'ast', weight: 1, candidates: one(0.5) }, { source: 'rag', weight: 2, candidates: one(0.25) }] as const;
  expect(list(both)).toEqual([{ chunk: 1, signals: [1], source: 'ast+rag' }]);
});

test('nothing gives nothing', () => {
  expect(list([])).toEqual([]);
  expect(list([branch('ast', 1, {})])).toEqual([]);
});

test('one entry per chunk, ascending, in any order of branches', () => {
  const scores = fc.dictionary(fc.nat(30).map(String), fc.double({ min: 0, max: 1, noNaN: true }), { maxKeys: 20 });
  const weight = fc.double({ min: 0.05, max: 3, noNaN: true });
  fc.assert(
    fc.property(scores, scores, weight, weight, (ast, rag, a, b) => {
      const branches = [branch('ast', a, ast), branch('rag', b, rag)];
      const fused = list(branches);
      const proposed = new Set([...Object.keys(ast), ...Object.keys(rag)].map(Number));
      expect(fused.map(({ chunk }) => chunk)).toEqual([...proposed].sort((one, two) => one - two));
      const other = by([...branches].reverse());
      for (const entry of fused) expect(other.get(entry.chunk)).toEqual(entry);
    }),
  );
});
