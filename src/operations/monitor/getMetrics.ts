import { LABELS, SIGNAL_NAMES } from '../../kernel';
import type { Clock, LabelFilter, LabelName, MetricsAnswer, MetricsGroup, MetricsRequest } from '../../kernel';
import { groupBy, indexesOf, MINUTE, ownSeriesOf, recordingsOf, seriesOfAll, sumCells, summarize, type Cell, type MetricsStore } from '../../metrics';
import { beginOf, detailOfSeries, detailOfSums, HOUR } from './detail';
import { checkList, checkText, checkWhole, isObject } from '../input';
import { createError } from '../../kernel';

const WINDOW_MAX_MS = 365 * 24 * HOUR;
const STEPS = 60;
const STEPS_MAX = 2_000;
const GROUPS_MAX = 50;

/** What all processes measured, of a window and of the one before. */
export async function getMetrics(store: MetricsStore, clock: Clock, request: MetricsRequest): Promise<MetricsAnswer> {
  const windowMs = checkWhole('windowMs', request.windowMs, MINUTE, WINDOW_MAX_MS, HOUR);
  const stepMs = checkStep(request.stepMs, windowMs);
  const signals = checkList('signals', request.signals, SIGNAL_NAMES) ?? SIGNAL_NAMES;
  const names = checkList('series', request.series) ?? [];
  const filter = checkFilter(request.filter);
  // The step under way is part of it.
  const to = Math.floor(clock.now() / stepMs) * stepMs + stepMs;
  const from = to - windowMs;
  const begin = beginOf(from, windowMs);
  const earlier = beginOf(begin - windowMs, windowMs);
  const detail = detailOfSums(windowMs);
  await store.refresh(earlier, detail);
  const cells = store.cells(begin, to, detail);
  const before = store.cells(earlier, begin, detail);
  const drawn = detail === 'minutes' ? cells : await readSeries(store, from, to, filter);
  const range = { from, to, stepMs, filter };
  const problem = store.problem();
  const damaged = store.damaged();
  return {
    from,
    to,
    stepMs,
    summary: summarize(sumCells(cells, filter), windowMs),
    previous: summarize(sumCells(before, filter), windowMs),
    series: seriesOfAll(drawn, signals, range),
    own: Object.fromEntries(names.map((name) => [name, ownSeriesOf(drawn, name, range)])),
    groups: Object.fromEntries(LABELS.map((label) => [label, groupsOf(cells, label, filter)])) as Record<LabelName, MetricsGroup[]>,
    recordings: recordingsOf(drawn),
    indexes: indexesOf(drawn),
    recorded: [...new Set(cells.flatMap(({ values }) => [...values.keys()]))].sort(),
    notes: [
      ...(problem ? [`The files of the metrics could not be read or written: ${problem.message}`] : []),
      ...(damaged > 0 ? [`${damaged} damaged lines of the metrics were left out.`] : []),
    ],
  };
}

/** Steps of a wide window may be narrower than the hours that its sums are made of. */
async function readSeries(store: MetricsStore, from: number, to: number, filter: LabelFilter): Promise<Cell[]> {
  const detail = detailOfSeries(filter);
  await store.refresh(from, detail);
  return store.cells(from, to, detail);
}

function checkStep(given: unknown, windowMs: number): number {
  const fitting = Math.max(MINUTE, Math.ceil(windowMs / STEPS / MINUTE) * MINUTE);
  const least = Math.max(MINUTE, Math.ceil(windowMs / STEPS_MAX / MINUTE) * MINUTE);
  const stepMs = checkWhole('stepMs', given, least, Math.max(windowMs, least), fitting);
  return Math.ceil(stepMs / MINUTE) * MINUTE;
}

export function checkFilter(given: unknown): LabelFilter {
  if (given === undefined || given === null) return {};
  if (!isObject(given)) throw createError('VALUE_INVALID', { name: 'filter', reason: 'it is not an object' });
  const filter: Partial<Record<LabelName, string>> = {};
  for (const [name, value] of Object.entries(given)) {
    const label = LABELS.find((known) => known === name);
    if (!label) throw createError('VALUE_INVALID', { name: 'filter', reason: `"${name.slice(0, 40)}" is none of ${LABELS.join(', ')}` });
    const text = checkText(`filter.${label}`, value);
    if (text !== undefined) filter[label] = text;
  }
  return filter;
}

function groupsOf(cells: readonly Cell[], label: LabelName, filter: LabelFilter): MetricsGroup[] {
  return [...groupBy(cells, label, filter)]
    .map(([value, sum]): MetricsGroup => {
      const { runs, errors, latency, quality } = summarize(sum, 0);
      return { value, runs, errorRate: errors.rate, p95: latency.p95, quality: quality.mean };
    })
    .sort((a, b) => b.runs - a.runs || (a.value < b.value ? -1 : 1))
    .slice(0, GROUPS_MAX);
}
