import type {
  IExecuteFunctions,
  INodeExecutionData,
  INodeType,
  INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { runItems } from '../shared/run';
import { evaluate } from './actions/evaluate';
import { forecast, forecastSeries } from './actions/forecast';
import { getMetrics } from './actions/getMetrics';
import { applyRecommendation, recommendations } from './actions/recommendations';
import { recordMetric } from './actions/recordMetric';
import { properties } from './properties';

export class QualityAlert implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'Quality Alert',
    name: 'qualityAlert',
    icon: { light: 'file:qualityAlert.svg', dark: 'file:qualityAlert.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle:
      '={{ ({ applyRecommendation: "apply recommendation", evaluate: "evaluate", forecast: "forecast", forecastSeries: "forecast series", getMetrics: "get metrics", recommendations: "recommendations", recordMetric: "record metric" })[$parameter["operation"]] }}',
    description:
      'Compare latency, quality, errors, cache and memory of code retrieval with thresholds, and forecast them or numbers of your own',
    defaults: { name: 'Quality Alert' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    properties,
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runItems(this, {
      applyRecommendation,
      evaluate,
      forecast,
      forecastSeries,
      getMetrics,
      recommendations,
      recordMetric,
    });
  }
}
