/** Who may see the dashboard: a bearer token, or a cookie that a login page gives for it. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../kernel';
import { createAttempts, type AttemptRules } from './attempts';

export interface Guard {
  /** Whether it may, by `Authorization: Bearer …` or by the cookie; or that its address guessed too often. */
  admit(request: IncomingMessage): boolean | Waiting;
  /** The `Set-Cookie` value for a right token; undefined for a wrong one. */
  logIn(token: string, from: string): { readonly cookie: string } | Waiting | undefined;
  /** Whether it comes with the cookie of a session. */
  hasSession(request: IncomingMessage): boolean;
  /** Ends the session of the request, whoever has its cookie; answers the `Set-Cookie` value that takes it away. */
  logOut(request: IncomingMessage): string;
}

export interface Waiting {
  readonly waitSeconds: number;
}

export interface GuardOptions {
  /** Undefined: everybody may. */
  readonly token: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

const COOKIE = 'hcc_session';
const SESSION_MS = 12 * 60 * 60_000;
const LOGINS: AttemptRules = { max: 5, windowMs: 15 * 60_000, renewed: true };
/** A program with an old token asks again and again, and must not shut others on its machine out for long. */
const BEARERS: AttemptRules = { max: 20, windowMs: 60_000, renewed: false };
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

export function createGuard({ token, clock }: GuardOptions): Guard {
  // A new key with every start: sessions end with the process.
  const key = randomBytes(32);
  const logins = createAttempts(LOGINS, clock);
  const bearers = createAttempts(BEARERS, clock);

  /** Of equal length whatever is given, so that comparing takes the same time. */
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const isToken = (given: string): boolean => token !== undefined && timingSafeEqual(digest(given), digest(token));
  const sign = (session: string): string => createHmac('sha256', key).update(session).digest('base64url');
  /** Sessions that were ended before their time, to that time. */
  const ended = new Map<string, number>();

  /** The session that the request's cookie is of: `EXPIRES-NONCE`. */
  function sessionOf(request: IncomingMessage): string | undefined {
    const [session = '', signature = ''] = readCookie(request.headers.cookie)?.split('.') ?? [];
    const isOurs = timingSafeEqual(digest(signature), digest(sign(session)));
    return isOurs && expiryOf(session) > clock.now() && !ended.has(session) ? session : undefined;
  }

  const hasSession = (request: IncomingMessage): boolean => sessionOf(request) !== undefined;

  return {
    admit(request) {
      if (token === undefined) return true;
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      if (bearer === undefined) return hasSession(request);
      const from = addressOf(request);
      const waitSeconds = bearers.wait(from);
      if (waitSeconds !== undefined) return { waitSeconds };
      if (isToken(bearer)) return true;
      bearers.fail(from);
      return false;
    },
    logIn(given, from) {
      const waitSeconds = logins.wait(from);
      if (waitSeconds !== undefined) return { waitSeconds };
      if (!isToken(given)) {
        logins.fail(from);
        return undefined;
      }
      logins.forget(from);
      const session = `${clock.now() + SESSION_MS}-${randomBytes(9).toString('base64url')}`;
      return { cookie: `${COOKIE}=${session}.${sign(session)}; Max-Age=${SESSION_MS / 1_000}; ${ATTRIBUTES}` };
    },
    hasSession,
    logOut(request) {
      const session = sessionOf(request);
      for (const [known, expires] of ended) if (expires <= clock.now()) ended.delete(known);
      if (session !== undefined) ended.set(session, expiryOf(session));
      return `${COOKIE}=; Max-Age=0; ${ATTRIBUTES}`;
    },
  };
}

const expiryOf = (session: string): number => Number(session.split('-', 1)[0]);

export const addressOf = (request: IncomingMessage): string => request.socket.remoteAddress ?? '';

function readCookie(header: string | undefined): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE) return value;
  }
  return undefined;
}
