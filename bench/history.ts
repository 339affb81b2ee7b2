/**
 * What commit messages add to the ranking: the same cases and weights without and with the history
 * that leads to the commit of the tree. The weight of the signal is fitted on the other suites.
 *
 *   npm run bench -- history --cases FILE --tree DIR --git DIR --commit ID … [--depth N …]
 */
import { parseArgs } from 'node:util';
import { createHistory } from '../src/history';
import type { CommitFact } from '../src/kernel';
import { pairSuites } from './cases';
import { weightsInForce } from './fit/in-force';
import { buildCorpus, FILE_FEATURES, readCase, type CaseRows } from './fit/lists';
import { rankCase, type RankerWeights } from './fit/ranker';
import { readHistory } from './history/read';
import { mean, measure, type Measures } from './measures';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const WEIGHTS = [0, 0.5, 1, 1.5, 2, 2.5, 3, 4];
const COLUMN = FILE_FEATURES.indexOf('history');

interface Past {
  readonly name: string;
  readonly samples: readonly CaseRows[];
}

interface Judged {
  readonly measures: Measures;
  readonly leaks: boolean;
}

async function main(): Promise<void> {
  const list = { type: 'string', multiple: true } as const;
  const { values } = parseArgs({ options: { cases: list, tree: list, git: list, commit: list, depth: list } });
  if (!values.cases) throw new Error('Give --cases FILE --tree DIR --git DIR --commit ID, each once for every suite.');
  const depths = (values.depth ?? ['10000']).map(Number);
  const byDepth = new Map<number, Past[]>(depths.map((depth) => [depth, []]));
  for (const [index, suite] of pairSuites(values.cases, values.tree ?? []).entries()) {
    const corpus = await buildCorpus(suite);
    for (const depth of depths) {
      const facts: CommitFact[] = readHistory(values.git![index]!, values.commit![index]!, depth);
      const history = createHistory(facts);
      const samples: CaseRows[] = [];
      for (const item of suite.cases) samples.push(await readCase(suite.name, item, corpus, history));
      byDepth.get(depth)!.push({ name: suite.name, samples });
      console.error(`${suite.name}: ${facts.length} commits of ${depth}, ${Math.round(history.bytes() / 1_024)} KB`);
    }
    corpus.close();
  }
  for (const [depth, pasts] of byDepth) report(depth, pasts);
}

function report(depth: number, pasts: readonly Past[]): void {
  const judged = new Map(pasts.map(({ name, samples }) => [name, new Map(WEIGHTS.map((weight) => [weight, judge(samples, weighed(weight))]))]));
  const at = (name: string, weight: number): readonly Judged[] => judged.get(name)!.get(weight)!;
  const chosen = (name: string): number => best(pasts.filter((past) => past.name !== name).map((past) => judged.get(past.name)!));
  const all = (of: (name: string) => readonly Judged[]) => figures(pasts.flatMap(({ name }) => of(name)));
  console.log(`\n${depth} commits`);
  const rows = [
    ['without', ...all((name) => at(name, 0))],
    ['weight in force', ...figures(pasts.flatMap(({ samples }) => judge(samples, weightsInForce)))],
    ['weight of the other suites', ...all((name) => at(name, chosen(name)))],
    ...pasts.map(({ name }) => [`  ${name}, weight ${chosen(name)}`, ...figures(at(name, chosen(name)))]),
    ...WEIGHTS.slice(1).map((weight) => [`weight ${weight}`, ...all((name) => at(name, weight))]),
  ];
  printTable(['', 'S@1', 'S@5', 'S@10', 'R@10', 'MRR', 'MRR unnamed', 'symbol S@10'], rows);
  writeResults(`history-${depth}`, { rows });
}

type WeightsOf = (sample: CaseRows) => RankerWeights;

const weighed = (weight: number): WeightsOf => (sample) => {
  const weights = weightsInForce(sample);
  return { ...weights, file: weights.file.map((each, column) => (column === COLUMN ? weight : each)) };
};

const judge = (samples: readonly CaseRows[], weightsOf: WeightsOf): Judged[] =>
  samples.map((sample) => ({ measures: measure(rankCase(sample, weightsOf(sample)), sample.item), leaks: sample.item.leaksName }));

/** The weight of the best mean reciprocal rank. */
function best(suites: readonly ReadonlyMap<number, readonly Judged[]>[]): number {
  const mrr = (weight: number): number => mean(suites.flatMap((suite) => suite.get(weight)!.map(({ measures }) => measures))).mrr;
  return [...WEIGHTS].sort((a, b) => mrr(b) - mrr(a) || a - b)[0]!;
}

function figures(judged: readonly Judged[]): string[] {
  const { s1, s5, s10, r10, mrr, symbol } = mean(judged.map(({ measures }) => measures));
  const unnamed = mean(judged.filter(({ leaks }) => !leaks).map(({ measures }) => measures)).mrr;
  return [s1, s5, s10, r10, mrr, unnamed, symbol?.s10].map((value) => fixed(value));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
