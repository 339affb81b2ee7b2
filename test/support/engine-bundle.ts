/** The engine as it is published, so that tests start its real threads. */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { bundleEngine, ROOT } from '../../scripts/build/bundles';

const CACHE = join(ROOT, '.cache/test');
const PREFIX = 'engine-';
const DAY_MS = 24 * 60 * 60 * 1000;

let bundled: Promise<string> | undefined;

/** Folder with engine.js, worker.js, cli.js and vendor/; built when a source changed since the last run. */
export function bundleEngineForTests(): Promise<string> {
  return (bundled ??= findOrBuild());
}

/** Makes engines opened from the sources in this process start the bundle's threads. Call in beforeAll. */
export async function useEngineBundle(): Promise<string> {
  const folder = await bundleEngineForTests();
  process.env.HYBRID_CONTEXT_BUNDLE = join(folder, 'engine.js');
  return folder;
}

async function findOrBuild(): Promise<string> {
  const folder = join(CACHE, `${PREFIX}${await hashSources()}`);
  if (existsSync(folder)) {
    await utimes(folder, new Date(), new Date());
    return folder;
  }
  // Several test processes may build at once; the first to finish gives the folder its name.
  const own = join(CACHE, `building-${randomUUID()}`);
  await mkdir(own, { recursive: true });
  await bundleEngine(own);
  await rename(own, folder).catch(() => rm(own, { recursive: true }));
  await removeOld();
  return folder;
}

async function hashSources(): Promise<string> {
  const sources = (await readdir(join(ROOT, 'src'), { recursive: true }))
    .filter((file) => /\.(ts|js|json|scm|css|html)$/.test(file))
    .map((file) => join('src', file));
  const files = [...sources, 'scripts/build/bundles.js', 'scripts/build/grammars.js', 'scripts/build/page.js', 'package.json', 'package-lock.json'].sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(file).update(await readFile(join(ROOT, file)));
  return hash.digest('hex').slice(0, 16);
}

async function removeOld(): Promise<void> {
  for (const name of await readdir(CACHE)) {
    const folder = join(CACHE, name);
    const age = Date.now() - (await stat(folder)).mtimeMs;
    if (age > DAY_MS) await rm(folder, { recursive: true, force: true });
  }
}
