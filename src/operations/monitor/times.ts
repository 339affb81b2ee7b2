/** Values with times as workflows give them: numbers of ms, or texts that name a moment. */
import { createError } from '../../kernel';
import { isObject } from '../input';

export interface TimedValue {
  /** ms since 1970. */
  readonly at: number;
  readonly value: number;
}

export const VALUES_MAX = 10_000;
const SERIES_NAME = /^[\p{L}\p{N}_][\p{L}\p{N}_.:\- ]{0,79}$/u;

/** Sorted by time. Throws VALUE_INVALID for the first entry that is wrong, by its number. */
export function checkTimedValues(name: string, values: unknown): TimedValue[] {
  const fail = (reason: string): Error => createError('VALUE_INVALID', { name, reason });
  if (!Array.isArray(values)) throw fail('it is not a list');
  if (values.length > VALUES_MAX) throw fail(`it has more than ${VALUES_MAX} entries`);
  return values
    .map((entry: unknown, index) => {
      const { at, value } = (isObject(entry) ? entry : {}) as { at?: unknown; value?: unknown };
      const time = typeof at === 'string' ? Date.parse(at) : at;
      if (typeof time !== 'number' || !Number.isFinite(time)) throw fail(`entry ${index + 1} has no time "at" (ms since 1970, or a text such as 2026-01-31T12:00:00Z)`);
      if (typeof value !== 'number' || !Number.isFinite(value)) throw fail(`entry ${index + 1} has no number "value"`);
      return { at: time, value };
    })
    .sort((a, b) => a.at - b.at);
}

export function checkSeriesName(value: unknown): string {
  if (typeof value === 'string' && SERIES_NAME.test(value.trim())) return value.trim();
  throw createError('VALUE_INVALID', {
    name: 'series',
    reason: 'a name of a series begins with a letter or digit, has letters, digits, spaces and _ . : - only, and at most 80 of them',
  });
}
