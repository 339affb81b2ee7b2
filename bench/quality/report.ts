/** Tables of a quality run: rows of text cells, for the terminal and for docs/benchmarks.md alike. */
import { average, mean, TOKEN_BUDGETS, type Measures } from '../measures';
import { fixed } from '../table';
import type { Ablation } from './ablation';
import { bootstrap } from './bootstrap';
import type { Calibration } from './calibration';
import type { Row } from './run';
import type { Selection } from './selection';

export interface Table {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

const LEVEL_HEAD = ['S@1', 'S@5', 'S@10', 'R@5', 'R@10', 'MRR', 'NDCG@10'];
const budgets = (of: string): string[] => TOKEN_BUDGETS.map((budget) => `${of} in ${budget / 1_000}k`);

export const systemsOf = (rows: readonly Row[]): string[] => [...new Set(rows.map(({ system }) => system))];

export function tabulate(rows: readonly Row[]): Table[] {
  const clean = rows.filter((row) => !row.case.leaksName);
  const suites = [...new Set(rows.map(({ suite }) => suite))];
  const count = rows.filter(({ system }) => system === rows[0]?.system).length;
  return [
    { title: `Files (${count} cases)`, head: ['', ...LEVEL_HEAD, 'MRR unnamed', ...budgets('files')], rows: systemsOf(rows).map((name) => fileRow(name, rows, clean)) },
    { title: 'Symbols', head: ['', ...LEVEL_HEAD, ...budgets('recall')], rows: systemsOf(rows).map((name) => symbolRow(name, rows)) },
    ...(suites.length > 1 ? [perSuite(rows, suites)] : []),
  ];
}

const meansOf = (system: string, rows: readonly Row[]): Measures => mean(rows.filter((row) => row.system === system).map(({ measures }) => measures));

function fileRow(system: string, rows: readonly Row[], clean: readonly Row[]): string[] {
  const { s1, s5, s10, r5, r10, mrr, ndcg10, filesWithin = [] } = meansOf(system, rows);
  return [system, ...[s1, s5, s10, r5, r10, mrr, ndcg10, meansOf(system, clean).mrr, ...filesWithin].map((value) => fixed(value))];
}

function symbolRow(system: string, rows: readonly Row[]): string[] {
  const { symbol, within = [] } = meansOf(system, rows);
  const level = symbol ? [symbol.s1, symbol.s5, symbol.s10, symbol.r5, symbol.r10, symbol.mrr, symbol.ndcg10] : LEVEL_HEAD.map(() => undefined);
  return [system, ...[...level, ...within].map((value) => fixed(value))];
}

function perSuite(rows: readonly Row[], suites: readonly string[]): Table {
  const systems = systemsOf(rows);
  return {
    title: 'MRR of files by repository',
    head: ['', ...systems],
    rows: suites.map((suite) => [suite, ...systems.map((system) => fixed(meansOf(system, rows.filter((row) => row.suite === suite)).mrr))]),
  };
}

/** `automatic` against every other system, with intervals. */
export function tabulateGains(rows: readonly Row[]): Table {
  const measures = { MRR: (row: Row) => row.measures.mrr, 'S@5': (row: Row) => row.measures.s5, 'recall in 4k': (row: Row) => row.measures.within?.[2] ?? 0 };
  const others = systemsOf(rows).filter((system) => system !== 'automatic');
  const own = rows.filter(({ system }) => system === 'automatic');
  return {
    title: '`automatic` minus the others, with 95 % intervals over repositories and their cases; in brackets: ratio',
    head: ['', ...Object.keys(measures)],
    rows: others.map((system) => {
      const theirs = new Map(rows.filter((row) => row.system === system).map((row) => [`${row.suite} ${row.case.id}`, row]));
      return [system, ...Object.values(measures).map((value) => gain(own, (row) => theirs.get(`${row.suite} ${row.case.id}`)!, value))];
    }),
  };
}

function gain(rows: readonly Row[], other: (row: Row) => Row, value: (row: Row) => number): string {
  const suites = [...new Set(rows.map(({ suite }) => suite))];
  const groups = suites.map((suite) => rows.filter((row) => row.suite === suite).map((row) => value(row) - value(other(row))));
  const { value: difference, low, high } = bootstrap(groups);
  const ratio = average(rows.map(value)) / Math.max(1e-9, average(rows.map((row) => value(other(row)))));
  return `${signed(difference)} [${signed(low)}, ${signed(high)}] (×${fixed(ratio, 2)})`;
}

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(3)}`;

export function tabulateSelection(selection: Selection): Table {
  const { cases, accuracy, constant, fusionWins, fusionPicked, picked } = selection;
  return {
    title: `Mode selection (${cases} cases): reciprocal rank within .02 of the best mode's`,
    head: ['', 'share', 'picked'],
    rows: [
      ['automatic', fixed(accuracy), String(cases)],
      ...Object.entries(constant).map(([mode, share]) => [`always ${mode}`, fixed(share), String(picked[mode] ?? 0)]),
      [`a fusing mode picked where fusing beats both ways by more than .02 (${fusionWins} cases)`, fixed(fusionPicked), ''],
    ],
  };
}

export function tabulateCalibration({ count, rate, ece, auroc, bins }: Calibration): Table {
  return {
    title: `Quality score (${count} answers, ${fixed(rate)} good): ECE ${fixed(ece)}, AUROC ${fixed(auroc)}`,
    head: ['score', 'answers', 'stated', 'observed'],
    rows: bins.filter(({ count: own }) => own > 0).map((bin) => [`${bin.from.toFixed(1)}–${bin.to.toFixed(1)}`, String(bin.count), fixed(bin.stated), fixed(bin.observed)]),
  };
}

export const tabulateAblations = (ablations: readonly Ablation[]): Table => ({
  title: 'What is lost without a signal or a rule, all other weights as they are',
  head: ['without', 'MRR', '95 %', 'S@5', 'symbol S@10'],
  rows: ablations.map(({ without, mrr, s5, symbolS10 }) => [without, signed(mrr.value), `${signed(mrr.low)}, ${signed(mrr.high)}`, signed(s5), signed(symbolS10)]),
});

export function toMarkdown({ title, head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [`**${title}**`, '', line(head), line(head.map((_, at) => (at === 0 ? '---' : '---:'))), ...rows.map(line), ''].join('\n');
}
