/**
 * Fits the quality score of src/quality and says what it is worth on suites that it was not fitted on.
 * Each suite is also asked the questions of another one, which it cannot answer; they count for little
 * (FOREIGN), as a question in twenty. The same in small folders cut out of its tree, with questions that
 * are answered elsewhere in it: they count SMALL as much as the whole trees.
 *
 *   npm run bench -- calibrate --cases FILE --tree DIR --cases FILE --tree DIR …
 */
import { parseArgs } from 'node:util';
import { logOdds, QUALITY_WEIGHTS, scarcity } from '../src/quality';
import { pairSuites, type Case, type Suite } from './cases';
import { loadEngine } from './engine';
import { fitLogistic, probability, type Observation } from './fit/logistic';
import { average } from './measures';
import { calibrate, type Calibration } from './quality/calibration';
import { tabulateCalibration } from './quality/report';
import { isPacked } from './quality/run';
import { FOLDER_SIZES, smallFolders, type Answered } from './quality/small-folders';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const FEATURES = ['belief', 'coverage', 'agreement', 'scarcity'] as const;
const FOREIGN = 0.05;
const SMALL = 0.5;
/** `quality_score_min` as it comes. */
const MINIMUM = 0.7;
const KINDS = ['own', 'elsewhere', 'foreign'] as const satisfies readonly Answered[];
const L2 = 1;

interface Sample extends Observation {
  readonly suite: string;
  /** Files of a small folder; absent in the whole tree. */
  readonly files?: number;
  readonly answered: Answered;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', multiple: true }, tree: { type: 'string', multiple: true } } });
  const suites = pairSuites(values.cases ?? [], values.tree ?? []);
  if (suites.length < 2) throw new Error('Give --cases FILE --tree DIR at least twice: the fit is judged on what it has not seen.');
  const found: Sample[] = [];
  for (const [at, suite] of suites.entries()) found.push(...(await collect(suite, suites[(at + 1) % suites.length]!, at)));
  const samples = weigh(found);
  const fit = (chosen: readonly Sample[]): number[] => fitLogistic(chosen, FEATURES.length, L2);
  const unseen = suites.map(({ name }) => fit(samples.filter(({ suite }) => suite !== name)));
  const weightsOf = ({ suite }: Sample): number[] => unseen[suites.findIndex(({ name }) => name === suite)]!;
  const inForce = [QUALITY_WEIGHTS.bias, ...FEATURES.map((name) => QUALITY_WEIGHTS[name])];
  console.log(`Fitted on all: ${JSON.stringify(name(fit(samples)))}; usual agreement ${fixed(average(samples.filter(({ answered, files }) => answered === 'own' && !files).map(({ features }) => features[2]!)))}`);
  const judged = { 'weights in force': judge(samples, () => inForce), 'fitted on the other suites': judge(samples, weightsOf) };
  printTable(['', 'ECE', 'AUROC', 'mean score', 'mean score of foreign questions', 'own told from foreign (AUROC)'], Object.entries(judged).map(row));
  const { title, head, rows } = tabulateCalibration(judged['fitted on the other suites'].own);
  console.log(`\nFitted on the other suites: ${title}`);
  printTable(head, rows);
  console.log('\nSmall folders: mean score, and share of answers at or above %s, by whether the question is answered there', MINIMUM);
  printTable(['', 'files', ...KINDS, ...KINDS.map((kind) => `${kind} ≥ ${MINIMUM}`), 'own told from others (AUROC)'], Object.entries(judged).flatMap(([title, { small }]) => small.map((one) => [title, ...smallRow(one)])));
  writeResults('calibrate', { fitted: name(fit(samples)), judged });
}

type BenchEngine = ReturnType<ReturnType<typeof loadEngine>['openEngine']>;

async function collect(suite: Suite, other: Suite, seed: number): Promise<Sample[]> {
  const engine = loadEngine().openEngine({ inThread: false });
  const { root, name: suiteName, cases } = suite;
  const samples: Sample[] = [];
  const put = async (from: string, item: Case, answered: Answered, files?: number): Promise<void> => {
    samples.push({ suite: suiteName, answered, ...(files && { files }), weight: 1, ...(await ask(engine, from, item, answered)) });
  };
  try {
    await engine.syncIndex({ root });
    for (const item of cases) await put(root, item, 'own');
    for (const item of other.cases) await put(root, item, 'foreign');
    for (const folder of smallFolders(suite, other.cases, seed)) {
      try {
        await engine.syncIndex({ root: folder.root });
        for (const { item, answered } of folder.questions) await put(folder.root, item, answered, folder.files);
      } finally {
        folder.remove();
      }
    }
    console.error(`${suiteName}: ${samples.length} answers`);
    return samples;
  } finally {
    await engine.close();
  }
}

async function ask(engine: BenchEngine, root: string, item: Case, answered: Answered): Promise<Pick<Sample, 'features' | 'right'>> {
  const { items, quality, workspace } = await engine.getContext({ root, query: item.query, mode: 'parallel', refresh: 'none' });
  const { belief = 0, coverage = 0, agreement = 0, words = 0 } = quality.features;
  const features = [logOdds(belief), coverage, agreement, scarcity({ words, chunks: workspace.chunks })];
  return { features, right: answered === 'own' && isPacked(items, item) };
}

/** Small folders together count SMALL of the whole trees, each size and each kind of question by itself. */
function weigh(samples: readonly Sample[]): Sample[] {
  const key = ({ files, answered }: Sample): string => `${files} ${answered}`;
  const counts = new Map<string, number>();
  for (const sample of samples) counts.set(key(sample), (counts.get(key(sample)) ?? 0) + 1);
  const whole = samples.filter(({ files, answered }) => !files && answered === 'own').length;
  return samples.map((sample) => {
    const share = sample.answered === 'own' ? 1 : FOREIGN;
    return { ...sample, weight: share * (sample.files ? (SMALL * whole) / FOLDER_SIZES.length / counts.get(key(sample))! : 1) };
  });
}

interface Small {
  readonly files: number;
  readonly means: readonly number[];
  readonly passed: readonly number[];
  readonly told: number;
}

function judge(samples: readonly Sample[], weightsOf: (sample: Sample) => readonly number[]) {
  const scores = samples.map((sample) => ({ ...sample, score: probability(weightsOf(sample), sample.features) }));
  const of = (answered: Answered, files?: number) => scores.filter((each) => each.answered === answered && each.files === files);
  const toldIn = (files?: number): number => calibrate(scores.filter((each) => each.files === files).map(({ score, answered }) => ({ score, right: answered === 'own' }))).auroc;
  const small = FOLDER_SIZES.map((files): Small => {
    const groups = KINDS.map((kind) => of(kind, files).map(({ score }) => score));
    return { files, means: groups.map((group) => average(group)), passed: groups.map((group) => average(group.map((score) => Number(score >= MINIMUM)))), told: toldIn(files) };
  });
  const meanOf = (answered: Answered): number => average(of(answered).map(({ score }) => score));
  return { own: calibrate(of('own')), meanOwn: meanOf('own'), meanForeign: meanOf('foreign'), told: toldIn(), small };
}

const smallRow = ({ files, means, passed, told }: Small): string[] => [String(files), ...[...means, ...passed, told].map((value) => fixed(value))];

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
