/** The mails of both templates, sent by n8n's own Send Email to an SMTP server on this machine. */
import { activate, createCredential, postWebhook, publish, readTemplate, remove, withNodes, type SavedWorkflow, type Workflow } from './support/n8n';
import { recorder, router } from './support/alerts';
import { headerOf, partOf, startMailServer, type MailServer } from './support/mail-server';
import { startReceiver, type Receiver } from './support/receiver';
import { withSettings } from './support/settings';
import { until } from './support/until';

const MINUTE = 60_000;
const SERIES = 'e2e mailed';
const RECORD = 'e2e-mail-record';
const ACCOUNT = { user: 'n8n', password: 'e2e-mail' };
const ADDRESSES = { mailTo: 'team@example.com', mailFrom: 'n8n@example.com' };

const published: SavedWorkflow[] = [];
let server: MailServer;
let receiver: Receiver<unknown>;
let credential: { readonly id: string; readonly name: string };

beforeAll(async () => {
  server = await startMailServer(ACCOUNT);
  receiver = await startReceiver();
  const { id, name } = await createCredential('e2e smtp', 'smtp', { ...ACCOUNT, host: '127.0.0.1', port: server.port, secure: false, disableStartTls: true });
  credential = { id, name };
});
afterAll(async () => {
  for (const workflow of published.reverse()) await remove(workflow);
  await server.close();
  await receiver.close();
});

/** As its note asks: a credential is chosen, and the node switched on. */
const withMail = (template: Workflow): Workflow =>
  withNodes(withSettings(template, ADDRESSES), (node) => (node.type === 'n8n-nodes-base.emailSend' ? { ...node, disabled: false, credentials: { smtp: credential } } : node));

test('Route predictive alerts mails a warning, and its end, and pages nobody', async () => {
  published.push(await publish(recorder(RECORD, 'warning'), `webhook/${RECORD}`));
  published.push(await activate({ ...withMail(router(receiver.url, [SERIES])), id: undefined }));
  const keep = (values: readonly object[]) => postWebhook(RECORD, { series: SERIES, threshold: 200, values });
  const minute = Math.floor(Date.now() / MINUTE) * MINUTE;
  const at = (ago: number, value: number) => ({ at: minute - ago * MINUTE, value });
  expect((await keep(Array.from({ length: 40 }, (_, ago) => at(ago, ago < 4 ? 300 : 50)))).status).toBe(200);
  const fired = await until(async () => {
    await keep([{ at: Date.now(), value: 300 }]);
    return server.mails[0];
  });
  expect(fired).toMatchObject({ from: ADDRESSES.mailFrom, to: [ADDRESSES.mailTo] });
  expect(headerOf(fired, 'Subject')).toBe(`[warning] ${SERIES}: fire`);
  const text = partOf(fired, 'text/plain');
  expect(text).toMatch(new RegExp(`${SERIES} is 300; it has been above 200 for a while`));
  expect(text).toMatch(/[0-9a-f]{16}-1-fire/);

  const ended = await until(async () => {
    await keep([{ at: Date.now(), value: 50 }]);
    return server.mails.find((mail) => headerOf(mail, 'Subject') === `[warning] ${SERIES}: resolve`);
  });
  expect(partOf(ended, 'text/plain')).toMatch(/in order again/);
  expect(receiver.received.map(({ path }) => path)).not.toContain('/pager');
});

test('Daily quality report mails text and HTML with pictures', async () => {
  const before = server.mails.length;
  const often = withNodes(withMail(readTemplate('daily-quality-report.json')), (node) =>
    node.type === 'n8n-nodes-base.scheduleTrigger' ? { ...node, parameters: { rule: { interval: [{ field: 'seconds', secondsInterval: 2 }] } } } : node,
  );
  published.push(await activate({ ...often, id: undefined }));
  const mail = await until(() => server.mails.slice(before).find((one) => headerOf(one, 'Subject')?.startsWith('Code retrieval: ')));
  expect(mail).toMatchObject({ from: ADDRESSES.mailFrom, to: [ADDRESSES.mailTo] });
  const html = partOf(mail, 'text/html');
  expect(html).toContain('Last 24 hours, against the 24 hours before');
  expect(html).toMatch(/<svg[^>]*>.*<title>/s);
  expect(html).not.toMatch(/<script|<link|<img/);
  expect(partOf(mail, 'text/plain')).toMatch(/Runs: /);
});
