/** Reads `timestamp,value` rows from CSV text. */
import { createError } from '../index';

export interface SeriesRow {
  /** As it was written. */
  readonly timestamp: string;
  /** ms since 1970; NaN when it is no time. */
  readonly at: number;
  /** NaN when the cell is empty or no number: nothing was measured. */
  readonly value: number;
}

const ROWS_MAX = 5_000_000;
const SEPARATORS = [',', ';', '\t'];

/**
 * Rows in the order of the text. The first two columns are used unless a header names `timestamp` and
 * `value`. Times are ISO 8601 (a missing zone means UTC) or Unix seconds or milliseconds.
 * Throws VALUE_INVALID when there is no row, no time in a row, or times go back.
 */
export function parseSeries(text: string): SeriesRow[] {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '');
  if (lines.length > ROWS_MAX) fail(`it has more than ${ROWS_MAX} rows`);
  const separator = SEPARATORS.find((one) => lines[0]?.includes(one)) ?? ',';
  const cells = lines.map((line) => line.split(separator).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1')));
  const head = cells[0] ?? [];
  const hasHead = Number.isNaN(parseTime(head[0] ?? ''));
  const time = hasHead ? Math.max(0, findColumn(head, 'timestamp')) : 0;
  const named = hasHead ? findColumn(head, 'value') : -1;
  const value = named >= 0 ? named : time + 1;
  const rows = cells.slice(hasHead ? 1 : 0).map((row, i) => readRow(row, time, value, i + (hasHead ? 2 : 1)));
  if (rows.length === 0) fail('it holds no row of timestamp,value');
  for (let i = 1; i < rows.length; i++) if (rows[i]!.at < rows[i - 1]!.at) fail(`row ${i + 1} is earlier than the one before it`);
  return rows;
}

const findColumn = (head: readonly string[], name: string): number => head.findIndex((cell) => cell.toLowerCase() === name);

function readRow(row: readonly string[], time: number, value: number, line: number): SeriesRow {
  const timestamp = row[time] ?? '';
  const at = parseTime(timestamp);
  if (Number.isNaN(at)) fail(`line ${line} has no time: "${timestamp.slice(0, 50)}"`);
  const cell = row[value] ?? '';
  return { timestamp, at, value: cell === '' ? NaN : Number(cell) };
}

function parseTime(text: string): number {
  if (text === '') return NaN;
  const number = Number(text);
  if (!Number.isNaN(number)) return Math.abs(number) > 1e11 ? number : number * 1_000;
  const iso = text.replace(' ', 'T');
  return Date.parse(/([zZ]|[+-]\d\d:?\d\d)$/.test(iso) ? iso : iso.includes('T') ? `${iso}Z` : iso);
}

function fail(reason: string): never {
  throw createError('VALUE_INVALID', { name: 'csv', reason });
}
