import type { IncomingMessage } from 'node:http';
import { createGuard } from '../../src/dashboard/guard';
import { createManualClock } from '../cache/manual-clock';

const TOKEN = 'a-token-of-some-length';
const asked = (headers: Record<string, string>, remoteAddress = 'here'): IncomingMessage => ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

function setup(token: string | undefined = TOKEN) {
  const clock = createManualClock();
  return { clock, guard: createGuard({ token, clock }) };
}

test('without a token everybody may', () => {
  const { clock } = setup();
  expect(createGuard({ token: undefined, clock }).admit(asked({}))).toBe(true);
});

test('a bearer token, and nothing that is almost one', () => {
  const { guard } = setup();
  expect(guard.admit(asked({ authorization: `Bearer ${TOKEN}` }))).toBe(true);
  for (const authorization of ['', 'Bearer', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, `Basic ${TOKEN}`, TOKEN]) {
    expect(guard.admit(asked({ authorization }))).toBe(false);
  }
});

test('a session lasts for hours, cannot be made up, and ends with the server', () => {
  const { guard, clock } = setup();
  const outcome = guard.logIn(TOKEN, 'here');
  if (!outcome || !('cookie' in outcome)) throw new Error('not let in');
  expect(outcome.cookie).toMatch(/; HttpOnly; SameSite=Strict$/);
  const cookie = outcome.cookie.split(';')[0]!;
  expect(guard.admit(asked({ cookie: `other=1; ${cookie}` }))).toBe(true);
  const [, expires, nonce, signature] = /=(\d+)(-[\w-]+)\.(.+)/.exec(cookie)!;
  for (const forged of [`hcc_session=${Number(expires) + 1}${nonce!}.${signature!}`, `hcc_session=${expires!}.${signature!}`, `hcc_session=${expires!}${nonce!}.`, 'hcc_session=', 'hcc_session=9.9.9']) {
    expect(guard.admit(asked({ cookie: forged }))).toBe(false);
  }
  expect(createGuard({ token: TOKEN, clock }).admit(asked({ cookie }))).toBe(false);
  clock.advance(13 * 3_600_000);
  expect(guard.admit(asked({ cookie }))).toBe(false);
});

test('who signs out is out, with a copy of the cookie, too; others stay', () => {
  const { guard, clock } = setup();
  const enter = (): IncomingMessage => asked({ cookie: (guard.logIn(TOKEN, 'here') as { cookie: string }).cookie.split(';')[0]! });
  const [leaving, staying] = [enter(), enter()];
  expect([guard.hasSession(leaving), guard.hasSession(staying), guard.hasSession(asked({ authorization: `Bearer ${TOKEN}` }))]).toEqual([true, true, false]);
  expect(guard.logOut(leaving)).toMatch(/^hcc_session=; Max-Age=0; Path=\/; HttpOnly; SameSite=Strict$/);
  expect([guard.admit(leaving), guard.admit(staying)]).toEqual([false, true]);
  clock.advance(13 * 3_600_000);
  guard.logOut(asked({}));
  expect([guard.admit(leaving), guard.admit(staying)]).toEqual([false, false]);
});

test('after five wrong tokens an address waits, others do not', () => {
  const { guard, clock } = setup();
  for (let attempt = 0; attempt < 5; attempt += 1) expect(guard.logIn('wrong', 'bad')).toBeUndefined();
  expect(guard.logIn(TOKEN, 'bad')).toEqual({ waitSeconds: 900 });
  expect(guard.logIn(TOKEN, 'good')).toHaveProperty('cookie');
  clock.advance(900_000);
  expect(guard.logIn(TOKEN, 'bad')).toHaveProperty('cookie');
});

test('guessing bearer tokens has to wait, too; sessions and other addresses do not', () => {
  const { guard, clock } = setup();
  const session = guard.logIn(TOKEN, 'bad');
  const cookie = (session as { cookie: string }).cookie.split(';')[0]!;
  for (let attempt = 0; attempt < 20; attempt += 1) expect(guard.admit(asked({ authorization: `Bearer guess-${attempt}` }, 'bad'))).toBe(false);
  clock.advance(20_000);
  expect(guard.admit(asked({ authorization: `Bearer ${TOKEN}` }, 'bad'))).toEqual({ waitSeconds: 40 });
  expect(guard.admit(asked({ cookie }, 'bad'))).toBe(true);
  expect(guard.admit(asked({ authorization: `Bearer ${TOKEN}` }, 'good'))).toBe(true);
  clock.advance(40_000);
  expect(guard.admit(asked({ authorization: `Bearer ${TOKEN}` }, 'bad'))).toBe(true);
});

test('a program with an old token that asks every few seconds shuts nobody out', () => {
  const { guard, clock } = setup();
  for (let attempt = 0; attempt < 200; attempt += 1) {
    expect(guard.admit(asked({ authorization: 'Bearer old' }))).toBe(false);
    clock.advance(5_000);
  }
  expect(guard.admit(asked({ authorization: `Bearer ${TOKEN}` }))).toBe(true);
});

test('addresses remembered are bounded', () => {
  const { guard } = setup();
  for (let index = 0; index < 3_000; index += 1) guard.logIn('wrong', `a${index}`);
  for (let attempt = 0; attempt < 4; attempt += 1) guard.logIn('wrong', 'a2999');
  expect(guard.logIn(TOKEN, 'a2999')).toHaveProperty('waitSeconds');
});
