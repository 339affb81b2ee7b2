/**
 * Makes sure that PostgreSQL with pgvector is in the cache folder, for the test of vector stores that
 * others run: PGlite, the real PostgreSQL compiled to WASM, from npm. Debian 12 has PostgreSQL, but not
 * pgvector, and this needs neither root nor a compiler.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './lib/cache.mjs';
import { runNpm, tail } from './lib/command.mjs';
import { EXIT_SKIPPED, Failure, isMain, runMain } from './lib/failure.mjs';
import { prepareFolder } from './lib/prepared.mjs';
import { withProgress } from './lib/progress.mjs';

const PACKAGES = {
  '@electric-sql/pglite': '0.5.14',
  '@electric-sql/pglite-pgvector': '0.0.15',
  '@electric-sql/pglite-socket': '0.2.17',
};

/** Answers the folder whose packages are those above, after downloading them when they are missing. */
export async function ensurePgvector() {
  const folder = join(cacheFolder(), 'pgvector');
  return await prepareFolder(folder, JSON.stringify(PACKAGES), (target) =>
    withProgress('Downloading PostgreSQL with pgvector', () => install(target)),
  );
}

async function install(folder) {
  const manifest = { name: 'pgvector', private: true, dependencies: PACKAGES };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  const installed = await runNpm(['install', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: folder });
  if (installed.code === 0) return;
  throw new Failure({
    what: 'The test with PGVector cannot run.',
    why: `npm ended with code ${installed.code}:\n${tail(installed.output)}`,
    fix: 'Check the network and the npm registry, then start this again.',
    exitCode: EXIT_SKIPPED,
  });
}

if (isMain(import.meta.url)) {
  await runMain(async () => console.log(`PostgreSQL with pgvector is ready in ${await ensurePgvector()}`));
}
