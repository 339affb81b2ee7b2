/**
 * Builds faiss-node against Debian's libfaiss-dev into the cache folder, for tests and for use with
 * NODE_PATH. Its own npm install fetches a binary from GitHub, which fails offline and under
 * --ignore-scripts. The binary uses Node-API 8 only, so Node 20 and 24 load the same file.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheFolder } from './lib/cache.mjs';
import { cleanEnvironment, hasProgram, run, runNpm, tail } from './lib/command.mjs';
import { installDebianPackages } from './lib/debian.mjs';
import { Failure, isMain, runMain } from './lib/failure.mjs';
import { isPrepared, prepareFolder } from './lib/prepared.mjs';
import { withProgress } from './lib/progress.mjs';

const PACKAGES = { 'faiss-node': '0.5.1', 'node-addon-api': '6.1.0', 'node-api-headers': '1.9.0' };
const DEBIAN_PACKAGES = ['g++', 'libfaiss-dev', 'libopenblas-dev', 'liblapack-dev'];
const STAMP = JSON.stringify(PACKAGES);
const FAISS_HEADER = '/usr/include/faiss/Index.h';

/** faiss 1.7.3 in Debian lacks `faiss::idx_t`, which faiss-node is written against. */
const COMPATIBILITY_HEADER = '#include <cstdint>\nnamespace faiss { using idx_t = int64_t; }\n';

/** A program that fails unless the built module adds and finds vectors. */
const SELF_TEST = `
const { IndexFlatL2 } = require('faiss-node');
const index = new IndexFlatL2(2);
index.add([0, 0, 1, 1, 5, 5]);
const { labels } = index.search([1.1, 1], 2);
if (labels.join() !== '1,0') throw new Error('wrong neighbours: ' + labels.join());
`;

/** Builds the module unless it is there. Answers the folder to put on NODE_PATH. */
export async function ensureFaiss() {
  const folder = cacheFolder('faiss');
  const modules = join(folder, 'node_modules');
  const prepared = isPrepared(folder, STAMP);
  if (prepared && (await selfTest(modules)).code === 0) return modules;
  // A module that stopped working (another libfaiss) is built again.
  if (prepared) rmSync(folder, { recursive: true, force: true });
  await ensureSystemPackages();
  await prepareFolder(folder, STAMP, (target) =>
    withProgress('Building faiss-node', () => build(target)),
  );
  return modules;
}

async function build(folder) {
  writeFileSync(
    join(folder, 'package.json'),
    `${JSON.stringify({ name: 'faiss-build', private: true, dependencies: PACKAGES }, null, 2)}\n`,
  );
  const installed = await runNpm(
    ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--legacy-peer-deps=false'],
    { cwd: folder },
  );
  if (installed.code !== 0) {
    throw new Failure({
      what: 'faiss-node could not be downloaded.',
      why: `npm ended with code ${installed.code}:\n${tail(installed.output)}`,
      fix: 'Check the network and the npm registry, then run "npm run build:faiss" again.',
    });
  }
  await compile(folder);
  const tested = await selfTest(join(folder, 'node_modules'));
  if (tested.code !== 0) {
    throw new Failure({
      what: 'The faiss-node that was built does not work.',
      why: tail(tested.output),
      fix: `Check that ${DEBIAN_PACKAGES.join(', ')} are from the same Debian release, then run "npm run build:faiss" again.`,
    });
  }
}

async function compile(folder) {
  const modules = join(folder, 'node_modules');
  const module = join(modules, 'faiss-node');
  const release = join(module, 'build', 'Release');
  const header = join(folder, 'compatibility.h');
  mkdirSync(release, { recursive: true });
  writeFileSync(header, COMPATIBILITY_HEADER);
  const compiled = await run('g++', [
    '-std=c++17', '-O2', '-fPIC', '-shared', '-fopenmp',
    '-DNAPI_VERSION=8', '-DNODE_GYP_MODULE_NAME=faiss_node',
    '-include', header,
    `-I${join(modules, 'node-api-headers', 'include')}`,
    `-I${join(modules, 'node-addon-api')}`,
    join(module, 'src', 'faiss.cc'),
    '-o', join(release, 'faiss-node.node'),
    '-lfaiss', '-llapack', '-lblas',
  ]);
  if (compiled.code !== 0) {
    throw new Failure({
      what: 'faiss-node could not be compiled.',
      why: `g++ ended with code ${compiled.code}:\n${tail(compiled.output)}`,
      fix: `Install ${DEBIAN_PACKAGES.join(' ')} from the Debian release of this machine.`,
    });
  }
}

function selfTest(modules) {
  return run(process.execPath, ['-e', SELF_TEST], { env: cleanEnvironment({ NODE_PATH: modules }) });
}

async function ensureSystemPackages() {
  if (existsSync(FAISS_HEADER) && (await hasProgram('g++'))) return;
  await installDebianPackages({
    packages: DEBIAN_PACKAGES,
    what: 'faiss-node was not built.',
    why: `${FAISS_HEADER} or g++ is missing.`,
    instead: 'Elsewhere: install faiss with its headers, or use the portable backend, which needs nothing.',
  });
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const modules = await ensureFaiss();
    console.log(`faiss-node is ready. To use it: NODE_PATH=${modules}`);
  });
}
