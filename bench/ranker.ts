/**
 * Fits the ranker of src/rank/weights.ts and says what it gives on suites that it was not fitted on
 * (leave one suite out), beside the weights in force. Questions that describe code are fitted apart from all
 * others; packages give such questions.
 *
 *   npm run bench -- ranker --cases FILE --tree DIR --cases FILE --tree DIR … [--package NAME@VERSION …] [--packages]
 */
import { parseArgs } from 'node:util';
import { GENERAL, INTENTION } from '../src/rank/weights';
import { pairSuites, type Suite } from './cases';
import { weightsInForce } from './fit/in-force';
import { buildCorpus, CHUNK_FEATURES, FILE_FEATURES, readCase, type CaseRows } from './fit/lists';
import { fitRanker, rankCase, type RankerWeights } from './fit/ranker';
import { mean, measure, type Measures } from './measures';
import { writeResults } from './results';
import { buildIntention } from './suites/build';
import { PACKAGES } from './suites/packages';
import { fixed, printTable } from './table';

interface Judged {
  readonly measures: Measures;
  readonly leaks: boolean;
}

type Kind = 'general' | 'intention';

/** What is set by hand stays. */
const PROFILES = { general: GENERAL, intention: INTENTION } as const;
/** Fewer questions of a kind say nothing about its weights. */
const ENOUGH = 50;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { cases: { type: 'string', multiple: true }, tree: { type: 'string', multiple: true }, package: { type: 'string', multiple: true }, packages: { type: 'boolean' } },
  });
  const specs = values.package ?? (values.packages ? PACKAGES : []);
  const suites = [...pairSuites(values.cases ?? [], values.tree ?? []), ...specs.map(buildIntention)];
  if (suites.length < 2) throw new Error('Give --cases FILE --tree DIR or --package NAME at least twice: the fit is judged on what it has not seen.');
  const samples: CaseRows[] = [];
  for (const suite of suites) samples.push(...(await collect(suite)));
  const results = (['general', 'intention'] as const).map((kind) => [kind, fitKind(kind, samples.filter(({ intention }) => intention === (kind === 'intention')))]);
  writeResults('ranker', Object.fromEntries(results));
}

function fitKind(kind: Kind, samples: readonly CaseRows[]) {
  console.log(`\n${kind}: ${samples.length} questions`);
  if (samples.length < ENOUGH) return undefined;
  const fit = (chosen: readonly CaseRows[]): RankerWeights => fitRanker(chosen, PROFILES[kind]);
  const fitted = fit(samples);
  const rows = [...new Set(samples.map(({ suite }) => suite))].map((name) => {
    const own = samples.filter(({ suite }) => suite === name);
    const unseen = fit(samples.filter(({ suite }) => suite !== name));
    return { name, inForce: judge(own, weightsInForce({ intention: kind === 'intention' })), unseen: judge(own, unseen), all: judge(own, fitted) };
  });
  console.log(JSON.stringify(named(fitted), null, 2));
  const kinds = ['inForce', 'unseen', 'all'] as const;
  const titles = { inForce: 'weights in force', unseen: 'fitted on the other suites', all: 'fitted on all suites' };
  printTable(HEAD, [
    ...kinds.map((each) => [titles[each], ...figures(rows.flatMap((row) => row[each]))]),
    ...rows.map(({ name, unseen }) => [`  unseen: ${name}`, ...figures(unseen)]),
  ]);
  return { fitted: named(fitted), suites: rows.map(({ name, unseen }) => ({ name, ...mean(unseen.map(({ measures }) => measures)) })) };
}

const HEAD = ['', 'questions', 'S@1', 'S@5', 'S@10', 'R@10', 'MRR', 'MRR unnamed', 'symbol S@1', 'symbol S@10'];

function figures(judged: readonly Judged[]): string[] {
  const { s1, s5, s10, r10, mrr, symbol } = mean(judged.map(({ measures }) => measures));
  const unnamed = mean(judged.filter(({ leaks }) => !leaks).map(({ measures }) => measures)).mrr;
  return [String(judged.length), ...[s1, s5, s10, r10, mrr, unnamed, symbol?.s1, symbol?.s10].map((value) => fixed(value))];
}

async function collect(suite: Suite): Promise<CaseRows[]> {
  const start = Date.now();
  const corpus = await buildCorpus(suite);
  const built = Date.now();
  const samples: CaseRows[] = [];
  for (const item of suite.cases) samples.push(await readCase(suite.name, item, corpus));
  console.error(`${suite.name}: ${samples.length} cases, ${corpus.counts().symbols} symbols; index ${built - start} ms, features ${Date.now() - built} ms`);
  corpus.close();
  return samples;
}

const judge = (samples: readonly CaseRows[], weights: RankerWeights): Judged[] =>
  samples.map((sample) => ({ measures: measure(rankCase(sample, weights), sample.item), leaks: sample.item.leaksName }));

const named = ({ file, chunk }: RankerWeights) => ({
  file: Object.fromEntries(FILE_FEATURES.map((feature, i) => [feature, Number(file[i]!.toFixed(2))])),
  chunk: Object.fromEntries(CHUNK_FEATURES.map((feature, i) => [feature, Number(chunk[i]!.toFixed(2))])),
});

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
