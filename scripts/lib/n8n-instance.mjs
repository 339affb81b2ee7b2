/** Starts and stops one n8n on the loopback interface. */
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanEnvironment, run, tail } from './command.mjs';
import { Failure } from './failure.mjs';

const ADDRESS = '127.0.0.1';
const START_TIMEOUT_MS = 300_000;
const STOP_TIMEOUT_MS = 20_000;
const POLL_MS = 250;
const KEPT_LINES = 400;

/** Variables of the caller (or of jest) that would give this n8n another database, queue or behaviour. */
const FOREIGN_VARIABLES = /^(N8N_|DB_|QUEUE_|EXECUTIONS_|WEBHOOK_URL$|GENERIC_TIMEZONE$|NODE_ENV$|NODE_OPTIONS$|JEST_)/;

/** A TCP port of the loopback interface that was free a moment ago. */
export function findFreePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, ADDRESS, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Rejects with a Failure when something else listens on the port. */
export function assertPortFree(port) {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error) =>
      reject(
        new Failure({
          what: `Port ${port} cannot be used.`,
          why: error.code === 'EADDRINUSE' ? 'Another program listens on it.' : error.message,
          fix: 'Choose another one with --port N, or leave --port out to get a free one.',
        }),
      ),
    );
    server.listen(port, ADDRESS, () => server.close(() => resolve()));
  });
}

/** What n8n needs to run alone, without telemetry, on one user folder. */
export function n8nEnvironment({ userFolder, root, extra = {} }) {
  const own = Object.fromEntries(
    Object.entries(cleanEnvironment()).filter(([name]) => !FOREIGN_VARIABLES.test(name)),
  );
  return {
    ...own,
    N8N_USER_FOLDER: userFolder,
    N8N_RESTRICT_FILE_ACCESS_TO: root,
    N8N_LISTEN_ADDRESS: ADDRESS,
    N8N_DIAGNOSTICS_ENABLED: 'false',
    N8N_PERSONALIZATION_ENABLED: 'false',
    N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
    N8N_TEMPLATES_ENABLED: 'false',
    N8N_HIRING_BANNER_ENABLED: 'false',
    N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
    N8N_SECURE_COOKIE: 'false',
    N8N_ENFORCE_SETTINGS_FILE_PERMISSIONS: 'true',
    NO_PROXY: [process.env.NO_PROXY, ADDRESS, 'localhost'].filter(Boolean).join(','),
    ...extra,
  };
}

/**
 * Starts n8n and waits until its REST interface answers.
 * @param {{host: {node: string, n8n: string}, userFolder: string, root: string, port?: number,
 *   env?: Record<string, string>}} options
 * @returns {Promise<{url: string, pid: number, log: string, exited: Promise<number|null>,
 *   lines: () => string[], stop: () => Promise<void>}>}
 */
export async function startN8n({ port, env = {}, ...options }) {
  const chosen = port ?? (await findFreePort());
  const url = `http://${ADDRESS}:${chosen}`;
  const own = { N8N_PORT: String(chosen), N8N_EDITOR_BASE_URL: url, N8N_WEBHOOK_URL: `${url}/` };
  const started = await spawnN8n({ ...options, command: 'start', env: { ...own, ...env } });
  return { url, ...(await whenReady(started, ['/healthz', '/rest/settings'].map((path) => url + path))) };
}

/**
 * Starts a worker of an n8n in queue mode, on the same user folder, and waits until it is ready.
 * Options and answer as of `startN8n`; `env` names the queue.
 */
export async function startWorker({ env = {}, ...options }) {
  const port = await findFreePort();
  const own = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: String(port), N8N_WORKER_SERVER_ADDRESS: ADDRESS };
  const started = await spawnN8n({ ...options, command: 'worker', env: { ...own, ...env } });
  return await whenReady(started, [`http://${ADDRESS}:${port}/healthz/readiness`]);
}

async function spawnN8n({ host, command, userFolder, root, env }) {
  mkdirSync(userFolder, { recursive: true, mode: 0o700 });
  const log = join(userFolder, command === 'start' ? 'n8n.log' : `${command}.log`);
  const child = spawn(host.node, [host.n8n, command], {
    cwd: userFolder,
    // A group of its own: Ctrl-C reaches this script only, which then stops n8n in order.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    // The task broker has a fixed default port, on which two n8n would collide.
    env: n8nEnvironment({ userFolder, root, extra: { N8N_RUNNERS_BROKER_PORT: String(await findFreePort()), ...env } }),
  });
  const lines = recordOutput(child, log);
  const exited = new Promise((resolve) => child.once('exit', (code) => resolve(code)));
  const killGroup = () => signalGroup(child.pid, 'SIGKILL');
  process.once('exit', killGroup);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill('SIGTERM');
      await Promise.race([exited, delay(STOP_TIMEOUT_MS, undefined, { ref: false })]);
    }
    // Task runners are in the same group; after an orderly stop nobody is left.
    killGroup();
    process.off('exit', killGroup);
    await exited;
  };
  return { pid: child.pid, log, exited, lines: () => [...lines], stop };
}

/** `started`, when all addresses answer; what was started is stopped if they do not. */
async function whenReady(started, addresses) {
  try {
    await waitUntilReady(started, addresses);
  } catch (error) {
    await started.stop();
    throw error;
  }
  return started;
}

function recordOutput(child, path) {
  const file = createWriteStream(path, { mode: 0o600 });
  const lines = [];
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      file.write(`${line}\n`);
      lines.push(line);
      if (lines.length > KEPT_LINES) lines.shift();
    });
  }
  child.once('close', () => file.end());
  return lines;
}

async function waitUntilReady({ exited, lines, log }, addresses) {
  const deadline = Date.now() + START_TIMEOUT_MS;
  let ended = false;
  void exited.then(() => (ended = true));
  const fail = (why) => {
    throw new Failure({
      what: 'n8n did not start.',
      why: `${why}\n${tail(lines().join('\n'))}`,
      fix: `Read ${log}; if the user folder is damaged, remove it and start again.`,
    });
  };
  for (const address of addresses) {
    while (!(await answersJson(address))) {
      if (ended) fail('It ended by itself.');
      if (Date.now() > deadline) fail(`${address} did not answer within ${START_TIMEOUT_MS / 1000} s.`);
      await delay(POLL_MS);
    }
  }
}

/** While n8n migrates its database it answers every path with a text that says so. */
async function answersJson(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    const type = response.headers.get('content-type') ?? '';
    await response.arrayBuffer();
    return response.ok && type.includes('json');
  } catch {
    return false;
  }
}

/** Sends a signal to the process group that `pid` leads; that it is gone already is fine. */
function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

/** Runs one n8n command such as `import:workflow` on a user folder whose n8n may be running. */
export function runN8nCommand({ host, userFolder, root, args, env = {} }) {
  return run(host.node, [host.n8n, ...args], {
    cwd: userFolder,
    env: n8nEnvironment({ userFolder, root, extra: env }),
  });
}
