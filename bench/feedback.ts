/**
 * What learning from feedback gains, and what hostile feedback costs, on cases in the JSON-lines format of
 * docs/benchmarks.md, or, without arguments, on cases made from this repository's own doc comments.
 *
 *   npm run bench -- feedback [--cases FILE --tree DIR …]
 *
 * new: each question is ranked before its own feedback is given, with that of the questions before it.
 * again: every question asked once more in other words (a third of them left out), after all feedback.
 * hostile: three times for every question, the best wrong file is called needed and the right one useless;
 * then the very same questions are asked. mixed: as hostile, for a third of the questions; honest otherwise.
 */
import { parseArgs } from 'node:util';
import type { RankedResult } from '../src/kernel';
import { boostFiles, LEARN, strengthsOf, type FeedbackEvent } from '../src/learn';
import { termsOf } from '../src/lexical';
import { pairSuites, type Case, type Suite } from './cases';
import { loadEngine } from './engine';
import { generateSuite } from './generate';
import { measure } from './measures';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const RESULTS = 100;
const HOUR = 3_600_000;
const HALF_LIFE = 60 * 24 * HOUR;

interface Asked {
  readonly item: Case;
  readonly results: readonly RankedResult[];
  readonly again: readonly RankedResult[];
  readonly terms: readonly string[];
  readonly againTerms: readonly string[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', multiple: true }, tree: { type: 'string', multiple: true } } });
  const suites = values.cases ? pairSuites(values.cases, values.tree ?? []) : [await generateSuite('.')];
  const rows: [string, Record<string, number>][] = [];
  const all: Record<string, number[]> = {};
  for (const suite of suites) {
    console.error(`${suite.name}: ${suite.cases.length} cases`);
    const figures = simulate(await askAll(suite));
    for (const [name, list] of Object.entries(figures)) (all[name] ??= []).push(...list);
    rows.push([suite.name, means(figures)]);
  }
  rows.push(['all', means(all)]);
  const columns = Object.keys(rows[0]![1]);
  printTable(['MRR of the first gold file', ...columns], rows.map(([name, figures]) => [name, ...columns.map((column) => fixed(figures[column]))]));
  const total = rows[rows.length - 1]![1];
  const change = (from: string, to: string): string => `${(100 * (total[to]! / total[from]! - 1)).toFixed(1)} %`;
  console.log(`\nGain on new questions ${change('unlearnt', 'new')}, on questions asked again ${change('again unlearnt', 'again')}.`);
  console.log(`Hostile feedback on every question ${change('unlearnt', 'hostile')}, on a third ${change('unlearnt', 'mixed')}.`);
  const worst = Math.min(...rows.map(([, row]) => row.hostile! / row.unlearnt! - 1));
  console.log(`Most that one workspace loses by hostile feedback on every question: ${(-100 * worst).toFixed(1)} %; allowed: 2 %.`);
  writeResults('feedback', Object.fromEntries(rows));
}

async function askAll({ root, cases }: Suite): Promise<Asked[]> {
  const engine = loadEngine().openEngine({ inThread: false });
  try {
    const search = async (query: string) => (await engine.search({ root, query, limit: RESULTS, refresh: 'none' })).results;
    await engine.syncIndex({ root });
    const asked: Asked[] = [];
    for (const item of cases) {
      const again = item.query.split(/\s+/).filter((_, index) => index % 3 !== 1).join(' ') || item.query;
      asked.push({ item, results: await search(item.query), again: await search(again), terms: wordsOf(item.query), againTerms: wordsOf(again) });
    }
    return asked;
  } finally {
    await engine.close();
  }
}

const wordsOf = (text: string): string[] => [...new Set(termsOf(text))].slice(0, LEARN.terms);

function simulate(asked: readonly Asked[]): Record<string, number[]> {
  const honest = asked.flatMap(({ item, terms }, index) => item.gold_files.slice(0, 1).map((file) => event(file, terms, true, index)));
  const attack = (chosen: readonly Asked[]): FeedbackEvent[] =>
    [0, 1, 2].flatMap((round) =>
      chosen.flatMap(({ item, results, terms }, index) => {
        const wrong = results.find(({ path }) => !item.gold_files.includes(path));
        const gold = item.gold_files.map((file) => event(file, terms, false, round * chosen.length + index));
        return wrong ? [...gold, event(wrong.path, terms, true, round * chosen.length + index)] : gold;
      }),
    );
  const hostile = attack(asked);
  const mixed = [...honest, ...attack(asked.filter((_, index) => index % 3 === 0))];
  return {
    unlearnt: asked.map(({ item, results }) => mrr(results, item)),
    new: asked.map((one, index) => mrr(learnt(one.results, one.terms, honest.slice(0, index)), one.item)),
    'again unlearnt': asked.map(({ item, again }) => mrr(again, item)),
    again: asked.map(({ item, again, againTerms }) => mrr(learnt(again, againTerms, honest), item)),
    hostile: asked.map(({ item, results, terms }) => mrr(learnt(results, terms, hostile), item)),
    mixed: asked.map(({ item, results, terms }) => mrr(learnt(results, terms, mixed), item)),
  };
}

/** Words weigh the same here: what the engine knows of their rarity only helps. */
function learnt(results: readonly RankedResult[], terms: readonly string[], events: readonly FeedbackEvent[]): readonly RankedResult[] {
  const kept = events.slice(-LEARN.events);
  const strengths = strengthsOf(terms.map((term) => ({ term, weight: 1 })), kept, kept.length * HOUR, HALF_LIFE);
  return boostFiles(results, (path) => strengths.get(path) ?? 0);
}

const event = (file: string, terms: readonly string[], useful: boolean, index: number): FeedbackEvent => ({ file, terms, useful, at: index * HOUR });
const mrr = (results: readonly RankedResult[], item: Case): number => measure(results, item).mrr;
const means = (figures: Record<string, number[]>): Record<string, number> =>
  Object.fromEntries(Object.entries(figures).map(([name, list]) => [name, list.reduce((sum, value) => sum + value, 0) / Math.max(1, list.length)]));

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
