/** The dashboard in the node Quality Alert: a page that polls, a report, and what both show. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { runNode } from './support/host';
import { NODES } from './support/nodes';
import { useWorkspace } from './support/workspace';

const { root } = useWorkspace();
const render = async (parameters: INodeParameters = {}): Promise<IDataObject> => {
  const items = await runNode(new NODES.QualityAlert(), { resource: 'dashboard', operation: 'renderDashboard', ...parameters });
  expect(items).toHaveLength(1);
  return items[0]!.json;
};
const sourceOf = ({ html }: IDataObject): unknown =>
  JSON.parse(/<body data-source="([^"]*)">/.exec(html as string)![1]!.replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&'));

test('the page knows whom to ask, and asks for the token', async () => {
  const page = await render();
  expect(Object.keys(page)).toEqual(['html']);
  expect(sourceOf(page)).toEqual({ dataUrl: 'live-dashboard-data', intervalMs: 5_000 });
  expect(sourceOf(await render({ changes: true }))).toEqual({ dataUrl: 'live-dashboard-data', intervalMs: 5_000, changes: true });
  const given = await render({ dataUrl: 'https://n8n.example/webhook/x?a=1&b=2', token: '"><script>alert(1)</script>', updateInterval: 60 });
  expect(given.html).not.toContain('<script>alert(1)');
  expect(sourceOf(given)).toEqual({ dataUrl: 'https://n8n.example/webhook/x?a=1&b=2', token: '"><script>alert(1)</script>', intervalMs: 60_000 });
});

test('the state is what the page shows', async () => {
  await runNode(new NODES.HybridContext(), { root, query: 'price' });
  const state = await render({ format: 'state', windowMinutes: 30 });
  expect(state).toMatchObject({ metrics: { summary: { windowMs: 1_800_000 } }, report: {}, alerts: {}, recommendations: {}, settings: {} });
  expect((state.metrics as unknown as { summary: { runs: number } }).summary.runs).toBeGreaterThan(0);
});

test('the report is a mail', async () => {
  const report = await render({ format: 'report', windowMinutes: 1_440 });
  expect(Object.keys(report).sort()).toEqual(['html', 'severity', 'subject', 'text']);
  expect(report.html).toContain('Last 24 hours');
  expect(report.html).toContain('<svg');
});

test.each([
  [{ dataUrl: '' }],
  [{ dataUrl: 'javascript:alert(1)' }],
  [{ token: 'two words' }],
  [{ updateInterval: 0.5 }],
  [{ updateInterval: 'often' }],
  [{ format: 'pdf' }],
  [{ format: 'report', windowMinutes: 0 }],
])('%j is refused', async (parameters) => {
  await expect(render(parameters)).rejects.toMatchObject({ type: expect.stringMatching(/^VALUE_(INVALID|OUT_OF_RANGE)$/) as string });
});
