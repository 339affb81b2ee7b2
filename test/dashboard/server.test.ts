/** The dashboard's server on a real engine and a real socket. */
import { request as httpRequest } from 'node:http';
import { createDashboard, readPage, readToken, type Dashboard, type DashboardState } from '../../src/dashboard';
import { writeAtomic } from '../../src/io';
import { systemClock, type Engine } from '../../src/kernel';
import { buildPage } from '../../scripts/build/page';
import { cleanUp, codeOfRejection, openTestEngine, tempFolder } from '../engine/support';

const TOKEN = 'a-token-of-some-length';
let engine: Engine;
let dashboard: Dashboard;
let url: string;

beforeAll(async () => {
  engine = await openTestEngine();
  const { html } = await buildPage();
  dashboard = createDashboard({ engine, page: html, token: TOKEN, intervalMs: 50, clock: systemClock });
  url = await dashboard.listen(0, '127.0.0.1');
  const root = tempFolder({ 'a.ts': 'export const tide = 1;\n' });
  await engine.search({ root, query: 'tide', caller: 'test' });
  await engine.search({ root, query: 'tide', workspace: '<img src=x onerror=alert(1)>' });
});
afterAll(async () => {
  await dashboard.close();
  await cleanUp();
});

const get = (path: string, headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` }, init: RequestInit = {}): Promise<Response> =>
  fetch(`${url}${path}`, { headers, redirect: 'manual', ...init });

test('probes are open, the rest is not', async () => {
  expect([(await get('/healthz', {})).status, (await get('/readyz', {})).status]).toEqual([200, 200]);
  for (const path of ['/metrics', '/events', '/api/state', '/api/metrics', '/api/health', '/api/forecast', '/api/config', '/api/alerts', '/api/recommendations', '/nothing']) {
    expect((await get(path, {})).status).toBe(401);
  }
  const home = await get('/', {});
  expect([home.status, home.headers.get('location')]).toEqual([303, '/login']);
  expect((await get('/nothing')).status).toBe(404);
  expect((await get('/', undefined, { method: 'DELETE' })).status).toBe(404);
});

test('a session is ended by its page alone, and is over then', async () => {
  const entered = await get('/login', { 'content-type': 'application/x-www-form-urlencoded' }, { method: 'POST', body: `token=${TOKEN}` });
  const cookie = entered.headers.get('set-cookie')!.split(';')[0]!;
  const isSignedIn = async (headers?: Record<string, string>): Promise<unknown> => (await get('/api/session', headers)).json();
  expect([await isSignedIn({ cookie }), await isSignedIn()]).toEqual([{ signedIn: true }, { signedIn: false }]);
  const end = (headers: Record<string, string>): Promise<Response> => get('/api/session/end', { 'content-type': 'application/json', ...headers }, { method: 'POST', body: '{}' });
  expect((await end({ cookie })).status).toBe(403);
  const ended = await end({ cookie, 'x-hybrid-context': '1' });
  expect([ended.status, ended.headers.get('set-cookie')]).toEqual([200, expect.stringMatching(/^hcc_session=; Max-Age=0;/)]);
  expect((await get('/api/session', { cookie })).status).toBe(401);
});

test('signing in by the form', async () => {
  const post = (body: string): Promise<Response> => get('/login', { 'content-type': 'application/x-www-form-urlencoded' }, { method: 'POST', body });
  expect(await (await get('/login', {})).text()).toContain('type="password"');
  expect((await post('token=wrong')).status).toBe(401);
  const right = await post(`token=${TOKEN}`);
  expect([right.status, right.headers.get('location')]).toEqual([303, '/']);
  const cookie = right.headers.get('set-cookie')!.split(';')[0]!;
  expect((await get('/', { cookie })).status).toBe(200);
  for (let attempt = 0; attempt < 4; attempt += 1) await post('token=wrong');
  await post('token=wrong');
  const locked = await post(`token=${TOKEN}`);
  expect(locked.status).toBe(429);
  expect(Number(locked.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await post('x'.repeat(10_000))).status).toBe(400);
});

test('the page may run its own script and nothing else', async () => {
  const page = await get('/');
  const policy = page.headers.get('content-security-policy')!;
  expect(policy).toMatch(/default-src 'none'.*script-src 'sha256-.*style-src 'sha256-/);
  expect(policy).not.toContain('unsafe');
  expect(page.headers.get('x-content-type-options')).toBe('nosniff');
  const html = await page.text();
  expect(html.length).toBeLessThan(150 * 1024);
  expect(html).not.toMatch(/(src|href)="?https?:/);
});

test('the API', async () => {
  const state = (await (await get('/api/state')).json()) as DashboardState;
  expect(state.metrics.summary.runs).toBeGreaterThanOrEqual(2);
  expect(state.forecasts.map(({ of }) => of)).toContain('latency_p95');
  expect((state.settings as { monitoring: object }).monitoring).toBeDefined();
  expect(await (await get('/api/metrics?windowMs=600000&stepMs=60000')).json()).toMatchObject({ stepMs: 60_000 });
  expect(await (await get('/api/health')).json()).toHaveProperty('signals');
  expect(await (await get('/api/forecast?signal=quality')).json()).toMatchObject({ of: 'quality' });
  expect(await (await get('/api/config')).json()).toHaveProperty('hybrid_mode');
  expect(await (await get('/metrics')).text()).toContain('hcc_runs_total{');
  const bad = await get('/api/metrics?windowMs=x');
  expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: 'VALUE_OUT_OF_RANGE' } }]);
  expect((await get('/api/forecast')).status).toBe(400);
  const { paths } = (await (await get('/api/openapi.json')).json()) as { paths: Record<string, object> };
  const asked = Object.entries(paths).filter(([path, methods]) => 'get' in methods && path !== '/events' && path !== '/api/forecast');
  for (const [path] of asked) expect([path, (await get(path)).status]).toEqual([path, 200]);
});

test('each request is on record by its route and status, and what it asks of the engine is not', async () => {
  for (const path of ['/api/state', '/api/health', '/nothing?q=secret', '/api/metrics?windowMs=x']) await get(path);
  await engine.getMetrics({}, { asker: { caller: 'qualityAlert', workflow: 'w1' } });
  const { summary, groups } = await engine.getMetrics({});
  const of = (operation: string) => groups.operation.find(({ value }) => value === operation);
  expect(of('GET /api/state')!.runs).toBeGreaterThanOrEqual(1);
  expect(of('GET /api/metrics')!.errorRate).toBeGreaterThan(0);
  expect(of('GET /other')!.errorRate).toBe(1);
  expect(JSON.stringify(groups)).not.toContain('secret');
  expect(of('getMetrics')!.runs).toBe(1);
  expect(of('evaluate')).toBeUndefined();
  expect(groups.caller.map(({ value }) => value)).toEqual(expect.arrayContaining(['serve', 'qualityAlert', 'test']));
  // Signals are about answers: the two searches.
  expect(summary).toMatchObject({ runs: 2, errors: { count: 0 } });
  expect(summary.operations['GET /api/health']).toBeGreaterThan(0);
});

test('whatever is asked for is answered, and on record', async () => {
  const ask = (path: string, method = 'GET'): Promise<number | undefined> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      httpRequest({ hostname, port, path, method, headers: { authorization: `Bearer ${TOKEN}` } }, (response) => {
        response.resume().once('end', () => resolve(response.statusCode));
      }).once('error', reject).end();
    });
  expect([await ask('//'), await ask('/%'), await ask('http://['), await ask('/?', 'POST'), await ask('*', 'OPTIONS')]).toEqual([404, 404, 404, 404, 404]);
  const { groups } = await engine.getMetrics({});
  expect(groups.operation.find(({ value }) => value === 'POST /other')).toMatchObject({ runs: 1, errorRate: 1 });
});

test('a request that is none is no run', async () => {
  for (const given of [{ route: 'GET /api/state?x=1' }, { route: 'DELETE /' }, { status: 7 }, { latencyMs: -1 }, { latencyMs: Number.NaN }]) {
    expect(await codeOfRejection(engine.recordRequest({ route: 'GET /', status: 200, latencyMs: 1, ...given }))).toBe('VALUE_INVALID');
  }
});

test('a command that is none is no run', async () => {
  for (const given of [{ command: 'forecast --csv secret' }, { latencyMs: -1 }, { error: 'it is secret' }]) {
    expect(await codeOfRejection(engine.recordCommand({ command: 'forecast', latencyMs: 1, ...given }))).toBe('VALUE_INVALID');
  }
});

test('indexes and series of workflows are told', async () => {
  await engine.recordMetric({ series: 'orders', values: [{ at: Date.now() - 60_000, value: 4 }, { at: Date.now(), value: 8 }] });
  const { recordings, recorded } = await engine.getMetrics({});
  expect(recorded).toEqual(['orders']);
  expect(recordings).toMatchObject([{ series: 'orders', last: 8, mean: 6, samples: 2 }]);
  const state = (await (await get('/api/state')).json()) as DashboardState;
  expect(state.metrics.recordings).toHaveLength(1);
});

test('the stream tells states as they come', async () => {
  const stop = new AbortController();
  const response = await get('/events', undefined, { signal: stop.signal });
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  let text = '';
  const decoder = new TextDecoder();
  for await (const part of response.body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(part, { stream: true });
    if ((text.match(/event: state\nid: \d+\ndata: .*\n\n/g) ?? []).length >= 2) break;
  }
  stop.abort();
  const [first, second] = [...text.matchAll(/id: (\d+)\ndata: (.*)\n/g)];
  expect(Number(second![1])).toBeGreaterThan(Number(first![1]));
  expect((JSON.parse(first![2]!) as DashboardState).metrics.summary.runs).toBeGreaterThanOrEqual(2);
});

test.each(['GET /', 'GET /healthz', 'GET /login', 'POST /login', 'GET /api/state', 'GET /metrics', 'GET /events', 'POST /api/alerts/silence'])(
  '%s under a name that was made to point here is refused, with the right token, too',
  async (route) => {
    const [method, path] = route.split(' ');
    const hosts = ['evil.example', 'localhost.evil.example', '127.0.0.1.evil.example:80', '127.0.0.1@evil.example'];
    const ask = (host: string): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const headers = { host, authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'x-hybrid-context': '1' };
        const asked = httpRequest(`${url}${path!}`, { method, headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        asked.once('error', reject).end();
      });
    expect(await Promise.all(hosts.map(ask))).toEqual([421, 421, 421, 421]);
  },
);

test('a port that is taken is named', async () => {
  const other = createDashboard({ engine, page: '', token: undefined, intervalMs: 50, clock: systemClock });
  expect(await codeOfRejection(other.listen(Number(new URL(url).port), '127.0.0.1'))).toBe('VALUE_INVALID');
});

test('the token is made once, kept for its owner, or given', async () => {
  const folder = tempFolder();
  const made = await readToken(folder, {}, writeAtomic);
  expect(made).toMatch(/^[\w-]{32}$/);
  expect(await readToken(folder, {}, writeAtomic)).toBe(made);
  expect(await readToken(folder, { HYBRID_CONTEXT_DASHBOARD_TOKEN: 'given' }, writeAtomic)).toBe('given');
});

test('a page that was not built is told', async () => {
  expect(await codeOfRejection(readPage('/nowhere'))).toBe('FILE_NOT_READABLE');
});

describe('alerts and recommendations', () => {
  const OWN = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json', 'x-hybrid-context': '1' };
  const post = (path: string, body: unknown, headers: Record<string, string> = OWN): Promise<Response> =>
    get(path, headers, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

  test('are told', async () => {
    expect(await (await get('/api/alerts')).json()).toMatchObject({ alerts: [], timeline: [] });
    const all = (await (await get('/api/alerts?phases=all')).json()) as { alerts: object[] };
    expect(all.alerts.length).toBeGreaterThan(0);
    expect(await (await get('/api/recommendations')).json()).toMatchObject({ state: 'insufficient_data', recommendations: [] });
    expect((await get('/api/alerts', {})).status).toBe(401);
  });

  test('a silence is made and ended', async () => {
    const made = (await (await post('/api/alerts/silence', { matches: { signal: 'quality' }, durationMs: 60_000 })).json()) as { silence: { id: string; by: string } };
    expect(made.silence.by).toBe('dashboard');
    const ended = await post('/api/alerts/silence', { end: made.silence.id });
    expect([ended.status, await ended.json()]).toMatchObject([200, { ended: true }]);
    expect((await post('/api/alerts/acknowledge', { id: '0123456789abcdef' })).status).toBe(400);
    expect((await post('/api/alerts/silence', 'no json')).status).toBe(400);
    expect((await post('/api/alerts/silence', '[]')).status).toBe(400);
  });

  test('no other site can do so, whatever cookie comes with it', async () => {
    const { 'x-hybrid-context': _, ...bare } = OWN;
    const body = { matches: { signal: 'quality' } };
    expect((await post('/api/alerts/silence', body, bare)).status).toBe(403);
    expect((await post('/api/alerts/silence', body, { ...OWN, 'content-type': 'text/plain' })).status).toBe(403);
    expect((await post('/api/alerts/silence', body, { ...OWN, origin: 'https://evil.example' })).status).toBe(403);
    expect((await post('/api/alerts/silence', body, { ...OWN, origin: 'null' })).status).toBe(403);
    expect((await post('/api/alerts/silence', body, { ...OWN, origin: url })).status).toBe(200);
    expect((await post('/api/alerts/silence', body, { 'content-type': 'application/json', 'x-hybrid-context': '1' })).status).toBe(401);
  });
});

test('an address that guesses tokens has to wait', async () => {
  const guess = { authorization: 'Bearer a-guess' };
  for (let attempt = 0; attempt < 25; attempt += 1) await get('/api/alerts', guess);
  const refused = await get('/api/alerts');
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});
