/** Fields of the operations about metrics and forecasts. */
import type { INodeProperties } from 'n8n-workflow';
import { numberField, optionsField, outputField, showFor, textField } from '../shared/fields';

export const show = (field: INodeProperties, ...operation: string[]): INodeProperties => showFor(field, { operation });

export const windowMinutes = numberField('Window (Minutes)', 'windowMinutes', [1, 60], 'How far back to look, in minutes');

export const output = outputField(
  'One item per signal and per alert that fires, out of the output for its severity',
  'One item with the overall severity, all signals and what fires',
);

export const metricsOutput = outputField('One item per step, with the value of every signal', 'One item with sums, the window before, series and groups');

export const signal: INodeProperties = {
  displayName: 'Signal',
  name: 'signal',
  type: 'options',
  options: [
    { name: 'Cache Hit Rate', value: 'cache_hit_rate' },
    { name: 'CPU', value: 'cpu' },
    { name: 'Error Rate', value: 'error_rate' },
    { name: 'Event-Loop Delay', value: 'event_loop_delay' },
    { name: 'Index Lag', value: 'index_lag' },
    { name: 'Latency (Median)', value: 'latency_p50' },
    { name: 'Latency (P95)', value: 'latency_p95' },
    { name: 'Latency (P99)', value: 'latency_p99' },
    { name: 'Main Thread Delay', value: 'main_loop_delay' },
    { name: 'Memory', value: 'memory' },
    { name: 'Quality', value: 'quality' },
    { name: 'Queue Depth', value: 'queue_depth' },
    { name: 'Runs per Minute', value: 'runs' },
  ],
  default: 'latency_p95',
  description: 'What to forecast: milliseconds, shares from 0 to 1, bytes or runs',
};

export const series = textField('Series', 'series', 'open orders', 'Name of the series: letters, digits, spaces and _ . : - only.');

export const value: INodeProperties = {
  displayName: 'Value',
  name: 'value',
  type: 'number',
  default: 0,
  description: 'The number to keep; not needed with a history',
};

const history: INodeProperties = {
  displayName: 'History (JSON)',
  name: 'values',
  type: 'json',
  default: '[]',
  placeholder: 'e.g. [{"at": "2026-01-31T12:00:00Z", "value": 5}]',
  description: 'Several values with their times, which are kept instead of the one above',
};

const direction: INodeProperties = {
  displayName: 'Breached When',
  name: 'direction',
  type: 'options',
  options: [
    { name: 'Above', value: 'above', description: 'More is worse' },
    { name: 'Below', value: 'below', description: 'Less is worse' },
  ],
  default: 'above',
  description: 'On which side of the threshold it is bad',
};

const threshold = (displayName: string, name: string, description: string): INodeProperties => ({ displayName, name, type: 'number', default: 0, description });

const anomalies: INodeProperties = {
  displayName: 'Alert: Anomalies',
  name: 'alertAnomalies',
  type: 'boolean',
  default: true,
  description: 'Whether an alert about an anomaly fires when a value is unusual against the past of the series, whatever its thresholds',
};

export const recordOptions = optionsField(
  anomalies,
  threshold('Alert: Critical Threshold', 'alertCritical', 'Beyond it, and when it is likely to be, an alert with the severity critical fires'),
  threshold('Alert: Warning Threshold', 'alertWarning', 'Beyond it, and when it is likely to be, an alert with the severity warning fires'),
  direction,
  history,
);

export const values: INodeProperties = {
  displayName: 'Values (JSON)',
  name: 'values',
  type: 'json',
  default: '[]',
  placeholder: 'e.g. {{ $json.values }}',
  description: 'Values with their times, as a list of objects with "at" and "value", when the series is not a recorded one',
};

export const forecastOptions = optionsField(
  direction,
  numberField('Step (Seconds)', 'stepSeconds', [1, 60], 'Width of a step, in seconds; a forecast reaches 120 steps ahead'),
  threshold('Threshold', 'threshold', 'The probability of crossing it is told for each time ahead; signals have that of the settings by default'),
);

export const onlyWorkflow = textField('Only Workflow', 'workflow', 'k2SNZ8gVZrIv7F1v', 'Only runs of the workflow with this ID');
export const onlyWorkspace = textField('Only Workspace', 'workspace', 'shop', 'Only runs of this workspace, by its name or the name of its folder');

export const metricsOptions = optionsField(
  textField('Only Mode', 'mode', 'ast', 'Only runs of this mode, such as ast'),
  onlyWorkflow,
  onlyWorkspace,
  textField('Recorded Series', 'series', 'open orders, queue', 'Names of recorded series to get as well, separated by commas'),
  numberField('Step (Minutes)', 'stepMinutes', [1, 1], 'Width of a step of the series, in minutes; by default there are some 60 steps'),
);
