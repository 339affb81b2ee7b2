import type { INodeProperties } from 'n8n-workflow';

export const resource: INodeProperties = {
  displayName: 'Resource',
  name: 'resource',
  type: 'options',
  noDataExpression: true,
  options: [
    { name: 'Alert', value: 'alert', description: 'What is beyond its threshold, or soon will be' },
    { name: 'Dashboard', value: 'dashboard', description: 'Everything at a glance, as a page or a report' },
    { name: 'Forecast', value: 'forecast', description: 'What will be, and how likely a threshold is crossed' },
    { name: 'Metric', value: 'metric', description: 'What was measured, by the engine or by workflows' },
    { name: 'Recommendation', value: 'recommendation', description: 'What got worse, why, and what to do about it' },
  ],
  default: 'alert',
};

const operationOf = (resourceName: string, options: INodeProperties['options'], first: string): INodeProperties => ({
  displayName: 'Operation',
  name: 'operation',
  type: 'options',
  noDataExpression: true,
  displayOptions: { show: { resource: [resourceName] } },
  options,
  default: first,
});

/** One list per resource. */
export const operations: INodeProperties[] = [
  operationOf(
    'alert',
    [
      {
        name: 'Acknowledge Alert',
        value: 'acknowledgeAlert',
        description: 'Say that somebody looks after an alert that fires: it is not told again until it ends',
        action: 'Acknowledge an alert',
      },
      {
        name: 'Evaluate',
        value: 'evaluate',
        description: 'Compare the recorded metrics with the thresholds, and tell what fires, what is likely to, and what ended',
        action: 'Evaluate quality and performance',
      },
      {
        name: 'List Alerts',
        value: 'listAlerts',
        description: 'Get the alerts that fire, the silences, and what was told lately',
        action: 'List alerts',
      },
      {
        name: 'Silence Alerts',
        value: 'silenceAlerts',
        description: 'Keep alerts quiet for a while, or end that',
        action: 'Silence alerts',
      },
    ],
    'evaluate',
  ),
  operationOf(
    'dashboard',
    [
      {
        name: 'Render Dashboard',
        value: 'renderDashboard',
        description: 'Make a live page that needs no port, a report for a mail, or the data of both',
        action: 'Render a dashboard',
      },
    ],
    'renderDashboard',
  ),
  operationOf(
    'forecast',
    [
      {
        name: 'Forecast',
        value: 'forecast',
        description: 'Forecast a signal of the engine, such as its latency, up to two hours ahead',
        action: 'Forecast a signal',
      },
      {
        name: 'Forecast Series',
        value: 'forecastSeries',
        description: 'Forecast numbers of your own: a recorded series, or values with their times',
        action: 'Forecast a series',
      },
    ],
    'forecast',
  ),
  operationOf(
    'metric',
    [
      {
        name: 'Get Metrics',
        value: 'getMetrics',
        description: 'Get latency, quality, errors, caches and memory of all processes, as sums and over time',
        action: 'Get metrics',
      },
      {
        name: 'Record Metric',
        value: 'recordMetric',
        description: 'Keep a number of your own, to be watched and forecast as the signals of the engine are',
        action: 'Record a metric',
      },
    ],
    'getMetrics',
  ),
  operationOf(
    'recommendation',
    [
      {
        name: 'Apply Recommendation',
        value: 'applyRecommendation',
        description: 'Change the settings file as a recommendation says, or take such a change back',
        action: 'Apply a recommendation',
      },
      {
        name: 'Recommendations',
        value: 'recommendations',
        description: 'Get the causes of what got worse, with their evidence and what to do',
        action: 'Get recommendations',
      },
    ],
    'recommendations',
  ),
];
