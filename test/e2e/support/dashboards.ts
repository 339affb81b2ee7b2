/** Both dashboards in a browser: that of `hybrid-context serve`, and the template Live dashboard inside n8n. */
import type { Browser, Page } from 'playwright-core';
import { openBrowser, STEP_MS } from './browser';
import { readState } from './n8n';
import { startServe, type Serving } from './serve';

export interface Watched {
  readonly name: string;
  readonly page: Page;
  /** What the page could not do. */
  readonly errors: string[];
}

export interface Dashboards {
  /** First that of `serve`, where alerts can be acknowledged, then that inside n8n. */
  readonly pages: readonly [Watched, Watched];
  close(): Promise<void>;
}

/** `liveUrl` is the address of the template's page, with its token behind the `#`. */
export async function openDashboards(executablePath: string, liveUrl: string): Promise<Dashboards> {
  const { home, settings } = readState();
  const server: Serving = await startServe({ ...process.env, HYBRID_CONTEXT_HOME: home, HYBRID_CONTEXT_CONFIG: settings });
  const browser: Browser = await openBrowser(executablePath);

  async function open(name: string): Promise<Watched> {
    // Each in a window of its own: a page that nobody sees does not ask for news.
    const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
    page.setDefaultTimeout(STEP_MS);
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && errors.push(message.text()));
    return { name, page, errors };
  }

  const served = await open('serve');
  await served.page.goto(server.url);
  // The field takes the keyboard when the page is drawn, which may be after it has loaded: keys before that are lost.
  await served.page.locator('#token:focus').waitFor();
  await served.page.keyboard.type(server.token);
  await served.page.keyboard.press('Enter');
  const live = await open('live');
  await live.page.goto(liveUrl);
  for (const { page } of [served, live]) await page.locator('#main:not([aria-busy])').waitFor();
  return {
    pages: [served, live],
    async close() {
      await browser.close();
      await server.stop();
    },
  };
}

/** The number on a tile, such as that of runs; NaN before it has one. */
export async function tileOf({ page }: Watched, label: string): Promise<number> {
  const text = await page.locator('#tiles .tile', { hasText: label }).locator('dd').innerText();
  return Number.parseFloat(text.replaceAll(',', ''));
}
