/** Runs of what stands around the engine: its server, and commands that do their work themselves. */
import { createError } from '../../kernel';
import type { CommandRun, RunRecord, ServedRequest } from '../../kernel';
import type { RunParts } from '../run';

/** Few words: what stands behind a `?` is nobody's business. */
const ROUTE = /^(?:GET|POST) [a-z/.]{1,34}$/;

/** Puts a request that a server answered on record; a status from 400 on is an error named after it. */
export function recordRequest(parts: RunParts, { route, status, latencyMs }: ServedRequest): Promise<object> {
  if (!ROUTE.test(route)) throw createError('VALUE_INVALID', { name: 'route', reason: 'it is no method and path' });
  if (!(status >= 100 && status < 600) || !(latencyMs >= 0)) throw createError('VALUE_INVALID', { name: 'The request', reason: 'its status or latency is no such number' });
  return record(parts, { operation: route, caller: 'serve', latencyMs, ...(status >= 400 && { error: `HTTP_${Math.trunc(status)}` }) });
}

const COMMAND = /^[a-z-]{1,30}$/;
const CODE = /^[A-Z_]{1,40}$/;

/** Puts a command of the command line on record. */
export function recordCommand(parts: RunParts, { command, latencyMs, error }: CommandRun): Promise<object> {
  if (!COMMAND.test(command)) throw createError('VALUE_INVALID', { name: 'command', reason: 'it is no name of a command' });
  if (!(latencyMs >= 0) || (error !== undefined && !CODE.test(error))) throw createError('VALUE_INVALID', { name: 'The command', reason: 'its latency is no time or its error no code' });
  return record(parts, { operation: `command ${command}`, caller: 'cli', latencyMs, ...(error !== undefined && { error }) });
}

function record({ clock, meter, memoryUsed }: RunParts, run: Pick<RunRecord, 'operation' | 'caller' | 'latencyMs' | 'error'>): Promise<object> {
  meter.record({ at: clock.now(), stages: {}, caches: {}, rssBytes: memoryUsed(), ...run });
  return Promise.resolve({});
}
