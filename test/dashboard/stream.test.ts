import { EventEmitter } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createStream, WATCHERS_MAX } from '../../src/dashboard/stream';

const stream = createStream(() => Promise.resolve('{}'), 60_000);
let server: Server;
const open: IncomingMessage[] = [];

beforeAll(async () => {
  server = createServer((_request, response) => stream.join(response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const response of open) response.destroy();
  stream.close();
  await new Promise((resolve) => server.close(resolve));
});

const look = (): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    get({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, agent: false }, (response) => {
      open.push(response);
      resolve(response);
    }).on('error', reject);
  });

test('as many as may look do, and one more when another has gone', async () => {
  const first = await Promise.all(Array.from({ length: WATCHERS_MAX }, look));
  expect(new Set(first.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
  const refused = await look();
  expect([refused.statusCode, refused.headers['retry-after']]).toEqual([503, '60']);
  const text = (await refused.setEncoding('utf8').toArray()).join('');
  expect(text).toMatch(/^50 browsers look already\./);
  first[0]!.destroy();
  // The server learns of it when it is told, not when we leave.
  let status: number | undefined;
  while (status !== 200) ({ statusCode: status } = await look());
});

/** A browser's side of which only this is known: what was written to it, and whether it takes more. */
function createWatcher(takes: boolean) {
  const written: string[] = [];
  const watcher = Object.assign(new EventEmitter(), { writableNeedDrain: !takes, writeHead: () => undefined, write: (text: string) => written.push(text), end: () => undefined });
  return { watcher, written, response: watcher as unknown as ServerResponse };
}

test('nothing piles up for who does not take it; what comes then is the newest', async () => {
  let reads = 0;
  let isTold = (): void => undefined;
  const own = createStream(() => {
    reads += 1;
    isTold();
    return Promise.resolve(String(reads));
  }, 1);
  const readsFrom = (count: number): Promise<void> => new Promise((resolve) => (isTold = () => (reads >= count ? resolve() : undefined)));
  const [quick, asleep] = [createWatcher(true), createWatcher(false)];
  const some = readsFrom(5);
  for (const { response } of [quick, asleep]) own.join(response);
  await some;
  expect(quick.written.length).toBeGreaterThan(3);
  expect(asleep.written).toEqual([': welcome\n\n']);
  const before = reads;
  asleep.watcher.writableNeedDrain = false;
  await readsFrom(before + 3);
  expect(asleep.written.length).toBeGreaterThan(1);
  expect(Number(/data: (\d+)/.exec(asleep.written[1]!)![1])).toBeGreaterThanOrEqual(before);
  own.close();
});
