/** A Redis of the moment on the loopback interface, for n8n's queue mode. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { installDebianPackages } from './debian.mjs';
import { Failure } from './failure.mjs';
import { findFreePort } from './n8n-instance.mjs';

const CANDIDATES = ['/usr/bin/redis-server', '/usr/bin/valkey-server', '/usr/local/bin/redis-server'];
const ADDRESS = '127.0.0.1';
const START_TIMEOUT_MS = 60_000;

/** The path of a Redis server, which is installed with apt-get where that is possible. */
export async function ensureRedis() {
  const found = findRedis();
  if (found) return found;
  await installDebianPackages({
    packages: ['redis-server'],
    what: 'The test of queue mode cannot run.',
    why: 'There is no Redis server.',
    instead: 'Elsewhere: install Redis or Valkey, or name its server with REDIS_SERVER_PATH.',
  });
  return findRedis();
}

export function findRedis() {
  return [process.env.REDIS_SERVER_PATH, ...CANDIDATES].find((path) => path && existsSync(path));
}

/**
 * Starts a server that keeps nothing.
 * @returns {Promise<{host: string, port: number, stop: () => Promise<void>}>}
 */
export async function startRedis(program) {
  const port = await findFreePort();
  const child = spawn(program, ['--bind', ADDRESS, '--port', String(port), '--save', '', '--appendonly', 'no'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await answersPing(port))) {
    if (child.exitCode === null && Date.now() < deadline) {
      await delay(100);
      continue;
    }
    kill();
    throw new Failure({ what: 'Redis did not start.', why: `${program} does not answer on port ${port}.`, fix: 'Start it by hand to see why.' });
  }
  return {
    host: ADDRESS,
    port,
    async stop() {
      process.off('exit', kill);
      child.kill('SIGTERM');
      await ended;
    },
  };
}

function answersPing(port) {
  return new Promise((resolve) => {
    const socket = connect(port, ADDRESS, () => socket.write('PING\r\n'));
    socket.once('data', (data) => {
      resolve(String(data).startsWith('+PONG'));
      socket.destroy();
    });
    socket.once('error', () => resolve(false));
  });
}
