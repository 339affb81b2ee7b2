/** The package as users get it: built once per state of its sources, and packed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder, checkout } from './cache.mjs';
import { runNpm, tail } from './command.mjs';
import { Failure } from './failure.mjs';
import { withProgress } from './progress.mjs';

const SOURCES = ['src', 'nodes', 'credentials', 'workflows', 'config', 'scripts/build', 'gulpfile.js', 'package.json', 'tsconfig.json'];

/** Builds the package unless dist/ is from exactly these sources, or `always`. */
export async function ensureBuild({ always = false } = {}) {
  const stampPath = join(cacheFolder(), 'build-stamp');
  const stamp = fingerprint();
  const fresh =
    existsSync(join(checkout, 'dist', 'cli.js')) &&
    existsSync(stampPath) &&
    readFileSync(stampPath, 'utf8') === stamp;
  if (fresh && !always) return;
  rmSync(stampPath, { force: true });
  const result = await withProgress('Building the package', () => runNpm(['run', 'build'], { cwd: checkout }));
  if (result.code !== 0) {
    throw new Failure({
      what: 'The package could not be built.',
      why: tail(result.output, 30),
      fix: 'Run "npm ci" if node_modules is old; otherwise correct the errors above.',
    });
  }
  writeFileSync(stampPath, stamp);
}

/** Packs the built package. Answers the tarball's path. */
export async function pack() {
  const folder = cacheFolder('package');
  const result = await runNpm(['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: checkout });
  if (result.code !== 0) {
    throw new Failure({
      what: 'The package could not be packed.',
      why: tail(result.output),
      fix: 'Run "npm pack" by hand to see more.',
    });
  }
  return join(folder, result.stdout.trim().split('\n').at(-1));
}

/** Changes when any source file is added, removed, or written. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const source of SOURCES) {
    for (const path of listFiles(join(checkout, source))) {
      const { mtimeMs, size } = statSync(path);
      hash.update(`${path}\0${mtimeMs}\0${size}\n`);
    }
  }
  return hash.digest('hex');
}

function listFiles(path) {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
    .sort();
}
