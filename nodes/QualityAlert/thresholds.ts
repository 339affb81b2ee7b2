import type { INodeProperties } from 'n8n-workflow';

interface Threshold {
  readonly label: string;
  /** The fields are `<name>Warning` and `<name>Critical`. */
  readonly name: string;
  readonly what: string;
  readonly side: 'Above' | 'Below';
  readonly warning: number;
  readonly critical: number;
  /** Whole numbers from 1 on, in this unit; shares from 0 to 1 otherwise. */
  readonly unit?: string;
}

/** In the order of their labels. */
const THRESHOLDS: readonly Threshold[] = [
  { label: 'Cache Hit Rate', name: 'cache', what: 'share of cache hits, from 0 to 1,', side: 'Below', warning: 0.7, critical: 0.5 },
  { label: 'CPU', name: 'cpu', what: 'share of performance.max_cpu_usage, from 0 to 1,', side: 'Above', warning: 0.9, critical: 1 },
  { label: 'Error Rate', name: 'error', what: 'share of failed runs, from 0 to 1,', side: 'Above', warning: 0.03, critical: 0.1 },
  { label: 'Index Lag', name: 'indexLag', what: 'age of the index in seconds, when it was used,', side: 'Above', warning: 300, critical: 1800, unit: 'Seconds' },
  { label: 'Latency', name: 'latency', what: 'time in milliseconds (95th percentile)', side: 'Above', warning: 1000, critical: 2000, unit: 'Ms' },
  { label: 'Memory', name: 'memory', what: 'share of performance.max_memory_usage, from 0 to 1,', side: 'Above', warning: 0.8, critical: 0.95 },
  { label: 'Quality', name: 'quality', what: 'mean quality, from 0 to 1,', side: 'Below', warning: 0.7, critical: 0.5 },
];

function toFields({ label, name, what, side, warning, critical, unit }: Threshold): INodeProperties[] {
  const suffix = unit ? ` (${unit})` : '';
  const typeOptions = unit ? { minValue: 1, numberPrecision: 0 } : { minValue: 0, numberPrecision: 2 };
  const description = (severity: string): string => `${side} this ${what} the severity is ${severity}`;
  return [
    { displayName: `${label}: Critical${suffix}`, name: `${name}Critical`, type: 'number', typeOptions, default: critical, description: description('critical') },
    { displayName: `${label}: Warning${suffix}`, name: `${name}Warning`, type: 'number', typeOptions, default: warning, description: description('a warning') },
  ];
}

/** Without a value here, the thresholds of the settings (monitoring.alert_thresholds) count. */
export const thresholds: INodeProperties = {
  displayName: 'Thresholds',
  name: 'thresholds',
  type: 'collection',
  placeholder: 'Add threshold',
  default: {},
  description: 'Thresholds that differ from those of the settings (monitoring.alert_thresholds)',
  options: THRESHOLDS.flatMap(toFields),
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
