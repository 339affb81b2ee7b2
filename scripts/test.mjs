/**
 * npm test: everything, in order, summed up in one closing line "N passed, N failed[, N skipped]".
 * Names of suites as arguments run those only: node scripts/test.mjs unit e2e
 */
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureFaiss } from './build-faiss.mjs';
import { ensureChromium } from './lib/browser.mjs';
import { cacheFolder, checkout } from './lib/cache.mjs';
import { cleanEnvironment, run, runNpm } from './lib/command.mjs';
import { EXIT_SKIPPED, Failure } from './lib/failure.mjs';
import { ensureBuild } from './lib/package.mjs';
import { ensureRedis } from './lib/redis.mjs';
import { formatSeconds } from './lib/progress.mjs';
import { ensureHost } from './n8n-host.mjs';
import { ensurePgvector } from './pgvector.mjs';

/** Limits are against hanging: no machine is so slow or busy that work takes this long. */
const MINUTE = 60_000;
const JEST = join(checkout, 'node_modules', 'jest', 'bin', 'jest.js');

/** Each answers `{ passed, failed, skipped }`; a Failure with EXIT_SKIPPED counts as skipped. */
const SUITES = {
  build: () => check(ensureBuild({ always: true })),
  lint: async () => checkCode(await runNpm(['run', 'lint'], { cwd: checkout, inherit: true, timeoutMs: 30 * MINUTE })),
  // Before the unit tests, which run the vector contract against it.
  faiss: () => check(ensureFaiss()),
  unit: () => jest('unit', ['--coverage', '--coverageReporters=text-summary', '--coverageReporters=json-summary'], 90 * MINUTE),
  e2e: endToEnd,
  browser: () => endToEnd(['browser']),
};
/** `browser` is part of `e2e`; it has a name to run it alone. */
const ALL = ['build', 'lint', 'faiss', 'unit', 'e2e'];

async function main() {
  const names = process.argv.slice(2);
  const unknown = names.filter((name) => !(name in SUITES));
  if (unknown.length > 0) {
    console.error(`There is no suite "${unknown[0]}"; there are ${Object.keys(SUITES).join(', ')}.`);
    process.exitCode = 2;
    return;
  }
  const results = [];
  for (const name of names.length > 0 ? names : ALL) results.push(await runSuite(name));
  report(results);
}

async function runSuite(name) {
  const started = Date.now();
  console.log(`\n== ${name} ==`);
  const counts = await SUITES[name]().catch((error) => {
    console.error(error instanceof Failure ? error.message : error);
    return error.exitCode === EXIT_SKIPPED ? { skipped: 1 } : { failed: 1 };
  });
  const result = { name, passed: 0, failed: 0, skipped: 0, ...counts, durationMs: Date.now() - started };
  console.log(`== ${name}: ${sentence(result)} (${formatSeconds(result.durationMs)}) ==`);
  return result;
}

async function endToEnd(only = []) {
  await ensureHost();
  const skipBrowser = await missing(ensureChromium());
  // Where there is none, the suites say so themselves and test what can be tested without.
  await missing(ensureRedis());
  await missing(ensurePgvector());
  const env = skipBrowser ? { E2E_SKIP_BROWSER: skipBrowser } : {};
  return await jest('e2e', ['--config', 'jest.e2e.config.js', '--runInBand', '--forceExit', ...only], 120 * MINUTE, env);
}

/** Why a program cannot be had on this machine, or undefined when it is there. */
async function missing(program) {
  try {
    await program;
    return undefined;
  } catch (error) {
    if (error.exitCode !== EXIT_SKIPPED) throw error;
    console.error(error.message);
    return error.message.split('\n')[0];
  }
}

async function check(work) {
  await work;
  return { passed: 1 };
}

function checkCode({ code }) {
  return code === 0 ? { passed: 1 } : { failed: 1 };
}

/** Runs jest and counts its tests; a suite that cannot load and a missed threshold count as failed. */
async function jest(name, args, timeoutMs, env = {}) {
  const output = join(cacheFolder('test'), `${name}.json`);
  rmSync(output, { force: true });
  const { code } = await run(process.execPath, [JEST, '--json', '--outputFile', output, ...args], {
    cwd: checkout,
    env: cleanEnvironment(env),
    inherit: true,
    timeoutMs,
  });
  const summary = readSummary(output);
  if (!summary) return { failed: 1 };
  const failed = summary.numFailedTests + summary.numRuntimeErrorTestSuites;
  return {
    passed: summary.numPassedTests,
    // Jest also fails without a failed test: for missed coverage, or when it found no test at all.
    failed: failed === 0 && code !== 0 ? 1 : failed,
    skipped: summary.numPendingTests + summary.numTodoTests,
  };
}

function readSummary(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

function report(results) {
  const total = { passed: 0, failed: 0, skipped: 0 };
  console.log('');
  for (const result of results) {
    for (const key of Object.keys(total)) total[key] += result[key];
    console.log(`${result.name.padEnd(8)} ${sentence(result)} in ${formatSeconds(result.durationMs)}`);
  }
  console.log(`\n${sentence(total)}`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

function sentence({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

await main();
