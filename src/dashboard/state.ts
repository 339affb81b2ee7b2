/** What the dashboard shows, from what the engine tells. */
import { SIGNAL_NAMES } from '../kernel';
import type { AlertReport, AlertsAnswer, Engine, ForecastAnswer, MetricsAnswer, RecommendationsAnswer, SignalName } from '../kernel';

export interface DashboardState {
  /** ms since 1970. */
  readonly at: number;
  readonly metrics: MetricsAnswer;
  readonly report: AlertReport;
  /** Of the signals with thresholds. */
  readonly forecasts: readonly ForecastAnswer[];
  readonly alerts: AlertsAnswer;
  readonly recommendations: RecommendationsAnswer;
  /** As a settings file says them. */
  readonly settings: object;
}

const FORECAST: readonly SignalName[] = ['latency_p95', 'quality', 'error_rate', 'cache_hit_rate', 'memory', 'cpu'];

/** What one look at the dashboard asks of the engine is one run, not ten. */
export const PART = { asker: { isPart: true } } as const;

/** `windowMs` as in MetricsRequest. */
export async function readState(engine: Engine, windowMs: number | undefined, now: number): Promise<DashboardState> {
  const metrics = await engine.getMetrics({ windowMs }, PART);
  const [report, alerts, recommendations, settings, ...forecasts] = await Promise.all([
    engine.evaluate({ windowMs: metrics.to - metrics.from }, PART),
    engine.listAlerts({}, PART),
    engine.getRecommendations({}, PART),
    engine.getSettings({ written: true }, PART),
    ...FORECAST.map((signal) => engine.forecast({ signal }, PART)),
  ]);
  return { at: now, metrics, report, forecasts, alerts, recommendations, settings };
}

export const isSignal = (name: string | null): name is SignalName => SIGNAL_NAMES.some((known) => known === name);
