/** Who may see the dashboard: a bearer token, or a cookie that a login page gives for it. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Clock } from '../kernel';

export interface Guard {
  /** By `Authorization: Bearer …` or by the cookie. */
  isAllowed(request: IncomingMessage): boolean;
  /** The `Set-Cookie` value for a right token; undefined for a wrong one; seconds to wait when locked out. */
  logIn(token: string, from: string): { readonly cookie: string } | { readonly waitSeconds: number } | undefined;
  /** The `Set-Cookie` value that ends a session. */
  logOut(): string;
}

export interface GuardOptions {
  /** Undefined: everybody may. */
  readonly token: string | undefined;
  readonly clock: Pick<Clock, 'now'>;
}

const COOKIE = 'hcc_session';
const SESSION_MS = 12 * 60 * 60_000;
const ATTEMPTS = 5;
const LOCK_MS = 15 * 60_000;
/** Addresses remembered; beyond that, the oldest attempts are forgotten. */
const ADDRESSES_MAX = 1_000;
const ATTRIBUTES = 'Path=/; HttpOnly; SameSite=Strict';

export function createGuard({ token, clock }: GuardOptions): Guard {
  // A new key with every start: sessions end with the process.
  const key = randomBytes(32);
  const failures = new Map<string, { count: number; until: number }>();

  /** Of equal length whatever is given, so that comparing takes the same time. */
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  const isToken = (given: string): boolean => token !== undefined && timingSafeEqual(digest(given), digest(token));
  const sign = (expires: string): string => createHmac('sha256', key).update(expires).digest('base64url');

  function hasSession(request: IncomingMessage): boolean {
    const value = readCookie(request.headers.cookie);
    const [expires = '', signature = ''] = value?.split('.') ?? [];
    return timingSafeEqual(digest(signature), digest(sign(expires))) && Number(expires) > clock.now();
  }

  /** Failed attempts count for `LOCK_MS` after the last one. */
  function attemptsOf(from: string): { count: number; until: number } {
    const known = failures.get(from);
    return known && known.until > clock.now() ? known : { count: 0, until: 0 };
  }

  return {
    isAllowed(request) {
      if (token === undefined) return true;
      const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
      return bearer === undefined ? hasSession(request) : isToken(bearer);
    },
    logIn(given, from) {
      const { count, until } = attemptsOf(from);
      if (count >= ATTEMPTS) return { waitSeconds: Math.ceil((until - clock.now()) / 1_000) };
      if (isToken(given)) {
        failures.delete(from);
        const expires = String(clock.now() + SESSION_MS);
        return { cookie: `${COOKIE}=${expires}.${sign(expires)}; Max-Age=${SESSION_MS / 1_000}; ${ATTRIBUTES}` };
      }
      failures.delete(from);
      failures.set(from, { count: count + 1, until: clock.now() + LOCK_MS });
      const oldest = failures.keys().next().value;
      if (failures.size > ADDRESSES_MAX && oldest !== undefined) failures.delete(oldest);
      return undefined;
    },
    logOut: () => `${COOKIE}=; Max-Age=0; ${ATTRIBUTES}`,
  };
}

function readCookie(header: string | undefined): string | undefined {
  for (const part of header?.split(';') ?? []) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE) return value;
  }
  return undefined;
}
