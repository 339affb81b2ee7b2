import type { INodeProperties } from 'n8n-workflow';
import { forecastOptions, metricsOptions, metricsOutput, output, recordOptions, series, show, signal, value, values, windowMinutes } from './fields';
import { alertId, alertsOptions, alertsOutput, by, silenceFields, silenceWhat } from './alerts';
import { dashboardFields } from './dashboard';
import { operations, resource } from './operations';
import { adviceOptions, adviceOutput, change, doWhat, recommendation } from './advice';
import { options, thresholds } from './thresholds';

export const properties: INodeProperties[] = [
  resource,
  ...operations,
  show(signal, 'forecast'),
  show(series, 'forecastSeries', 'recordMetric'),
  show(value, 'recordMetric'),
  show(values, 'forecastSeries'),
  show(windowMinutes, 'evaluate', 'getMetrics', 'recommendations'),
  show(output, 'evaluate'),
  show(metricsOutput, 'getMetrics'),
  show(thresholds, 'evaluate'),
  show(options, 'evaluate'),
  show(alertsOutput, 'listAlerts'),
  show(alertsOptions, 'listAlerts'),
  show(alertId, 'acknowledgeAlert'),
  show(silenceWhat, 'silenceAlerts'),
  ...silenceFields.map((field) => show(field, 'silenceAlerts')),
  show(by, 'acknowledgeAlert', 'silenceAlerts'),
  show(forecastOptions, 'forecast', 'forecastSeries'),
  show(metricsOptions, 'getMetrics'),
  show(recordOptions, 'recordMetric'),
  show(adviceOutput, 'recommendations'),
  show(adviceOptions, 'recommendations'),
  show(doWhat, 'applyRecommendation'),
  show(recommendation, 'applyRecommendation'),
  show(change, 'applyRecommendation'),
  ...dashboardFields,
];
