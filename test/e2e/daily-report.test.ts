/** The template Daily quality report in the real n8n: its schedule comes, a mail service gets the report. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callApi, copyFixture, postWebhook, publish, readTemplate, remove, withNodes, type SavedWorkflow } from './support/n8n';
import { withSettings } from './support/settings';
import { nodeBehindWebhook } from './support/workflows';

interface Mail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const published: SavedWorkflow[] = [];
let deliver: (mail: { key: string; mail: Mail }) => void;
const delivered = new Promise<{ key: string; mail: Mail }>((resolve) => (deliver = resolve));
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    deliver({ key: String(request.headers['idempotency-key']), mail: JSON.parse(Buffer.concat(chunks).toString()) as Mail });
    response.end('{}');
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', () => resolve()));
});
afterAll(async () => {
  for (const workflow of published.reverse()) await remove(workflow);
  receiver.closeAllConnections();
  receiver.close();
});

test('the report of what ran comes by itself', async () => {
  const asked = { root: '={{ $json.body.root }}', query: '={{ $json.body.query }}' };
  published.push(await publish(nodeBehindWebhook('e2e-report-search', 'hybridContext', asked), 'webhook/e2e-report-search'));
  expect((await postWebhook('e2e-report-search', { root: copyFixture('shop'), query: 'where are prices added up?' })).status).toBe(200);

  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/mail`;
  const template = withSettings(readTemplate('daily-quality-report.json'), { mailUrl: url, mailTo: 'team@example.com', mailFrom: 'n8n@example.com' });
  // Every few seconds instead of every morning; nothing else is another than in the shipped one.
  const { name, nodes, connections, settings = {} } = withNodes(template, (node) =>
    node.type === 'n8n-nodes-base.scheduleTrigger' ? { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } } } : node,
  );
  const saved = await callApi<SavedWorkflow>('POST', '/rest/workflows', { name, nodes, connections, settings, active: false });
  published.push(saved);
  await callApi('POST', `/rest/workflows/${saved.id}/activate`, { versionId: saved.versionId });

  const { key, mail } = await delivered;
  expect(key).toMatch(/^quality-report-\w+$/);
  expect(mail).toMatchObject({ to: 'team@example.com', from: 'n8n@example.com', subject: expect.stringMatching(/^Code retrieval: /) as string });
  expect(mail.html).toContain('Last 24 hours, against the 24 hours before');
  expect(mail.html).toMatch(/<svg[^>]*>.*<title>Latency: /s);
  expect(mail.html).not.toMatch(/<script|<link|<img/);
  expect(mail.text).toMatch(/Runs: [1-9]/);
}, 180_000);
