/**
 * Two n8n processes with one HYBRID_CONTEXT_HOME, the second in queue mode with a worker: a workflow that both
 * run is started once by each event, by whichever of them; a workflow of its own is started by every event too.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { record, recorder, router, type Message } from './support/alerts';
import { activate, publish, readState, remove, type Instance, type SavedWorkflow } from './support/n8n';
import { startReceiver, type Receiver } from './support/receiver';
import { PATIENCE_MS, until } from './support/until';

const MINUTE = 60_000;
const RECORD = 'e2e-queue-record';
const THRESHOLD = 10;
const FIRST = 'e2e open orders';
const SECOND = 'e2e refunds';
const THIRD = 'e2e late parcels';
const { redis } = readState();
if (redis === undefined) console.warn('SKIPPED: queue mode. There is no Redis server; name one with REDIS_SERVER_PATH. The second n8n runs without a queue.');

interface Second extends Instance {
  readonly workerLog?: string;
}

const published: SavedWorkflow[] = [];
let receiver: Receiver<Message>;
let second: Second;
let stopSecond = async (): Promise<void> => {};

async function startSecond(): Promise<Second> {
  const args = [join(__dirname, 'support', 'second-n8n.mjs'), process.env['E2E_STATE']!, join(readState().folder, 'second'), ...(redis === undefined ? [] : [redis])];
  const child: ChildProcess = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  stopSecond = async () => {
    child.kill('SIGTERM');
    await ended;
  };
  const line = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout! }).once('line', resolve);
    void ended.then(() => reject(new Error('The second n8n did not start.')));
  });
  return JSON.parse(line) as Second;
}

/** Values of the newest minutes that are a breach: judged, and told, at the next full minute. */
async function breach(series: string): Promise<void> {
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  await record(RECORD, series, THRESHOLD, Array.from({ length: 5 }, (_, index) => ({ at: now - (4 - index) * MINUTE, value: 2 * THRESHOLD })));
}

/** Keys of what the pagers below these paths were sent, oldest first. */
const keysOf = (...paths: string[]): string[] => receiver.received.filter(({ path }) => paths.some((one) => path === `/${one}/pager`)).map(({ key }) => key);

/** Until so many different events came to the workflow that both run, and to the second's own. */
const came = (count: number) =>
  until(() => ([keysOf('first', 'second'), keysOf('own')].every((keys) => new Set(keys).size >= count) ? true : undefined), () => receiver.received);

beforeAll(async () => {
  receiver = await startReceiver<Message>();
  published.push(await publish(recorder(RECORD), `webhook/${RECORD}`));
  second = await startSecond();
  const series = [FIRST, SECOND, THIRD];
  const shared = await activate({ ...router(`${receiver.url}first/`, series), id: undefined });
  published.push(shared);
  await activate({ ...router(`${receiver.url}second/`, series), id: shared.id }, second);
  await activate({ ...router(`${receiver.url}own/`, series), id: undefined }, second);
}, PATIENCE_MS);

afterAll(async () => {
  for (const workflow of published.reverse()) await remove(workflow);
  await stopSecond();
  await receiver.close();
}, PATIENCE_MS);

test('each event starts each workflow once, whoever runs it', async () => {
  await breach(FIRST);
  await came(1);
  await breach(SECOND);
  // What was not confirmed would come again together with this.
  await came(2);
  for (const keys of [keysOf('first', 'second'), keysOf('own')]) {
    expect(keys.map((key) => key.slice(17))).toEqual(['1-fire-page', '1-fire-page']);
    expect(new Set(keys).size).toBe(2);
  }
  expect(new Set(keysOf('first', 'second'))).toEqual(new Set(keysOf('own')));
}, 2 * PATIENCE_MS);

test('when the workflow is gone from one of them, the other goes on', async () => {
  // Gone when this returns, and with it the right to deliver.
  await remove(published.pop());
  const before = keysOf('second').length;
  await breach(THIRD);
  await came(3);
  expect(keysOf('second')).toHaveLength(before + 1);
  for (const keys of [keysOf('first', 'second'), keysOf('own')]) expect([keys.length, new Set(keys).size]).toEqual([3, 3]);
}, 2 * PATIENCE_MS);

(redis === undefined ? test.skip : test)('in queue mode the runs are those of the worker', async () => {
  const log = () => readFileSync(second.workerLog!, 'utf8');
  await until(() => ((log().match(/Worker finished execution/g) ?? []).length === keysOf('second', 'own').length ? true : undefined), log);
}, 2 * PATIENCE_MS);
