/** The page before a server that is not as it should be: it says what is wrong, keeps what it knew, and goes on when it can. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, STEP_MS, violations } from './support/browser';
import { findChromium } from './support/chromium';
import { readState } from './support/n8n';
import { startServe } from './support/serve';

const PAGE = join(__dirname, '..', '..', 'dist', 'dashboard.html');
const executablePath = findChromium();
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

/** Of a real one that has nothing to tell yet. */
async function stateOfServe(): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'hybrid-context-e2e-'));
  const { url, token, stop } = await startServe({ ...process.env, HYBRID_CONTEXT_HOME: home });
  try {
    return (await (await fetch(`${url}/api/state`, { headers: { authorization: `Bearer ${token}` } })).text()).trim();
  } finally {
    await stop();
    rmSync(home, { recursive: true, force: true });
  }
}

describeInBrowser('the page of the dashboard', () => {
  const screenshots = join(readState().screenshots, 'dashboard');
  const open = new Set<ServerResponse>();
  const failures: string[] = [];
  let good = '';
  /** How `/events` is answered: by a status, or by a stream of these events. */
  let answer: number | string = 200;
  let server: Server;
  let browser: Browser;
  let page: Page;
  let url = '';

  function events(response: ServerResponse): void {
    if (typeof answer === 'number') {
      response.writeHead(answer, { 'Content-Type': 'text/plain', 'Retry-After': '60' }).end('No.\n');
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(answer);
    open.add(response);
  }

  /** From now on; streams that are open end. */
  function become(next: number | string): void {
    answer = next;
    for (const response of open) response.end();
    open.clear();
  }

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    good = `event: state\ndata: ${await stateOfServe()}\n\n`;
    server = createServer(({ url: path }, response) => {
      if (path === '/events') events(response);
      else if (path === '/') response.writeHead(200, { 'Content-Type': 'text/html' }).end(readFileSync(PAGE));
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await openBrowser(executablePath);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => failures.push(error.message));
  });

  afterAll(async () => {
    await browser.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const says = (text: string): Promise<void> => page.locator('#problem', { hasText: text }).waitFor();

  async function isGood(): Promise<void> {
    await page.locator('#live.on').waitFor();
    await page.locator('#chart-latency_p95 canvas').waitFor();
    expect(await page.locator('#problem').innerText()).toBe('');
  }

  test('shows a state', async () => {
    answer = good;
    await page.goto(url);
    await isGood();
  });

  test.each([
    ['is no JSON', 'event: state\ndata: {oops\n\n', 'is no state that this page understands'],
    ['is no state', 'event: state\ndata: {"metrics":7}\n\n', 'is no state that this page understands'],
    ['says that it cannot look', 'event: problem\ndata: {"message":"The disk is full."}\n\n', 'The server could not look: The disk is full.'],
    ['says nothing that can be read', 'event: problem\ndata: <html>\n\n', 'The server could not look: it does not say why'],
  ])('what comes %s: told, and what was known stays', async (_, stream, told) => {
    become(stream);
    await says(told);
    await page.locator('#live.off').waitFor();
    expect(await page.locator('#tiles .tile').count()).toBe(8);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'error.png'), fullPage: true });
    become(good);
    await isGood();
  });

  test.each([
    [503, 'Too many look at this dashboard already'],
    [429, 'for 60 s nobody is let in'],
    [500, 'The server answers 500'],
  ])('a stream that is answered with %d is tried again', async (status, told) => {
    become(status);
    await says(told);
    become(good);
    await isGood();
  });

  test('a session that is over asks to sign in', async () => {
    become(401);
    await says('You are signed out.');
    expect(await page.locator('#problem a').getAttribute('href')).toBe('/login');
    expect(await violations(page)).toEqual([]);
  });

  test('from the start, too: nothing is shown as if it were measured', async () => {
    become(500);
    await page.goto(url);
    await says('The server answers 500');
    expect(await page.locator('#tiles .tile').count()).toBe(0);
    expect(await page.locator('#problem').innerText()).not.toContain('the last that was known');
    expect(await page.locator('#charts').isVisible()).toBe(false);
    expect(await page.locator('#live').innerText()).toBe('Not connected');
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'never-connected.png'), fullPage: true });
    become(good);
    await isGood();
  });

  test('nothing of it broke the page', () => expect(failures).toEqual([]));
});
