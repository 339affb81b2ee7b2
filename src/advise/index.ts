/** From what was measured to what to do: causes ranked by how much they changed, each with an action. Pure. */
import type { AdviceAction, AdviceUnit, Evidence, Recommendation } from '../kernel';
import { formatDuration, type Settings } from '../config';
import type { Machine } from './actions';
import { CAUSES, type Cause } from './causes';
import { compare, median, STEPS_MIN, type Change } from './change';
import { dynamicCause } from './dynamic';
import { valuesOf, type Measures } from './measures';

export { measure, type Measures } from './measures';
export { settingAt, type Machine } from './actions';
export { STEPS_MIN } from './change';

export interface AdviceInput {
  /** One entry per step, the oldest first. */
  readonly now: readonly Measures[];
  readonly before: readonly Measures[];
  readonly settings: Settings;
  readonly machine: Machine;
}

/** From so many robust standard deviations on it is a change, and from so many on it counts fully. */
const CHANGED_FROM = 3;
const CHANGED_FULLY = 15;
/** What is beyond a threshold without having changed comes after what has. */
const BEYOND_SCORE = 0.2;
/** A stage must explain so much of an answer's time to be worth a word. */
const SHARE_MIN = 0.1;

/** Whether there is enough to compare the windows at all. */
export const isComparable = ({ now, before }: Pick<AdviceInput, 'now' | 'before'>): boolean =>
  Math.min(valuesOf(now, 'runs').length, valuesOf(before, 'runs').length) >= STEPS_MIN;

/** The best first; causes of the same score in the order of the table. */
export function advise(input: AdviceInput): Recommendation[] {
  const names = new Set([...input.now, ...input.before].flatMap((step) => Object.keys(step)));
  const causes = [...CAUSES, ...[...names].sort().map(dynamicCause).filter((cause) => cause !== undefined)];
  const latency = compare(valuesOf(input.now, 'latency'), valuesOf(input.before, 'latency'), 'ms');
  return causes
    .map((cause) => recommend(cause, latency, input))
    .filter((found) => found !== undefined)
    .sort((a, b) => b.score - a.score);
}

function recommend(cause: Cause, latency: Change | undefined, { now, before, settings, machine }: AdviceInput): Recommendation | undefined {
  const values = valuesOf(now, cause.measure);
  const change = compare(values, valuesOf(before, cause.measure), cause.unit);
  const sign = cause.worse === 'higher' ? 1 : -1;
  const worse = sign * (change?.deviations ?? 0);
  const limit = cause.limit?.(settings);
  const level = values.length >= STEPS_MIN ? median(values) : undefined;
  const isBeyond = limit !== undefined && level !== undefined && sign * (level - limit) > 0;
  const weight = change ? weightOf(cause, change, latency) : 0;
  const changed = worse >= CHANGED_FROM && weight > 0;
  if (!changed && !isBeyond) return undefined;
  const action = planFor(cause, settings, machine);
  if (!action) return undefined;
  const evidence: Evidence[] = [
    {
      name: cause.measure.replaceAll('_', ' '),
      unit: cause.unit,
      ...(level !== undefined && { now: round(level) }),
      ...(change && { before: round(change.before), change: round(worse) }),
      ...(isBeyond && { limit: round(limit) }),
    },
    ...(latency ? [{ name: 'latency', unit: 'ms' as const, now: round(latency.now), before: round(latency.before), change: round(latency.deviations) }] : []),
  ];
  const goal = changed ? describe(change!.before, cause.unit) : describe(limit ?? 0, cause.unit);
  return {
    id: idOf(cause.cause, action),
    cause: cause.cause,
    title: cause.title,
    score: changed ? round(Math.min(1, worse / CHANGED_FULLY) * weight) : BEYOND_SCORE,
    reason: changed ? 'changed' : 'beyond_threshold',
    evidence,
    action,
    effect: cause.effect(goal),
  };
}

/** Of a stage: how much of what an answer takes longer it explains; what others show is not counted twice as much. */
function weightOf({ measure }: Cause, { now, before }: Change, latency: Change | undefined): number {
  if (!measure.startsWith('stage ')) return 1;
  if (!latency || latency.now <= 0) return 0;
  const rise = Math.max(latency.now - latency.before, latency.now * SHARE_MIN);
  const share = (now - before) / rise;
  return share < SHARE_MIN ? 0 : Math.min(1, share);
}

function planFor({ plans }: Cause, settings: Settings, machine: Machine): AdviceAction | undefined {
  for (const plan of plans) {
    const action = plan(settings, machine);
    if (action) return action;
  }
  return undefined;
}

const idOf = (cause: string, action: AdviceAction): string => (action.kind === 'setting' ? `${cause}:${action.key}=${action.value}` : cause);

/**
 * The action that an id names, under the settings as they are now: undefined when nothing has this id,
 * or when the settings are others than those that it was made for.
 */
export function actionOf(id: string, settings: Settings, machine: Machine): AdviceAction | undefined {
  const name = id.split(':', 1)[0]!;
  const cause = CAUSES.find(({ cause: known }) => known === name) ?? dynamicCause(name.replace('_', ' '));
  const action = cause && planFor(cause, settings, machine);
  return action && idOf(cause.cause, action) === id ? action : undefined;
}

const round = (value: number): number => Math.round(value * 1_000) / 1_000;

function describe(value: number, unit: AdviceUnit): string {
  if (unit === 'ms') return value < 1_000 ? `${Math.round(value)} ms` : formatDuration(Math.round(value / 100) * 100);
  if (unit === 'share') return `${Math.round(value * 100)} %`;
  if (unit === 'bytes') return `${Math.round(value / 1_048_576)} MB`;
  return String(Math.round(value));
}
