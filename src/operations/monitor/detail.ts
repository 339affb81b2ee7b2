/** How finely the record has to be read for a question. */
import { LABELS } from '../../kernel';
import type { LabelFilter } from '../../kernel';
import { MINUTE, type Detail } from '../../metrics';

export const HOUR = 60 * MINUTE;

/** Windows beyond this are added up by whole hours. */
const FINE_MS = 3 * HOUR;

/** For what runs add up to within windows of this length. */
export const detailOfSums = (windowMs: number): Detail => (windowMs > FINE_MS ? 'hours' : 'minutes');

/** For series of signals: those of all runs, or of a workspace, need no labels and no stages. */
export function detailOfSeries(filter: LabelFilter): Detail {
  return LABELS.every((label) => label === 'workspace' || filter[label] === undefined) ? 'signals' : 'minutes';
}

/** Where the sums of a window begin, ms: those of wide ones with a whole hour. */
export const beginOf = (at: number, windowMs: number): number => (detailOfSums(windowMs) === 'hours' ? Math.floor(at / HOUR) * HOUR : at);
