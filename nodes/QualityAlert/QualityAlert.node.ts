import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runItems } from '../shared/run';
import { acknowledgeAlert, listAlerts, silenceAlerts } from './actions/alerts';
import { evaluate } from './actions/evaluate';
import { forecast, forecastSeries } from './actions/forecast';
import { getMetrics } from './actions/getMetrics';
import { applyRecommendation, recommendations } from './actions/recommendations';
import { recordMetric } from './actions/recordMetric';
import { renderDashboard } from './actions/renderDashboard';
import { properties } from './properties';

/** Evaluate sorts by severity; everything else has one output. */
const evaluateOutputs: INodeTypeDescription['outputs'] =
  '={{ $parameter["operation"] === "evaluate" ? ["Critical", "Warning", "Resolved", "All Clear"].map((displayName) => ({ type: "main", displayName })) : [{ type: "main" }] }}';

export class QualityAlert implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Quality Alert',
    name: 'qualityAlert',
    icon: { light: 'file:qualityAlert.svg', dark: 'file:qualityAlert.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle:
      '={{ ({ acknowledgeAlert: "acknowledge alert", applyRecommendation: "apply recommendation", evaluate: "evaluate", forecast: "forecast", forecastSeries: "forecast series", getMetrics: "get metrics", listAlerts: "list alerts", recommendations: "recommendations", recordMetric: "record metric", renderDashboard: "render dashboard", silenceAlerts: "silence alerts" })[$parameter["operation"]] }}',
    description:
      'Compare latency, quality, errors, cache and memory of code retrieval with thresholds, and forecast them or numbers of your own',
    defaults: { name: 'Quality Alert' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: evaluateOutputs,
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runItems(this, {
      acknowledgeAlert,
      applyRecommendation,
      evaluate,
      forecast,
      forecastSeries,
      getMetrics,
      listAlerts,
      recommendations,
      recordMetric,
      renderDashboard,
      silenceAlerts,
    });
  }
}
