/**
 * Starts one real n8n for all end-to-end suites: the package built, packed, and installed as n8n's
 * own installer does, in a user folder and beside a code folder that exist for this run only.
 * E2E_TARBALL names a packed package to test instead, such as a release candidate.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installPackage } from '../../scripts/install-package.mjs';
import { cacheFolder } from '../../scripts/lib/cache.mjs';
import { startN8n } from '../../scripts/lib/n8n-instance.mjs';
import { openSession } from '../../scripts/lib/n8n-session.mjs';
import { ensureBuild, pack } from '../../scripts/lib/package.mjs';
import { withProgress } from '../../scripts/lib/progress.mjs';
import { findRedis } from '../../scripts/lib/redis.mjs';
import { ensureHost } from '../../scripts/n8n-host.mjs';

const LOGIN = { email: 'owner@local.example', password: 'Test-0wner-of-n8n' };

async function buildAndPack() {
  await ensureBuild();
  return await pack();
}

export default async function setup() {
  const host = await ensureHost();
  const tarball = process.env.E2E_TARBALL ?? (await buildAndPack());
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'hybrid-context-e2e-')));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  // Also when the setup fails, or jest is stopped before its teardown.
  process.once('exit', remove);
  // What n8n, the browser and the suites put into the system's temp folder goes with the rest.
  process.env.TMPDIR = join(folder, 'temp');
  mkdirSync(process.env.TMPDIR);
  const userFolder = join(folder, 'user');
  const root = join(folder, 'code');
  mkdirSync(userFolder, { mode: 0o700 });
  mkdirSync(root);
  const installed = await installPackage(tarball, userFolder);
  // Alerts that are told, and taken back, at the first minute that says so: nobody waits a quarter of an hour.
  const settings = join(folder, 'settings.yaml');
  writeFileSync(settings, 'monitoring:\n  alerting:\n    predicted_for: 0ms\n    keep_firing_for: 0ms\n');
  const env = { HYBRID_CONTEXT_CONFIG: settings };
  const n8n = await withProgress(`Starting n8n ${host.version}`, () => startN8n({ host, userFolder, root, env }));
  const session = await openSession(n8n.url, LOGIN);
  const state = {
    url: n8n.url,
    pid: n8n.pid,
    log: n8n.log,
    cookie: session.cookie,
    login: LOGIN,
    folder,
    userFolder,
    home: join(userFolder, '.n8n', 'hybrid-context'),
    settings,
    root,
    tarball,
    installed: installed.folder,
    screenshots: cacheFolder('screenshots'),
    redis: findRedis(),
    host,
  };
  const statePath = join(folder, 'state.json');
  writeFileSync(statePath, JSON.stringify(state), { mode: 0o600 });
  process.env.E2E_STATE = statePath;
  globalThis.e2e = { n8n, remove };
}
