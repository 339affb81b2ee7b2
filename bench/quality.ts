/**
 * Retrieval quality of every mode beside four baselines, on any cases in the JSON-lines format of
 * docs/benchmarks.md, or, without arguments, on cases made from this repository's own doc comments.
 *
 *   npm run bench:quality -- [--cases FILE --tree DIR …] [--mode MODE …] [--no-baselines] [--no-ablations] [--publish NAME]
 */
import { parseArgs } from 'node:util';
import { pairSuites, type Suite } from './cases';
import { generateSuite } from './generate';
import { mean, percentile } from './measures';
import { ablate, compareFusion } from './quality/ablation';
import { calibrate } from './quality/calibration';
import { drawPlot } from './quality/plot';
import { publish } from './quality/publish';
import { systemsOf, tabulate, tabulateAblations, tabulateCalibration, tabulateGains, tabulateSelection, type Table } from './quality/report';
import { BASELINE_SYSTEMS, checkModes, ENGINE_SYSTEMS, RECIPROCAL, runSuite, type Row } from './quality/run';
import { judgeSelection } from './quality/selection';
import { writeResults } from './results';
import { fixed, printTable } from './table';

const TIMES = 'Time of a ranking, index warm';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      cases: { type: 'string', multiple: true },
      tree: { type: 'string', multiple: true },
      mode: { type: 'string', multiple: true },
      'no-baselines': { type: 'boolean' },
      'no-ablations': { type: 'boolean' },
      publish: { type: 'string' },
    },
  });
  const modes = checkModes(values.mode ?? ENGINE_SYSTEMS);
  const suites = values.cases ? pairSuites(values.cases, values.tree ?? []) : [await generateSuite('.')];
  const rows: Row[] = [];
  for (const suite of suites) {
    console.error(`${suite.name}: ${suite.cases.length} cases`);
    rows.push(...(await runSuite(suite, modes, [...(values['no-baselines'] ? [] : BASELINE_SYSTEMS), ...(values['no-ablations'] ? [] : [RECIPROCAL])])));
  }
  const report = await judge(rows, suites, values['no-ablations'] !== true);
  for (const { title, head, rows: cells } of report.tables) {
    console.log(`\n${title}`);
    printTable(head, cells);
  }
  writeResults('quality', report.figures);
  // Times are those of the machine and the moment: they are printed, not published.
  if (values.publish) publish({ name: values.publish, ...report, tables: report.tables.filter(({ title }) => title !== TIMES), plot: drawPlot(rows, report.figures.calibration) });
}

async function judge(rows: readonly Row[], suites: readonly Suite[], withAblations: boolean) {
  const selection = judgeSelection(rows);
  const stated = rows.flatMap(({ quality, packed }) => (quality && packed !== undefined ? [{ score: quality.score, right: packed }] : []));
  const calibration = stated.length > 0 ? calibrate(stated) : undefined;
  const fusion = compareFusion(rows);
  const ablations = withAblations ? [...(await ablate(suites)), ...(fusion ? [fusion] : [])] : [];
  const tables: Table[] = [
    ...tabulate(rows),
    ...(systemsOf(rows).includes('automatic') && systemsOf(rows).length > 1 ? [tabulateGains(rows)] : []),
    ...(selection ? [tabulateSelection(selection)] : []),
    ...(calibration ? [tabulateCalibration(calibration)] : []),
    ...(ablations.length > 0 ? [tabulateAblations(ablations)] : []),
    latencies(rows),
  ];
  const systems = Object.fromEntries(systemsOf(rows).map((name) => [name, mean(rows.filter(({ system }) => system === name).map(({ measures }) => measures))]));
  return { tables, figures: { suites: suites.map(({ name, cases }) => ({ name, cases: cases.length })), systems, selection, calibration, ablations } };
}

function latencies(rows: readonly Row[]): Table {
  const timed = rows.filter(({ latencyMs }) => latencyMs !== undefined);
  return {
    title: TIMES,
    head: ['', 'p50 ms', 'p95 ms'],
    rows: systemsOf(timed).map((name) => {
      const own = timed.filter(({ system }) => system === name).map(({ latencyMs }) => latencyMs!);
      return [name, fixed(percentile(own, 0.5), 1), fixed(percentile(own, 0.95), 1)];
    }),
  };
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
