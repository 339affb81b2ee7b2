import fc from 'fast-check';
import { compareFusion } from '../../bench/quality/ablation';
import { bootstrap, seeded } from '../../bench/quality/bootstrap';
import { calibrate } from '../../bench/quality/calibration';
import { drawPlot } from '../../bench/quality/plot';
import { replaceSection } from '../../bench/quality/publish';
import { tabulate, tabulateCalibration, tabulateGains, tabulateSelection, toMarkdown } from '../../bench/quality/report';
import { RECIPROCAL, type Row } from '../../bench/quality/run';
import { judgeSelection } from '../../bench/quality/selection';
import { measure } from '../../bench/measures';
import { CONCRETE_MODES, type ConcreteMode } from '../../src/kernel';

const FILES = ['a', 'b', 'c', 'd'];
const item = { id: '1', query: 'q', gold_files: ['gold'], gold_symbols: [], leaksName: false };

/** A row whose gold file stands at the given rank. */
function row(system: string, rank: number, more: Partial<Row> = {}): Row {
  const results = [...FILES.slice(0, rank - 1), 'gold'].map((path) => ({ path, startLine: 1, endLine: 2 }));
  return { suite: 's', system, case: item, measures: measure(results, item, () => 1), ...more };
}

const ranked = (picked: ConcreteMode, ranks: Partial<Record<ConcreteMode, number>>): Row[] => [
  row('automatic', 1, { mode: picked }),
  ...CONCRETE_MODES.map((mode) => row(mode, ranks[mode] ?? 1)),
];

describe('selection', () => {
  test('a picked mode counts as right when no mode is better by more than .02', () => {
    expect(judgeSelection(ranked('rag', {}))).toMatchObject({ cases: 1, accuracy: 1, fusionWins: 0 });
    expect(judgeSelection(ranked('rag', { rag: 2 }))).toMatchObject({ accuracy: 0, constant: { ast: 1, rag: 0 } });
  });

  test('where fusing wins, picking any fusing mode is right', () => {
    expect(judgeSelection(ranked('parallel', { ast: 3, rag: 2 }))).toMatchObject({ fusionWins: 1, fusionPicked: 1 });
    expect(judgeSelection(ranked('ast', { ast: 3, rag: 2 }))).toMatchObject({ fusionWins: 1, fusionPicked: 0 });
  });

  test('without all modes there is nothing to say', () => {
    expect(judgeSelection([row('automatic', 1, { mode: 'ast' })])).toBeUndefined();
  });
});

test('fusing by places is compared case by case, and only where both were run', () => {
  const rows = [row('automatic', 1), row('automatic', 2), row(RECIPROCAL, 2), row(RECIPROCAL, 2)];
  expect(compareFusion(rows)).toMatchObject({ mrr: { value: 0.25 }, s5: 0, symbolS10: 0 });
  expect(compareFusion([row('automatic', 1)])).toBeUndefined();
});

describe('calibration', () => {
  test('scores that come true are calibrated, and tell right from wrong', () => {
    const { ece, auroc, rate } = calibrate([{ score: 1, right: true }, { score: 0, right: false }]);
    expect({ ece, auroc, rate }).toEqual({ ece: 0, auroc: 1, rate: 0.5 });
  });

  test('a constant score tells nothing apart', () => {
    const { ece, auroc } = calibrate([true, false].map((right) => ({ score: 0.9, right })));
    expect(ece).toBeCloseTo(0.4);
    expect(auroc).toBe(0.5);
  });
});

describe('bootstrap', () => {
  test('the interval holds the mean of the sample', () => {
    fc.assert(
      fc.property(fc.array(fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 3, maxLength: 9 }), { minLength: 2, maxLength: 5 }), (groups) => {
        const { value, low, high } = bootstrap(groups, 200);
        expect(low - 1e-9 <= value || high + 1e-9 >= value).toBe(true);
        expect(low).toBeLessThanOrEqual(high);
      }),
      { numRuns: 20 },
    );
  });

  test('equal runs give equal numbers', () => {
    const groups = [[0, 1, 1], [0, 0, 1]];
    expect(bootstrap(groups)).toEqual(bootstrap(groups));
    expect(bootstrap([])).toEqual({ value: 0, low: 0, high: 0 });
    expect(seeded(1)()).not.toBe(seeded(2)());
  });
});

describe('reports', () => {
  const rows = [...ranked('parallel', { ast: 2 }), row('BM25', 4)];

  test('tables hold every system, the gains all but automatic', () => {
    const [files] = tabulate(rows);
    expect(files?.rows.map(([name]) => name)).toEqual(['automatic', ...CONCRETE_MODES, 'BM25']);
    expect(tabulateGains(rows).rows.find(([name]) => name === 'BM25')?.[1]).toBe('+0.750 [+0.750, +0.750] (×4.00)');
    expect(tabulateSelection(judgeSelection(rows)!).rows).toHaveLength(7);
  });

  test('markdown has one line per row', () => {
    const table = tabulateCalibration(calibrate([{ score: 0.95, right: true }]));
    expect(toMarkdown(table).trim().split('\n')).toHaveLength(2 + 2 + 1);
  });

  test('the picture names every system and draws the reliability', () => {
    const plot = drawPlot([...rows, row('a < b', 1)], calibrate([{ score: 0.5, right: true }]));
    for (const name of ['automatic', 'BM25', 'a &lt; b', '<circle']) expect(plot).toContain(name);
    expect(drawPlot(rows, undefined)).not.toContain('<circle');
  });

  test('a section is replaced, or put at the end of the page', () => {
    const first = replaceSection('# Page\n', 'x', 'one');
    const second = replaceSection(`${first}after\n`, 'x', 'two');
    expect(first).toContain('one');
    expect(second).toMatch(/two/);
    expect(second).not.toContain('one');
    expect(second).toMatch(/after\n$/);
  });
});
