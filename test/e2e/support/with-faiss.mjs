/**
 * Starts an n8n of its own in which faiss-node resolves, as in an image made by docker/Dockerfile,
 * asks the webhook template one question, and prints the answer.
 *
 *   node with-faiss.mjs TARBALL FOLDER FAISS_MODULES
 */
import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { installPackage } from '../../../scripts/install-package.mjs';
import { checkout } from '../../../scripts/lib/cache.mjs';
import { startN8n } from '../../../scripts/lib/n8n-instance.mjs';
import { openSession } from '../../../scripts/lib/n8n-session.mjs';
import { importTemplates, publishWebhooks, readTemplates, webhookPath } from '../../../scripts/lib/templates.mjs';
import { ensureHost } from '../../../scripts/n8n-host.mjs';

const [tarball, folder, faissModules] = process.argv.slice(2);
const userFolder = join(folder, 'user-with-faiss');
const root = join(folder, 'code-with-faiss');
mkdirSync(userFolder, { mode: 0o700 });
cpSync(join(checkout, 'test', 'e2e', 'fixtures', 'shop'), root, { recursive: true });
await installPackage(tarball, userFolder);

const host = await ensureHost();
const n8n = await startN8n({ host, userFolder, root, env: { NODE_PATH: faissModules } });
try {
  const session = await openSession(n8n.url, { email: 'owner@local.example', password: 'Test-0wner-of-n8n' });
  const templates = readTemplates(join(checkout, 'workflows'));
  const imported = await importTemplates(session, templates, join(userFolder, 'templates.json'));
  const [published] = await publishWebhooks(session, imported);
  const response = await fetch(`${n8n.url}/webhook/${webhookPath(published.workflow)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: 'where are webhook signatures checked?', root }),
  });
  console.log(await response.text());
} finally {
  await n8n.stop();
}
