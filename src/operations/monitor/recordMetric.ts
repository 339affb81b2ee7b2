import { createError, SIGNAL_NAMES } from '../../kernel';
import type { Clock, RecordMetricAnswer, RecordMetricRequest, SeriesAlertRule } from '../../kernel';
import type { AlertStore } from '../../alert';
import type { Cell, MetricsStore } from '../../metrics';
import { checkChoice, isObject } from '../input';
import { checkSeriesName, checkTimedValues } from './times';

/** More names than these are refused: each one is kept for as long as the metrics are, and so many are evaluated in time. */
export const SERIES_MAX = 1_000;
/** Clocks of other machines may run ahead by so much. */
const AHEAD_MS = 5 * 60_000;

export interface RecordParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly retentionMs: number;
  readonly alerts: AlertStore;
  /** Names that were recorded before, so that not every number has them counted again. */
  readonly known?: Set<string>;
}

/** Keeps numbers of the caller's own, to be watched as the engine's are. All are kept, or none. */
export async function recordMetric({ store, clock, retentionMs, alerts, known = new Set() }: RecordParts, request: RecordMetricRequest): Promise<RecordMetricAnswer> {
  const series = checkOwnName(request.series);
  const now = clock.now();
  const given = request.values ?? (request.value === undefined ? undefined : [{ at: now, value: request.value }]);
  if (given === undefined) throw createError('VALUE_INVALID', { name: 'value', reason: 'there is neither a value nor a list of values' });
  const values = checkTimedValues(request.values === undefined ? 'value' : 'values', given);
  const rule = checkRule(request.alert);
  const newest = values[values.length - 1];
  if (newest && newest.at > now + AHEAD_MS) throw createError('VALUE_INVALID', { name: 'values', reason: 'a time lies in the future' });
  if (!known.has(series)) checkRoom(series, store.cells(now - retentionMs, now + 1));
  const kept = values.filter(({ at }) => at >= now - retentionMs);
  for (const { at, value } of kept) store.value(series, value, Math.min(at, now));
  await store.flush();
  known.add(series);
  if (rule !== undefined) await watch(alerts, series, rule);
  return { series, recorded: kept.length };
}

/** Alerts and columns of values are told apart by name: those of the engine's own signals are taken. */
function checkOwnName(given: unknown): string {
  const name = checkSeriesName(given);
  if (!SIGNAL_NAMES.some((signal) => signal === name)) return name;
  throw createError('VALUE_INVALID', { name: 'series', reason: `"${name}" is a signal of the engine; give the series a name of its own` });
}

function checkRoom(series: string, cells: readonly Cell[]): void {
  const names = new Set(cells.flatMap(({ values }) => [...values.keys()]));
  if (names.has(series) || names.size < SERIES_MAX) return;
  throw createError('VALUE_INVALID', { name: 'series', reason: `there are ${SERIES_MAX} series already, and "${series}" is none of them` });
}

async function watch(alerts: AlertStore, series: string, rule: SeriesAlertRule): Promise<void> {
  const wanted = rule.warning === undefined && rule.critical === undefined && rule.anomalies !== true ? undefined : rule;
  const { rules } = await alerts.read();
  // Workflows say the same with each value: nothing is written then.
  if (JSON.stringify(Object.hasOwn(rules, series) ? rules[series] : undefined) === JSON.stringify(wanted)) return;
  await alerts.update((book) => {
    const others = Object.entries(book.rules).filter(([name]) => name !== series);
    return { ...book, rules: Object.fromEntries(wanted ? [...others, [series, wanted]] : others) };
  });
}

/** Throws VALUE_INVALID unless the warning comes before what it warns of. */
function checkRule(given: unknown): SeriesAlertRule | undefined {
  if (given === undefined || given === null) return undefined;
  const fail = (reason: string) => createError('VALUE_INVALID', { name: 'alert', reason });
  if (!isObject(given)) throw fail('it is not an object');
  const { warning, critical, direction, anomalies } = given as SeriesAlertRule;
  for (const limit of [warning, critical]) if (limit !== undefined && !Number.isFinite(limit)) throw fail('a threshold is not a number');
  if (anomalies !== undefined && typeof anomalies !== 'boolean') throw fail('anomalies is neither true nor false');
  const side = checkChoice('alert.direction', direction, ['above', 'below'], 'above');
  if (warning !== undefined && critical !== undefined && (side === 'above' ? warning >= critical : warning <= critical)) {
    throw fail(`critical must lie ${side} warning`);
  }
  return { ...(warning !== undefined && { warning }), ...(critical !== undefined && { critical }), direction: side, ...(anomalies !== undefined && { anomalies }) };
}
