/** What a step of time says about each thing that can be a cause, by name. */
import { countOf, parseIndexGauge, type Sum } from '../metrics';

/** Name to value; what was not measured is not there. */
export type Measures = Readonly<Record<string, number>>;

/** `latency`, `quality`, `stage NAME` (ms per answer), `cache KIND` (share of hits), `error CODE` (share of runs), states. */
export function measure({ tally, gauges }: Sum): Measures {
  const measures: Record<string, number> = {};
  const { runs, caches, stages, errors } = tally;
  const answers = countOf(tally.latency);
  if (runs > 0) measures.runs = runs;
  if (answers > 0) measures.latency = tally.latencySum / answers;
  if (tally.qualityCount > 0) measures.quality = tally.qualitySum / tally.qualityCount;
  for (const [name, { sumMs }] of stages) measures[`stage ${name}`] = sumMs / (answers || runs);
  for (const [kind, [hits, misses]] of caches) {
    if (hits + misses > 0) measures[`cache ${kind}`] = hits / (hits + misses);
  }
  for (const [code, count] of errors) if (code !== 'CANCELLED') measures[`error ${code}`] = count / runs;
  for (const [name, [total, count, max]] of Object.entries(gauges.values)) {
    if (count > 0 && !parseIndexGauge(name)) measures[name] = MEANS.has(name) ? total / count : max;
  }
  return measures;
}

/** Of these the mean says more than the greatest value. */
const MEANS: ReadonlySet<string> = new Set(['cpu_share', 'chunks', 'files']);

/**
 * Values of a measure over steps, where it was measured. Stages and errors that a step with runs does
 * not name took no time and did not occur: that is a value.
 */
export function valuesOf(steps: readonly Measures[], name: string): number[] {
  const absent = /^(stage|error) /.test(name) ? 0 : undefined;
  return steps.flatMap((step) => {
    const value = step[name] ?? (step.runs === undefined ? undefined : absent);
    return value === undefined ? [] : [value];
  });
}
