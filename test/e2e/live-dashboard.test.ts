/** The template Live dashboard in the real n8n: a page in its sandbox, which only the token fills. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, STEP_MS, violations } from './support/browser';
import { findChromium } from './support/chromium';
import { copyFixture, FRESH, postWebhook, publish, readState, readTemplate, remove, type SavedWorkflow } from './support/n8n';
import { withSettings } from './support/settings';
import { nodeBehindWebhook } from './support/workflows';

const TOKEN = 'Live-token+of/some=length';
const WRONG = 'another-token';
const { url, screenshots } = readState();
const PAGE = `${url}/webhook/live-dashboard`;
const DATA = `${url}/webhook/live-dashboard-data`;
const executablePath = findChromium();
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

const published: SavedWorkflow[] = [];
const search = async (): Promise<void> => {
  const { status } = await postWebhook('e2e-live-search', { root, query: 'where are prices added up?' });
  expect(status).toBe(200);
};
let root = '';

beforeAll(async () => {
  root = copyFixture('shop');
  const asked = { root: '={{ $json.body.root }}', query: '={{ $json.body.query }}' };
  published.push(await publish(nodeBehindWebhook('e2e-live-search', 'hybridContext', asked), 'webhook/e2e-live-search'));
  await search();
});
afterAll(async () => {
  for (const workflow of published.reverse()) await remove(workflow);
});

const ask = (authorization?: string): Promise<Response> => fetch(DATA, { headers: { ...FRESH, origin: 'null', ...(authorization !== undefined && { authorization }) } });

test('as it is shipped, it refuses everybody', async () => {
  const shipped = await publish(readTemplate('live-dashboard.json'), 'webhook/live-dashboard-data');
  try {
    for (const given of [undefined, 'Bearer', 'Bearer ', 'Bearer undefined']) {
      const refused = await ask(given);
      expect([refused.status, await refused.json()]).toMatchObject([401, { code: 'TOKEN_REFUSED', fix: expect.stringContaining('Set a token') as string }]);
    }
  } finally {
    await remove(shipped);
  }
});

describe('with a token', () => {
  beforeAll(async () => {
    published.push(await publish(withSettings(readTemplate('live-dashboard.json'), { token: TOKEN }), 'webhook/live-dashboard-data'));
  });

  test('the data webhook answers whoever has it, also a page without an origin', async () => {
    for (const given of [undefined, `Bearer ${WRONG}`, TOKEN, `Bearer ${TOKEN} `.repeat(2)]) {
      const refused = await ask(given);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('access-control-allow-origin')).toBe('*');
      expect(await refused.text()).not.toContain('metrics');
    }
    const answer = await ask(`Bearer ${TOKEN}`);
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('cache-control')]).toEqual([200, '*', 'no-store']);
    const state = (await answer.json()) as { metrics: { summary: { runs: number } } };
    expect(state.metrics.summary.runs).toBeGreaterThan(0);
  });

  test('changes need the token as well, and what is wrong with one is said', async () => {
    const post = (authorization: string, change: object): Promise<Response> =>
      fetch(DATA, { method: 'POST', headers: { ...FRESH, origin: 'null', authorization, 'content-type': 'application/json' }, body: JSON.stringify(change) });
    const silence = { change: 'silence', matches: { signal: 'e2e nothing' }, durationMs: 60_000 };
    expect((await post(`Bearer ${WRONG}`, silence)).status).toBe(401);
    const silencesOf = async (response: Response) => ((await response.json()) as { alerts: { silences: { id: string; by: string; matches: object }[] } }).alerts.silences;
    expect((await silencesOf(await ask(`Bearer ${TOKEN}`))).filter(({ matches }) => 'signal' in matches)).toEqual([]);

    const [made] = await silencesOf(await post(`Bearer ${TOKEN}`, silence));
    expect(made).toMatchObject({ by: 'live dashboard', matches: silence.matches });
    expect(await silencesOf(await post(`Bearer ${TOKEN}`, { change: 'end', id: made!.id }))).toEqual([]);
    for (const wrong of [{ change: 'acknowledge', id: 'nothing' }, { change: 'silence', matches: {}, durationMs: 60_000 }, { change: 'end', id: made!.id }]) {
      const refused = await post(`Bearer ${TOKEN}`, wrong);
      expect([refused.status, refused.headers.get('access-control-allow-origin')]).toEqual([400, '*']);
      expect(await refused.json()).toEqual({ error: { message: expect.stringMatching(/\w/) as string } });
    }
  });

  test('the page holds neither data nor token, and n8n puts it into its sandbox', async () => {
    const answer = await fetch(PAGE, { headers: FRESH });
    expect(answer.headers.get('content-type')).toContain('text/html');
    expect(answer.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-same-origin).*allow-scripts/);
    const html = await answer.text();
    expect(html).toContain('data-source=');
    expect(html).not.toContain(TOKEN);
    expect(html.length).toBeLessThan(150 * 1024);
  });

  describeInBrowser('in Chromium', () => {
    const folder = join(screenshots, 'live-dashboard');
    const errors: string[] = [];
    const requests: string[] = [];
    let browser: Browser;
    let page: Page;

    beforeAll(async () => {
      mkdirSync(folder, { recursive: true });
      browser = await openBrowser(executablePath);
      page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      page.setDefaultTimeout(STEP_MS);
      page.on('pageerror', (error) => errors.push(error.message));
      page.on('request', (request) => requests.push(request.url()));
      page.on('console', (message) => {
        // A refused token is a failed request, which the browser writes down as an error.
        if (message.type() === 'error' && !message.text().includes('401')) errors.push(message.text());
      });
    });
    afterAll(async () => browser.close());

    const runs = async (): Promise<number> => Number(/Runs\s+([\d,]+)/.exec(await page.locator('#tiles').innerText())?.[1]?.replaceAll(',', ''));

    test('asks for the token, refuses a wrong one, shows what runs with the right one, and goes on', async () => {
      await page.goto(PAGE);
      await page.locator('#ask').waitFor();
      expect(await page.evaluate<string>('self.origin')).toBe('null');
      expect(await violations(page)).toEqual([]);
      await page.locator('#token:focus').waitFor();
      await page.keyboard.type(WRONG);
      await page.keyboard.press('Enter');
      await page.locator('#problem', { hasText: 'refused' }).waitFor();
      expect(await page.locator('#chart-latency_p95').count()).toBe(0);
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: join(folder, 'refused.png'), fullPage: true });

      await page.locator('#token').fill(TOKEN);
      await page.keyboard.press('Enter');
      await page.locator('#chart-latency_p95 canvas').waitFor();
      expect(await page.locator('#ask').isVisible()).toBe(false);
      expect(await page.locator('#problem').innerText()).toBe('');
      const before = await runs();
      expect(before).toBeGreaterThan(0);
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: join(folder, 'light.png'), fullPage: true });

      await search();
      // By looking again and again: the page's own policy forbids a condition that the browser would have to compile.
      while ((await runs()) <= before) await delay(250);
    });

    test('takes the token from behind the # of its address; on a phone and in the dark nothing is lost', async () => {
      await page.goto('about:blank');
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.setViewportSize({ width: 360, height: 740 });
      await page.goto(`${PAGE}#${encodeURIComponent(TOKEN)}`);
      await page.locator('#chart-latency_p95 canvas').waitFor();
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
      await page.screenshot({ path: join(folder, 'phone-dark.png'), fullPage: true });
    });

    test('asks nobody else for anything, sends the token nowhere else, and nothing fails', () => {
      const others = requests.filter((one) => ![PAGE, DATA].includes(one.split('#')[0]!) && !one.startsWith('data:') && one !== 'about:blank');
      expect(others).toEqual([]);
      expect(errors).toEqual([]);
    });
  });
});
