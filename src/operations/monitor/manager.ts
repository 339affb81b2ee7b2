/** Everything that watches the engine, one method per operation: each is a file of this folder. */
import type { Clock, Engine, MONITORING_METHODS, SettingsOverrides } from '../../kernel';
import type { AlertStore } from '../../alert';
import { writeSettings, type Settings } from '../../config';
import type { MetricsStore } from '../../metrics';
import type { Calls } from '../calls';
import type { RunParts } from '../run';
import type { WatchedCalls } from '../watched-calls';
import type { Machine } from '../../advise';
import { applyRecommendation } from './applyRecommendation';
import { createExposition } from './exposeMetrics';
import { createFollowed } from './followed';
import { forecast } from './forecast';
import { getMetrics } from './getMetrics';
import { recommend } from './recommend';
import { renderDashboard } from './renderDashboard';
import { recordMetric } from './recordMetric';
import { recordCommand, recordRequest } from './recordRequest';
import type { SettingsEditor } from './settings-editor';

export interface MonitoringParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly alerts: AlertStore;
  readonly settingsFor: (overrides?: SettingsOverrides) => Settings;
  /** Undefined without a settings file, or without a folder to keep what is to be taken back. */
  readonly editor: SettingsEditor | undefined;
  readonly machine: Machine;
  /** Where runs are put on record. */
  readonly run: RunParts;
  /** The page of the dashboard, as the build makes it. */
  readonly pageFile: string;
  /** The dashboard shows what other operations tell as well. */
  readonly engine: () => Engine;
}

export function createMonitoring({ store, clock, settingsFor, alerts, editor, machine, run, pageFile, engine }: MonitoringParts, calls: Pick<Calls, 'guard'>, watched: WatchedCalls): Pick<Engine, (typeof MONITORING_METHODS)[number]> {
  const exposeMetrics = createExposition(store, clock);
  const forecasts = { store, clock, follow: createFollowed() };
  const known = new Set<string>();
  const advice = { store, clock, machine, changes: () => editor?.changes() ?? Promise.resolve([]) };
  return {
    getRecommendations: watched.record('getRecommendations', (request) => recommend(advice, settingsFor(request.settings), request)),
    applyRecommendation: watched.record('applyRecommendation', (request) => applyRecommendation({ editor, clock, machine }, request)),
    exposeMetrics: watched.record('exposeMetrics', exposeMetrics),
    getSettings: watched.record('getSettings', (request) => Promise.resolve(request.written === true ? writeSettings(settingsFor()) : structuredClone(settingsFor()))),
    getMetrics: watched.record('getMetrics', (request) => getMetrics(store, clock, request)),
    recordMetric: watched.record('recordMetric', (request) => recordMetric({ store, clock, retentionMs: settingsFor().monitoring.retention_period, alerts, known }, request)),
    forecast: watched.record('forecast', (request) => forecast(forecasts, settingsFor(request.settings), request)),
    renderDashboard: watched.record('renderDashboard', (request) => renderDashboard({ engine: engine(), clock, pageFile }, request)),
    recordRequest: calls.guard((request) => recordRequest(run, request)),
    recordCommand: calls.guard((request) => recordCommand(run, request)),
  };
}
