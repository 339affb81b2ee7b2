/** Watching the engine: what was measured, as sums and as series over time, and what is to come. */
import type { ApplyRecommendationAnswer, ApplyRecommendationRequest, RecommendationsAnswer, RecommendationsRequest } from './advice-api';
import type { SeriesAlertRule } from './alert-api';
import type { RenderDashboardAnswer, RenderDashboardRequest } from './dashboard-api';
import type { SettingsOverrides } from './api';

/** What runs are told apart by. Bounded, and never a path, a query or code. */
export const LABELS = ['operation', 'caller', 'mode', 'workspace', 'workflow'] as const;
export type LabelName = (typeof LABELS)[number];
/** Only runs with these labels; a label that is not named may be anything. */
export type LabelFilter = Partial<Readonly<Record<LabelName, string>>>;

export const SIGNAL_NAMES = [
  'latency_p50',
  'latency_p95',
  'latency_p99',
  'quality',
  'error_rate',
  'cache_hit_rate',
  'memory',
  'cpu',
  'index_lag',
  'runs',
  'event_loop_delay',
  'main_loop_delay',
  'queue_depth',
] as const;
/** ms for latencies, lag and delays (of the engine's thread, and of n8n's main one); files for the queue; shares of 0..1 for quality, rates and CPU; bytes for memory. */
export type SignalName = (typeof SIGNAL_NAMES)[number];

export interface LatencySummary {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
  readonly mean: number;
}

/** What runs within a window add up to. Parts without samples lack their values, never show 0. */
export interface MetricsSummary {
  readonly windowMs: number;
  readonly runs: number;
  readonly errors: {
    /** Runs that ended with an error, without those that the caller cancelled. */
    readonly count: number;
    /** `count` over the runs that were not cancelled; absent when there are none. */
    readonly rate?: number;
    /** Runs that were not cancelled. */
    readonly samples: number;
    /** All errors by code, CANCELLED included. */
    readonly byCode: Readonly<Record<string, number>>;
  };
  /** Milliseconds of answers: runs without an error, and without sync and evaluation runs. Within 1 %. */
  readonly latency: { readonly samples: number } & Partial<LatencySummary>;
  readonly quality: { readonly samples: number; readonly mean?: number };
  /** `rate` is hits over lookups, which `samples` counts; `byKind` tells the caches apart. */
  readonly cache: {
    readonly hits: number;
    readonly misses: number;
    readonly samples: number;
    readonly rate?: number;
    readonly byKind: Readonly<Record<string, { readonly hits: number; readonly misses: number }>>;
  };
  readonly modes: Readonly<Record<string, number>>;
  readonly operations: Readonly<Record<string, number>>;
  /** Where the time goes, ms. */
  readonly stages: Readonly<Record<string, { readonly count: number; readonly meanMs: number; readonly maxMs: number }>>;
  /** Memory that the engine added to its process, in bytes, as measured when runs ended. */
  readonly rss: { readonly samples: number; readonly last?: number; readonly max?: number };
  /** States of the processes: the mean, greatest and last of all samples. */
  readonly gauges: Readonly<Record<string, { readonly mean: number; readonly max: number; readonly last: number; readonly samples: number }>>;
}

/** One step of a series. An empty step has no value, which is not 0. */
export interface SeriesPoint {
  /** Start of the step, ms since 1970. */
  readonly at: number;
  readonly value: number | undefined;
  /** How many samples the value stands on: runs, lookups or measurements. */
  readonly samples: number;
  /** Of ratios: how many of the samples were hits or errors. */
  readonly hits?: number;
}

export interface MetricsRequest {
  /** How far back to look, 1 minute to 365 days; default one hour. */
  readonly windowMs?: number;
  /** Width of a step of the series, whole minutes; default: some 60 steps. */
  readonly stepMs?: number;
  /** Default: all. */
  readonly signals?: readonly SignalName[];
  /** Names of series that workflows record. */
  readonly series?: readonly string[];
  readonly filter?: LabelFilter;
  readonly settings?: SettingsOverrides;
}

/** The runs that share one value of a label. */
export interface MetricsGroup {
  readonly value: string;
  readonly runs: number;
  readonly errorRate?: number;
  readonly p95?: number;
  readonly quality?: number;
}

/** A series that workflows record, within a window. */
export interface Recording {
  readonly series: string;
  readonly last: number;
  /** ms since 1970. */
  readonly lastAt: number;
  readonly mean: number;
  readonly samples: number;
}

/** The index of a workspace as a process last told. */
export interface IndexState {
  readonly workspace: string;
  readonly files: number;
  readonly chunks: number;
  /** Estimate of the memory it takes. */
  readonly bytes?: number;
  /** When its files were last looked at for changes, ms since 1970. */
  readonly checkedAt: number;
  /** How old that look was when the index was last used, ms; absent unless it was used of late. */
  readonly lagMs?: number;
}

export interface MetricsAnswer {
  /** ms since 1970. */
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
  readonly summary: MetricsSummary;
  /** The window before, to compare with. */
  readonly previous: MetricsSummary;
  readonly series: Readonly<Partial<Record<SignalName, readonly SeriesPoint[]>>>;
  /** Series that workflows record, by name. */
  readonly own: Readonly<Record<string, readonly SeriesPoint[]>>;
  /** The busiest values of each label, at most 50. */
  readonly groups: Readonly<Record<LabelName, readonly MetricsGroup[]>>;
  /** Names of all series that workflows recorded within the window. */
  readonly recorded: readonly string[];
  /** What was recorded of them, at most 50 by name. */
  readonly recordings: readonly Recording[];
  /** The indexes that processes held within the window, by workspace. */
  readonly indexes: readonly IndexState[];
  /** Why what other processes measured may be missing. */
  readonly notes: readonly string[];
}

export interface RecordMetricRequest {
  /** Letters, digits and `_ . : -`, at most 80 characters. */
  readonly series: string;
  /** One number now, or `values` with their times (at most 10,000), such as a history. */
  readonly value?: number;
  readonly values?: readonly { readonly at: number | string; readonly value: number }[];
  /** Watches the series for these thresholds from now on; without either of them, no longer. */
  readonly alert?: SeriesAlertRule;
}

export interface RecordMetricAnswer {
  readonly series: string;
  readonly recorded: number;
}

export interface ForecastRequest {
  /** One of these three: a signal of the engine, a series that a workflow records, or values by time. */
  readonly signal?: SignalName;
  readonly series?: string;
  readonly values?: readonly { readonly at: number | string; readonly value: number }[];
  /** Default for signals: the warning threshold of the settings. */
  readonly threshold?: number;
  readonly direction?: 'above' | 'below';
  /** Width of a step, ms; default one minute, or the usual distance of `values`. */
  readonly stepMs?: number;
  readonly filter?: LabelFilter;
  readonly settings?: SettingsOverrides;
}

export interface ForecastPoint {
  /** Ahead of the newest step. */
  readonly aheadMs: number;
  readonly p05: number;
  readonly p50: number;
  readonly p95: number;
  /** Whether enough past forecasts of this series stand behind the interval. */
  readonly calibrated: boolean;
  /** P(sustained breach of the threshold by then); absent without a threshold. */
  readonly breach?: number;
}

export interface ForecastAnswer {
  readonly of: string;
  readonly state: 'ok' | 'insufficient_data';
  /** The newest step, ms since 1970. */
  readonly at?: number;
  readonly stepMs: number;
  readonly samples: number;
  readonly threshold?: number;
  readonly direction: 'above' | 'below';
  readonly points: readonly ForecastPoint[];
  /** How unusual the newest value is against the past of its own series, 0..1. */
  readonly anomaly: number;
  readonly message: string;
}

/** For a Prometheus scraper. */
export interface ExposedMetrics {
  readonly contentType: string;
  readonly text: string;
}

/** A request that a server of ours answered. */
export interface ServedRequest {
  /** Method and route, such as `GET /api/state`: one of few, never with a query. */
  readonly route: string;
  /** Of HTTP. */
  readonly status: number;
  readonly latencyMs: number;
}

/** A command that asked the engine for nothing that is on record itself. */
export interface CommandRun {
  readonly command: string;
  readonly latencyMs: number;
  /** Code of the error that ended it. */
  readonly error?: string;
}

export interface SettingsRequest {
  /** As somebody would write them in a file (`10m`, `20MB`), in place of ms and bytes. */
  readonly written?: boolean;
}

export interface MonitoringManager {
  getMetrics(request: MetricsRequest): Promise<MetricsAnswer>;
  recordMetric(request: RecordMetricRequest): Promise<RecordMetricAnswer>;
  forecast(request: ForecastRequest): Promise<ForecastAnswer>;
  exposeMetrics(request: object): Promise<ExposedMetrics>;
  getRecommendations(request: RecommendationsRequest): Promise<RecommendationsAnswer>;
  applyRecommendation(request: ApplyRecommendationRequest): Promise<ApplyRecommendationAnswer>;
  /** The settings in force, by section. */
  getSettings(request: SettingsRequest): Promise<object>;
  renderDashboard(request: RenderDashboardRequest): Promise<RenderDashboardAnswer>;
  /** Puts a request that a server answered on record. */
  recordRequest(request: ServedRequest): Promise<object>;
  /** Puts a command on record. */
  recordCommand(request: CommandRun): Promise<object>;
}

/** Methods of `MonitoringManager` that the engine has. */
export const MONITORING_METHODS = ['getMetrics', 'recordMetric', 'forecast', 'exposeMetrics', 'getSettings', 'getRecommendations', 'applyRecommendation', 'renderDashboard', 'recordRequest', 'recordCommand'] as const;
