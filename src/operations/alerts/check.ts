/** What requests about alerts may hold. */
import { ALERT_PHASES, ALERT_SEVERITIES, ALERT_SUBJECTS, createError } from '../../kernel';
import type { AlertFilter, AlertLabels, AlertPhase, ListAlertsRequest } from '../../kernel';
import { checkList, checkShortText, isObject } from '../input';

const NAME = /^[\w.:-]{1,120}$/;
const LABEL_MAX = 80;
const FIRING: readonly AlertPhase[] = ['predicted', 'breaching'];

export function checkFilter({ severities, signals, workspaces, about }: AlertFilter): AlertFilter {
  return {
    severities: checkList('severities', severities, ALERT_SEVERITIES),
    signals: checkList('signals', signals),
    workspaces: checkList('workspaces', workspaces),
    about: checkList('about', about, ALERT_SUBJECTS),
  };
}

export function checkPhases(phases: ListAlertsRequest['phases']): readonly AlertPhase[] {
  if (phases === undefined || phases === 'firing') return FIRING;
  return phases === 'all' ? ALERT_PHASES : (checkList('phases', phases, ALERT_PHASES) ?? FIRING);
}

/** A name of a consumer or of who delivers to it. */
export function checkName(name: string, value: unknown): string {
  if (typeof value === 'string' && NAME.test(value)) return value;
  throw createError('VALUE_INVALID', { name, reason: 'it has 1 to 120 letters, digits and _ . : - only' });
}

export function checkBy(value: unknown): string {
  return checkShortText('by', value, LABEL_MAX) ?? 'someone';
}

export function checkMatches(given: unknown, all: unknown): AlertLabels {
  if (given !== undefined && given !== null && !isObject(given)) throw createError('VALUE_INVALID', { name: 'matches', reason: 'it is not an object' });
  const labels = Object.entries(given ?? {}).flatMap(([name, value]): [string, string][] => {
    const text = checkShortText(`matches.${name.slice(0, 40)}`, value, LABEL_MAX);
    return text === undefined ? [] : [[name, text]];
  });
  if (labels.length > 10) throw createError('VALUE_INVALID', { name: 'matches', reason: 'it has more than 10 labels' });
  if (labels.length === 0 && all !== true) throw createError('VALUE_INVALID', { name: 'matches', reason: 'it names nothing; set "all" to silence every alert' });
  return Object.fromEntries(labels);
}
