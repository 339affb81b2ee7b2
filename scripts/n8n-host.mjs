/**
 * Makes sure that a real n8n is in the cache folder: Node 24 and n8n from npm, in a tree of their
 * own that has nothing to do with the package's dependencies. Needs no GitHub and no Docker.
 */
import { copyFileSync, existsSync, readFileSync, statfsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from './lib/cache.mjs';
import { cleanEnvironment, hasProgram, run, runNpm, tail } from './lib/command.mjs';
import { Failure, isMain, runMain } from './lib/failure.mjs';
import { isPrepared, prepareFolder } from './lib/prepared.mjs';
import { withProgress } from './lib/progress.mjs';

const NODE_VERSION = '24.9.0';
const MANIFEST = join(dirname(fileURLToPath(import.meta.url)), 'n8n-host');
const NEEDED_BYTES = 4 * 1024 ** 3;
const BUILD_PROGRAMS = ['g++', 'make', 'python3'];

/**
 * Answers where the pieces are, after downloading what is missing.
 * @returns {Promise<{node: string, n8n: string, folder: string, version: string}>} `node` is the
 * Node 24 program, `n8n` the script to run with it, `folder` the tree n8n is installed in.
 */
export async function ensureHost() {
  const { n8n: version } = readManifest().dependencies;
  const nodePackage = await ensureNode();
  const node = nodeProgram(nodePackage);
  const parent = cacheFolder();
  const folder = join(parent, 'n8n-host');
  const stamp = `n8n ${version}, node ${NODE_VERSION}`;
  if (!isPrepared(folder, stamp)) {
    await checkMachine(parent);
    await prepareFolder(folder, stamp, async (target) => {
      await installN8n(target, version);
      await buildSqlite(target, nodePackage);
    });
  }
  return { node, n8n: join(folder, 'node_modules', 'n8n', 'bin', 'n8n'), folder, version };
}

/** Node 24 as an npm package: the program and the headers for native modules. */
async function ensureNode() {
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  const folder = join(cacheFolder(), 'node');
  const packageFolder = join(folder, 'node_modules', name);
  await prepareFolder(folder, `${name} ${NODE_VERSION}`, async (target) => {
    writeFileSync(join(target, 'package.json'), `${JSON.stringify({ name: 'node-24', private: true })}\n`);
    await npm(['install', '--ignore-scripts', `${name}@${NODE_VERSION}`], {
      folder: target,
      title: `Downloading Node ${NODE_VERSION}`,
      fix: `Check the network and that the npm registry has ${name}@${NODE_VERSION}, then start again.`,
    });
    const checked = await run(nodeProgram(packageFolder), ['--version']).catch((error) => ({ output: error.message }));
    if (checked.output !== `v${NODE_VERSION}`) {
      throw new Failure({
        what: `The Node ${NODE_VERSION} that was downloaded does not run.`,
        why: checked.output,
        fix: 'The binary needs glibc 2.28 or newer; use a newer system (on Alpine, a Debian container).',
      });
    }
  });
  return packageFolder;
}

function nodeProgram(nodePackage) {
  return join(nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
}

async function installN8n(folder, version) {
  for (const file of ['package.json', 'package-lock.json']) {
    copyFileSync(join(MANIFEST, file), join(folder, file));
  }
  const { packages } = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8'));
  const total = Object.entries(packages).filter(([path, entry]) => path !== '' && fitsMachine(entry)).length;
  // Not `npm ci`: it refuses a lock in which a registry lacks an optional package of another platform.
  await npm(['install', '--ignore-scripts', '--omit=dev', '--no-save'], {
    folder,
    total,
    title: `Downloading n8n ${version} (once, about 3 GB on disk)`,
    fix: 'Check the network and the npm registry, then start again: packages that were downloaded are kept in the npm cache.',
  });
}

function fitsMachine({ os, cpu, libc }) {
  const fits = (allowed, own) => allowed === undefined || allowed.includes(own);
  // The Node that is downloaded needs glibc.
  return fits(os, process.platform) && fits(cpu, process.arch) && fits(libc, 'glibc');
}

/** Runs npm in `folder` and counts the packages it fetches. */
async function npm(args, { folder, title, fix, total }) {
  let fetched = 0;
  const describe = () => {
    if (total === undefined) return '';
    return fetched === 0 ? 'reading what is needed' : `${Math.min(fetched, total)} of ${total} packages`;
  };
  const result = await withProgress(
    title,
    () =>
      runNpm([...args, '--no-audit', '--no-fund', '--loglevel=http'], {
        cwd: folder,
        onLine: (line) => {
          if (/^npm http .*\.tgz/.test(line)) fetched += 1;
        },
      }),
    describe,
  );
  if (result.code === 0) return;
  const errors = result.output.split('\n').filter((line) => /^npm (error|ERR!)/.test(line)).slice(0, 12);
  throw new Failure({
    what: `${title} failed.`,
    why: `npm ended with code ${result.code}:\n${tail(errors.join('\n') || result.output)}`,
    fix,
  });
}

/** n8n's database driver ships no binary without install scripts; the headers come with Node. */
async function buildSqlite(folder, nodePackage) {
  const sqlite = join(folder, 'node_modules', 'sqlite3');
  const gyp = join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
  const result = await withProgress("Compiling n8n's SQLite driver", () =>
    run(nodeProgram(nodePackage), [gyp, 'rebuild', `--nodedir=${nodePackage}`, '--jobs=max'], {
      cwd: sqlite,
      env: cleanEnvironment(),
    }),
  );
  if (result.code === 0 && existsSync(join(sqlite, 'build', 'Release', 'node_sqlite3.node'))) return;
  throw new Failure({
    what: "n8n's SQLite driver could not be compiled.",
    why: `node-gyp ended with code ${result.code}:\n${tail(result.output)}`,
    fix: `Install a C++ compiler, make and Python 3 (Debian: apt-get install ${BUILD_PROGRAMS.join(' ')}), then start again.`,
  });
}

/** Says before a long download what would make it useless. */
async function checkMachine(folder) {
  const missing = [];
  for (const program of BUILD_PROGRAMS) {
    if (!(await hasProgram(program))) missing.push(program);
  }
  if (missing.length > 0) {
    throw new Failure({
      what: 'n8n cannot be installed here.',
      why: `${missing.join(', ')} is missing; n8n's SQLite driver has to be compiled.`,
      fix: `Install ${missing.join(' ')} (Debian: apt-get install ${missing.join(' ')}), then start again.`,
    });
  }
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < NEEDED_BYTES) {
    throw new Failure({
      what: 'n8n cannot be installed here.',
      why: `${folder} has ${(bavail * bsize / 1024 ** 3).toFixed(1)} GB left; n8n needs about 4 GB while it is installed.`,
      fix: 'Make room, or set HYBRID_CONTEXT_CACHE to a folder on another disk.',
    });
  }
}

function readManifest() {
  return JSON.parse(readFileSync(join(MANIFEST, 'package.json'), 'utf8'));
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const host = await ensureHost();
    console.log(`n8n ${host.version} is ready in ${host.folder}`);
  });
}
