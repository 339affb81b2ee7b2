import { request as requestHttp, type IncomingHttpHeaders, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createError, EngineError, LIMITS } from '../../kernel';
import type { SourceLimits } from '../limits';
import { proxyNote } from './proxy';
import { pinHost, type Address, type HostRules, type Resolve } from './pin';

export interface HttpCall {
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  /** Makes it a POST. */
  readonly body?: Buffer;
  /** Sent to the first host only: a redirect to another one does not get it. */
  readonly authorization?: string;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  /** Where the answer came from, after redirects. */
  readonly url: URL;
  readonly body: AsyncIterable<Buffer>;
  /** Gives the connection up; needed when `body` is not read to its end. */
  discard(): void;
}

export interface Http {
  /** Throws SOURCE_UNREACHABLE, CANCELLED and what `pinHost` throws; `body` too. Any status is an answer. */
  send(call: HttpCall): Promise<HttpAnswer>;
}

export interface HttpParts {
  readonly rules: HostRules;
  readonly limits: SourceLimits;
  readonly signal?: AbortSignal;
  /** Default: the system's DNS. */
  readonly resolve?: Resolve;
  /** Certificates of authorities to trust, PEM; default: those Node.js trusts. */
  readonly ca?: string;
}

const REDIRECTS = [301, 302, 303, 307, 308];

/** One fetch's client: `totalMs` runs from here on, for all its requests together. */
export function createHttp(parts: HttpParts): Http {
  const { rules, limits } = parts;
  const deadline = AbortSignal.timeout(limits.totalMs);
  const signal = parts.signal ? AbortSignal.any([parts.signal, deadline]) : deadline;

  async function sendOnce(call: HttpCall): Promise<HttpAnswer> {
    const addresses = await abortable(pinHost(call.url, rules, parts.resolve), signal);
    const response = await open(call, addresses, { signal, ca: parts.ca, idleMs: limits.idleMs });
    return {
      status: response.statusCode ?? 0,
      headers: response.headers,
      url: call.url,
      body: readBody(response, call.url, explain),
      discard: () => response.destroy(),
    };
  }

  const explain = (url: URL, thrown: unknown): EngineError => {
    if (thrown instanceof EngineError) return thrown;
    if (parts.signal?.aborted) return createError('CANCELLED');
    const reason = deadline.aborted ? `it took longer than ${limits.totalMs} ms` : describe(thrown);
    return createError('SOURCE_UNREACHABLE', { host: url.host, reason });
  };

  return {
    async send(call) {
      let at = call;
      for (let redirects = 0; ; redirects += 1) {
        try {
          const answer = await sendOnce(at);
          if (!REDIRECTS.includes(answer.status)) return answer;
          answer.discard();
          if (redirects === limits.redirects) throw new Error(`it redirects more than ${limits.redirects} times`);
          at = follow(at, answer);
        } catch (thrown) {
          throw withProxyNote(explain(at.url, thrown), at.url);
        }
      }
    },
  };
}

function withProxyNote(error: EngineError, url: URL): EngineError {
  const note = error.code === 'SOURCE_UNREACHABLE' ? proxyNote(url) : '';
  return note === '' ? error : createError('SOURCE_UNREACHABLE', { ...error.details, reason: `${error.details.reason}${note}` }, error);
}

/** The next request of a redirect. What is posted is for one address only and goes nowhere else. */
function follow(call: HttpCall, { headers }: HttpAnswer): HttpCall {
  const { location } = headers;
  if (call.body || !location || location.length > LIMITS.pathMaxChars) throw new Error('it redirects in a way that is not followed');
  let url: URL;
  try {
    url = new URL(location, call.url);
  } catch {
    throw new Error('it redirects to what is not a URL');
  }
  if (url.username !== '' || url.password !== '') throw createError('SOURCE_URL_INVALID', { reason: 'its host redirects to a URL with a user name or token' });
  if (call.url.protocol === 'https:' && url.protocol !== 'https:') {
    throw createError('SOURCE_URL_INVALID', { reason: 'its host redirects to an address that is not https' });
  }
  return { ...call, url, authorization: url.origin === call.url.origin ? call.authorization : undefined };
}

interface OpenParts {
  readonly signal: AbortSignal;
  readonly ca: string | undefined;
  readonly idleMs: number;
}

function open(call: HttpCall, addresses: readonly Address[], { signal, ca, idleMs }: OpenParts): Promise<IncomingMessage> {
  const options: RequestOptions & { ca?: string } = {
    method: call.body ? 'POST' : 'GET',
    agent: false, // No connection is kept: the next request pins its host anew.
    signal,
    ca,
    lookup: (_host, wanted, done) => {
      if (wanted.all) done(null, addresses.map(({ address, family }) => ({ address, family })));
      else done(null, addresses[0]!.address, addresses[0]!.family);
    },
    headers: {
      'user-agent': 'git/hybrid-context',
      'accept-encoding': 'identity',
      ...call.headers,
      ...(call.body && { 'content-length': String(call.body.length) }),
      ...(call.authorization && { authorization: call.authorization }),
    },
  };
  return new Promise((resolve, reject) => {
    let response: IncomingMessage | undefined;
    const request = (call.url.protocol === 'https:' ? requestHttps : requestHttp)(call.url, options, (arrived) => {
      resolve((response = arrived));
    });
    request.on('error', reject);
    // Destroying the request would end a body that has begun with another error than this one.
    request.setTimeout(idleMs, () => (response ?? request).destroy(new Error(`it was silent for ${idleMs} ms`)));
    request.end(call.body);
  });
}

async function* readBody(
  response: IncomingMessage,
  url: URL,
  explain: (url: URL, thrown: unknown) => EngineError,
): AsyncGenerator<Buffer> {
  const encoding = response.headers['content-encoding'];
  try {
    if (encoding && encoding !== 'identity') throw new Error(`it answers in the encoding "${encoding.slice(0, 20)}", which was not asked for`);
    for await (const chunk of response) yield chunk as Buffer;
  } catch (thrown) {
    throw explain(url, thrown);
  } finally {
    response.destroy();
  }
}

/** DNS look-ups cannot be cancelled; waiting for one can. */
function abortable<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'it refused the connection',
  ECONNRESET: 'it broke the connection off',
  ETIMEDOUT: 'it did not answer',
  EHOSTUNREACH: 'there is no way to it',
  ENETUNREACH: 'there is no way to its network',
  EPIPE: 'it broke the connection off',
  ABORT_ERR: 'the request was ended',
};

/** Never the message of a library as it is: it may name addresses, or hold a URL. */
function describe(thrown: unknown): string {
  const { code, message } = thrown as { code?: string; message?: string };
  if (code === undefined) return message ?? 'unknown reason';
  if (REASONS[code]) return REASONS[code];
  return /^(ERR_TLS|CERT|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|HOSTNAME)/.test(code)
    ? `its certificate is not trusted (${code})`
    : `the connection failed (${code})`;
}
