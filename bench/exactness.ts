/**
 * How exact the definitions are that facts hold, against independent truth.
 *
 *   npm run bench -- exactness [--tree DIR]… [--language python]… [--examples N]
 *
 * Without --tree: our own sources. Every language is judged that has files there and a judge.
 */
import { relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { byKind, compare, type Comparison } from './exactness/compare';
import { JUDGES } from './exactness/languages';
import { classOf, filesOf, readFacts, unreadBy } from './exactness/trees';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const GOALS = { recall: 0.99, precision: 0.99, leftOut: 0.05 };

interface Judged extends Comparison {
  readonly language: string;
  readonly by: string;
  readonly files: number;
  readonly characters: number;
  readonly withProblems: number;
  readonly unread: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      tree: { type: 'string', multiple: true, default: ['src'] },
      language: { type: 'string', multiple: true, default: Object.keys(JUDGES) },
      examples: { type: 'string', default: '3' },
    },
  });
  const strange = values.language.filter((language) => !JUDGES[language]);
  if (strange.length > 0) throw new Error(`No judge of ${strange.join(', ')}. There are: ${Object.keys(JUDGES).join(', ')}.`);
  const trees = values.tree.map((tree) => resolve(tree));
  const results: Judged[] = [];
  for (const language of values.language) {
    const paths = [...new Set(trees.flatMap((tree) => filesOf(tree, language)))];
    if (paths.length > 0) results.push(await judge(language, paths));
  }
  if (results.length === 0) throw new Error('The trees hold no file of the languages asked for.');
  for (const result of results) printDisagreements(result, trees, Number(values.examples));
  printTable(
    ['language', 'files', 'MB', 'truth by', 'truth', 'left out', 'found', 'ours', 'unjudged', 'recall', 'precision'],
    results.map(({ language, by, files, characters, truth, leftOutShare, found, ours, unjudgedShare, recall, precision }) => [
      language, String(files), fixed(characters / 1e6, 1), by, String(truth), percent(leftOutShare), String(found), String(ours), percent(unjudgedShare), fixed(recall, 4), fixed(precision, 4),
    ]),
  );
  console.log(`\nGoals: recall >= ${GOALS.recall}, precision >= ${GOALS.precision}, left out <= ${100 * GOALS.leftOut} %.`);
  writeResults('exactness', results.map(({ missed, extra, notAsked, leftOut, unjudged, ...figures }) => ({
    ...figures, missed: missed.length, extra: extra.length,
    notAsked: Object.fromEntries(notAsked), leftOut: Object.fromEntries(leftOut), unjudged: Object.fromEntries(unjudged),
  })));
  if (!results.every(({ recall, precision, leftOutShare }) => recall >= GOALS.recall && precision >= GOALS.precision && leftOutShare <= GOALS.leftOut)) process.exitCode = 1;
}

async function judge(language: string, paths: readonly string[]): Promise<Judged> {
  const rules = JUDGES[language]!;
  const { facts, characters, lineAt } = await readFacts(paths);
  const told = await rules.truth(paths);
  const classes = new Map(facts.map((each) => [each.path, classOf(each)]));
  const unjudged = { why: 'in files of a class that is left out', is: ({ path }: { readonly path: string }) => classes.get(path) !== undefined };
  const skipped = { why: 'in branches of conditions that the judge passes over', is: ({ path, line }: { readonly path: string; readonly line: number }) => told.skipped?.(path, line) ?? false };
  const without = new Map(facts.map((each) => [each.path, unreadBy(each)]));
  const truth = {
    ...told,
    definitions: told.definitions.map((one) => ({ ...one, notAsked: one.notAsked ?? without.get(one.path), leftOut: one.leftOut ?? classes.get(one.path) })),
  };
  return {
    language,
    by: truth.by,
    files: paths.length,
    characters,
    withProblems: facts.filter(({ problems }) => problems.length > 0).length,
    unread: truth.unread.size,
    ...compare(truth, facts, { ...rules, unknown: [...(rules.unknown ?? []), unjudged, skipped] }, lineAt),
  };
}

const percent = (share: number): string => `${fixed(100 * share, 1)} %`;

function printDisagreements(result: Judged, trees: readonly string[], examples: number): void {
  console.log(`\n${result.language}: ${result.withProblems} files with syntax errors for us, ${result.unread} unread by ${result.by}`);
  for (const [title, reasons] of [['not asked for', result.notAsked], ['left out', result.leftOut], ['ours, not judged', result.unjudged]] as const) {
    for (const [reason, count] of reasons) console.log(`  ${title}: ${count} × ${reason}`);
  }
  const short = (text: string): string => trees.reduce((path, tree) => (path.startsWith(`${tree}/`) ? relative(tree, path) : path), text);
  for (const [title, list] of [['missed', result.missed], ['only ours', result.extra]] as const) {
    for (const [kind, count, some] of byKind(list, examples)) console.log(`  ${title}: ${count} × ${kind}: ${some.map(short).join('; ')}`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
