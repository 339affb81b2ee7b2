/** Debian's Chromium without anything of its own on the network, and what axe-core finds on a page. */
import { readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

/** Steps of a person may take as long as a busy machine needs. */
export const STEP_MS = 180_000;

export const openBrowser = (executablePath: string | undefined, flags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath ?? '', args: [...FLAGS, ...flags] });

/** Every rule that is broken, with the elements that do. */
export async function violations(page: Page): Promise<string[]> {
  // As an init script would: the page's own policy forbids scripts of others.
  await page.evaluate(readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } };
    return (await axe.run()).violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ').slice(0, 300)}`);
  });
}
