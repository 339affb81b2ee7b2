/** Reads a folder of labelled series: an index and labels as JSON lines, values as CSV. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface IndexEntry {
  readonly id: string;
  readonly source: string;
  readonly csv: string;
  readonly time_column: string;
  readonly value_column: string;
  readonly sep: string;
  readonly step_seconds: number;
}

export interface RawSeries {
  readonly id: string;
  readonly source: string;
  readonly stepSeconds: number;
  readonly times: Float64Array;
  readonly values: Float64Array;
  readonly windows: readonly (readonly [number, number])[];
}

interface Label {
  readonly id: string;
  readonly incidents: readonly { readonly start: string; readonly end?: string }[];
}

/** Incidents of which only the start was published. */
const OPEN_END_MS = 600_000;
const SEVERAL = /^all .*columns$/;
const NOT_VALUES = /^(anomaly|changepoint|label)$/i;

/** `indexFile` is `index*.jsonl` below `folder`; a file with several value columns gives a series of each. */
export function readFolder(folder: string, indexFile: string, labelsFile: string): RawSeries[] {
  const lines = (file: string): unknown[] => readFileSync(file, 'utf8').trim().split('\n').map((line) => JSON.parse(line) as unknown);
  const labels = new Map((lines(labelsFile) as Label[]).map((label) => [label.id, label]));
  return (lines(indexFile) as IndexEntry[]).flatMap((entry) => readEntry(folder, entry, labels.get(entry.id)));
}

function readEntry(folder: string, entry: IndexEntry, label: Label | undefined): RawSeries[] {
  const unquote = (cell: string): string => cell.trim().replace(/^"(.*)"$/, '$1');
  const [head = [], ...rows] = readFileSync(join(folder, entry.csv), 'utf8')
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(entry.sep).map(unquote));
  const timeColumn = head.indexOf(entry.time_column);
  const columns = SEVERAL.test(entry.value_column)
    ? head.filter((name, i) => i !== timeColumn && !NOT_VALUES.test(name))
    : [entry.value_column];
  const times = Float64Array.from(rows, (row) => parseTime(row[timeColumn] ?? ''));
  const windows = (label?.incidents ?? []).flatMap(({ start, end }) => findRows(times, parseTime(start), end === undefined ? parseTime(start) + OPEN_END_MS : parseTime(end)));
  return columns.map((column) => ({
    id: columns.length > 1 ? `${entry.id}/${column}` : entry.id,
    source: entry.source,
    stepSeconds: entry.step_seconds,
    times,
    values: Float64Array.from(rows, (row) => parseValue(row[head.indexOf(column)])),
    windows,
  }));
}

const parseValue = (cell: string | undefined): number => (cell === undefined || cell === '' ? NaN : Number(cell));

/** Milliseconds; a time without a zone is UTC. */
function parseTime(text: string): number {
  const iso = text.trim().replace(' ', 'T');
  const time = Date.parse(/([zZ]|[+-]\d\d:?\d\d)$/.test(iso) ? iso : `${iso}Z`);
  return Number.isNaN(time) ? Number(text) * 1_000 : time;
}

function findRows(times: Float64Array, start: number, end: number): (readonly [number, number])[] {
  const from = times.findIndex((time) => time >= start);
  const to = times.findLastIndex((time) => time <= end);
  return from < 0 || to < from ? [] : [[from, to]];
}
