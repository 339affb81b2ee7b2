/** `npm run build`: from the sources to what is published. Each task below is one step of it. */
const { execFile } = require('node:child_process');
const { readdir, rm, stat, writeFile } = require('node:fs/promises');
const { join } = require('node:path');
const { promisify } = require('node:util');
const { dest, parallel, series, src } = require('gulp');
const { bundleEngine, bundleNodes, ROOT } = require('./scripts/build/bundles');
const { buildKernel } = require('./scripts/build/kernel');
const { describeLicences } = require('./scripts/build/licences');

/** The package that is built: this one; tests name a folder of their own. */
const PACKAGE = process.env.BUILD_PACKAGE_ROOT ?? __dirname;
const DIST = join(PACKAGE, 'dist');
const ASSETS = ['nodes/**/*.{svg,png}', 'nodes/**/*.node.json', 'nodes/**/__schema__/**/*.json', 'credentials/**/*.svg'];

const run = promisify(execFile);
const runNode = (script, args, cwd) => run(process.execPath, [require.resolve(script), ...args], { cwd });

async function clean() {
  await rm(DIST, { recursive: true, force: true });
}

async function typecheck() {
  await runNode('typescript/bin/tsc', ['-p', '.'], ROOT).catch(({ stdout }) => {
    throw new Error(`The type check failed:\n${stdout}`);
  });
}

async function bundle() {
  const metafiles = (await Promise.all([bundleEngine(DIST), bundleNodes(DIST)])).flat();
  await writeFile(join(DIST, 'THIRD_PARTY_LICENSES.md'), describeLicences(ROOT, metafiles));
}

function assets() {
  return src(ASSETS, { cwd: ROOT, base: ROOT, encoding: false }).pipe(dest(DIST));
}

/** By these files n8n knows our nodes without loading their code at its start. */
async function manifests() {
  await runNode('n8n-core/bin/generate-metadata', [], PACKAGE);
}

async function report() {
  const files = await readdir(DIST, { recursive: true });
  for (const file of files.filter((name) => name.endsWith('.js')).sort()) {
    const { size } = await stat(join(DIST, file));
    console.log(`${(size / 1024).toFixed(0).padStart(8)} KB  ${file}`);
  }
}

const assemble = series(parallel(bundle, assets), manifests);

module.exports = {
  clean,
  typecheck,
  assemble,
  build: series(clean, buildKernel, typecheck, assemble, report),
};
