import type { Clock, RecommendationsAnswer, RecommendationsRequest, SettingsChange } from '../../kernel';
import { advise, isComparable, measure, STEPS_MIN, type Machine, type Measures } from '../../advise';
import type { Settings } from '../../config';
import { MINUTE, sumCells, type Cell, type MetricsStore } from '../../metrics';
import { checkWhole } from '../input';
import { HOUR } from './detail';
import { checkFilter } from './getMetrics';

const WINDOW_MIN_MS = 10 * MINUTE;
const WINDOW_MAX_MS = 30 * 24 * HOUR;
/** More steps tell no more of a median. */
const STEPS = 60;

export interface RecommendParts {
  readonly store: MetricsStore;
  readonly clock: Clock;
  readonly machine: Machine;
  readonly changes: () => Promise<readonly SettingsChange[]>;
}

/** What got worse against the window before, and what to do about it. */
export async function recommend(parts: RecommendParts, settings: Settings, request: RecommendationsRequest): Promise<RecommendationsAnswer> {
  const { store, clock, machine } = parts;
  const windowMs = checkWhole('windowMs', request.windowMs, WINDOW_MIN_MS, WINDOW_MAX_MS, HOUR);
  const filter = checkFilter(request.filter);
  const stepMs = Math.ceil(windowMs / STEPS / MINUTE) * MINUTE;
  // The step under way is not whole yet, and would count as much as the others.
  const to = Math.floor(clock.now() / stepMs) * stepMs;
  const from = to - windowMs;
  const detail = stepMs >= HOUR ? 'hours' : 'minutes';
  await store.refresh(from - windowMs, detail);
  const steps = (start: number): Measures[] => stepsOf(store.cells(start, start + windowMs, detail), start, windowMs, stepMs, filter);
  const windows = { now: steps(from), before: steps(from - windowMs) };
  const base = { from, to, stepMs, changes: await parts.changes() };
  const found = advise({ ...windows, settings, machine });
  if (found.length > 0) return { ...base, state: 'ok', recommendations: found, message: found[0]!.title };
  const comparable = isComparable(windows);
  const message = comparable
    ? 'Nothing got worse than in the window before.'
    : `There is not enough to compare: both this window and the one before need runs in at least ${STEPS_MIN} steps of ${Math.round(stepMs / MINUTE)} min.`;
  return { ...base, state: comparable ? 'ok' : 'insufficient_data', recommendations: [], message };
}

function stepsOf(cells: readonly Cell[], from: number, windowMs: number, stepMs: number, filter: RecommendationsRequest['filter']): Measures[] {
  const steps = Array.from({ length: Math.ceil(windowMs / stepMs) }, (): Cell[] => []);
  for (const cell of cells) steps[Math.floor((cell.start - from) / stepMs)]?.push(cell);
  return steps.map((own) => measure(sumCells(own, filter)));
}
