import type { IDataObject, INodeProperties } from 'n8n-workflow';
import type { AlertEvent, AlertItem } from '../../src/index';
import { toJson } from './answer';
import { textField } from './fields';

const MINUTE = 60_000;
const toTime = (at: number): string => new Date(at).toISOString();

/** An alert as one flat object that conditions and messages can name. */
export function toAlertJson({ labels, since, updatedAt, withinMs, acknowledged, ...alert }: AlertItem): IDataObject {
  return toJson({
    ...alert,
    workspace: labels.workspace,
    since: toTime(since),
    updatedAt: toTime(updatedAt),
    ...(withinMs !== undefined && { withinMinutes: Math.round(withinMs / MINUTE) }),
    ...(acknowledged && { acknowledged: { by: acknowledged.by, at: toTime(acknowledged.at) } }),
  });
}

/** What happened, with its idempotency key. */
export function toEventJson({ key, kind, at, alert }: AlertEvent): IDataObject {
  return { key, kind, at: toTime(at), ...toAlertJson(alert) };
}

const option = (name: string, value: string, description?: string) => ({ name, value, ...(description && { description }) });

export const severities: INodeProperties = {
  displayName: 'Severities',
  name: 'severities',
  type: 'multiOptions',
  options: [option('Critical', 'critical'), option('Warning', 'warning')],
  default: ['critical', 'warning'],
  description: 'Only alerts of these severities',
};

/** Anomalies are told where the settings, or Record Metric, ask for them. */
export const alertSubjects: INodeProperties = {
  displayName: 'About',
  name: 'about',
  type: 'multiOptions',
  options: [option('Anomalies', 'anomaly', 'What is unusual against its own past'), option('Thresholds', 'threshold', 'What is, or soon will be, beyond a threshold')],
  default: ['anomaly', 'threshold'],
  description: 'Only alerts about these',
};

/** The signals that have thresholds. */
const WATCHED_SIGNALS = [
  option('Cache Hit Rate', 'cache_hit_rate'),
  option('CPU', 'cpu'),
  option('Error Rate', 'error_rate'),
  option('Index Lag', 'index_lag'),
  option('Latency (P95)', 'latency_p95'),
  option('Memory', 'memory'),
  option('Quality', 'quality'),
];

export const alertSignals: INodeProperties = {
  displayName: 'Signals',
  name: 'signals',
  type: 'multiOptions',
  options: WATCHED_SIGNALS,
  default: [],
  description: 'Only alerts about these signals; none means all, recorded series included',
};

export const alertSeries = textField(
  'Recorded Series',
  'series',
  'open orders, queue',
  'Names of recorded series whose alerts count besides those of the signals, separated by commas',
);

export const alertWorkspaces = textField(
  'Workspaces',
  'workspaces',
  'shop, site',
  'Only alerts about these workspaces, by their names or the names of their folders, separated by commas',
);
