/** Fields of the operations about metrics and forecasts. */
import type { INodeProperties } from 'n8n-workflow';

export const show = (field: INodeProperties, ...operation: string[]): INodeProperties => ({
  ...field,
  displayOptions: { show: { ...field.displayOptions?.show, operation } },
});

export const windowMinutes: INodeProperties = {
  displayName: 'Window (Minutes)',
  name: 'windowMinutes',
  type: 'number',
  typeOptions: { minValue: 1 },
  default: 60,
  description: 'How far back to look, in minutes',
};

export const output: INodeProperties = {
  displayName: 'Output',
  name: 'output',
  type: 'options',
  noDataExpression: true,
  options: [
    {
      name: 'Items',
      value: 'items',
      description: 'One item per signal: latency, quality, errors, cache, memory',
    },
    {
      name: 'Pack',
      value: 'pack',
      description: 'One item with the overall severity and all signals',
    },
  ],
  default: 'pack',
  description: 'How to hand out the result',
};

export const metricsOutput: INodeProperties = {
  ...output,
  options: [
    { name: 'Items', value: 'items', description: 'One item per step, with the value of every signal' },
    { name: 'Pack', value: 'pack', description: 'One item with sums, the window before, series and groups' },
  ],
};

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
    { name: 'Memory', value: 'memory' },
    { name: 'Quality', value: 'quality' },
    { name: 'Runs per Minute', value: 'runs' },
  ],
  default: 'latency_p95',
  description: 'What to forecast: milliseconds, shares from 0 to 1, bytes or runs',
};

export const series: INodeProperties = {
  displayName: 'Series',
  name: 'series',
  type: 'string',
  default: '',
  placeholder: 'e.g. open orders',
  description: 'Name of the series: letters, digits, spaces and _ . : - only.',
};

export const value: INodeProperties = {
  displayName: 'Value',
  name: 'value',
  type: 'number',
  default: 0,
  description: 'The number to keep; not needed with a history',
};

export const recordOptions: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'History (JSON)',
      name: 'values',
      type: 'json',
      default: '[]',
      placeholder: 'e.g. [{"at": "2026-01-31T12:00:00Z", "value": 5}]',
      description: 'Several values with their times, which are kept instead of the one above',
    },
  ],
};

export const values: INodeProperties = {
  displayName: 'Values (JSON)',
  name: 'values',
  type: 'json',
  default: '[]',
  placeholder: 'e.g. {{ $json.values }}',
  description: 'Values with their times, as a list of objects with "at" and "value", when the series is not a recorded one',
};

export const forecastOptions: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'Breached When',
      name: 'direction',
      type: 'options',
      options: [
        { name: 'Above', value: 'above', description: 'More is worse' },
        { name: 'Below', value: 'below', description: 'Less is worse' },
      ],
      default: 'above',
      description: 'On which side of the threshold it is bad',
    },
    {
      displayName: 'Step (Seconds)',
      name: 'stepSeconds',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 60,
      description: 'Width of a step, in seconds; a forecast reaches 120 steps ahead',
    },
    {
      displayName: 'Threshold',
      name: 'threshold',
      type: 'number',
      default: 0,
      description: 'The probability of crossing it is told for each time ahead; signals have that of the settings by default',
    },
  ],
};

export const metricsOptions: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'Only Mode',
      name: 'mode',
      type: 'string',
      default: '',
      placeholder: 'e.g. ast',
      description: 'Only runs of this mode, such as ast',
    },
    {
      displayName: 'Only Workflow',
      name: 'workflow',
      type: 'string',
      default: '',
      placeholder: 'e.g. k2SNZ8gVZrIv7F1v',
      description: 'Only runs of the workflow with this ID',
    },
    {
      displayName: 'Only Workspace',
      name: 'workspace',
      type: 'string',
      default: '',
      placeholder: 'e.g. shop',
      description: 'Only runs of this workspace, by its name or the name of its folder',
    },
    {
      displayName: 'Recorded Series',
      name: 'series',
      type: 'string',
      default: '',
      placeholder: 'e.g. open orders, queue',
      description: 'Names of recorded series to get as well, separated by commas',
    },
    {
      displayName: 'Step (Minutes)',
      name: 'stepMinutes',
      type: 'number',
      typeOptions: { minValue: 1 },
      default: 1,
      description: 'Width of a step of the series, in minutes; by default there are some 60 steps',
    },
  ],
};
