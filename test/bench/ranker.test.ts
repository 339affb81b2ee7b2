import { buildCorpus, CHUNK_FEATURES, FILE_FEATURES, readCase } from '../../bench/fit/lists';
import { fitRanker, rankCase } from '../../bench/fit/ranker';
import { fitSoftmax, scoreOf } from '../../bench/fit/softmax';
import type { Case } from '../../bench/cases';
import { tempFolder } from '../io/temp-folder';

describe('fitSoftmax', () => {
  const list = (rows: number[][], gold: number) => ({
    rows: Float32Array.from(rows.flat()),
    gold: Uint8Array.from(rows, (_, item) => Number(item === gold)),
  });

  test('raises what marks the gold and leaves what does not alone', () => {
    const lists = [list([[1, 0], [0, 1], [0, 0]], 0), list([[0, 1], [1, 1], [0, 0]], 1), list([[0, 0], [0, 1], [1, 0]], 2)];
    const [telling = 0, silent = 0] = fitSoftmax(lists, 2, 0.01);
    expect(telling).toBeGreaterThan(1);
    expect(Math.abs(silent)).toBeLessThan(telling / 2);
  });

  test('lists without gold teach nothing', () => {
    expect([...fitSoftmax([{ rows: Float32Array.of(1, 2), gold: new Uint8Array(2) }], 1, 0.01)]).toEqual([0]);
  });

  test('an offset that explains the gold leaves less to learn', () => {
    const rows = [[1], [0]];
    const plain = fitSoftmax([list(rows, 0)], 1, 0.05)[0]!;
    const explained = fitSoftmax([{ ...list(rows, 0), offset: Float32Array.of(5, 0) }], 1, 0.05)[0]!;
    expect(explained).toBeLessThan(plain / 2);
  });

  test('scores rows of a flat matrix', () => {
    expect(scoreOf(Float32Array.of(1, 2, 3, 4), 1, Float64Array.of(10, 1))).toBe(34);
  });
});

describe('feature rows', () => {
  const files = {
    'src/parcel.ts': '/** Weighs a parcel. */\nexport function weighParcel(parcel: Parcel) {\n  return parcel.weight * 2;\n}\n',
    'src/label.ts': 'export function printLabel(text: string) {\n  return text.trim();\n}\n',
    'src/ship.py': 'def ship_parcel(parcel):\n    """Ship it."""\n    return parcel.send()\n',
  };
  const item: Case = {
    id: '1',
    query: 'weigh the parcel',
    gold_files: ['src/parcel.ts'],
    gold_symbols: [{ file: 'src/parcel.ts', start: 2, end: 4 }],
    leaksName: false,
  };

  test('a case is read into rows that a fit can rank', async () => {
    const corpus = await buildCorpus({ name: 'mail', root: tempFolder(files), cases: [item] });
    const rows = await readCase('mail', item, corpus);
    corpus.close();
    expect(corpus.counts().symbols).toBe(3);
    expect(rows.files).toHaveLength(rows.paths.length * FILE_FEATURES.length);
    expect(rows.chunks).toHaveLength(rows.goldChunks.length * CHUNK_FEATURES.length);
    expect(rows.firstChunk[rows.paths.length]).toBe(rows.goldChunks.length);
    expect(rows.paths.filter((_, file) => rows.goldFiles[file])).toEqual(['src/parcel.ts']);
    const results = rankCase(rows, fitRanker([rows], { turn: 0.5, carry: 1 }));
    expect(results[0]).toMatchObject({ path: 'src/parcel.ts', startLine: 1 });
  });
});
