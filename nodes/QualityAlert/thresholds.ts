import type { INodeProperties } from 'n8n-workflow';

/** Without a value here, the thresholds of the settings (monitoring.alert_thresholds) count. */
export const thresholds: INodeProperties = {
  displayName: 'Thresholds',
  name: 'thresholds',
  type: 'collection',
  placeholder: 'Add threshold',
  default: {},
  description: 'Thresholds that differ from those of the settings (monitoring.alert_thresholds)',
  options: [
    {
      displayName: 'Cache Hit Rate: Critical',
      name: 'cacheCritical',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.5,
      description: 'Below this share of cache hits, from 0 to 1, the severity is critical',
    },
    {
      displayName: 'Cache Hit Rate: Warning',
      name: 'cacheWarning',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.7,
      description: 'Below this share of cache hits, from 0 to 1, the severity is a warning',
    },
    {
      displayName: 'Error Rate: Critical',
      name: 'errorCritical',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.1,
      description: 'Above this share of failed runs, from 0 to 1, the severity is critical',
    },
    {
      displayName: 'Error Rate: Warning',
      name: 'errorWarning',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.03,
      description: 'Above this share of failed runs, from 0 to 1, the severity is a warning',
    },
    {
      displayName: 'Latency: Critical (Ms)',
      name: 'latencyCritical',
      type: 'number',
      typeOptions: { minValue: 1, numberPrecision: 0 },
      default: 2000,
      description: 'Above this time in milliseconds (95th percentile) the severity is critical',
    },
    {
      displayName: 'Latency: Warning (Ms)',
      name: 'latencyWarning',
      type: 'number',
      typeOptions: { minValue: 1, numberPrecision: 0 },
      default: 1000,
      description: 'Above this time in milliseconds (95th percentile) the severity is a warning',
    },
    {
      displayName: 'Memory: Critical',
      name: 'memoryCritical',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.95,
      description:
        'Above this share of performance.max_memory_usage, from 0 to 1, the severity is critical',
    },
    {
      displayName: 'Memory: Warning',
      name: 'memoryWarning',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.8,
      description:
        'Above this share of performance.max_memory_usage, from 0 to 1, the severity is a warning',
    },
    {
      displayName: 'Quality: Critical',
      name: 'qualityCritical',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.5,
      description: 'Below this mean quality, from 0 to 1, the severity is critical',
    },
    {
      displayName: 'Quality: Warning',
      name: 'qualityWarning',
      type: 'number',
      typeOptions: { minValue: 0, numberPrecision: 2 },
      default: 0.7,
      description: 'Below this mean quality, from 0 to 1, the severity is a warning',
    },
  ],
};

export const options: INodeProperties = {
  displayName: 'Options',
  name: 'options',
  type: 'collection',
  placeholder: 'Add option',
  default: {},
  options: [
    {
      displayName: 'Settings (JSON)',
      name: 'settings',
      type: 'json',
      default: '{}',
      placeholder: 'e.g. {"performance": {"max_memory_usage": "2GB"}}',
      description:
        'Keys of the settings file that this node overrides, as an object of their sections',
    },
  ],
};
