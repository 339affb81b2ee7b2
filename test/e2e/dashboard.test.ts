/** `hybrid-context serve` in a real browser: what a person sees, with a keyboard, on a phone, in the dark. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, STEP_MS, violations } from './support/browser';
import { findChromium } from './support/chromium';
import { copyFixture, readState } from './support/n8n';
import { CLI, startServe, type Serving } from './support/serve';

const executablePath = findChromium();
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

describeInBrowser('the dashboard', () => {
  const home = mkdtempSync(join(tmpdir(), 'hybrid-context-e2e-'));
  const env = { ...process.env, HYBRID_CONTEXT_HOME: home };
  const screenshots = join(readState().screenshots, 'dashboard');
  const errors: string[] = [];
  const requests: string[] = [];
  let server: Serving;
  let browser: Browser;
  let page: Page;
  let url = '';
  let token = '';

  /** Runs a command to its end. */
  const cli = (...args: string[]): Promise<number | null> =>
    new Promise((resolve) => spawn(process.execPath, [CLI, ...args], { env, stdio: 'ignore' }).once('close', resolve));

  beforeAll(async () => {
    mkdirSync(screenshots, { recursive: true });
    server = await startServe(env);
    ({ url, token } = server);
    browser = await openBrowser(executablePath);
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    page.on('request', (request) => requests.push(request.url()));
  });

  afterAll(async () => {
    await browser.close();
    await server.stop();
    rmSync(home, { recursive: true, force: true });
  });

  test('asks for the token, then shows what other processes do as they do it', async () => {
    await page.goto(url);
    expect(page.url()).toBe(`${url}/login`);
    expect(await violations(page)).toEqual([]);
    await page.locator('#token:focus').waitFor();
    await page.keyboard.type(token);
    await page.keyboard.press('Enter');
    await page.locator('#main:not([aria-busy])').waitFor();
    expect(await page.locator('#workspaces').innerText()).toContain('No workspace was measured yet');
    expect(await page.locator('#idle').innerText()).toContain('Nothing asked about code lately');
    expect(await page.locator('#live').innerText()).toMatch(/^Live, updated /);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'empty.png'), fullPage: true });

    const root = copyFixture('shop');
    expect(await cli('query', 'where are prices added up?', '--root', root)).toBe(0);
    await page.locator('#workspaces td', { hasText: /\S/ }).first().waitFor();
    await page.locator('#chart-latency_p95 canvas').waitFor();
    expect(await page.locator('#tiles').innerText()).toMatch(/Runs\s+[1-9]/);
    expect(await page.locator('#tiles .tile', { hasText: 'Runs' }).locator('dd').innerText()).toMatch(/^[1-9]/);
    // The command is over; how fresh its index was is on record.
    await page.locator('#indexes td', { hasText: /\d+(\.\d+)? (ms|s|min) ago/ }).first().waitFor();
    expect(await page.locator('#indexes').innerText()).toMatch(/Looked at/);
    expect(await page.locator('#own').innerText()).toContain('No workflow recorded a series.');
    expect(await page.locator('#operations').innerText()).toContain('GET /events');
    expect(await page.locator('#modes').innerText()).toMatch(/Share[^]*100 %/);
    expect(await page.locator('#settings').innerText()).toMatch(/update_interval\s+10s/);
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'light.png'), fullPage: true });
  });

  test('in the dark and on a phone, nothing is lost', async () => {
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.setViewportSize({ width: 360, height: 740 });
    await page.locator('#chart-latency_p95 canvas').waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(360);
    await page.screenshot({ path: join(screenshots, 'phone-dark.png'), fullPage: true });
  });

  test('says so when the server is gone, goes on when it is back, and asks who has to sign in again', async () => {
    const port = Number(new URL(url).port);
    await server.stop();
    await page.locator('#problem', { hasText: 'The connection is lost; it is tried again.' }).waitFor();
    await page.locator('#live', { hasText: 'Not live since' }).waitFor();
    expect(await violations(page)).toEqual([]);
    await page.screenshot({ path: join(screenshots, 'gone.png'), fullPage: true });
    // Sessions end with the process that began them.
    server = await startServe(env, { port });
    await page.locator('#problem', { hasText: 'You are signed out.' }).waitFor();
    await page.locator('#problem a').click();
    await page.locator('#token:focus').waitFor();
    await page.keyboard.type(token);
    await page.keyboard.press('Enter');
    await page.locator('#live.on').waitFor();
  });

  test('who signs out is out, and so is whoever copied the cookie', async () => {
    const [cookie] = await page.context().cookies();
    const ask = (): Promise<Response> => fetch(`${url}/api/state`, { headers: { cookie: `${cookie!.name}=${cookie!.value}` } });
    expect((await ask()).status).toBe(200);
    await page.locator('#leave').click();
    await page.waitForURL(`${url}/login`);
    expect((await ask()).status).toBe(401);
    await page.goto(url);
    expect(page.url()).toBe(`${url}/login`);
    expect(await page.context().cookies()).toEqual([]);
  });

  test('a site whose name was made to point here learns nothing, not even with the token', async () => {
    const port = Number(new URL(url).port);
    const rebound = await openBrowser(executablePath, ['--host-resolver-rules=MAP rebound.example 127.0.0.1']);
    try {
      const visitor = await rebound.newPage();
      const site = `http://rebound.example:${port}`;
      for (const path of ['/', '/login', '/healthz', '/api/openapi.json', '/nothing']) expect([path, (await visitor.goto(`${site}${path}`))?.status()]).toEqual([path, 421]);
      // The site's own page, from when its name still pointed to it: of the same origin, it may read whatever it is answered.
      await visitor.route(`${site}/attack`, (route) => route.fulfill({ contentType: 'text/html', body: '<title>attack</title>' }));
      await visitor.goto(`${site}/attack`);
      const read = await visitor.evaluate(async (bearer) => {
        const ask = async (path: string): Promise<string> => {
          const response = await fetch(path, { headers: { authorization: `Bearer ${bearer}` } });
          return response.status === 421 ? '' : `${path} ${await response.text()}`;
        };
        // Newer browsers do not even ask.
        return Promise.all(['/api/state', '/metrics', '/api/config', '/api/alerts'].map((path) => ask(path).catch(() => '')));
      }, token);
      expect(read).toEqual(['', '', '', '']);
      expect(await visitor.context().cookies()).toEqual([]);
      expect((await visitor.goto(url))?.status()).toBe(200);
    } finally {
      await rebound.close();
    }
  });

  test('asks nobody else for anything, and nothing fails', () => {
    expect(requests.filter((one) => !one.startsWith(url) && !one.startsWith('data:'))).toEqual([]);
    // What a browser says of its own accord about a server that is gone, or that wants a token.
    expect(errors.filter((one) => !/ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_EMPTY_RESPONSE|ERR_CONNECTION_RESET|401 \(Unauthorized\)/.test(one))).toEqual([]);
  });
});
