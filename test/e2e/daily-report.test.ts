/** The template Daily quality report in the real n8n: its schedule comes, a mail service gets the report. */
import { activate, copyFixture, postWebhook, publish, readTemplate, remove, withNodes, type SavedWorkflow } from './support/n8n';
import { startReceiver, type Receiver } from './support/receiver';
import { withSettings } from './support/settings';
import { until } from './support/until';
import { nodeBehindWebhook } from './support/workflows';

interface Mail {
  readonly to: string;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
}

const published: SavedWorkflow[] = [];
let receiver: Receiver<Mail>;

beforeAll(async () => {
  receiver = await startReceiver<Mail>();
});
afterAll(async () => {
  for (const workflow of published.reverse()) await remove(workflow);
  await receiver.close();
});

test('the report of what ran comes by itself', async () => {
  const asked = { root: '={{ $json.body.root }}', query: '={{ $json.body.query }}' };
  published.push(await publish(nodeBehindWebhook('e2e-report-search', 'hybridContext', asked), 'webhook/e2e-report-search'));
  expect((await postWebhook('e2e-report-search', { root: copyFixture('shop'), query: 'where are prices added up?' })).status).toBe(200);

  const template = withSettings(readTemplate('daily-quality-report.json'), { mailUrl: `${receiver.url}mail`, mailTo: 'team@example.com', mailFrom: 'n8n@example.com' });
  // Every few seconds instead of every morning; nothing else is another than in the shipped one.
  const often = withNodes(template, (node) =>
    node.type === 'n8n-nodes-base.scheduleTrigger' ? { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } } } : node,
  );
  published.push(await activate({ ...often, id: undefined }));

  const { key, body: mail } = await until(() => receiver.received[0]);
  expect(key).toMatch(/^quality-report-\w+$/);
  expect(mail).toMatchObject({ to: 'team@example.com', from: 'n8n@example.com', subject: expect.stringMatching(/^Code retrieval: /) as string });
  expect(mail.html).toContain('Last 24 hours, against the 24 hours before');
  expect(mail.html).toMatch(/<svg[^>]*>.*<title>Latency: /s);
  expect(mail.html).not.toMatch(/<script|<link|<img/);
  expect(mail.text).toMatch(/Runs: [1-9]/);
});
