import { createError } from '../../kernel';
import type { Clock, RecordMetricAnswer, RecordMetricRequest } from '../../kernel';
import type { MetricsStore } from '../../metrics';
import { checkSeriesName, checkTimedValues } from './times';

/** More names than these are refused: each one is kept for as long as the metrics are. */
export const SERIES_MAX = 500;
/** Clocks of other machines may run ahead by so much. */
const AHEAD_MS = 5 * 60_000;

/** Keeps numbers of the caller's own, to be watched as the engine's are. All are kept, or none. */
export async function recordMetric(store: MetricsStore, clock: Clock, retentionMs: number, request: RecordMetricRequest): Promise<RecordMetricAnswer> {
  const series = checkSeriesName(request.series);
  const now = clock.now();
  const given = request.values ?? (request.value === undefined ? undefined : [{ at: now, value: request.value }]);
  if (given === undefined) throw createError('VALUE_INVALID', { name: 'value', reason: 'there is neither a value nor a list of values' });
  const values = checkTimedValues(request.values === undefined ? 'value' : 'values', given);
  const newest = values[values.length - 1];
  if (newest && newest.at > now + AHEAD_MS) throw createError('VALUE_INVALID', { name: 'values', reason: 'a time lies in the future' });
  const names = new Set(store.cells(now - retentionMs, now + 1).flatMap((cell) => [...cell.values.keys()]));
  if (!names.has(series) && names.size >= SERIES_MAX) {
    throw createError('VALUE_INVALID', { name: 'series', reason: `there are ${SERIES_MAX} series already, and "${series}" is none of them` });
  }
  const kept = values.filter(({ at }) => at >= now - retentionMs);
  for (const { at, value } of kept) store.value(series, value, Math.min(at, now));
  await store.flush();
  return { series, recorded: kept.length };
}
