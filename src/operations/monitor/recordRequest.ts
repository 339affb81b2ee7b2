import { createError } from '../../kernel';
import type { ServedRequest } from '../../kernel';
import type { RunParts } from '../run';

/** Few words: what stands behind a `?` is nobody's business. */
const ROUTE = /^(?:GET|POST) [a-z/.]{1,34}$/;

/** Puts a request that a server answered on record; a status from 400 on is an error named after it. */
export function recordRequest({ clock, meter, memoryUsed }: RunParts, { route, status, latencyMs }: ServedRequest): Promise<object> {
  if (!ROUTE.test(route)) throw createError('VALUE_INVALID', { name: 'route', reason: 'it is no method and path' });
  if (!(status >= 100 && status < 600) || !(latencyMs >= 0)) throw createError('VALUE_INVALID', { name: 'The request', reason: 'its status or latency is no such number' });
  meter.record({
    at: clock.now(),
    operation: route,
    caller: 'serve',
    latencyMs,
    stages: {},
    caches: {},
    rssBytes: memoryUsed(),
    ...(status >= 400 && { error: `HTTP_${Math.trunc(status)}` }),
  });
  return Promise.resolve({});
}
