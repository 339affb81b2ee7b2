import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { AlertReport, SettingsOverrides, Severity } from '../../../src/index';
import { toAlertJson, toEventJson } from '../../shared/alert';
import { toJson } from '../../shared/answer';
import {
  mergeSettings,
  readNumber,
  readOptions,
  readSettings,
  readText,
  toNumber,
} from '../../shared/parameters';
import type { ItemRun, Operation } from '../../shared/run';
import { openReceipt } from '../receipt';

/** Which output it comes out of: Critical, Warning, Resolved, All Clear. */
const OUTPUTS: Readonly<Record<Severity | 'resolved', number>> = { critical: 0, warning: 1, resolved: 2, ok: 3, insufficient_data: 3 };

/** The recorded metrics against the thresholds, what fires, and what ended since the last time. */
export const evaluate: Operation = {
  needsNoCode: true,
  outputs: 4,
  async run(run) {
    const minutes = readNumber(run, 'windowMinutes', 'Window (Minutes)') ?? 60;
    const settings = readThresholds(run);
    const request = {
      windowMs: Math.round(minutes * 60_000),
      ...(Object.keys(settings).length > 0 && { settings }),
    };
    const receipt = openReceipt(run);
    const { cursor, ...report } = await run.engine.evaluate({ ...request, ...receipt?.request }, run.options);
    const events = receipt?.sign(report.resolved, cursor) ?? [];
    const resolved = events.map((event) => put(run, 'resolved', toEventJson(event)));
    if (readText(run, 'output') === 'items') return [...toItems(run, report), ...resolved];
    const pack = toJson({ ...report, alerts: report.alerts.map(toAlertJson), resolved: events.map(toEventJson) });
    return [put(run, report.severity, pack), ...(isTool(run) ? [] : resolved)];
  },
};

function toItems(run: ItemRun, { signals, alerts, severity: overall, runs, windowMs, evaluatedAt }: Omit<AlertReport, 'cursor'>): INodeExecutionData[] {
  const common = { overall, runs, windowMs, evaluatedAt };
  return [
    ...signals.map(({ signal, severity, value, message, ...limits }) =>
      put(run, severity, toJson({ signal, severity, value, message, ...limits, ...common })),
    ),
    ...alerts.filter(({ silenced }) => !silenced).map((alert) => put(run, alert.severity, { ...toAlertJson(alert), ...common })),
  ];
}

function put(run: ItemRun, where: keyof typeof OUTPUTS, json: IDataObject): INodeExecutionData {
  const item = { json };
  run.outputs.set(item, OUTPUTS[where]);
  return item;
}

/** What ended is in the pack; an agent has no use for it a second time. */
const isTool = ({ context }: ItemRun): boolean => context.getNode().type.endsWith('Tool');

/** The thresholds of this node as settings; they rule over those of "Settings (JSON)". */
function readThresholds(run: ItemRun): SettingsOverrides {
  const given = run.context.getNodeParameter('thresholds', run.itemIndex, {}) as IDataObject;
  const alerts = pick(run, given, {
    latency_warning: 'latencyWarning',
    latency_critical: 'latencyCritical',
    quality_warning: 'qualityWarning',
    quality_critical: 'qualityCritical',
    error_rate_warning: 'errorWarning',
    error_rate_critical: 'errorCritical',
    cache_warning: 'cacheWarning',
    cache_critical: 'cacheCritical',
    memory_warning: 'memoryWarning',
    memory_critical: 'memoryCritical',
    cpu_warning: 'cpuWarning',
    cpu_critical: 'cpuCritical',
    index_lag_warning: 'indexLagWarning',
    index_lag_critical: 'indexLagCritical',
  });
  const settings = readSettings(run, readOptions(run));
  if (Object.keys(alerts).length === 0) return settings;
  return mergeSettings(settings, { monitoring: { alert_thresholds: alerts } });
}

/** The values that are given, under the names of the settings file; times get their unit. */
function pick(run: ItemRun, given: IDataObject, names: Record<string, string>): IDataObject {
  const values: IDataObject = {};
  for (const [key, name] of Object.entries(names)) {
    const value = toNumber(run, given[name], name);
    const unit = key.startsWith('latency') ? 'ms' : key.startsWith('index_lag') ? 's' : '';
    if (value !== undefined) values[key] = unit === '' ? value : `${Math.round(value)}${unit}`;
  }
  return values;
}
