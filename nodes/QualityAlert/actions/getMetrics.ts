import type { MetricsAnswer, MetricsRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readNumber, readOptions, readText, toNames, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';

const MINUTE = 60_000;

/** What all processes measured. */
export const getMetrics: Operation = {
  needsNoCode: true,
  async run(run) {
    const answer = await run.engine.getMetrics(readRequest(run), run.options);
    if (readText(run, 'output') !== 'items') return [{ json: toJson(answer) }];
    return toSteps(answer).map((step) => ({ json: toJson(step) }));
  },
};

function readRequest(run: ItemRun): MetricsRequest {
  const options = readOptions(run);
  const minutes = readNumber(run, 'windowMinutes', 'Window (Minutes)') ?? 60;
  const step = toNumber(run, options.stepMinutes, 'Step (Minutes)');
  const series = toNames(options.series);
  const labels = ['mode', 'workflow', 'workspace'].map((name) => [name, toText(options[name]).trim()] as const);
  return {
    windowMs: Math.round(minutes * MINUTE),
    ...(step !== undefined && { stepMs: Math.round(step * MINUTE) }),
    ...(series.length > 0 && { series }),
    filter: Object.fromEntries(labels.filter(([, value]) => value !== '')),
  };
}

/** A row per step; what was not measured has no field. */
function toSteps({ series, own, from, to, stepMs }: MetricsAnswer): object[] {
  const columns = [...Object.entries(series), ...Object.entries(own)];
  return Array.from({ length: Math.round((to - from) / stepMs) }, (_, index) => ({
    at: new Date(from + index * stepMs).toISOString(),
    ...Object.fromEntries(columns.map(([name, points]) => [name, points[index]?.value])),
  }));
}
