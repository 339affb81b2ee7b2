/** `npm run bench -- references [--tree DIR]… [--samples 200] [--seed 1] [--heap 1024]`; default tree: our own sources. */
import { parseArgs } from 'node:util';
import { measureReferences, type ReferencesResult, type Score } from './exactness/references';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const GOALS = { precision: 0.99, recall: 0.95, indexMs: 5, exactMs: 200 };
const EXAMPLES = 3;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tree: { type: 'string', multiple: true, default: ['src'] },
      samples: { type: 'string', default: '200' },
      seed: { type: 'string', default: '1' },
      heap: { type: 'string', default: '1024' },
    },
  });
  const results: ReferencesResult[] = [];
  for (const tree of values.tree) {
    const result = await measureReferences({ tree, samples: Number(values.samples), seed: Number(values.seed), heapMb: Number(values.heap) });
    results.push(result);
    print(result);
  }
  console.log(`\nGoals: exact edges with precision >= ${GOALS.precision} and recall >= ${GOALS.recall}; p95 from the index <= ${GOALS.indexMs} ms, exact <= ${GOALS.exactMs} ms once warm.`);
  writeResults('references', results);
  if (results.some(({ byTypes }) => precision(byTypes) < GOALS.precision || recall(byTypes) < GOALS.recall)) process.exitCode = 1;
}

function print(result: ReferencesResult): void {
  console.log(`\n${result.tree}: ${result.files} files, ${result.samples} symbols drawn`);
  printTable(
    ['edges marked exact', 'symbols', 'uses in truth', 'claimed', 'precision', 'recall'],
    [
      row('by names alone', result.byNames, result.samples),
      row('with types', result.byTypes, result.samples),
      ...Object.entries(result.byKind)
        .sort(([, a], [, b]) => b.truth - a.truth)
        .map(([kind, score]) => row(`  ${kind}`, score, score.symbols)),
    ],
  );
  const leftOut = Object.entries(result.leftOut).map(([role, number]) => `${number} ${role}s`);
  console.log(`Of the language service's answers no uses: ${leftOut.join(', ') || 'none'}.`);
  printDisagreements('missed', result.missed);
  printDisagreements('extra', result.extra);
  console.log(`Exact answers equal to the language service's: ${result.equalAnswers} of ${result.samples}. ${result.unequal.slice(0, EXAMPLES).join(', ')}`);
  const times = { 'from the index': result.indexMs, 'exact, warm': result.exactMs, 'settling types': result.settleMs };
  printTable(['ms', 'p50', 'p95', 'max'], Object.entries(times).map(([name, all]) => [name, ...[0.5, 0.95, 1].map((share) => fixed(quantile(all, share), 1))]));
  const megabytes = (bytes: number): string => fixed(bytes / 1_048_576, 0);
  console.log(`Checker: loaded in ${fixed(result.loadMs / 1_000, 1)} s, warm after ${fixed(result.warmMs / 1_000, 1)} s more, heap ${megabytes(result.heapBytes)} of ${megabytes(result.heapLimit)} MB at the end.`);
}

function row(name: string, score: Score, symbols: number): string[] {
  return [name, String(symbols), String(score.truth), String(score.claimed), fixed(precision(score)), fixed(recall(score))];
}

function printDisagreements(name: string, classes: Readonly<Record<string, string[]>>): void {
  for (const [syntax, all] of Object.entries(classes)) console.log(`  ${name}, ${all.length} in ${syntax}: ${all.slice(0, EXAMPLES).join('; ')}`);
}

const precision = ({ right, claimed }: Score): number => (claimed === 0 ? 1 : right / claimed);
const recall = ({ right, truth }: Score): number => (truth === 0 ? 1 : right / truth);
const quantile = (all: readonly number[], share: number): number => [...all].sort((a, b) => a - b)[Math.min(all.length - 1, Math.floor(share * all.length))] ?? 0;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
