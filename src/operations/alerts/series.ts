/** Which series are watched, for which thresholds, and what was measured of them. */
import type { SeriesAlertRule, SeriesPoint } from '../../kernel';
import { SIGNALS, type AlertThresholds, type Labels, type Signal } from '../../alert';
import type { SeriesKind } from '../../forecast';
import { countRuns, ownSeriesOf, seriesOf, type Cell, type SeriesRequest } from '../../metrics';

export interface WatchedSeries {
  readonly signal: string;
  readonly labels: Labels;
  readonly kind: SeriesKind;
  readonly direction: 'above' | 'below';
  readonly warning?: number;
  readonly critical?: number;
  /** Whether it is told when values are unusual against its own past. */
  readonly anomalies: boolean;
  /** Its steps, the oldest first; `cells` cover the request. */
  read(cells: readonly Cell[], range: Omit<SeriesRequest, 'filter'>): SeriesPoint[];
}

/** Signals that runs make are told apart by workspace; the others are of the process. */
const OF_RUNS: ReadonlySet<string> = new Set(['latency_p95', 'quality', 'error_rate', 'cache_hit_rate']);
/** The busiest ones; nobody reads alerts of more. */
const WORKSPACES_MAX = 20;

const KINDS: Readonly<Record<Signal['name'], SeriesKind>> = {
  latency_p95: 'positive',
  quality: 'value',
  error_rate: 'ratio',
  cache_hit_rate: 'ratio',
  memory: 'positive',
  cpu: 'value',
  index_lag: 'positive',
};

export interface FindRequest {
  readonly thresholds: AlertThresholds;
  /** Whether anomalies are told where nothing else is said. */
  readonly anomalies: boolean;
  /** Of series that workflows record, by name. */
  readonly rules: Readonly<Record<string, SeriesAlertRule>>;
  /** Workspaces that are watched whether or not they are busy: their alerts fire. */
  readonly firing: readonly string[];
}

export function findSeries(cells: readonly Cell[], { thresholds, anomalies, rules, firing }: FindRequest): WatchedSeries[] {
  const busiest = [...countRuns(cells, 'workspace')].sort(([, a], [, b]) => b - a).slice(0, WORKSPACES_MAX).map(([name]) => name);
  const workspaces = [...new Set([...busiest, ...firing])];
  const signals = SIGNALS.flatMap((signal) =>
    OF_RUNS.has(signal.name) ? workspaces.map((workspace) => ofSignal(signal, thresholds, anomalies, workspace)) : [ofSignal(signal, thresholds, anomalies)],
  );
  return [...signals, ...Object.entries(rules).map(([name, rule]) => ofRule(name, rule, anomalies))];
}

/** Runs of no workspace, such as those that failed before they had one, have an empty one. */
function ofSignal(signal: Signal, thresholds: AlertThresholds, anomalies: boolean, workspace?: string): WatchedSeries {
  const { name } = signal;
  const filter = workspace === undefined ? undefined : { workspace };
  return {
    signal: name,
    labels: workspace ? { workspace } : {},
    kind: KINDS[name],
    direction: signal.worse === 'higher' ? 'above' : 'below',
    ...signal.limits(thresholds),
    anomalies,
    read: (cells, range) => seriesOf(cells, name, { ...range, filter }),
  };
}

function ofRule(name: string, { warning, critical, direction = 'above', anomalies }: SeriesAlertRule, otherwise: boolean): WatchedSeries {
  return { signal: name, labels: {}, kind: 'value', direction, warning, critical, anomalies: anomalies ?? otherwise, read: (cells, range) => ownSeriesOf(cells, name, range) };
}
