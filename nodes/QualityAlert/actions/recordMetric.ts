import type { IDataObject } from 'n8n-workflow';
import type { RecordMetricRequest } from '../../../src/index';
import { toJson } from '../../shared/answer';
import { readNumber, readOptions, readText, toNumber, toText } from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';
import { readValues } from './values';

/** A number of the workflow's own, or a history of it. */
export const recordMetric: Operation = {
  needsNoCode: true,
  async run(run) {
    const options = readOptions(run);
    const values = readValues(run, options.values, 'History (JSON)');
    const value = readNumber(run, 'value', 'Value');
    const request = { series: readText(run, 'series'), ...(values ? { values } : { value }), ...readAlert(run, options) } as RecordMetricRequest;
    return [{ json: toJson(await run.engine.recordMetric(request, run.options)) }];
  },
};

/** Without any of it here, those that the series has stay as they are. */
function readAlert(run: ItemRun, options: IDataObject): Pick<RecordMetricRequest, 'alert'> {
  const warning = toNumber(run, options.alertWarning, 'Alert: Warning Threshold');
  const critical = toNumber(run, options.alertCritical, 'Alert: Critical Threshold');
  const anomalies = typeof options.alertAnomalies === 'boolean' ? options.alertAnomalies : undefined;
  if (warning === undefined && critical === undefined && anomalies === undefined) return {};
  const direction = toText(options.direction) === 'below' ? 'below' : 'above';
  return { alert: { ...(warning !== undefined && { warning }), ...(critical !== undefined && { critical }), direction, ...(anomalies !== undefined && { anomalies }) } };
}
