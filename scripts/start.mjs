/**
 * npm start: a real n8n with this package installed as n8n's own installer would, an owner for
 * local use, and the shipped templates.
 *
 *   npm start -- [--root DIR] [--port N] [--user-folder DIR]
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { installPackage } from './install-package.mjs';
import { cacheFolder, checkout } from './lib/cache.mjs';
import { Failure, runMain } from './lib/failure.mjs';
import { assertPortFree, startN8n } from './lib/n8n-instance.mjs';
import { openSession } from './lib/n8n-session.mjs';
import { ensureBuild, pack } from './lib/package.mjs';
import { claim } from './lib/prepared.mjs';
import { formatSeconds, withProgress } from './lib/progress.mjs';
import { importTemplates, publishWebhooks, readTemplates, webhookPath } from './lib/templates.mjs';
import { ensureHost } from './n8n-host.mjs';

const USAGE = 'npm start -- [--root DIR] [--port N] [--user-folder DIR]';

async function main() {
  const started = Date.now();
  const interrupted = onInterrupt();
  const { root, port, userFolder } = await readOptions();
  const release = claimUserFolder(userFolder);
  try {
    const host = await ensureHost();
    await ensureBuild();
    const tarball = await pack();
    await withProgress('Installing the package into n8n', () => installPackage(tarball, userFolder));
    const n8n = await withProgress(`Starting n8n ${host.version}`, () =>
      startN8n({ host, userFolder, root, port }),
    );
    interrupted.arm();
    try {
      const login = readLogin(userFolder);
      const curl = await prepareWorkflows(n8n.url, login, userFolder, root);
      printWelcome({ n8n, login, root, curl, elapsedMs: Date.now() - started });
      const code = await Promise.race([interrupted.happened, n8n.exited]);
      if (code !== 'interrupted') throw endedByItself(n8n, code);
      console.log('\nStopping n8n …');
    } finally {
      await n8n.stop();
    }
    console.log('Stopped.');
  } finally {
    release();
  }
}

async function readOptions() {
  const { values } = parseOptions();
  const root = resolve(values.root ?? checkout);
  if (!existsSync(root) || !statSync(root).isDirectory()) {
    throw new Failure({
      what: `The folder ${root} cannot be used as --root.`,
      why: existsSync(root) ? 'It is a file.' : 'It does not exist.',
      fix: 'Give the folder whose code the nodes may read.',
    });
  }
  const port = values.port === undefined ? undefined : Number(values.port);
  if (port !== undefined) {
    if (!Number.isInteger(port) || port < 1 || port > 65_535) {
      throw new Failure({
        what: `--port ${values.port} cannot be used.`,
        why: 'A port is a whole number from 1 to 65535.',
        fix: 'Choose another one, or leave --port out to get a free one.',
      });
    }
    await assertPortFree(port);
  }
  const userFolder = resolve(values['user-folder'] ?? join(cacheFolder(), 'n8n-user'));
  mkdirSync(userFolder, { recursive: true, mode: 0o700 });
  return { root: realpathSync(root), port, userFolder };
}

function parseOptions() {
  const text = { type: 'string' };
  try {
    return parseArgs({ options: { root: text, port: text, 'user-folder': text } });
  } catch (error) {
    throw new Failure({ what: 'npm start did not understand its options.', why: error.message, fix: `Usage: ${USAGE}` });
  }
}

function claimUserFolder(userFolder) {
  const release = claim(join(userFolder, 'start.lock'));
  if (release) return release;
  throw new Failure({
    what: `n8n already runs on ${userFolder}.`,
    why: 'Two n8n on one database would damage it.',
    fix: 'Stop the other "npm start", or give this one --user-folder DIR.',
  });
}

/** The owner's login: made once, readable by its user only. */
function readLogin(userFolder) {
  const path = join(userFolder, 'login.json');
  if (!existsSync(path)) {
    // n8n wants 8 to 64 characters with a digit and a capital.
    const login = { email: 'owner@local.example', password: `A1${randomBytes(9).toString('base64url')}` };
    writeFileSync(path, `${JSON.stringify(login, null, 2)}\n`, { mode: 0o600 });
  }
  return JSON.parse(readFileSync(path, 'utf8'));
}

/** Answers a curl line for the first template with a webhook. */
async function prepareWorkflows(url, login, userFolder, root) {
  const session = await openSession(url, login);
  const templates = readTemplates(join(checkout, 'workflows'), root);
  const imported = await importTemplates(session, templates, join(userFolder, 'templates.json'));
  const [first] = await publishWebhooks(session, imported);
  if (!first) return undefined;
  const body = JSON.stringify({ query: 'where is the configuration read and validated?', root });
  return [
    `curl -sS ${url}/webhook/${webhookPath(first.workflow)}`,
    `-H 'content-type: application/json'`,
    `-d '${body.replaceAll("'", "'\\''")}'`,
  ].join(' ');
}

function printWelcome({ n8n, login, root, curl, elapsedMs }) {
  const lines = [
    '',
    `n8n is up after ${formatSeconds(elapsedMs)}.`,
    '',
    `  Editor    ${n8n.url}`,
    `  Login     ${login.email}  ${login.password}`,
    `  Readable  ${root}`,
    `  Log       ${n8n.log}`,
  ];
  if (curl) lines.push('', 'Ask for code context:', '', `  ${curl}`);
  lines.push('', 'Ctrl-C stops it.', '');
  console.log(lines.join('\n'));
}

function endedByItself(n8n, code) {
  return new Failure({
    what: 'n8n ended by itself.',
    why: `Exit code ${code}; its last lines:\n${n8n.lines().slice(-15).join('\n')}`,
    fix: `Read ${n8n.log}.`,
  });
}

/** Until armed, Ctrl-C ends the process at once; afterwards it is a request to stop in order. */
function onInterrupt() {
  let armed = false;
  let resolveHappened;
  const happened = new Promise((resolve) => (resolveHappened = resolve));
  const handle = () => {
    if (!armed) process.exit(130);
    resolveHappened('interrupted');
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, handle);
  return { happened, arm: () => (armed = true) };
}

await runMain(main);
