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
    expect(await page.locator('#workspaces').innerText()).toContain('Nothing was measured yet');
    await page.screenshot({ path: join(screenshots, 'empty.png'), fullPage: true });

    const root = copyFixture('shop');
    expect(await cli('query', 'where are prices added up?', '--root', root)).toBe(0);
    await page.locator('#workspaces td', { hasText: /\S/ }).first().waitFor();
    await page.locator('#chart-latency_p95 canvas').waitFor();
    expect(await page.locator('#tiles').innerText()).toMatch(/Runs\s+[1-9]/);
    // The command is over; how fresh its index was is on record.
    await page.locator('#indexes td', { hasText: /\d+(\.\d+)? (ms|s|min) ago/ }).first().waitFor();
    expect(await page.locator('#indexes').innerText()).toMatch(/Looked at/);
    expect(await page.locator('#own').innerText()).toContain('No workflow recorded a series.');
    expect(await page.locator('#operations').innerText()).toContain('GET /events');
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

  test('asks nobody else for anything, and nothing fails', () => {
    expect(requests.filter((one) => !one.startsWith(url) && !one.startsWith('data:'))).toEqual([]);
    expect(errors).toEqual([]);
  });
});
