import { createError, DASHBOARD_FORMATS } from '../../kernel';
import type { Clock, Engine, RenderDashboardAnswer, RenderDashboardRequest } from '../../kernel';
import { readPage, readState, renderReport, toPollingPage, type PollSource } from '../../dashboard';
import { checkChoice, checkText, checkWhole } from '../input';

const SECOND = 1_000;
const INTERVAL_MAX_MS = 3_600 * SECOND;
const INTERVAL_MS = 5 * SECOND;
const URL_MAX_CHARS = 2_000;
/** What a header can carry. */
const TOKEN = /^[\x21-\x7e]{1,500}$/;

export interface RenderParts {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly pageFile: string;
}

/** The dashboard as a page that polls, as a report, or as the state that both show. */
export async function renderDashboard({ engine, clock, pageFile }: RenderParts, request: RenderDashboardRequest): Promise<RenderDashboardAnswer> {
  const format = checkChoice('format', request.format, DASHBOARD_FORMATS, 'page');
  if (format === 'page') return { format, html: toPollingPage(await readPage(pageFile), checkSource(request)) };
  const state = await readState(engine, request.windowMs, clock.now());
  return format === 'state' ? { format, state } : { format, ...renderReport(state) };
}

function checkSource(request: RenderDashboardRequest): PollSource {
  const dataUrl = checkText('dataUrl', request.dataUrl)?.trim() ?? '';
  const token = checkText('token', request.token)?.trim() ?? '';
  if (!isWebUrl(dataUrl)) {
    throw createError('VALUE_INVALID', { name: 'dataUrl', reason: 'it is neither an http(s) URL nor a path relative to the URL of the page' });
  }
  if (token !== '' && !TOKEN.test(token)) {
    throw createError('VALUE_INVALID', { name: 'token', reason: 'a header cannot carry it: letters, digits and signs of ASCII without spaces, at most 500' });
  }
  const intervalMs = checkWhole('intervalMs', request.intervalMs, SECOND, INTERVAL_MAX_MS, INTERVAL_MS);
  return { dataUrl, intervalMs, ...(token !== '' && { token }), ...(request.changes === true && { changes: true }) };
}

function isWebUrl(text: string): boolean {
  const page = 'http://localhost/webhook/page';
  if (text === '' || text.length > URL_MAX_CHARS || !URL.canParse(text, page)) return false;
  const { protocol, username } = new URL(text, page);
  // A browser refuses to fetch what names a user.
  return ['http:', 'https:'].includes(protocol) && username === '';
}
