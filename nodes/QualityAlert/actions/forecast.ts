import type { ForecastRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readOptions, readText, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';
import { readValues } from './values';

/** A signal of the engine, ahead of now. */
export const forecast: Operation = {
  needsNoCode: true,
  run: (run) => ask(run, { signal: readText(run, 'signal') as ForecastRequest['signal'] }),
};

/** Numbers of the workflow's own: given as they are, or recorded before. */
export const forecastSeries: Operation = {
  needsNoCode: true,
  run(run) {
    const values = readValues(run, run.context.getNodeParameter('values', run.itemIndex, []), 'Values (JSON)');
    return ask(run, values ? { values } : { series: readText(run, 'series') });
  },
};

async function ask(run: ItemRun, of: ForecastRequest) {
  const options = readOptions(run);
  const threshold = toNumber(run, options.threshold, 'Threshold');
  const step = toNumber(run, options.stepSeconds, 'Step (Seconds)');
  const direction = toText(options.direction) as ForecastRequest['direction'];
  const request: ForecastRequest = {
    ...of,
    ...(threshold !== undefined && { threshold }),
    ...(step !== undefined && { stepMs: Math.round(step * 1_000) }),
    ...(direction && { direction }),
  };
  return [{ json: toJson(await run.engine.forecast(request, run.options)) }];
}
