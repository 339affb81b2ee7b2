import type { AlertReport, Clock, EvaluateRequest, SettingsOverrides } from '../kernel';
import { evaluateSignals } from '../alert';
import type { Settings } from '../config';
import { sumCells, summarize, type MetricsStore } from '../metrics';
import { checkWhole } from './input';

const WINDOW_MS = 60 * 60 * 1_000;
const WINDOW_MAX_MS = 365 * 24 * WINDOW_MS;

/** Judges the recorded runs of a window, of all processes, by the thresholds of the settings. */
export async function evaluate(
  request: EvaluateRequest,
  metrics: MetricsStore,
  settingsFor: (overrides?: SettingsOverrides) => Settings,
  clock: Clock,
): Promise<AlertReport> {
  const windowMs = checkWhole('windowMs', request.windowMs, 1_000, WINDOW_MAX_MS, WINDOW_MS);
  const { monitoring, performance } = settingsFor(request.settings);
  const thresholds = { ...monitoring.alert_thresholds, maxMemoryBytes: performance.max_memory_usage };
  await metrics.refresh();
  const now = clock.now();
  return evaluateSignals(summarize(sumCells(metrics.cells(now - windowMs, now + 1)), windowMs), thresholds, now);
}
