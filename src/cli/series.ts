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
/** A comma may be the decimal mark of what is separated by something else. */
const SEPARATORS = [';', '\t', ','];
/** Share of the rows that may be earlier than the one before: clocks are set back, rows come late. More is another order. */
const BACK_MAX = 0.1;

/**
 * Rows in the order of the text. The first two columns are used unless a header names `timestamp` and
 * `value`. Times are ISO 8601 (a missing zone means UTC) or Unix times in seconds, milli-, micro- or
 * nanoseconds. Throws VALUE_INVALID when there is no row, no time in a row, or times run backwards.
 */
export function parseSeries(text: string): SeriesRow[] {
  const lines = text.split(/\r\n?|\n/).filter((line) => line.trim() !== '');
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
  checkOrder(rows);
  return rows;
}

function checkOrder(rows: readonly SeriesRow[]): void {
  let back = 0;
  let first = 0;
  for (let i = 1; i < rows.length; i++) {
    if (rows[i]!.at >= rows[i - 1]!.at) continue;
    back += 1;
    if (back === 1) first = i + 1;
  }
  if (back > BACK_MAX * rows.length) fail(`${back} rows are earlier than the one before them, the first is row ${first}; the oldest row must come first`);
}

const DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

const findColumn = (head: readonly string[], name: string): number => head.findIndex((cell) => cell.toLowerCase() === name);

function readRow(row: readonly string[], time: number, value: number, line: number): SeriesRow {
  const timestamp = row[time] ?? '';
  const at = parseTime(timestamp);
  if (Number.isNaN(at)) fail(`line ${line} has no time: "${timestamp.slice(0, 50)}"`);
  const cell = row[value] ?? '';
  return { timestamp, at, value: cell === '' ? NaN : Number(DECIMAL_COMMA.test(cell) ? cell.replace(',', '.') : cell) };
}

function parseTime(text: string): number {
  if (text === '') return NaN;
  const number = Number(text);
  if (!Number.isNaN(number)) return fromUnix(number);
  const iso = text.replace(/ ?(UTC|GMT)$/, 'Z').replace(/ (?=[+-]\d\d:?\d\d$)/, '').replace(' ', 'T');
  return Date.parse(/([zZ]|[+-]\d\d:?\d\d)$/.test(iso) ? iso : iso.includes('T') ? `${iso}Z` : iso);
}

/** The unit is read from the size: of all units, only one puts the time between 1973 and the year 5138. */
function fromUnix(number: number): number {
  const size = Math.abs(number);
  if (size > 1e17) return number / 1e6;
  if (size > 1e14) return number / 1e3;
  return size > 1e11 ? number : number * 1e3;
}

function fail(reason: string): never {
  throw createError('VALUE_INVALID', { name: 'csv', reason });
}
