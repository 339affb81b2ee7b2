/** The template "Route an error with the code behind it" over HTTP, as a tracker calls it, and from the Error Trigger. */
import { startFileServer } from './support/file-server';
import {
  callApi,
  copyFixture,
  postWebhook,
  publish,
  readTemplate,
  remove,
  withNodes,
  type Json,
  type SavedWorkflow,
  type WebhookAnswer,
} from './support/n8n';
import { withSettings } from './support/settings';
import { until } from './support/until';

interface Frame {
  readonly path?: string;
  readonly line?: number;
  readonly own: boolean;
  readonly function: string;
  readonly context?: { readonly code: { readonly text: string }; readonly enclosing: readonly { readonly name: string }[] };
}

interface Routed {
  readonly team: string;
  readonly place: string;
  readonly language: string;
  readonly error: string;
  readonly frames: readonly Frame[];
}

const PATH = 'error-code';
const STACK = [
  'SignatureError: The signature does not match.',
  '    at verifyWebhookSignature (/app/src/webhooks/signature.ts:12:11)',
  '    at receivePayment (file:///app/src/webhooks/receive.ts:13:3)',
  '    at Layer.handle (/app/node_modules/express/lib/router/layer.js:95:5)',
  '    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)',
].join('\n');
let root: string;
let workflow: SavedWorkflow | undefined;

beforeAll(async () => {
  root = copyFixture('shop');
  const template = readTemplate('route-error-with-the-code-behind-it.json');
  const owners = JSON.stringify({ 'src/': 'backend', 'src/cart/': 'frontend' });
  workflow = await publish(withSettings(template, { defaultRoot: root, owners }), `webhook/${PATH}`);
});

afterAll(() => remove(workflow));

const report = (body: unknown): Promise<WebhookAnswer<Routed>> => postWebhook<Routed>(PATH, body);

test("a tracker's webhook: own code first, read live, and the team that owns it", async () => {
  const { status, body } = await report({ level: 'error', release: '1.2.0', error: { name: 'SignatureError', stack: STACK } });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    team: 'backend',
    place: 'src/webhooks/signature.ts:12',
    language: 'typescript',
    error: 'SignatureError: The signature does not match.',
  });
  expect(body.frames.map(({ path, line, own }) => [path, line, own])).toEqual([
    ['src/webhooks/signature.ts', 12, true],
    ['src/webhooks/receive.ts', 13, true],
    [undefined, undefined, false],
    [undefined, undefined, false],
  ]);
  expect(body.frames[0]?.context?.code.text).toContain("throw new SignatureError('The signature does not match.')");
  expect(body.frames[0]?.context?.enclosing.map(({ name }) => name)).toEqual(['verifyWebhookSignature']);
});

test.each<[string, Json, string, string]>([
  ['another folder, another team', { stack: 'RangeError: x\n    at totalCart (/srv/src/cart/total.ts:10:3)' }, 'frontend', 'src/cart/total.ts:10'],
  ['a log with prefixes', { text: `web_1  | ${STACK.replace(/\n/g, '\nweb_1  | ')}` }, 'backend', 'src/webhooks/signature.ts:12'],
  ['a payload of unknown shape', { event: { exception: { raw: STACK } } }, 'backend', 'src/webhooks/signature.ts:12'],
  ['code of libraries alone', { stack: 'Error: x\n    at f (/app/node_modules/kit/index.js:1:1)' }, 'unassigned', ''],
  ['no trace at all', { message: 'it does not work' }, 'unassigned', ''],
])('%s', async (_, body, team, place) => {
  const answer = await report(body);
  expect([answer.status, answer.body.team, answer.body.place]).toEqual([200, team, place]);
});

test('a folder that n8n may not read, and one that is not there', async () => {
  for (const [folder, status, code] of [['/etc', 403, 'PATH_NOT_ALLOWED'], [`${root}/nowhere`, 404, 'ROOT_NOT_FOUND']] as const) {
    const answer = await postWebhook<{ code: string; fix: string }>(PATH, { root: folder, stack: STACK });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body.fix).not.toBe('');
  }
});

test('a workflow that fails: its error comes in through the Error Trigger and reaches the team', async () => {
  const server = await startFileServer({});
  const published: SavedWorkflow[] = [];
  try {
    const template = withSettings(readTemplate('route-error-with-the-code-behind-it.json'), { defaultRoot: root, owners: '{ "src/cart/": "frontend" }' });
    const told = withNodes(template, (node) => {
      if (node.name === 'Webhook') return { ...node, webhookId: 'e2e-error-route', parameters: { ...node.parameters, path: 'e2e-error-route' } };
      if (node.type !== 'n8n-nodes-base.noOp') return node;
      const url = `=${server.url}${encodeURIComponent(node.name)}/{{ encodeURIComponent($json.place) }}`;
      return { ...node, type: 'n8n-nodes-base.httpRequest', typeVersion: 4.2, onError: 'continueRegularOutput', parameters: { url, options: {} } };
    });
    const kept = { ...told, settings: { ...told.settings, saveDataSuccessExecution: 'all', saveDataErrorExecution: 'all' } };
    const handler = await publish(kept, 'webhook/e2e-error-route');
    published.push(handler);
    published.push(await publish(failing(handler.id), 'webhook/e2e-failing'));
    await postWebhook('e2e-failing', {});
    const filter = encodeURIComponent(JSON.stringify({ workflowId: handler.id }));
    const statuses = await until(async () => {
      const { results } = await callApi<{ results: { status: string }[] }>('GET', `/rest/executions?filter=${filter}`);
      const found = results.map(({ status }) => status);
      return found.some((status) => status !== 'running' && status !== 'new') ? found : undefined;
    });
    expect(statuses).toEqual(['success']);
    expect(server.seen).toEqual([`/${encodeURIComponent('For the frontend team')}/${encodeURIComponent('src/cart/total.ts:10')}`]);
  } finally {
    for (const each of published.reverse()) await remove(each);
    await server.close();
  }
});

/** A workflow that fails with an error of the shop. */
function failing(errorWorkflow: string) {
  return {
    name: 'e2e failing',
    nodes: [
      {
        id: 'webhook', name: 'Webhook', type: 'n8n-nodes-base.webhook', typeVersion: 2.1, position: [0, 0] as const, webhookId: 'e2e-failing',
        parameters: { httpMethod: 'POST', path: 'e2e-failing', responseMode: 'onReceived', options: { noResponseBody: true } },
      },
      {
        id: 'stop', name: 'Stop', type: 'n8n-nodes-base.stopAndError', typeVersion: 1, position: [200, 0] as const,
        parameters: { errorMessage: 'RangeError: no cart\n    at totalCart (/srv/src/cart/total.ts:10:3)' },
      },
    ],
    connections: { Webhook: { main: [[{ node: 'Stop', type: 'main', index: 0 }]] } },
    settings: { errorWorkflow },
  };
}
