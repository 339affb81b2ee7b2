/** What each signal of the ranker is worth: the ranking without it, all other weights as they are. */
import type { Suite } from '../cases';
import { weightsInForce } from '../fit/in-force';
import { buildCorpus, CHUNK_FEATURES, FILE_FEATURES, readCase, type CaseRows } from '../fit/lists';
import { rankCase, type RankerWeights } from '../fit/ranker';
import { average, measure, type Measures } from '../measures';
import { bootstrap, type Interval } from './bootstrap';
import { RECIPROCAL, type Row } from './run';

export interface Ablation {
  readonly without: string;
  /** Losses: positive where the signal helps. */
  readonly mrr: Interval;
  readonly s5: number;
  readonly symbolS10: number;
}

export async function ablate(suites: readonly Suite[]): Promise<Ablation[]> {
  const cases: CaseRows[] = [];
  for (const suite of suites) {
    const corpus = await buildCorpus(suite);
    for (const item of suite.cases) cases.push(await readCase(suite.name, item, corpus));
    corpus.close();
  }
  return compare(cases);
}

export function compare(cases: readonly CaseRows[]): Ablation[] {
  const full = judge(cases, (weights) => weights);
  const lost = (without: string, rows: readonly Measures[]): Ablation => ({
    without,
    mrr: bootstrap(bySuite(cases, (at) => full[at]!.mrr - rows[at]!.mrr)),
    s5: average(full.map((row, at) => row.s5 - rows[at]!.s5)),
    symbolS10: average(full.flatMap(({ symbol }, at) => (symbol ? [symbol.s10 - rows[at]!.symbol!.s10] : []))),
  });
  const silent = cases.map((one) => ({ ...one, noise: new Float32Array(one.noise.length) }));
  return [
    ...FILE_FEATURES.map((name, at) => lost(`file: ${name}`, judge(cases, (weights) => ({ ...weights, file: zeroed(weights.file, at) })))),
    ...CHUNK_FEATURES.map((name, at) => lost(`chunk: ${name}`, judge(cases, (weights) => ({ ...weights, chunk: zeroed(weights.chunk, at) })))),
    lost('merit above best chunk', judge(cases, (weights) => ({ ...weights, carry: 1 }))),
    lost('files take turns', judge(cases, (weights) => ({ ...weights, turn: 0 }))),
    lost('penalties (tests, examples, …)', judge(silent, (weights) => weights)),
  ];
}

const judge = (cases: readonly CaseRows[], change: (weights: RankerWeights) => RankerWeights): Measures[] =>
  cases.map((one) => measure(rankCase(one, change(weightsInForce(one))), one.item));

const zeroed = (weights: Float64Array, at: number): Float64Array => weights.map((weight, index) => (index === at ? 0 : weight));

/** What is lost where places are joined instead of signals; undefined when one of the two was not run. */
export function compareFusion(rows: readonly Row[]): Ablation | undefined {
  const of = (wanted: string): Row[] => rows.filter(({ system }) => system === wanted);
  const [blended, byPlaces] = [of('automatic'), of(RECIPROCAL)];
  if (blended.length === 0 || blended.length !== byPlaces.length) return undefined;
  const lost = (value: (row: Row) => number) => (at: number): number => value(blended[at]!) - value(byPlaces[at]!);
  const symbols = blended.flatMap(({ measures }, at) => (measures.symbol ? [lost(({ measures: own }) => own.symbol!.s10)(at)] : []));
  return {
    without: 'score blend (reciprocal ranks instead)',
    mrr: bootstrap(bySuite(blended, lost(({ measures }) => measures.mrr))),
    s5: average(blended.map((_, at) => lost(({ measures }) => measures.s5)(at))),
    symbolS10: average(symbols),
  };
}

function bySuite(cases: readonly { readonly suite: string }[], value: (at: number) => number): number[][] {
  const groups = new Map<string, number[]>();
  cases.forEach(({ suite }, at) => {
    const group = groups.get(suite);
    if (group) group.push(value(at));
    else groups.set(suite, [value(at)]);
  });
  return [...groups.values()];
}
