import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from '../../scripts/lib/cache.mjs';

/** Stops n8n, keeps its log, and removes everything else of the run. */
export default async function teardown() {
  const { n8n, remove } = globalThis.e2e;
  await n8n.stop();
  copyFileSync(n8n.log, join(cacheFolder('test'), 'n8n.log'));
  remove();
}
