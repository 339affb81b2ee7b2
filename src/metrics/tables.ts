/** What cells tell of each series that workflows record, and of each index. */
import type { IndexState, Recording } from '../kernel';
import { addGauges, createGaugeTally, parseIndexGauge } from './gauges';
import { addSeriesValue, type Cell, type SeriesValue } from './timeline';

const RECORDINGS_MAX = 50;

/** By name. */
export function recordingsOf(cells: readonly Cell[]): Recording[] {
  const sums = new Map<string, SeriesValue>();
  for (const { values } of cells) for (const [series, value] of values) addSeriesValue(sums, series, value);
  return [...sums]
    .map(([series, { sum, count, last, lastAt }]) => ({ series, last, lastAt, mean: sum / count, samples: count }))
    .sort((a, b) => (a.series < b.series ? -1 : 1))
    .slice(0, RECORDINGS_MAX);
}

/** By workspace; of several processes, what the last one told. */
export function indexesOf(cells: readonly Cell[]): IndexState[] {
  const sum = createGaugeTally();
  for (const { gauges } of cells) addGauges(sum, gauges);
  const found = new Map<string, Map<string, number>>();
  for (const [name, [, , , last]] of Object.entries(sum.values)) {
    const [gauge, workspace] = parseIndexGauge(name) ?? [];
    if (gauge === undefined || workspace === undefined) continue;
    if (!found.has(workspace)) found.set(workspace, new Map());
    found.get(workspace)!.set(gauge, last);
  }
  return [...found]
    .map(([workspace, told]) => {
      const lagMs = told.get('lag_ms');
      const bytes = told.get('bytes');
      return { workspace, files: told.get('files') ?? 0, chunks: told.get('chunks') ?? 0, checkedAt: told.get('checked_at') ?? 0, ...(bytes !== undefined && { bytes }), ...(lagMs !== undefined && { lagMs }) };
    })
    .sort((a, b) => (a.workspace < b.workspace ? -1 : 1));
}
