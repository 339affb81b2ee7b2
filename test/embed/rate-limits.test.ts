/** Services that limit their rate: a real HTTP server on the loopback, clients' errors as known libraries make them, time that the tests move. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { embedQuery, embedTexts } from '../../src/embed';
import type { EmbeddingProvider } from '../../src/kernel';
import { createCalls } from '../../src/operations/calls';
import { createManualClock, type ManualClock } from '../cache/manual-clock';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
type Failure = (response: Response) => Error;

/** As OpenAI's client (and LangChain's around it), as axios, as n8n around either. */
const CLIENTS: Readonly<Record<string, Failure>> = {
  'a client that shows headers': ({ status, headers }) => Object.assign(new Error(`${status} slow down`), { status, headers }),
  'axios': ({ status, headers }) => Object.assign(new Error('Request failed'), { response: { status, headers: Object.fromEntries([...headers].map(([name, value]) => [name.replace(/^r/, 'R'), value])) } }),
  'n8n around a client': ({ status, headers }) => new Error('Error in sub-node', { cause: Object.assign(new Error('too many'), { response: { status: String(status), headers } }) }),
};

let server: Server;
let answer: Answer;
let asked: number;
let clock: ManualClock;
let waits: number[];

beforeEach(async () => {
  [asked, clock, waits] = [0, createManualClock(), []];
  server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const works: Answer = (_, response) => response.end('[[3,4]]');
/** Refuses until the clock of the test has reached the time. */
const worksFrom = (time: number, headers: () => Record<string, string>, status = 429): Answer => (request, response) =>
  clock.monotonic() >= time ? works(request, response) : void response.writeHead(status, headers()).end();

function providerOf(failure: Failure = CLIENTS['axios']!): EmbeddingProvider {
  const ask = async (): Promise<number[][]> => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/embed`, { method: 'POST', body: '{}' });
    if (!response.ok) throw failure(response);
    return (await response.json()) as number[][];
  };
  return { model: 'served', embedDocuments: ask, embedQuery: async () => (await ask())[0]! };
}

/** Time passes only by waiting. */
const wait = (ms: number): Promise<void> => {
  waits.push(ms);
  clock.advance(ms);
  return Promise.resolve();
};
const patience = { wait, retryDelayMs: 10 };
const embed = (provider: EmbeddingProvider, more: object = {}) => embedTexts(provider, ['text'], ['key'], new Map<string, Float32Array>(), { batchSize: 8, ...patience, ...more });

describe.each(Object.entries(CLIENTS))('%s', (_, failure) => {
  test('seconds are waited, once', async () => {
    answer = worksFrom(7_000, () => ({ 'retry-after': '7' }));
    expect([...(await embed(providerOf(failure))).vectors].map((value) => Number(value.toFixed(3)))).toEqual([0.6, 0.8]);
    expect({ asked, waits }).toEqual({ asked: 2, waits: [7_000] });
  });

  test('a date is waited for', async () => {
    const date = new Date(Date.now() + 110_000).toUTCString();
    answer = worksFrom(1, () => ({ 'retry-after': date }), 503);
    await embed(providerOf(failure));
    expect(asked).toBe(2);
    // Dates have whole seconds, and the test takes some time itself.
    expect(waits).toHaveLength(1);
    expect(waits[0]).toBeGreaterThan(10);
    expect(waits[0]).toBeLessThanOrEqual(110_000);
  });
});

test('what is no time is no reason to wait longer than usual', async () => {
  for (const text of ['soon', '-5', '1e99', 'Infinity', '', '2033-01-01', 'Mon, nonsense']) {
    [asked, waits] = [0, []];
    answer = (request, response) => (asked > 1 ? works(request, response) : void response.writeHead(503, { 'retry-after': text }).end());
    await embed(providerOf());
    expect(waits).toEqual([10]);
  }
});

test('a date of the past, and no time at all, still leave a short pause', async () => {
  for (const text of ['0', 'Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994']) {
    [asked, waits] = [0, []];
    answer = (request, response) => (asked > 1 ? works(request, response) : void response.writeHead(429, { 'retry-after': text }).end());
    await embed(providerOf());
    expect(waits).toEqual([10]);
  }
});

test('milliseconds, where a service gives them, are more exact than its seconds', async () => {
  answer = worksFrom(1_250, () => ({ 'retry-after': '2', 'retry-after-ms': '1250' }));
  await embed(providerOf());
  expect(waits).toEqual([1_250]);
});

test('a limit that is met again and again is waited for more often than a failure is tried', async () => {
  answer = worksFrom(8_000, () => ({ 'retry-after': '1' }));
  await embed(providerOf());
  expect({ asked, waits }).toEqual({ asked: 9, waits: Array<number>(8).fill(1_000) });
  answer = (_, response) => void response.writeHead(429, { 'retry-after': '1' }).end();
  asked = 0;
  await expect(embed(providerOf())).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
  expect(asked).toBe(10);
});

test('what would take longer than may be waited fails at once and says so', async () => {
  answer = (_, response) => void response.writeHead(429, { 'retry-after': '3600' }).end();
  await expect(embed(providerOf())).rejects.toMatchObject({ code: 'EMBEDDING_FAILED', message: expect.stringContaining('asked again after 3600 s') as string });
  expect({ asked, waits }).toEqual({ asked: 1, waits: [] });
  answer = (_, response) => void response.writeHead(429, { 'retry-after': '3' }).end();
  await expect(embedQuery(providerOf(), 'q', { ...patience, waitMaxMs: 2_000 })).rejects.toMatchObject({ message: expect.stringContaining('after 3 s') as string });
  expect(waits).toEqual([]);
});

test('a refusal that stays one is not tried again', async () => {
  for (const status of [400, 401, 403, 404, 413]) {
    asked = 0;
    answer = (_, response) => void response.writeHead(status, { 'retry-after': '1' }).end();
    await expect(embed(providerOf(CLIENTS['a client that shows headers']))).rejects.toMatchObject({ message: expect.stringContaining(`${status}`) as string });
    expect(asked).toBe(1);
  }
  expect(waits).toEqual([]);
});

describe('calls of one engine', () => {
  const ask = (calls: ReturnType<typeof createCalls>, more: object = {}) =>
    calls.guard((_: object, { embeddings }) => embedQuery(embeddings!, 'q', { ...patience, ...more }))({}, { embeddings: providerOf() });

  test('leave a service alone that told one of them to wait, and wait themselves', async () => {
    const calls = createCalls(undefined, clock);
    answer = worksFrom(5_000, () => ({ 'retry-after': '5' }));
    await expect(ask(calls, { waitMaxMs: 100 })).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
    expect(asked).toBe(1);
    clock.advance(2_000);
    await expect(ask(calls, { waitMaxMs: 100 })).rejects.toMatchObject({ message: expect.stringContaining('after 3 s') as string });
    expect(asked).toBe(1);
    await ask(calls);
    expect({ asked, waits }).toEqual({ asked: 2, waits: [3_000] });
  });

  test('do not keep a service unasked for longer than five minutes, whatever it said', async () => {
    const calls = createCalls(undefined, clock);
    answer = (_, response) => void response.writeHead(429, { 'retry-after': '999999999' }).end();
    await expect(ask(calls)).rejects.toMatchObject({ code: 'EMBEDDING_FAILED' });
    answer = works;
    clock.advance(300_000);
    await ask(calls);
    expect(asked).toBe(2);
  });
});
