/**
 * Forecasts, alarms and anomalies against known truth and against baselines, in one run.
 *
 *   npm run bench:forecast -- [--per-family N] [--seed N] [--series DIR [--index FILE] [--labels FILE]]
 *
 * Without a folder: 25 synthetic series of each of eleven families (docs/monitoring.md says how measured); fails
 * when a goal is missed. A folder holds `index*.jsonl` and `labels*.jsonl` with the CSV files they name; it is read,
 * never kept, and what is missed there is only said.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DEFAULT_RULE } from '../src/alert';
import { countAnnounced } from './forecast/announced';
import { BASELINES } from './forecast/baselines';
import { readFolder, type RawSeries } from './forecast/folder';
import type { LabelledSeries } from './forecast/labelled';
import { measureNab } from './forecast/nab-run';
import { measureOracle } from './forecast/oracle';
import { ours } from './forecast/predictor';
import { toTasks } from './forecast/real';
import { printGoals, printRecalls, printSummaries, ratioAtEqualRecall, summarize, type Goal, type Summary } from './forecast/report';
import { newResult, runSeries } from './forecast/run';
import { measureSpeed } from './forecast/speed';
import { measureSteps } from './forecast/steps';
import { makeSynthetic } from './forecast/synthetic';
import { writeResults } from './results';
import { fixed } from './table';

const HINT = `
Series of your own, beside these: npm run bench:forecast -- --series FOLDER [--index FILE] [--labels FILE]
FOLDER holds CSV files, index*.jsonl (a line for each: id, source, csv, time_column, value_column, sep, step_seconds)
and labels*.jsonl (a line for each: id, incidents with start and end).`;

/** Shares of the levels that alerts fire at. */
const LEVELS = [0.01, 0.02, 0.03, 0.05, 0.08, 0.11, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.1, 1.2];
const LEVEL = LEVELS.indexOf(1);
const CONTESTANTS = { 'hybrid-context': ours, ...BASELINES };
const ROWS_MAX = 5_000;

function runAll(series: readonly LabelledSeries[]): Record<string, Summary> {
  return Object.fromEntries(
    Object.entries(CONTESTANTS).map(([name, contestant]) => {
      const result = newResult(LEVELS.length);
      for (const one of series) runSeries([result], one, contestant, LEVELS);
      return [name, summarize(result)];
    }),
  );
}

function printFamilies(series: readonly LabelledSeries[]): void {
  const families = [...new Set(series.map(({ family }) => family))];
  const rows = families.map((family) => {
    const result = newResult(LEVELS.length);
    for (const one of series.filter((each) => each.family === family)) runSeries([result], one, ours, LEVELS);
    return [family, summarize(result)] as const;
  });
  printSummaries(Object.fromEntries(rows), LEVEL);
}

function goalsOf(summaries: Record<string, Summary>, ramps: Summary, foundInThree: number, speedMs: number): Goal[] {
  const own = summaries['hybrid-context']!;
  const alarm = own.alarms[LEVEL]!;
  const rule = summaries.predict_linear!.alarms[LEVEL]!;
  const best = Math.min(...Object.keys(BASELINES).map((name) => summaries[name]!.pinball));
  return [
    { name: 'precision', value: alarm.precision, low: 0.85 },
    { name: 'recall', value: alarm.recall, low: 0.8 },
    { name: 'median lead on ramps of 2 h and more, min', value: ramps.alarms[LEVEL]!.leadMedian, low: 45 },
    { name: 'false alarms per series-day', value: alarm.falsePerDay, high: 0.1 },
    { name: 'false alarms over those of predict_linear at its recall', value: ratioAtEqualRecall(own, rule), high: 0.5 },
    { name: 'ECE', value: own.ece, high: 0.05 },
    { name: 'Brier skill', value: own.brierSkill, low: 0.3 },
    { name: '90 % interval covers', value: own.covered, low: 0.88, high: 0.92 },
    { name: 'pinball loss over the best baseline', value: own.pinball / best, high: 0.999 },
    { name: 'steps found within 3 buckets', value: foundInThree, low: 0.95 },
    { name: '1,000 series evaluated, ms of processor', value: speedMs, high: 200 },
  ];
}

async function benchSynthetic(perFamily: number, seed: number): Promise<unknown> {
  const series = makeSynthetic(perFamily, seed);
  console.log(`\n${series.length} synthetic series, seed ${seed}; alarms at ${DEFAULT_RULE.fireAt.join(', ')} by horizon; pinball in mean steps of the series; lead in minutes`);
  const summaries = runAll(series);
  printSummaries(summaries, LEVEL);
  const byHorizon = Object.values(summaries)[0]!.coveredByHorizon.map((share) => fixed(share, 3)).join(', ');
  console.log(`90 % interval of hybrid-context covers by horizon: ${byHorizon}`);
  console.log('\nhybrid-context by family');
  printFamilies(series);
  const ramps = newResult(LEVELS.length);
  for (const one of series.filter(({ family }) => family === 'ramp')) runSeries([ramps], one, ours, LEVELS);
  const { change, breach } = measureSteps(series);
  const within = (delays: readonly number[]): number => delays.filter((delay) => delay <= 3).length / delays.length;
  console.log(`\n${change.length} steps without a precursor: change found within 3 buckets ${fixed(within(change), 2)}, breach called ${fixed(within(breach), 2)}`);
  const speed = measureSpeed();
  console.log(`1,000 series evaluated: ${fixed(speed.processorMs, 0)} ms of processor, ${fixed(speed.medianMs, 0)} ms by the clock (median)`);
  const oracle = await measureOracle(series);
  console.log(`\nOracle (${oracle.name}) on ${oracle.origins} moments: pinball ${fixed(oracle.theirs)}, hybrid-context there ${fixed(oracle.ours)}\n`);
  if (!printGoals(goalsOf(summaries, summarize(ramps), within(change), speed.processorMs))) process.exitCode = 1;
  return { series: series.length, seed, summaries, steps: { change: within(change), breach: within(breach) }, speed, oracle };
}

function benchFolder(raw: readonly RawSeries[]): unknown {
  const tasks = toTasks(raw, ROWS_MAX);
  const sources = [...new Set(tasks.map(({ family }) => family))];
  const real = Object.fromEntries(
    sources.map((source) => {
      const own = tasks.filter(({ family }) => family === source);
      console.log(`\n${source}: ${own.length} series, horizons in rows, thresholds at the 97th percentile, at most ${ROWS_MAX} rows`);
      const { announced, all } = countAnnounced(own);
      console.log(`${announced} of ${all} breaches begin when values are already half-way to the threshold; the others are steps`);
      const summaries = runAll(own);
      printSummaries(summaries, LEVEL);
      console.log();
      printRecalls(summaries, summaries.predict_linear!.alarms[LEVEL]!.falsePerDay);
      console.log();
      printGoals(goalsOfReal(source, summaries));
      return [source, summaries];
    }),
  );
  const anomalies = measureNab(raw);
  const scored = anomalies.find(({ source, profile }) => source === 'NAB' && profile === 'standard');
  console.log();
  if (scored) printGoals([{ name: 'NAB: anomaly score, standard profile', value: scored.best, low: 55 }]);
  return { real, anomalies };
}

/** Of real series nothing but better than Prometheus' rule was promised. */
function goalsOfReal(source: string, summaries: Record<string, Summary>): Goal[] {
  const own = summaries['hybrid-context']!;
  const rule = summaries.predict_linear!;
  const of = (name: string): string => `${source}: ${name}`;
  return [
    { name: of("pinball loss over predict_linear's"), value: own.pinball / rule.pinball, high: 0.999 },
    { name: of("ECE over predict_linear's"), value: own.ece / rule.ece, high: 0.999 },
    { name: of("Brier skill above predict_linear's"), value: own.brierSkill - rule.brierSkill, low: 0.001 },
    { name: of('90 % interval covers'), value: own.covered, low: 0.88, high: 0.92 },
    { name: of('false alarms over those of predict_linear at its recall'), value: ratioAtEqualRecall(own, rule.alarms[LEVEL]!), high: 0.5 },
  ];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      series: { type: 'string' },
      index: { type: 'string' },
      labels: { type: 'string' },
      'per-family': { type: 'string', default: '25' },
      seed: { type: 'string', default: '20' },
    },
  });
  const results: Record<string, unknown> = {};
  if (values.series === undefined) {
    results.synthetic = await benchSynthetic(Number(values['per-family']), Number(values.seed));
    console.log(HINT);
  } else {
    const folder = values.series;
    const find = (start: string): string => join(folder, readdirSync(folder).find((name) => name.startsWith(start) && name.endsWith('.jsonl')) ?? `${start}.jsonl`);
    results.folder = benchFolder(readFolder(folder, values.index ?? find('index'), values.labels ?? find('labels')));
  }
  writeResults(values.series === undefined ? 'forecast' : 'forecast-folder', results);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.stack : error);
  process.exitCode = 1;
});
