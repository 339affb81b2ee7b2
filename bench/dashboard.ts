/**
 * `npm run bench -- dashboard [--loads N] [--values N]`: how soon `hybrid-context serve` is on the screen, and
 * how far behind what it shows is. Four hours of runs are on record; the built server runs as a process of
 * its own, Chromium loads the page anew, and this process does what other processes do: it records a number,
 * until when the page shows it counts. Times are of the clock, so that a busy machine has its part in them.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Browser, Page } from 'playwright-core';
import { openBrowser } from '../test/e2e/support/browser';
import { findChromium } from '../test/e2e/support/chromium';
import { startServe, type Serving } from '../test/e2e/support/serve';
import { recordHistory } from './dashboard/history';
import { loadEngine } from './engine';
import { percentile } from './measures';
import { writeResults } from './results';
import { printTable } from './table';

const MINUTE = 60_000;
const HOURS = 4;
const LIMITS = { bytes: 150 * 1_024, paintMs: 1_000, behindMs: 2_000 } as const;
const SERIES = 'bench_probe';
const DIST = resolve(process.env.HYBRID_CONTEXT_DIST ?? 'dist');

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { loads: { type: 'string', default: '11' }, values: { type: 'string', default: '25' } } });
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error('There is no Chromium; name one with CHROMIUM_PATH.');
  const home = mkdtempSync(join(tmpdir(), 'hybrid-context-dashboard-'));
  let server: Serving | undefined;
  let browser: Browser | undefined;
  try {
    await recordHistory(home, Math.floor(Date.now() / MINUTE) * MINUTE, HOURS);
    server = await startServe({ ...process.env, HYBRID_CONTEXT_HOME: home }, { cli: join(DIST, 'cli.js') });
    browser = await openBrowser(executablePath);
    const page = await signIn(browser, server);
    const loads = await measureLoads(page, Number(values.loads));
    const behind = await measureBehind(page, home, Number(values.values));
    report({ bytes: statSync(join(DIST, 'dashboard.html')).size, behind, paint: loads.map(({ paint }) => paint), filled: loads.map(({ filled }) => filled) });
  } finally {
    await browser?.close();
    await server?.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

async function signIn(browser: Browser, { url, token }: Serving): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1_280, height: 900 } });
  await page.goto(url);
  await page.locator('#token').fill(token);
  await page.keyboard.press('Enter');
  await page.locator('#live.on').waitFor();
  return page;
}

interface Load {
  /** From the request for the page to its first paint with content, ms. */
  readonly paint: number;
  /** To the numbers and pictures of the first state. */
  readonly filled: number;
}

async function measureLoads(page: Page, count: number): Promise<Load[]> {
  const loads: Load[] = [];
  for (let load = 0; load < count; load += 1) {
    await page.reload();
    await page.locator('#chart-cpu canvas').waitFor();
    loads.push(
      await page.evaluate(async () => {
        const filled = performance.now();
        const find = () => performance.getEntriesByName('first-contentful-paint')[0];
        while (!find()) await new Promise((resolve) => setTimeout(resolve, 10));
        return { paint: find()!.startTime, filled };
      }),
    );
  }
  return loads;
}

/** In the page: when the table of recorded series says it, ms since 1970. */
const untilShown = (text: string): string => `new Promise((resolve) => {
  const box = document.getElementById('own');
  new MutationObserver((_, observer) => {
    if (!box.textContent.replaceAll(',', '').includes(${JSON.stringify(text)})) return;
    observer.disconnect();
    resolve(Date.now());
  }).observe(box, { childList: true, subtree: true, characterData: true });
})`;

/** From the call that records a number, in another process, to the page that shows it, ms. */
async function measureBehind(page: Page, home: string, count: number): Promise<number[]> {
  const engine = loadEngine().openEngine({ inThread: false, home });
  const times: number[] = [];
  try {
    for (let value = 1; value <= count; value += 1) {
      const text = String(1_000 + value);
      const shown = page.evaluate<number>(untilShown(text));
      const from = Date.now();
      await engine.recordMetric({ series: SERIES, value: Number(text) });
      times.push((await shown) - from);
      // At another time of both seconds each time: that of writing and that of looking.
      await delay((value * 370) % 1_000);
    }
  } finally {
    await engine.close();
  }
  return times;
}

function report({ bytes, paint, filled, behind }: { bytes: number; paint: number[]; filled: number[]; behind: number[] }): void {
  const ms = (value: number): string => `${Math.round(value)} ms`;
  const row = (name: string, times: number[], limit: number | undefined): string[] =>
    [name, ms(percentile(times, 0.5)), ms(Math.max(...times)), limit === undefined ? '–' : ms(limit), limit === undefined ? '' : Math.max(...times) <= limit ? 'held' : 'MISSED'];
  const rows = [
    ['page, bytes', bytes.toLocaleString('en'), '', LIMITS.bytes.toLocaleString('en'), bytes <= LIMITS.bytes ? 'held' : 'MISSED'],
    row(`first paint, ${paint.length} loads`, paint, LIMITS.paintMs),
    row('filled with the first state', filled, undefined),
    row(`behind another process, ${behind.length} values`, behind, LIMITS.behindMs),
  ];
  printTable(['', 'median', 'most', 'limit', ''], rows);
  writeResults('dashboard', { bytes, paint, filled, behind, limits: LIMITS });
  if (rows.some((cells) => cells.at(-1) === 'MISSED')) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
