import type { AlertItem, AlertReport, Clock, EvaluateRequest, Severity, SettingsOverrides } from '../kernel';
import { evaluateSignals, type AlertStore, type AlertThresholds } from '../alert';
import type { Settings } from '../config';
import { sumCells, summarize, type MetricsStore } from '../metrics';
import type { Delivery } from './alerts/deliver';
import { firing } from './alerts/list';
import { checkWhole } from './input';

const WINDOW_MS = 60 * 60 * 1_000;
const WINDOW_MAX_MS = 365 * 24 * WINDOW_MS;

export interface EvaluateParts {
  readonly metrics: MetricsStore;
  readonly clock: Clock;
  readonly settingsFor: (overrides?: SettingsOverrides) => Settings;
  readonly alerts: AlertStore;
  readonly delivery: Delivery;
  /** Brings the states of the alerts up to the last whole minute. */
  readonly catchUp: () => Promise<unknown>;
}

/** Judges the recorded runs of a window, of all processes, by the thresholds of the settings; with what fires. */
export async function evaluate(parts: EvaluateParts, request: EvaluateRequest): Promise<AlertReport> {
  const { metrics, clock, settingsFor, alerts, catchUp } = parts;
  const windowMs = checkWhole('windowMs', request.windowMs, 1_000, WINDOW_MAX_MS, WINDOW_MS);
  const thresholds = thresholdsOf(settingsFor(request.settings));
  await catchUp();
  const now = clock.now();
  await metrics.refresh(now - windowMs, 'signals');
  const report = evaluateSignals(summarize(sumCells(metrics.cells(now - windowMs, now + 1, 'signals')), windowMs), thresholds, now);
  const found = firing(await alerts.read(), now);
  return { ...report, severity: findWorst(report.severity, found), alerts: found, ...(await takeResolved(parts, request)) };
}

/** Told to each consumer until it confirms. */
async function takeResolved({ delivery }: EvaluateParts, { consumer, confirmed }: EvaluateRequest): Promise<Pick<AlertReport, 'resolved' | 'cursor'>> {
  if (consumer === undefined) return { resolved: [] };
  const who = { consumer, holder: consumer };
  if (confirmed !== undefined) await delivery.confirm({ ...who, cursor: confirmed });
  const { events, cursor } = await delivery.take({ ...who, kinds: ['resolve'] });
  return { resolved: events, cursor };
}

function findWorst(known: Severity, alerts: readonly AlertItem[]): Severity {
  const loud = alerts.filter(({ silenced }) => !silenced);
  if (known === 'critical' || loud.some(({ severity }) => severity === 'critical')) return 'critical';
  return loud.length > 0 ? 'warning' : known;
}

export function thresholdsOf({ monitoring, performance }: Settings): AlertThresholds {
  return { ...monitoring.alert_thresholds, maxMemoryBytes: performance.max_memory_usage, maxCpu: performance.max_cpu_usage };
}
