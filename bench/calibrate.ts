/**
 * Fits the quality score of src/quality and says what it is worth on suites that it was not fitted on.
 * Each suite is also asked the questions of another one, which it cannot answer; they count for little
 * (FOREIGN), as a question in twenty.
 *
 *   npm run bench -- calibrate --cases FILE --tree DIR --cases FILE --tree DIR …
 */
import { parseArgs } from 'node:util';
import { logOdds, QUALITY_WEIGHTS } from '../src/quality';
import { pairSuites, type Suite } from './cases';
import { loadEngine } from './engine';
import { fitLogistic, probability, type Observation } from './fit/logistic';
import { average } from './measures';
import { calibrate, type Calibration } from './quality/calibration';
import { tabulateCalibration } from './quality/report';
import { isPacked } from './quality/run';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const FEATURES = ['belief', 'coverage', 'agreement'] as const;
const FOREIGN = 0.05;
const L2 = 1;

interface Sample extends Observation {
  readonly suite: string;
  readonly foreign: boolean;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', multiple: true }, tree: { type: 'string', multiple: true } } });
  const suites = pairSuites(values.cases ?? [], values.tree ?? []);
  if (suites.length < 2) throw new Error('Give --cases FILE --tree DIR at least twice: the fit is judged on what it has not seen.');
  const samples: Sample[] = [];
  for (const [at, suite] of suites.entries()) samples.push(...(await collect(suite, suites[(at + 1) % suites.length]!)));
  const fit = (chosen: readonly Sample[]): number[] => fitLogistic(chosen, FEATURES.length, L2);
  const unseen = suites.map(({ name }) => fit(samples.filter(({ suite }) => suite !== name)));
  const weightsOf = ({ suite }: Sample): number[] => unseen[suites.findIndex(({ name }) => name === suite)]!;
  const inForce = [QUALITY_WEIGHTS.bias, ...FEATURES.map((name) => QUALITY_WEIGHTS[name])];
  console.log(`Fitted on all: ${JSON.stringify(name(fit(samples)))}; usual agreement ${fixed(average(samples.filter(({ foreign }) => !foreign).map(({ features }) => features[2]!)))}`);
  const judged = { 'weights in force': judge(samples, () => inForce), 'fitted on the other suites': judge(samples, weightsOf) };
  printTable(['', 'ECE', 'AUROC', 'mean score', 'mean score of foreign questions', 'own told from foreign (AUROC)'], Object.entries(judged).map(row));
  const { title, head, rows } = tabulateCalibration(judged['fitted on the other suites'].own);
  console.log(`\nFitted on the other suites: ${title}`);
  printTable(head, rows);
  writeResults('calibrate', { fitted: name(fit(samples)), judged });
}

async function collect(suite: Suite, other: Suite): Promise<Sample[]> {
  const engine = loadEngine().openEngine({ inThread: false });
  const { root, name: suiteName } = suite;
  try {
    await engine.syncIndex({ root });
    const samples: Sample[] = [];
    const asked = [...suite.cases.map((item) => ({ item, foreign: false })), ...other.cases.map((item) => ({ item, foreign: true }))];
    for (const { item, foreign } of asked) {
      const { items, quality } = await engine.getContext({ root, query: item.query, mode: 'parallel', refresh: 'none' });
      const { belief = 0, coverage = 0, agreement = 0 } = quality.features;
      const features = [logOdds(belief), coverage, agreement];
      samples.push({ suite: suiteName, foreign, features, right: !foreign && isPacked(items, item), weight: foreign ? FOREIGN : 1 });
    }
    console.error(`${suiteName}: ${samples.length} answers`);
    return samples;
  } finally {
    await engine.close();
  }
}

function judge(samples: readonly Sample[], weightsOf: (sample: Sample) => readonly number[]) {
  const scores = samples.map((sample) => ({ ...sample, score: probability(weightsOf(sample), sample.features) }));
  const own = scores.filter(({ foreign }) => !foreign);
  const told = calibrate(scores.map(({ score, foreign }) => ({ score, right: !foreign }))).auroc;
  return {
    own: calibrate(own),
    meanOwn: average(own.map(({ score }) => score)),
    meanForeign: average(scores.filter(({ foreign }) => foreign).map(({ score }) => score)),
    told,
  };
}

const row = ([title, { own, meanOwn, meanForeign, told }]: [string, { own: Calibration; meanOwn: number; meanForeign: number; told: number }]): string[] => [
  title,
  ...[own.ece, own.auroc, meanOwn, meanForeign, told].map((value) => fixed(value)),
];

const name = (weights: readonly number[]): Record<string, number> =>
  Object.fromEntries(['bias', ...FEATURES].map((feature, at) => [feature, Number(weights[at]!.toFixed(2))]));

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
