import fc from 'fast-check';
import { FINGERPRINT_WIDTH, SKETCH_WORDS, type PackedFingerprints } from '../../src/kernel';
import { createFingerprintBuilder } from '../../src/parse/fingerprint/builder';
import { compareFingerprints, createSimilarIndex, fingerprintsOf, type Fingerprint, type SimilarIndex } from '../../src/similar';
import { estimateJaccard } from '../../src/similar/sketch';

/** A fingerprint of a row of nodes. */
function sketch(codes: readonly number[]): PackedFingerprints | undefined {
  const builder = createFingerprintBuilder('test');
  builder.open(0);
  for (const code of codes) {
    builder.enter(code);
    builder.leave();
  }
  builder.close();
  return builder.build();
}

/** The share of common pieces of three nodes, counted. */
function jaccard(a: readonly number[], b: readonly number[]): number {
  const pieces = (codes: readonly number[]): Set<string> => new Set(codes.slice(2).map((_, at) => codes.slice(at, at + 3).join()));
  const [x, y] = [pieces(a), pieces(b)];
  const common = [...x].filter((piece) => y.has(piece)).length;
  return common / (x.size + y.size - common);
}

const merged = (all: readonly PackedFingerprints[]): PackedFingerprints => ({
  rows: Uint32Array.from(all.flatMap(({ rows }, at) => [at, ...rows.slice(1, FINGERPRINT_WIDTH)])),
  sketches: Uint32Array.from(all.flatMap(({ sketches }) => [...sketches.slice(0, SKETCH_WORDS)])),
});

const codes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 20, maxLength: 300 });
/** A row of nodes and one that differs from it here and there. */
const pair = fc.tuple(codes, fc.array(fc.tuple(fc.nat(), fc.integer({ min: 1, max: 40 })), { maxLength: 12 })).map(([one, edits]) => {
  const other = [...one];
  for (const [at, code] of edits) other[at % other.length] = code;
  return [one, other] as const;
});

test('the estimate is near what counting says', () => {
  let error = 0;
  let runs = 0;
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const [a, b] = [sketch(one), sketch(other)].map((each) => each && fingerprintsOf(each)[0]!);
      if (!a || !b) return;
      const difference = estimateJaccard(a.sketch, b.sketch) - jaccard(one, other);
      expect(Math.abs(difference)).toBeLessThan(0.3);
      error += difference ** 2;
      runs += 1;
      expect(compareFingerprints(a, b)).toEqual(compareFingerprints(b, a));
      expect(compareFingerprints(a, a)).toEqual({ similarity: 1, match: 'identical' });
    }),
    { numRuns: 300, seed: 7 },
  );
  expect(Math.sqrt(error / runs)).toBeLessThan(0.05);
});

test('the similarity never exceeds the ratio of sizes', () => {
  const unit = Array.from({ length: 30 }, (_, at) => at);
  const one = fingerprintsOf(sketch(unit)!)[0]!;
  const often = fingerprintsOf(sketch(Array.from({ length: 10 }, () => unit).flat())!)[0]!;
  expect(compareFingerprints(one, often).similarity).toBeCloseTo(0.1, 5);
});

test('banding finds nearly all that is similar', () => {
  let similar = 0;
  let found = 0;
  fc.assert(
    fc.property(pair, ([one, other]) => {
      const [a, b] = [sketch(one), sketch(other)];
      if (!a || !b) return;
      const wanted = fingerprintsOf(a)[0]!;
      if (compareFingerprints(wanted, fingerprintsOf(b)[0]!).similarity < 0.6) return;
      const index = createSimilarIndex();
      index.addFile(0, b);
      similar += 1;
      found += index.near(wanted, 0.6).length;
    }),
    { numRuns: 300, seed: 3 },
  );
  expect(similar).toBeGreaterThan(50);
  expect(found / similar).toBeGreaterThan(0.98);
});

const answers = (index: SimilarIndex, wanted: Fingerprint): string[] =>
  [0, 0.3, 0.6, 0.9].flatMap((least) => index.near(wanted, least).map(({ print, similarity }) => `${least} ${print.file} ${print.symbol} ${similarity}`)).sort();

test('after any edits it answers like one that is made anew', () => {
  const edit = fc.tuple(fc.integer({ min: 0, max: 9 }), fc.option(fc.array(codes, { minLength: 1, maxLength: 6 })));
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 30 }), codes, (edits, asked) => {
      const wanted = fingerprintsOf(sketch([...asked, ...Array.from({ length: 20 }, (_, at) => at)])!)[0]!;
      const edited = createSimilarIndex();
      const kept = new Map<number, PackedFingerprints>();
      for (const [file, content] of edits) {
        edited.removeFile(file);
        kept.delete(file);
        const all = (content ?? []).flatMap((each) => sketch(each) ?? []);
        if (all.length > 0) {
          kept.set(file, merged(all));
          edited.addFile(file, merged(all));
        } else edited.addFile(file, undefined);
        // Asked in between, it is built early and has to follow.
        edited.near(wanted, 0.6);
      }
      const fresh = createSimilarIndex();
      for (const [file, packed] of kept) fresh.addFile(file, packed);
      expect(answers(edited, wanted)).toEqual(answers(fresh, wanted));
      expect(edited.prints().length).toBe(fresh.prints().length);
      for (const file of kept.keys()) expect(edited.find(file, 0)).toEqual(fresh.find(file, 0));
      expect(edited.find(99, 0)).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test('it grows, and forgets what is gone', () => {
  const index = createSimilarIndex();
  expect(index.bytes()).toBe(0);
  const one = sketch(Array.from({ length: 60 }, (_, at) => (at * 7) % 31))!;
  const many = merged(Array.from({ length: 400 }, () => one));
  const wanted = fingerprintsOf(one)[0]!;
  for (let file = 0; file < 10; file += 1) {
    index.addFile(file, many);
    expect(index.near(wanted, 0.9)).toHaveLength(400 * (file + 1));
  }
  expect(index.bytes()).toBeGreaterThan(0);
  for (let file = 9; file >= 0; file -= 1) {
    index.removeFile(file);
    expect(index.near(wanted, 0.9)).toHaveLength(400 * file);
  }
});
