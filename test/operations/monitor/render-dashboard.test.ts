/** Rendering the dashboard on a real engine: the three formats, and requests that are none. */
import type { Engine, RenderDashboardRequest } from '../../../src/kernel';
import { cleanUp, codeOfRejection, openTestEngine } from '../../engine/support';

let engine: Engine;
beforeAll(async () => {
  engine = await openTestEngine();
});
afterAll(cleanUp);

test.each([
  ['data', undefined],
  ['../x/data?a=1', 'token'],
  ['https://n8n.example/webhook/data', 'a+b/c='],
])('a page that asks %s', async (dataUrl, token) => {
  const page = await engine.renderDashboard({ dataUrl, token, intervalMs: 60_000 });
  expect(page).toMatchObject({ format: 'page', html: expect.stringContaining('&quot;intervalMs&quot;:60000') as string });
  expect((page as { html: string }).html.includes('&quot;token&quot;:')).toBe(token !== undefined);
});

test('state and report are of the window that was asked for', async () => {
  expect(await engine.renderDashboard({ format: 'state', windowMs: 600_000 })).toMatchObject({ state: { metrics: { summary: { windowMs: 600_000 } } } });
  expect(await engine.renderDashboard({ format: 'report', windowMs: 600_000 })).toMatchObject({ severity: 'insufficient_data', text: expect.stringContaining('Last 10 minutes') as string });
});

test.each([
  [{}],
  [{ dataUrl: 'ftp://n8n.example/data' }],
  [{ dataUrl: 'https://user@n8n.example/data' }],
  [{ dataUrl: 'http://[' }],
  [{ dataUrl: `/${'x'.repeat(2_000)}` }],
  [{ dataUrl: 'data', token: 'naïve' }],
  [{ dataUrl: 'data', intervalMs: 10 }],
  [{ format: 'report', windowMs: 1 }],
  [{ format: 'pdf' }],
])('%j is refused', async (request) => {
  expect(await codeOfRejection(engine.renderDashboard(request as RenderDashboardRequest))).toMatch(/^VALUE_(INVALID|OUT_OF_RANGE)$/);
});

test('where the package was not built, it says so', async () => {
  const bare = await openTestEngine({ workerFile: 'none' });
  expect(await codeOfRejection(bare.renderDashboard({ dataUrl: 'data' }))).toBe('FILE_NOT_READABLE');
});
