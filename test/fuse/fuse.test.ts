import fc from 'fast-check';
import { fuse, type Branch } from '../../src/fuse';

const branch = (source: 'ast' | 'rag', weight: number, scores: Record<number, number>): Branch => ({
  source,
  weight,
  candidates: Object.entries(scores).map(([chunk, score]) => ({ chunk: Number(chunk), score, why: { [source]: score } })),
});
const by = (branches: Branch[]) => new Map(fuse(branches).map((fused) => [fused.chunk, fused]));

test('scores blend by weight', () => {
  const fused = by([branch('ast', 0.4, { 1: 1, 2: 0.5 }), branch('rag', 0.6, { 2: 1, 3: 0.5 })]);
  expect(fused.get(1)).toEqual({ chunk: 1, score: 0.4, why: { ast: 0.4 }, source: 'ast' });
  expect(fused.get(2)!.score).toBeCloseTo(0.8);
  expect(fused.get(2)).toMatchObject({ source: 'ast+rag', why: { ast: 0.2, rag: 0.6 } });
  expect(fused.get(3)).toMatchObject({ source: 'rag' });
  expect(fused.get(3)!.score).toBeCloseTo(0.3);
});

test('only the share of the weights counts, and a branch that found nothing has no share', () => {
  expect(fuse([branch('ast', 2, { 1: 0.5 }), branch('rag', 6, { 1: 0.1 })])).toEqual(fuse([branch('ast', 0.25, { 1: 0.5 }), branch('rag', 0.75, { 1: 0.1 })]));
  expect(fuse([branch('ast', 0.4, {}), branch('rag', 0.6, { 7: 0.9 })])).toEqual([{ chunk: 7, score: 0.9, why: { rag: 0.9 }, source: 'rag' }]);
});

test('nothing gives nothing', () => {
  expect(fuse([])).toEqual([]);
  expect(fuse([branch('ast', 1, {})])).toEqual([]);
});

test('scores stay within 0..1 and within those of the branches, one entry per chunk, in any order of branches', () => {
  const scores = fc.dictionary(fc.nat(30).map(String), fc.double({ min: 0, max: 1, noNaN: true }), { maxKeys: 20 });
  const weight = fc.double({ min: 0.05, max: 1, noNaN: true });
  fc.assert(
    fc.property(scores, scores, weight, weight, (ast, rag, a, b) => {
      const branches = [branch('ast', a, ast), branch('rag', b, rag)];
      const fused = fuse(branches);
      expect(new Set(fused.map(({ chunk }) => chunk)).size).toBe(fused.length);
      expect(new Set(fused.map(({ chunk }) => String(chunk)))).toEqual(new Set([...Object.keys(ast), ...Object.keys(rag)].map((key) => String(Number(key)))));
      for (const { chunk, score } of fused) {
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(Math.max(ast[chunk] ?? 0, rag[chunk] ?? 0) + 1e-12);
      }
      const other = new Map(fuse([...branches].reverse()).map(({ chunk, score }) => [chunk, score]));
      for (const { chunk, score } of fused) expect(other.get(chunk)).toBeCloseTo(score, 12);
    }),
  );
});
