/**
 * Starts a second n8n, in queue mode with a worker where there is a Redis, which shares what the engine
 * keeps with the first; prints one line of JSON, and stops all when it is told to end.
 *
 *   node second-n8n.mjs STATE_FILE FOLDER [REDIS_SERVER]
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { installPackage } from '../../../scripts/install-package.mjs';
import { startN8n, startWorker } from '../../../scripts/lib/n8n-instance.mjs';
import { openSession } from '../../../scripts/lib/n8n-session.mjs';
import { startRedis } from '../../../scripts/lib/redis.mjs';

const [statePath, userFolder, redisServer] = process.argv.slice(2);
const { host, tarball, root, home, settings, login } = JSON.parse(readFileSync(statePath, 'utf8'));
mkdirSync(userFolder, { mode: 0o700 });
await installPackage(tarball, userFolder);

/** What runs, the last started first. */
const running = [];
async function stop() {
  while (running.length > 0) await running.shift().stop();
}
process.once('SIGTERM', () => void stop().then(() => process.exit(0)));

try {
  const queue = redisServer ? await startQueue(redisServer) : {};
  const options = { host, userFolder, root, env: { HYBRID_CONTEXT_HOME: home, HYBRID_CONTEXT_CONFIG: settings, ...queue } };
  const n8n = await startN8n(options);
  running.unshift(n8n);
  const worker = redisServer ? await startWorker(options) : undefined;
  if (worker) running.unshift(worker);
  const { cookie } = await openSession(n8n.url, login);
  console.log(JSON.stringify({ url: n8n.url, cookie, workerLog: worker?.log }));
} catch (error) {
  console.error(error.message);
  await stop();
  process.exitCode = 1;
}

async function startQueue(program) {
  const redis = await startRedis(program);
  running.unshift(redis);
  return { EXECUTIONS_MODE: 'queue', QUEUE_BULL_REDIS_HOST: redis.host, QUEUE_BULL_REDIS_PORT: String(redis.port) };
}
