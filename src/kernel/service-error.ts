/** What an error of somebody else's client says of the service behind it: each library puts that elsewhere. */

export interface ServiceError {
  /** Of HTTP. */
  readonly status?: number;
  /** For how long the service wants to be left alone. */
  readonly retryAfterMs?: number;
}

type Fields = Readonly<Record<string, unknown>>;

/** Wrappers of wrappers: n8n's errors hold LangChain's, which hold those of a client. */
const DEPTH_MAX = 6;
const STATUS_FIELDS = ['status', 'statusCode', 'httpCode', 'code', 'httpStatusCode'] as const;
const NEXT_FIELDS = ['response', '$response', '$metadata', 'cause', 'originalError'] as const;
/** The three forms of RFC 9110 5.6.7 begin with a day; anything else that Date.parse would take is no date here. */
const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? /;

/** `now`: what dates are compared with, ms since 1970. Never throws, whatever is thrown at it. */
export function readServiceError(thrown: unknown, now = Date.now()): ServiceError {
  let status: number | undefined;
  let retryAfterMs: number | undefined;
  const queue: unknown[] = [thrown];
  for (let at = 0; at < queue.length && at < DEPTH_MAX; at += 1) {
    const fields = fieldsOf(queue[at]);
    if (!fields) continue;
    try {
      status ??= statusIn(fields);
      retryAfterMs ??= retryAfterIn(fields, now);
      for (const name of NEXT_FIELDS) if (fields[name] !== undefined) queue.push(fields[name]);
    } catch {
      // A getter that throws has nothing to say.
    }
  }
  return { ...(status !== undefined && { status }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
}

/** `Retry-After` (RFC 9110 10.2.3): seconds or a date; `retry-after-ms` as OpenAI's services send it. */
function retryAfterIn({ retryAfterMs, headers, responseHeaders }: Fields, now: number): number | undefined {
  if (typeof retryAfterMs === 'number' && retryAfterMs >= 0) return retryAfterMs;
  const all = headers ?? responseHeaders;
  return millisecondsOf(headerOf(all, 'retry-after-ms'), 1) ?? millisecondsOf(headerOf(all, 'retry-after'), 1_000) ?? untilDate(headerOf(all, 'retry-after'), now);
}

function statusIn(fields: Fields): number | undefined {
  const values = STATUS_FIELDS.map((name) => Number(fields[name]));
  return values.find((value) => Number.isInteger(value) && value >= 100 && value <= 599);
}

function millisecondsOf(text: string | undefined, unit: number): number | undefined {
  return text !== undefined && /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) * unit : undefined;
}

function untilDate(text: string | undefined, now: number): number | undefined {
  const time = text !== undefined && HTTP_DATE.test(text) ? Date.parse(text) : NaN;
  return Number.isNaN(time) ? undefined : Math.max(0, time - now);
}

/** Of a `Headers`, a Map, or an object with any spelling of the name. */
function headerOf(headers: unknown, name: string): string | undefined {
  const fields = fieldsOf(headers);
  if (!fields) return undefined;
  const { get } = fields;
  const value: unknown = typeof get === 'function' ? get.call(headers, name) : Object.entries(fields).find(([key]) => key.toLowerCase() === name)?.[1];
  const first: unknown = Array.isArray(value) ? value[0] : value;
  return typeof first === 'string' || typeof first === 'number' ? String(first).trim() : undefined;
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
}
