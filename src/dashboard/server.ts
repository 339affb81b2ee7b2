/** The dashboard over HTTP: a page, a stream, a JSON API, and what scrapers and probes ask for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createError } from '../kernel';
import type { Clock, Engine } from '../kernel';
import { changesOf, isOwnRequest, parseBody } from './changes';
import { addressOf, createGuard, type Guard } from './guard';
import { loginPage } from './login';
import { openApi } from './openapi';
import { sendError, sendJson, sendPage, sendText, send } from './respond';
import { isSignal, PART, readState } from './state';
import { createStream, type Stream } from './stream';

export interface DashboardOptions {
  readonly engine: Engine;
  /** The page, as the build makes it. */
  readonly page: string;
  /** Undefined: no login. */
  readonly token: string | undefined;
  readonly intervalMs: number;
  readonly clock: Clock;
}

export interface Dashboard {
  /** Port 0 takes any free one. Answers where it listens. */
  listen(port: number, host: string): Promise<string>;
  close(): Promise<void>;
}

interface Call {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly query: URLSearchParams;
}

type Handler = (call: Call) => Promise<void> | void;

const BODY_MAX_BYTES = 4_096;
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;

export function createDashboard({ engine, page, token, intervalMs, clock }: DashboardOptions): Dashboard {
  const guard = createGuard({ token, clock });
  const stream = createStream(async () => JSON.stringify(await readState(engine, undefined, clock.now())), intervalMs);
  const open = openRoutes(guard, engine);
  const closed = guardedRoutes({ engine, page, stream, clock, guard });
  const changes = changingRoutes(engine, guard);
  let anyHost = false;

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // A page of another site that had its own name resolve to this machine would be let in otherwise.
    if (!anyHost && !LOOPBACK.test(request.headers.host ?? '')) {
      sendText(response, 421, 'This server answers to localhost only.');
      return;
    }
    const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
    const route = `${request.method ?? 'GET'} ${path}`;
    const call = { request, response, query: new URLSearchParams(query) };
    const handler = open[route];
    if (handler) return handler(call);
    const admitted = guard.admit(request);
    if (typeof admitted === 'object') {
      sendText(response, 429, 'Too many wrong tokens. Try again later.', { 'Retry-After': String(admitted.waitSeconds) });
      return;
    }
    if (!admitted) {
      if (route === 'GET /') send(response, 303, 'text/plain', '', { Location: '/login' });
      else sendText(response, 401, 'Send the token: Authorization: Bearer TOKEN', { 'WWW-Authenticate': 'Bearer' });
      return;
    }
    const guarded = closed[route];
    if (guarded) return guarded(call);
    const change = changes[route];
    if (change) {
      if (isOwnRequest(request)) await change(call);
      else sendText(response, 403, 'Send JSON with the header X-Hybrid-Context: 1, from this page or a program.');
      return;
    }
    sendText(response, 404, `There is no ${route}.`);
  }

  const known = new Set([open, closed, changes].flatMap((routes) => Object.keys(routes)));

  /** A stream counts for as long as it took to begin. */
  async function record(request: IncomingMessage, response: ServerResponse, startedAt: number): Promise<void> {
    const { method = 'GET' } = request;
    const route = `${method} ${request.url?.split('?', 1)[0] ?? '/'}`;
    const name = known.has(route) ? route : `${method === 'POST' ? 'POST' : 'GET'} /other`;
    await engine.recordRequest({ route: name, status: response.statusCode, latencyMs: clock.monotonic() - startedAt }).catch(() => undefined);
  }

  const server = createServer((request, response) => {
    const startedAt = clock.monotonic();
    handle(request, response)
      .catch((thrown: unknown) => {
        if (response.headersSent) response.end();
        else sendError(response, thrown);
      })
      .finally(() => void record(request, response, startedAt));
  });
  server.requestTimeout = 30_000;

  return {
    listen(port, host) {
      anyHost = !LOOPBACK.test(host) && host !== '::1';
      return new Promise((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(createError('VALUE_INVALID', { name: 'The port', reason: `${host}:${port} cannot be listened on (${error.code ?? error.message})` })),
        );
        server.listen(port, host, () => {
          const { port: bound } = server.address() as AddressInfo;
          resolve(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
        });
      });
    },
    close() {
      stream.close();
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** For everybody. */
function openRoutes(guard: Guard, engine: Engine): Record<string, Handler> {
  return {
    'GET /healthz': ({ response }) => sendText(response, 200, 'ok'),
    async 'GET /readyz'({ response }) {
      await engine.getMetrics({ signals: ['runs'] }, PART);
      sendText(response, 200, 'ready');
    },
    'GET /login': ({ response }) => sendPage(response, loginPage()),
    async 'POST /login'({ request, response }) {
      const body = await readBody(request);
      const token = new URLSearchParams(body).get('token') ?? '';
      const outcome = guard.logIn(token, addressOf(request));
      if (!outcome) {
        sendPage(response, loginPage('That is not the token.'), 401);
        return;
      }
      if ('waitSeconds' in outcome) {
        const { waitSeconds } = outcome;
        sendPage(response, loginPage(`Too many attempts. Try again in ${Math.ceil(waitSeconds / 60)} min.`), 429, { 'Retry-After': String(waitSeconds) });
        return;
      }
      send(response, 303, 'text/plain', '', { Location: '/', 'Set-Cookie': outcome.cookie });
    },
  };
}

interface Guarded extends Pick<DashboardOptions, 'engine' | 'page' | 'clock'> {
  readonly stream: Stream;
  readonly guard: Guard;
}

/** For those who have the token. */
function guardedRoutes({ engine, page, stream, clock, guard }: Guarded): Record<string, Handler> {
  const windowOf = (query: URLSearchParams): number | undefined => (query.has('windowMs') ? Number(query.get('windowMs')) : undefined);
  return {
    'GET /': ({ response }) => sendPage(response, page),
    'GET /events': ({ response }) => stream.join(response),
    async 'GET /metrics'({ response }) {
      const { contentType, text } = await engine.exposeMetrics({}, PART);
      send(response, 200, contentType, text);
    },
    async 'GET /api/state'({ response, query }) {
      sendJson(response, await readState(engine, windowOf(query), clock.now()));
    },
    async 'GET /api/metrics'({ response, query }) {
      const stepMs = query.has('stepMs') ? Number(query.get('stepMs')) : undefined;
      const workspace = query.get('workspace') ?? undefined;
      sendJson(response, await engine.getMetrics({ windowMs: windowOf(query), stepMs, filter: { workspace } }, PART));
    },
    async 'GET /api/health'({ response, query }) {
      sendJson(response, await engine.evaluate({ windowMs: windowOf(query) }, PART));
    },
    async 'GET /api/forecast'({ response, query }) {
      const signal = query.get('signal');
      const series = query.get('series') ?? undefined;
      sendJson(response, await engine.forecast(isSignal(signal) ? { signal } : { series }, PART));
    },
    async 'GET /api/alerts'({ response, query }) {
      sendJson(response, await engine.listAlerts({ windowMs: windowOf(query), phases: query.get('phases') === 'all' ? 'all' : 'firing' }, PART));
    },
    async 'GET /api/recommendations'({ response, query }) {
      sendJson(response, await engine.getRecommendations({ windowMs: windowOf(query) }, PART));
    },
    async 'GET /api/config'({ response }) {
      sendJson(response, await engine.getSettings({}, PART));
    },
    'GET /api/session': ({ request, response }) => sendJson(response, { signedIn: guard.hasSession(request) }),
    'GET /api/openapi.json': ({ response }) => sendJson(response, openApi()),
  };
}

/** For those who have the token, by a request that no other site can make. */
function changingRoutes(engine: Engine, guard: Guard): Record<string, Handler> {
  const changes = Object.entries(changesOf(engine)).map(([route, change]): [string, Handler] => [
    route,
    async ({ request, response }) => sendJson(response, await change(parseBody(await readBody(request)))),
  ]);
  return {
    ...Object.fromEntries(changes),
    'POST /api/session/end': ({ request, response }) => send(response, 200, 'application/json; charset=utf-8', '{}\n', { 'Set-Cookie': guard.logOut(request) }),
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > BODY_MAX_BYTES) throw createError('VALUE_INVALID', { name: 'The body', reason: `it is larger than ${BODY_MAX_BYTES} bytes` });
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
