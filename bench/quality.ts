/**
 * Retrieval quality of every mode beside two baselines, on any cases in the JSON-lines format of
 * docs/benchmarks.md, or, without arguments, on cases made from this repository's own doc comments.
 *
 *   npm run bench:quality -- --cases FILE --tree DIR [--cases FILE --tree DIR …] [--mode MODE …]
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { MODES, type Mode } from '../src/kernel';
import { createBm25 } from './baselines/bm25';
import { createNaiveRag } from './baselines/naive-rag';
import type { Document } from './baselines/words';
import { pairSuites, type Case, type Suite } from './cases';
import { generateSuite } from './generate';
import { loadEngine } from './engine';
import { mean, measure, percentile, type Measures } from './measures';
import { writeResults } from './results';
import { fixed, printTable } from './table';

interface Row {
  readonly suite: string;
  readonly system: string;
  readonly case: Case;
  readonly measures: Measures;
  readonly latencyMs?: number;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', multiple: true },
      tree: { type: 'string', multiple: true },
      mode: { type: 'string', multiple: true },
    },
  });
  const modes = (values.mode ?? ['automatic', 'ast', 'rag']) as Mode[];
  for (const mode of modes) if (!MODES.includes(mode)) throw new Error(`Unknown mode "${mode}". Modes: ${MODES.join(', ')}.`);
  const suites = values.cases ? pairSuites(values.cases, values.tree ?? []) : [await generateSuite('.')];
  const rows: Row[] = [];
  for (const suite of suites) {
    console.error(`${suite.name}: ${suite.cases.length} cases`);
    rows.push(...(await runEngine(suite, modes)), ...runBaselines(suite));
  }
  report(rows, ['bm25', 'naive rag', ...modes], suites);
}

async function runEngine(suite: Suite, modes: readonly Mode[]): Promise<Row[]> {
  const engine = loadEngine().openEngine({ inThread: false });
  const rows: Row[] = [];
  try {
    await engine.syncIndex({ root: suite.root });
    for (const mode of modes) {
      for (const item of suite.cases) {
        const answer = await engine.search({ root: suite.root, query: item.query, mode, limit: 100, refresh: 'none' });
        rows.push({ suite: suite.name, system: mode, case: item, measures: measure(answer.results, item), latencyMs: answer.latencyMs });
      }
    }
  } finally {
    await engine.close();
  }
  return rows;
}

function runBaselines(suite: Suite): Row[] {
  const documents = listDocuments(suite.root);
  return Object.entries({ bm25: createBm25, 'naive rag': createNaiveRag }).flatMap(([system, create]) => {
    const rank = create(documents);
    return suite.cases.map((item) => ({
      suite: suite.name,
      system,
      case: item,
      measures: measure(rank(item.query).map((path) => ({ path })), item),
    }));
  });
}

/** All text files of the tree. The trees of published cases hold nothing else than candidates. */
function listDocuments(root: string): Document[] {
  return walk(root).map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function walk(root: string): string[] {
  return readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, '/').length))
    .sort();
}

function report(rows: readonly Row[], systems: readonly string[], suites: readonly Suite[]): void {
  const head = ['', 'S@1', 'S@5', 'S@10', 'R@10', 'MRR', 'symbol S@10', 'p50 ms', 'p95 ms'];
  const results: Record<string, unknown> = {};
  const print = (title: string, chosen: readonly Row[]): void => {
    console.log(`\n${title}`);
    const table = systems.map((system) => {
      const own = chosen.filter((row) => row.system === system);
      const latencies = own.flatMap((row) => (row.latencyMs === undefined ? [] : [row.latencyMs]));
      const measures = mean(own.map((row) => row.measures));
      results[`${title} | ${system}`] = { ...measures, cases: own.length };
      const { s1, s5, s10, r10, mrr, symbol10 } = measures;
      const times = latencies.length > 0 ? [0.5, 0.95].map((share) => fixed(percentile(latencies, share), 1)) : ['–', '–'];
      return [system, ...[s1, s5, s10, r10, mrr, symbol10].map((value) => fixed(value)), ...times];
    });
    printTable(head, table);
  };
  if (suites.length > 1) for (const { name, cases } of suites) print(`${name} (${cases.length} cases)`, rows.filter((row) => row.suite === name));
  const total = suites.reduce((sum, { cases }) => sum + cases.length, 0);
  print(`All (${total} cases)`, rows);
  const clean = rows.filter((row) => !row.case.leaksName);
  print(`Queries that do not name the answer (${clean.length / systems.length} cases)`, clean);
  writeResults('quality', results);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
