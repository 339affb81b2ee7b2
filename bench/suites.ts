/**
 * Three suites that anyone can run, over npm packages that ship their sources: structure (names, lines,
 * traces, callers; truth from the TypeScript compiler and its language service) by `ast`, intentions
 * (doc comments that the tree no longer has) by `rag`, and both mixed by `automatic`.
 *
 *   npm run bench -- suites [--package NAME@VERSION …] [--publish NAME]
 */
import { parseArgs } from 'node:util';
import type { ConcreteMode } from '../src/kernel';
import { mean } from './measures';
import { drawPlot } from './quality/plot';
import { publish } from './quality/publish';
import { runSuite, type Row } from './quality/run';
import type { Table } from './quality/report';
import { writeResults } from './results';
import { buildSuites, type PackageSuites } from './suites/build';
import { PACKAGES } from './suites/packages';
import type { Kind } from './suites/questions';
import { fixed, printTable } from './table';

const FAMILIES: Readonly<Record<'structure' | 'words', readonly ConcreteMode[]>> = { structure: ['ast', 'ast_first'], words: ['rag', 'rag_first', 'parallel'] };
const BASELINES = ['BM25', 'template pipeline, hashed TF-IDF'];

interface Asked extends Row {
  readonly kind: Kind;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { package: { type: 'string', multiple: true }, publish: { type: 'string' } } });
  const rows: Asked[] = [];
  const packages: PackageSuites[] = [];
  for (const spec of values.package ?? PACKAGES) {
    const built = buildSuites(spec);
    packages.push(built);
    console.error(`${spec}: ${built.files} files, ${built.structural.cases.length} + ${built.intention.cases.length} questions`);
    const both = { ...built.structural, cases: [...built.structural.cases, ...built.intention.cases] };
    const found = await runSuite(both, ['automatic', 'ast', 'rag'], BASELINES);
    rows.push(...found.map((row) => ({ ...row, kind: built.kinds.get(row.case.id)! })));
  }
  const tables = [promises(rows), byKind(rows), families(rows)];
  const files = packages.reduce((sum, one) => sum + one.files, 0);
  console.log(`\n${packages.length} packages, ${files} files: ${packages.map(({ name }) => name).join(', ')}`);
  for (const { title, head, rows: cells } of tables) {
    console.log(`\n${title}`);
    printTable(head, cells);
  }
  const missed = rows.filter(({ system, measures }) => system === 'automatic' && measures.symbol?.s10 === 0).map(({ kind, case: { id, query, gold_symbols } }) => ({ kind, id, query, gold: gold_symbols.slice(0, 3) }));
  const figures = { packages: packages.map(({ name, files: count }) => ({ name, files: count })), tables };
  writeResults('suites', { ...figures, missed });
  if (values.publish) publish({ name: values.publish, figures, tables, plot: drawPlot(rows, undefined) });
}

const isIntention = ({ kind }: Asked): boolean => kind === 'intention';
const symbolsOf = (rows: readonly Asked[]) => mean(rows.map(({ measures }) => measures)).symbol;

function promises(rows: readonly Asked[]): Table {
  const line = (title: string, system: string, chosen: readonly Asked[]): string[] => {
    const own = chosen.filter((row) => row.system === system);
    const level = symbolsOf(own);
    return [title, system, String(own.length), ...[level?.s1, level?.s5, level?.s10, level?.mrr].map((value) => fixed(value))];
  };
  const structural = rows.filter((row) => !isIntention(row));
  const intention = rows.filter(isIntention);
  return {
    title: 'Generated suites, symbols',
    head: ['suite', 'by', 'questions', 'S@1', 'S@5', 'S@10', 'MRR'],
    rows: [
      line('structural', 'ast', structural),
      line('intention', 'rag', intention),
      line('mixed', 'automatic', rows),
      ...BASELINES.map((system) => line('mixed', system, rows)),
    ],
  };
}

function byKind(rows: readonly Asked[]): Table {
  const kinds = [...new Set(rows.map(({ kind }) => kind))];
  const systems = ['automatic', 'ast', 'rag', ...BASELINES];
  return {
    title: 'Symbol S@1 / S@10 by kind of question',
    head: ['', 'questions', ...systems],
    rows: kinds.map((kind) => {
      const own = rows.filter((row) => row.kind === kind);
      const cells = systems.map((system) => symbolsOf(own.filter((row) => row.system === system)));
      return [kind, String(own.filter(({ system }) => system === 'automatic').length), ...cells.map((level) => `${fixed(level?.s1)} / ${fixed(level?.s10)}`)];
    }),
  };
}

function families(rows: readonly Asked[]): Table {
  const asked = rows.filter(({ system }) => system === 'automatic');
  const right = (row: Asked): boolean => FAMILIES[isIntention(row) ? 'words' : 'structure'].includes(row.mode!);
  const share = (own: readonly Asked[]): string => fixed(own.filter(right).length / Math.max(1, own.length));
  const kinds = [...new Set(asked.map(({ kind }) => kind))];
  return {
    title: 'Share of questions for which `automatic` picks a mode of the right family (structure: ast, ast_first; prose: rag, rag_first, parallel)',
    head: ['', 'questions', 'right'],
    rows: [['all', String(asked.length), share(asked)], ...kinds.map((kind) => [kind, String(asked.filter((row) => row.kind === kind).length), share(asked.filter((row) => row.kind === kind))])],
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
