/**
 * How exact the definitions are that facts hold, against independent truth, and how fast they come.
 *
 *   npm run bench -- exactness --tree DIR --language python [--examples N]
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { FileFacts } from '../src/kernel';
import { languageOf, parseFile } from '../src/parse';
import { byKind, compare } from './exactness/compare';
import { JUDGES } from './exactness/languages';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const SIZE_MAX = 2 * 1024 * 1024;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { tree: { type: 'string' }, language: { type: 'string' }, examples: { type: 'string' } },
  });
  const judge = JUDGES[values.language ?? ''];
  if (!values.tree || !judge) throw new Error(`Needed: --tree DIR and --language, one of ${Object.keys(JUDGES).join(', ')}.`);
  const paths = filesOf(resolve(values.tree), values.language!);
  const { facts, ms, characters, lineAt } = await readFacts(paths);
  const truth = await judge.truth(paths);
  const result = compare(truth, facts, judge, lineAt);
  const excluded = Object.values(result.leftOut).reduce((sum, count) => sum + count, 0);
  console.log(`${paths.length} files, ${fixed(characters / 1e6, 1)} MB, ${fixed(characters / 1e3 / ms, 1)} MB/s; truth by ${truth.by}`);
  console.log(`without structure: ${facts.filter(({ structure }) => structure === 'none').length}, with problems: ${facts.filter(({ problems }) => problems.length > 0).length}, unread by the truth: ${truth.unread.size}`);
  printTable(
    ['', 'truth', 'left out', 'found', 'ours', 'recall', 'precision'],
    [[values.language!, String(result.truth), String(excluded), String(result.found), String(result.ours), fixed(result.recall, 4), fixed(result.precision, 4)]],
  );
  const examples = Number(values.examples ?? 5);
  for (const [reason, count] of Object.entries(result.leftOut)) console.log(`left out: ${count} × ${reason}`);
  for (const [title, list] of [['missed', result.missed], ['only ours', result.extra]] as const) {
    for (const [kind, count, some] of byKind(list, examples)) console.log(`${title}: ${count} × ${kind}\n    ${some.join('\n    ')}`);
  }
  const { missed, extra, ...figures } = result;
  writeResults(`exactness-${values.language}`, { tree: values.tree, ...figures, missed: missed.length, extra: extra.length, megabytesPerSecond: characters / 1e3 / ms });
}

function filesOf(tree: string, language: string): string[] {
  return readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((file) => languageOf(file) === language && !/(^|\/)\.git\//.test(file))
    .map((file) => join(tree, file))
    .filter((file) => statSync(file).isFile() && statSync(file).size <= SIZE_MAX)
    .sort();
}

interface Read {
  readonly facts: FileFacts[];
  readonly ms: number;
  readonly characters: number;
  readonly lineAt: (path: string, line: number) => string;
}

async function readFacts(paths: readonly string[]): Promise<Read> {
  const contents = paths.map((path) => {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    return { path, text, hash: '', size: text.length, invalidUtf8: false };
  });
  // The first file loads the parser.
  if (contents[0]) await parseFile(contents[0]);
  const started = performance.now();
  const facts: FileFacts[] = [];
  for (const content of contents) facts.push(await parseFile(content));
  const ms = performance.now() - started;
  const texts = new Map(contents.map(({ path, text }) => [path, text.split('\n')]));
  const lineAt = (path: string, line: number): string => texts.get(path)?.[line - 1] ?? '';
  return { facts, ms, characters: contents.reduce((sum, { text }) => sum + text.length, 0), lineAt };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
