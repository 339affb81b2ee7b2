import type { Settings } from './schema';
import { formatDuration } from './units';

/** Two keys whose values must stand in order: `lower` below `upper`. */
interface OrderRule {
  readonly lower: string;
  readonly upper: string;
  readonly equalAllowed: boolean;
  readonly format: (value: number) => string;
}

export interface Disorder {
  readonly lower: string;
  readonly upper: string;
  /** What to say of `lower` or of `upper`, whichever the user wrote. */
  readonly ofLower: string;
  readonly ofUpper: string;
}

const ALERTS = 'monitoring.alert_thresholds';
const TARGETS = 'performance_targets';

/** A warning must come before what it warns of, and a target must not lie beyond its own warning. */
const RULES: readonly OrderRule[] = [
  below(`${ALERTS}.latency_warning`, `${ALERTS}.latency_critical`, formatDuration),
  below(`${ALERTS}.quality_critical`, `${ALERTS}.quality_warning`),
  below(`${ALERTS}.error_rate_warning`, `${ALERTS}.error_rate_critical`),
  below(`${ALERTS}.cache_critical`, `${ALERTS}.cache_warning`),
  below(`${ALERTS}.memory_warning`, `${ALERTS}.memory_critical`),
  below(`${ALERTS}.cpu_warning`, `${ALERTS}.cpu_critical`),
  below(`${ALERTS}.index_lag_warning`, `${ALERTS}.index_lag_critical`, formatDuration),
  upTo(`${TARGETS}.latency.target`, `${TARGETS}.latency.warning`, formatDuration),
  below(`${TARGETS}.latency.warning`, `${TARGETS}.latency.critical`, formatDuration),
  upTo(`${TARGETS}.quality.warning`, `${TARGETS}.quality.target`),
  below(`${TARGETS}.quality.critical`, `${TARGETS}.quality.warning`),
  upTo(`${TARGETS}.cache_efficiency.warning`, `${TARGETS}.cache_efficiency.target`),
  below(`${TARGETS}.cache_efficiency.critical`, `${TARGETS}.cache_efficiency.warning`),
  upTo('monitoring.update_interval', 'monitoring.retention_period', formatDuration),
];

/** Pairs of values that contradict each other. */
export function findDisorder(settings: Settings): Disorder[] {
  return RULES.flatMap(({ lower, upper, equalAllowed, format }) => {
    const low = valueAt(settings, lower);
    const high = valueAt(settings, upper);
    if (low < high || (equalAllowed && low === high)) return [];
    return [
      {
        lower,
        upper,
        ofLower: `must be ${equalAllowed ? 'at most' : 'less than'} ${upper} (${format(high)})`,
        ofUpper: `must be ${equalAllowed ? 'at least' : 'greater than'} ${lower} (${format(low)})`,
      },
    ];
  });
}

function below(lower: string, upper: string, format: OrderRule['format'] = String): OrderRule {
  return { lower, upper, equalAllowed: false, format };
}

function upTo(lower: string, upper: string, format: OrderRule['format'] = String): OrderRule {
  return { lower, upper, equalAllowed: true, format };
}

function valueAt(settings: Settings, path: string): number {
  let at: unknown = settings;
  for (const key of path.split('.')) at = (at as Record<string, unknown>)[key];
  return at as number;
}
