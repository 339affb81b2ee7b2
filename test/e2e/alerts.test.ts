/**
 * Alerts from end to end: history is recorded by a workflow, the trigger starts the template before the
 * threshold is crossed, the message arrives, and so does its end.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { callApi, PACKAGE, postWebhook, publish, readTemplate, remove, withNodes, type Json, type SavedWorkflow, type Workflow } from './support/n8n';
import { withSettings } from './support/settings';

interface Told {
  readonly path: string;
  readonly key: string;
  readonly at: number;
  readonly body: Json & { event_action?: string; dedup_key?: string; payload?: { custom_details: { phase: string; value: number; threshold: number; withinMinutes: number } } };
}

const SERIES = 'e2e load';
const THRESHOLD = 200;
const MINUTE = 60_000;
/** The newest minutes of the three hours, left open at first: what is recorded for them later is the recovery. */
const OPEN = 12;
const PAST = 180;
/** Minutes pass while states are judged, on a machine that may be slow. */
const PATIENCE_MS = 10 * MINUTE;

const told: Told[] = [];
const published: SavedWorkflow[] = [];
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const key = String(request.headers['idempotency-key']);
    // A receiver that knows keys drops repeats.
    if (!told.some((one) => one.key === key)) {
      told.push({ path: request.url ?? '', key, at: Date.now(), body: JSON.parse(Buffer.concat(chunks).toString()) as Told['body'] });
    }
    response.end('{}');
  });
});

/** A webhook that records what it is sent, as a workflow with numbers of its own does. */
const recorder: Workflow = {
  name: 'e2e record',
  nodes: [
    {
      id: 'webhook', name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2.1, position: [0, 0] as const, webhookId: 'e2e-record',
      parameters: { httpMethod: 'POST', path: 'e2e-record', responseMode: 'lastNode', options: {} },
    },
    {
      id: 'record', name: 'Record', type: `${PACKAGE}.qualityAlert`, typeVersion: 1, position: [200, 0] as const,
      parameters: {
        resource: 'metric', operation: 'recordMetric', series: SERIES, value: 0,
        options: { values: '={{ $json.body.values }}', alertCritical: THRESHOLD, direction: 'above' },
      },
    },
  ],
  connections: { Webhook: { main: [[{ node: 'Record', type: 'main', index: 0 }]] } },
};

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', () => resolve()));
});

afterAll(async () => {
  for (const workflow of published.reverse()) await remove(workflow);
  receiver.closeAllConnections();
  receiver.close();
});

const record = async (values: readonly { at: number; value: number }[]) => {
  const { status, body } = await postWebhook('e2e-record', { values });
  expect([status, body]).toEqual([200, { series: SERIES, recorded: values.length }]);
};

async function until<T>(find: () => T | undefined | Promise<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > end) throw new Error(`It did not happen; told so far: ${JSON.stringify(told)}`);
    await delay(250);
  }
}

/** Saves and publishes the template, whose trigger is no webhook that could be asked whether it is there. */
async function publishTemplate(url: string): Promise<SavedWorkflow> {
  const template = withNodes(withSettings(readTemplate('route-predictive-alerts.json'), { pagerUrl: `${url}pager`, chatUrl: `${url}chat`, pagerKey: 'e2e' }), (node) =>
    node.type === `${PACKAGE}.qualityAlertTrigger` ? { ...node, parameters: { ...node.parameters, options: { series: SERIES, checkSeconds: 5 } } } : node,
  );
  const { name, nodes, connections, settings = {} } = template;
  const saved = await callApi<SavedWorkflow>('POST', '/rest/workflows', { name, nodes, connections, settings, active: false });
  await callApi('POST', `/rest/workflows/${saved.id}/activate`, { versionId: saved.versionId });
  return saved;
}

const pages = (action: string) => told.find(({ path, body }) => path === '/pager' && body.event_action === action);

test('told before the threshold is crossed, and told that it is over', async () => {
  published.push(await publish(recorder, 'webhook/e2e-record'));
  published.push(await publishTemplate(`http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`));

  // Three hours: calm for one, then a ramp towards the threshold, which nothing has crossed yet.
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - PAST * MINUTE;
  const noise = (minute: number): number => 2 * Math.sin(minute * 12.9898);
  const last = PAST - OPEN - 1;
  const valueAt = (minute: number): number => (minute < 60 ? 100 : 100 + (85 * (minute - 60)) / (last - 60)) + noise(minute);
  const history = Array.from({ length: PAST - OPEN }, (_, minute) => ({ at: start + minute * MINUTE, value: valueAt(minute) }));
  expect(Math.max(...history.map(({ value }) => value))).toBeLessThan(THRESHOLD);
  await record(history);

  const fire = await until(() => pages('trigger'));
  expect(fire.body.payload!.custom_details).toMatchObject({ phase: 'predicted', threshold: THRESHOLD });
  expect(fire.body.payload!.custom_details.withinMinutes).toBeLessThanOrEqual(120);
  await until(() => told.find(({ path, body }) => path === '/chat' && String(body.text).startsWith('[critical, predicted]')));

  // What was about to happen does not: the newest minutes are calm.
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  const open = Array.from({ length: OPEN - 1 }, (_, index) => ({ at: now - (OPEN - 1 - index) * MINUTE, value: 60 + noise(index) }));
  await record(open);
  const resolve = await until(() => pages('resolve'));
  expect(resolve.body.dedup_key).toBe(fire.body.dedup_key);
  expect(resolve.at).toBeGreaterThan(fire.at);
  await until(() => told.find(({ path, body }) => path === '/chat' && String(body.text).startsWith('[resolved]')));
  // Each on both channels, once.
  expect(told.map(({ path, key }) => `${path} ${key.split('-')[2]}`).sort()).toEqual(['/chat fire', '/chat resolve', '/pager fire', '/pager resolve']);
}, 3 * PATIENCE_MS);
