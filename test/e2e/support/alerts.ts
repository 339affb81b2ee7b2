/** Workflows around alerts: one that records numbers of its own, and the template that routes what is told. */
import { PACKAGE, postWebhook, readTemplate, withNodes, type Json, type Workflow } from './n8n';
import { withSettings } from './settings';
import { nodeBehindWebhook } from './workflows';

/** What the template sends to the pager and to the channel. */
export interface Message {
  readonly event_action?: 'trigger' | 'resolve';
  readonly dedup_key?: string;
  readonly payload?: {
    readonly severity: string;
    readonly timestamp: string;
    readonly custom_details: { readonly phase: string; readonly value?: number; readonly threshold: number; readonly probability?: number; readonly withinMinutes?: number };
  };
  readonly text?: string;
}

export interface TimedValue {
  readonly at: number;
  readonly value: number;
}

/** Records what its webhook is sent, and watches it for the threshold that is sent along. */
export function recorder(path: string, severity: 'warning' | 'critical' = 'critical'): Workflow {
  return nodeBehindWebhook(path, 'qualityAlert', {
    resource: 'metric',
    operation: 'recordMetric',
    series: '={{ $json.body.series }}',
    value: 0,
    options: { values: '={{ $json.body.values }}', [severity === 'critical' ? 'alertCritical' : 'alertWarning']: '={{ $json.body.threshold }}', direction: 'above' },
  });
}

export async function record(path: string, series: string, threshold: number, values: readonly TimedValue[]): Promise<void> {
  const { status, body } = await postWebhook(path, { series, threshold, values });
  expect([status, body]).toEqual([200, [{ series, recorded: values.length }]]);
}

/** Route predictive alerts as shipped, for some recorded series, to a receiver below `url`. */
export function router(url: string, series: readonly string[], options: Json = {}): Workflow {
  const template = withSettings(readTemplate('route-predictive-alerts.json'), { pagerUrl: `${url}pager`, chatUrl: `${url}chat`, pagerKey: 'e2e' });
  return withNodes(template, (node) =>
    node.type === `${PACKAGE}.qualityAlertTrigger` ? { ...node, parameters: { ...node.parameters, options: { series: series.join(', '), checkSeconds: 5, ...options } } } : node,
  );
}
