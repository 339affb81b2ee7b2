import type { IDataObject } from 'n8n-workflow';
import type { SettingsOverrides } from '../../../src/index';
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

/** The recorded metrics against the thresholds. */
export const evaluate: Operation = {
  needsNoCode: true,
  async run(run) {
    const minutes = readNumber(run, 'windowMinutes', 'Window (Minutes)') ?? 60;
    const settings = readThresholds(run);
    const request = {
      windowMs: Math.round(minutes * 60_000),
      ...(Object.keys(settings).length > 0 && { settings }),
    };
    const report = await run.engine.evaluate(request, run.options);
    if (readText(run, 'output') !== 'items') return [{ json: toJson(report) }];
    const { severity: overall, runs, windowMs, evaluatedAt } = report;
    return report.signals.map(({ signal, severity, value, message, ...limits }) => ({
      json: toJson({ signal, severity, value, message, ...limits, overall, runs, windowMs, evaluatedAt }),
    }));
  },
};

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
