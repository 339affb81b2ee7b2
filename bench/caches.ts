/**
 * How often the engine need not do a thing again, on a workload as workflows make it: the questions of the
 * cases, most of them asked again soon (retries, several callers, duplicates of an issue), and files edited
 * between them.
 *
 *   npm run bench -- caches [--cases FILE --tree DIR …]
 *
 * Trees are copied, and the copies are edited. An embedding model is attached (words hashed here), since
 * texts are only remembered for models. The cold index is counted apart: nothing can be known there.
 */
import { parseArgs } from 'node:util';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import type { EmbeddingProvider, MetricsSummary } from '../src/kernel';
import { pairSuites, type Suite } from './cases';
import { loadEngine } from './engine';
import { generateSuite } from './generate';
import { seeded } from './quality/bootstrap';
import { listDocuments } from './quality/run';
import { writeResults } from './results';
import { fixed, printTable } from './table';

/** Of the questions after the first, those that were asked among the latest ones. */
const AGAIN = 0.75;
const LATEST = 10;
/** A file is edited before every so many questions. */
const EDIT_EVERY = 20;
const GOAL = 0.9;
const TITLES = { ast: 'analysed files', decision: 'chosen modes', embedding: 'embedded texts', live: "answers' code as indexed" } as const;
const HASH_COMMENT = new Set(['.py', '.rb', '.sh', '.bash']);

type Kinds = Readonly<Record<string, { readonly hits: number; readonly misses: number }>>;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { cases: { type: 'string', multiple: true }, tree: { type: 'string', multiple: true } } });
  const suites = values.cases ? pairSuites(values.cases, values.tree ?? []) : [await generateSuite('.')];
  const found: { name: string; questions: number; kinds: Kinds }[] = [];
  for (const suite of suites) {
    console.error(`${suite.name}: ${suite.cases.length} questions`);
    found.push({ name: suite.name, ...(await replay(suite)) });
  }
  const all = Object.keys(TITLES).map((kind) => [kind, total(found.map(({ kinds }) => kinds[kind]))] as const);
  const rows = [...found.map(({ name, kinds }) => [name, ...cells(Object.keys(TITLES).map((kind) => kinds[kind]))]), ['all', ...cells(all.map(([, counts]) => counts))]];
  printTable(['share found', ...Object.values(TITLES), 'all look-ups'], rows);
  const rate = rateOf(total(all.map(([, counts]) => counts)));
  console.log(`\n${found.reduce((sum, { questions }) => sum + questions, 0)} questions; ${fixed(rate)} of all look-ups were answered from memory (goal ${GOAL}): ${rate !== undefined && rate >= GOAL ? 'reached' : 'missed'}.`);
  writeResults('caches', { suites: found, all: Object.fromEntries(all), rate });
}

async function replay({ root, cases }: Suite): Promise<{ questions: number; kinds: Kinds }> {
  const folder = mkdtempSync(join(tmpdir(), 'hybrid-context-caches-'));
  const tree = join(folder, 'tree');
  cpSync(root, tree, { recursive: true });
  const engine = loadEngine().openEngine({ inThread: false, home: join(folder, 'home') });
  const lent = { embeddings: hashedWords() };
  const random = seeded(1);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  try {
    const files = listDocuments(tree).map(({ path }) => path);
    await engine.syncIndex({ root: tree }, lent);
    const before = (await engine.getMetrics({})).summary;
    const latest: string[] = [];
    let questions = 0;
    for (let next = 0; next < cases.length; questions += 1) {
      if (questions % EDIT_EVERY === EDIT_EVERY - 1) edit(join(tree, pick(files)), questions);
      const query = latest.length > 0 && random() < AGAIN ? pick(latest) : cases[next++]!.query;
      if (!latest.includes(query)) latest.push(query);
      if (latest.length > LATEST) latest.shift();
      const { items } = await engine.getContext({ root: tree, query }, lent);
      // Workflows ask AST Analyze about the file that an answer names first.
      if (items[0]) await engine.analyzeFile({ root: tree, filePath: items[0].path });
    }
    return { questions, kinds: since(before, (await engine.getMetrics({})).summary) };
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function edit(file: string, at: number): void {
  appendFileSync(file, `\n${HASH_COMMENT.has(extname(file)) ? '#' : '//'} edited ${at}\n`);
}

function since(before: MetricsSummary, after: MetricsSummary): Kinds {
  const old = before.cache.byKind;
  return Object.fromEntries(
    Object.entries(after.cache.byKind).map(([kind, { hits, misses }]) => [kind, { hits: hits - (old[kind]?.hits ?? 0), misses: misses - (old[kind]?.misses ?? 0) }]),
  );
}

/** A model that costs nothing: each word one of 64 directions. */
function hashedWords(): EmbeddingProvider {
  const embed = (text: string): number[] => {
    const vector = new Array<number>(64).fill(0);
    for (const word of text.toLowerCase().match(/\w+/g) ?? []) vector[Buffer.from(word).reduce((hash, byte) => (hash * 31 + byte) & 63, 7)]! += 1;
    return vector.map((value) => value + 1e-3);
  };
  return { model: 'bench-hashed-words', embedDocuments: async (texts) => texts.map(embed), embedQuery: async (text) => embed(text) };
}

function total(list: readonly (Kinds[string] | undefined)[]): Kinds[string] {
  return list.reduce<Kinds[string]>((sum, one) => ({ hits: sum.hits + (one?.hits ?? 0), misses: sum.misses + (one?.misses ?? 0) }), { hits: 0, misses: 0 });
}

const rateOf = (counts: Kinds[string] | undefined): number | undefined => (counts && counts.hits + counts.misses > 0 ? counts.hits / (counts.hits + counts.misses) : undefined);

const cells = (counts: readonly (Kinds[string] | undefined)[]): string[] => [...counts.map((one) => fixed(rateOf(one))), fixed(rateOf(total(counts)))];

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
