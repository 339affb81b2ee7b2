/** Everything that watches the engine, one method per operation: each is a file of this folder. */
import type { Clock, Engine, MONITORING_METHODS, SettingsOverrides } from '../../kernel';
import type { Settings } from '../../config';
import type { MetricsStore } from '../../metrics';
import type { Calls } from '../calls';
import { createExposition } from './exposeMetrics';
import { createFollowed } from './followed';
import { forecast } from './forecast';
import { getMetrics } from './getMetrics';
import { recordMetric } from './recordMetric';

export interface MonitoringParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly settingsFor: (overrides?: SettingsOverrides) => Settings;
}

export function createMonitoring({ store, clock, settingsFor }: MonitoringParts, calls: Pick<Calls, 'guard'>): Pick<Engine, (typeof MONITORING_METHODS)[number]> {
  const exposeMetrics = createExposition(store, clock, () => settingsFor().monitoring.retention_period);
  const forecasts = { store, clock, follow: createFollowed() };
  return {
    exposeMetrics: calls.guard(exposeMetrics),
    getSettings: calls.guard(() => Promise.resolve(structuredClone(settingsFor()))),
    getMetrics: calls.guard((request) => getMetrics(store, clock, request)),
    recordMetric: calls.guard((request) => recordMetric(store, clock, settingsFor().monitoring.retention_period, request)),
    forecast: calls.guard((request) => forecast(forecasts, settingsFor(request.settings), request)),
  };
}
