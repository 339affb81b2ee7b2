import { createServer, type IncomingMessage, type Server, get } from 'node:http';
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
