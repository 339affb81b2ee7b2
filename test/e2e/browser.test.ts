/** A person's way: sign in, drag Hybrid Context from the node panel, set it, run it, read the output. */
import { join } from 'node:path';
import { selectors, type Browser, type Page } from 'playwright-core';
import { openBrowser, STEP_MS } from './support/browser';
import { copyFixture, readState } from './support/n8n';
import { findChromium } from './support/chromium';

const executablePath = findChromium();
const describeInBrowser = executablePath === undefined ? describe.skip : describe;

describeInBrowser('the editor', () => {
  const state = readState();
  const errors: string[] = [];
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    selectors.setTestIdAttribute('data-test-id');
    browser = await openBrowser(executablePath);
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(STEP_MS);
    page.on('pageerror', (error) => errors.push(error.message));
  });

  afterAll(async () => {
    await capture('at-the-end');
    await browser.close();
  });

  async function capture(name: string): Promise<void> {
    await page.screenshot({ path: join(state.screenshots, `${name}.png`) });
  }

  /** Opens the node panel of a new workflow and searches it. */
  async function searchPanel(words: string): Promise<string[]> {
    await page.goto(`${state.url}/workflow/new`);
    await page.getByTestId('node-creator-plus-button').click();
    await page.getByTestId('node-creator-search-bar').fill(words);
    await page.getByTestId('node-creator-item-name').filter({ hasText: 'Hybrid Context' }).waitFor();
    return await page.getByTestId('node-creator-item-name').allInnerTexts();
  }

  /** A real drag: button down on the item's picture, moves, button up over the canvas. */
  async function dragToCanvas(item: ReturnType<Page['locator']>, x: number, y: number): Promise<void> {
    const box = await item.locator('img').first().boundingBox();
    if (!box) throw new Error('The item is not on the screen.');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(x + 80, y + 30, { steps: 12 });
    await page.mouse.move(x, y, { steps: 4 });
    await page.mouse.up();
  }

  async function openHybridContext(): Promise<void> {
    await searchPanel('context');
    await page.getByTestId('item-iterator-item').filter({ hasText: 'Hybrid Context' }).click();
    const action = page.getByTestId('item-iterator-item').filter({ hasText: 'Get code context' });
    await action.waitFor();
    await dragToCanvas(action, 620, 300);
    await page.getByTestId('ndv').waitFor();
  }

  async function runStep(root: string, query: string): Promise<void> {
    await page.getByTestId('parameter-input-root').locator('input').fill(root);
    await page.getByTestId('parameter-input-query').locator('textarea').fill(query);
    await page.getByTestId('node-execute-button').click();
  }

  test('signs the owner in', async () => {
    await page.goto(`${state.url}/signin`);
    await page.locator('input[name="emailOrLdapLoginId"]').fill(state.login.email);
    await page.locator('input[type="password"]').fill(state.login.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
  });

  test.each(['context', 'AST', 'code'])('the node panel finds our nodes for "%s"', async (words) => {
    const found = await searchPanel(words);
    expect(found).toEqual(expect.arrayContaining(['Hybrid Context', 'AST Analyze']));
    await capture(`panel-${words}`);
  });

  test('Hybrid Context is dragged onto the canvas, set, run, and shows the code', async () => {
    const root = copyFixture('shop');
    await openHybridContext();
    await runStep(root, 'where are webhook signatures checked?');
    const output = page.getByTestId('output-panel');
    await output.getByText('src/webhooks/signature.ts').first().waitFor();
    expect(await output.innerText()).toContain('verifyWebhookSignature');
    await capture('hybrid-context-output');
    await page.getByTestId('ndv-close-button').click();
    await page.getByTestId('canvas-node').filter({ hasText: 'Hybrid Context' }).waitFor();
    await page.getByTestId('canvas-node-status-success').first().waitFor();
    await capture('canvas');
  });

  test('a folder that n8n may not read is an error that says what to change', async () => {
    await openHybridContext();
    await runStep('/etc', 'passwords');
    const output = page.getByTestId('output-panel');
    await output.getByText('is not allowed').first().waitFor();
    expect(await output.innerText()).toContain('N8N_RESTRICT_FILE_ACCESS_TO');
    await capture('hybrid-context-error');
  });

  test('none of it broke the editor', () => {
    expect(errors).toEqual([]);
  });
});
