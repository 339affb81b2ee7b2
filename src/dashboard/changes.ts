/** What a browser may change: only the page itself, or a program with the token, may ask for it. */
import type { IncomingMessage } from 'node:http';
import { createError } from '../kernel';
import type { Engine } from '../kernel';
import { PART } from './state';

/** A form or a script of another site cannot send this header without asking first, which nobody answers. */
export const PAGE_HEADER = 'x-hybrid-context';
const BY = 'dashboard';

/**
 * Whether a request that changes something comes from the page or from a program: the header above, JSON,
 * and, where a browser names the site it comes from, this one.
 */
export function isOwnRequest({ headers }: IncomingMessage): boolean {
  if (headers[PAGE_HEADER] !== '1' || !/^application\/json\b/i.test(headers['content-type'] ?? '')) return false;
  const { origin } = headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === headers.host;
  } catch {
    return false;
  }
}

/** By route: the body of a request to the engine's answer. */
export function changesOf(engine: Engine): Readonly<Record<string, (body: Record<string, unknown>) => Promise<object>>> {
  return {
    'POST /api/alerts/acknowledge': (body) => engine.acknowledgeAlert({ ...(body as { id: string }), by: BY }, PART),
    'POST /api/alerts/silence': (body) => engine.silenceAlerts({ ...body, by: BY }, PART),
  };
}

export function parseBody(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    parsed = undefined;
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Record<string, unknown>;
  throw createError('VALUE_INVALID', { name: 'The body', reason: 'it is not a JSON object' });
}
