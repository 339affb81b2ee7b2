import type { RecordMetricRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readNumber, readOptions, readText } from '../../shared/parameters';
import type { Operation } from '../../shared/run';
import { readValues } from './values';

/** A number of the workflow's own, or a history of it. */
export const recordMetric: Operation = {
  needsNoCode: true,
  async run(run) {
    const values = readValues(run, readOptions(run).values, 'History (JSON)');
    const value = readNumber(run, 'value', 'Value');
    const request = { series: readText(run, 'series'), ...(values ? { values } : { value }) } as RecordMetricRequest;
    return [{ json: toJson(await run.engine.recordMetric(request, run.options)) }];
  },
};
