/** What people do about alerts: acknowledge one, silence some for a while. */
import { createHash } from 'node:crypto';
import type { AcknowledgeAlertRequest, AlertItem, Clock, SilenceAlertsAnswer, SilenceAlertsRequest } from '../../kernel';
import { createError } from '../../kernel';
import { acknowledge, addSilence, endSilence, isFiring, isSilenced, type AlertStore } from '../../alert';
import { checkShortText, checkWhole } from '../input';
import { checkBy, checkMatches } from './check';
import { toItem } from './describe';

const MINUTE = 60_000;
const SILENCE_MAX_MS = 30 * 24 * 60 * MINUTE;

export async function acknowledgeAlert(store: AlertStore, clock: Pick<Clock, 'now'>, request: AcknowledgeAlertRequest): Promise<AlertItem> {
  const id = checkShortText('id', request.id) ?? '';
  const by = checkBy(request.by);
  const now = clock.now();
  const book = await store.update((before) => acknowledge(before, id, by, now));
  return toItem(book.entries[id]!, book, now);
}

export async function silenceAlerts(store: AlertStore, clock: Pick<Clock, 'now'>, request: SilenceAlertsRequest): Promise<SilenceAlertsAnswer> {
  const now = clock.now();
  const end = checkShortText('end', request.end);
  if (end !== undefined) {
    const before = await store.read();
    await store.update((book) => endSilence(book, end));
    const silence = before.silences.find(({ id }) => id === end);
    if (!silence) throw createError('VALUE_INVALID', { name: 'end', reason: `there is no silence ${end.slice(0, 40)}` });
    return { silence, ended: true, silenced: 0 };
  }
  const matches = checkMatches(request.matches, request.all);
  const until = now + checkWhole('durationMs', request.durationMs, MINUTE, SILENCE_MAX_MS, 60 * MINUTE);
  const reason = checkShortText('reason', request.reason);
  // The same labels have one silence: asking again makes it longer or shorter.
  const id = createHash('sha256').update(JSON.stringify(Object.entries(matches).sort())).digest('hex').slice(0, 12);
  const silence = { id, matches, until, by: checkBy(request.by), ...(reason !== undefined && { reason }) };
  const { entries } = await store.update((book) => addSilence(book, silence, now));
  const silenced = Object.values(entries).filter((entry) => isFiring(entry.state) && isSilenced(entry, [silence], now));
  return { silence, ended: false, silenced: silenced.length };
}
