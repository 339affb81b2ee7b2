/**
 * Fits the ranker of src/rank/weights.ts and says what it gives on suites that it was not fitted on
 * (leave one suite out), beside the weights in force.
 *
 *   npm run bench -- ranker --cases FILE --tree DIR --cases FILE --tree DIR …
 */
import { parseArgs } from 'node:util';
import { CHUNK_SHAPE, CHUNK_WEIGHTS, FILE_LENGTH, FILE_WEIGHTS, TURN } from '../src/rank/weights';
import { pairSuites, type Case, type Suite } from './cases';
import { buildCorpus, CHUNK_FEATURES, chunkRow, FILE_FEATURES, fileItems, isGold, type FileItem } from './fit/lists';
import { fitSoftmax, scoreOf, type List } from './fit/softmax';
import { mean, measure } from './measures';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const L2 = 0.003;
const FILES_FOR_CHUNKS = 30;
const RESULTS = 100;

interface Sample {
  readonly suite: string;
  readonly item: Case;
  readonly files: readonly FileItem[];
}

interface Weights {
  readonly file: Float64Array;
  readonly chunk: Float64Array;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', multiple: true }, tree: { type: 'string', multiple: true } } });
  if (!values.cases) throw new Error('Give --cases FILE --tree DIR at least twice: the fit is judged on what it has not seen.');
  const suites = pairSuites(values.cases, values.tree ?? []);
  const samples = (await Promise.all(suites.map(collect))).flat();
  const fitted = fit(samples);
  const rows = suites.map(({ name }) => {
    const own = samples.filter(({ suite }) => suite === name);
    const unseen = fit(samples.filter(({ suite }) => suite !== name));
    return { name, inForce: judge(own, inForce()), unseen: judge(own, unseen), all: judge(own, fitted) };
  });
  printWeights(fitted);
  const kinds = ['inForce', 'unseen', 'all'] as const;
  const titles = { inForce: 'weights in force', unseen: 'fitted on the other suites', all: 'fitted on all suites' };
  printTable(
    ['', 'S@1', 'S@5', 'S@10', 'R@10', 'MRR', 'MRR unnamed', 'symbol S@10'],
    kinds.map((kind) => {
      const every = rows.flatMap((row) => row[kind]);
      const { s1, s5, s10, r10, mrr, symbol10 } = mean(every.map(({ measures }) => measures));
      const unnamed = mean(every.filter(({ leaks }) => !leaks).map(({ measures }) => measures)).mrr;
      return [titles[kind], ...[s1, s5, s10, r10, mrr, unnamed, symbol10].map((value) => fixed(value))];
    }),
  );
  writeResults('ranker', { fitted: named(fitted), suites: rows.map(({ name, unseen }) => ({ name, ...mean(unseen.map(({ measures }) => measures)) })) });
}

async function collect(suite: Suite): Promise<Sample[]> {
  const corpus = await buildCorpus(suite);
  const samples: Sample[] = [];
  for (const item of suite.cases) samples.push({ suite: suite.name, item, files: await fileItems(item, corpus) });
  console.error(`${suite.name}: ${samples.length} cases`);
  return samples;
}

function fit(samples: readonly Sample[]): Weights {
  const file = fitSoftmax(samples.map(fileList), FILE_FEATURES.length, L2);
  const chunk = fitSoftmax(samples.map((sample) => chunkList(sample, file)), CHUNK_FEATURES.length, L2);
  return { file, chunk };
}

function fileList({ files, item }: Sample): List {
  return { rows: files.map(({ row }) => row), gold: files.map(({ file }) => item.gold_files.includes(file.path)) };
}

function chunkList(sample: Sample, weights: Float64Array): List {
  const chunks = bestFiles(sample, weights).flatMap(({ file, merit, chunks: own }) =>
    own.map((candidate) => ({ row: chunkRow(candidate, file, merit), gold: isGold(candidate, file, sample.item) })),
  );
  return { rows: chunks.map(({ row }) => row), gold: chunks.map(({ gold }) => gold) };
}

function bestFiles({ files }: Sample, weights: Float64Array) {
  return files
    .map((item) => ({ ...item, merit: scoreOf(item.row, weights) + item.noise }))
    .sort((a, b) => b.merit - a.merit || (a.file.path < b.file.path ? -1 : 1))
    .slice(0, FILES_FOR_CHUNKS);
}

function judge(samples: readonly Sample[], weights: Weights) {
  return samples.map((sample) => {
    const scored = bestFiles(sample, weights.file).flatMap(({ file, merit, chunks }) =>
      chunks
        .map((candidate) => ({ file, range: file.chunks[candidate.chunk - file.chunkIds[0]!]!, score: scoreOf(chunkRow(candidate, file, merit), weights.chunk) }))
        .sort((a, b) => b.score - a.score)
        .map((each, turn) => ({ ...each, score: each.score - TURN * turn })),
    );
    scored.sort((a, b) => b.score - a.score);
    const results = scored.slice(0, RESULTS).map(({ file, range }) => ({ path: file.path, ...range }));
    return { measures: measure(results, sample.item), leaks: sample.item.leaksName };
  });
}

function inForce(): Weights {
  const file: Readonly<Record<string, number>> = { ...FILE_WEIGHTS, log_chunks: FILE_LENGTH };
  const { logLines, callable, unnamed, first } = CHUNK_SHAPE;
  const chunk: Readonly<Record<string, number>> = { ...CHUNK_WEIGHTS, log_lines: logLines, callable, unnamed, first };
  return {
    file: Float64Array.from(FILE_FEATURES, (feature) => file[feature] ?? 0),
    chunk: Float64Array.from(CHUNK_FEATURES, (feature) => chunk[feature] ?? 0),
  };
}

const named = ({ file, chunk }: Weights) => ({
  file: Object.fromEntries(FILE_FEATURES.map((feature, i) => [feature, Number(file[i]!.toFixed(2))])),
  chunk: Object.fromEntries(CHUNK_FEATURES.map((feature, i) => [feature, Number(chunk[i]!.toFixed(2))])),
});

function printWeights(weights: Weights): void {
  console.log(JSON.stringify(named(weights), null, 2));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
