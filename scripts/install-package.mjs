/**
 * Installs a packed tarball into a user folder exactly as n8n's own installer does (n8n
 * `community-packages.service` `downloadPackage`): unpack, strip dev, peer and optional
 * dependencies, `npm install` with its flags, and enter the package in n8n's ledger.
 * Works offline, since the package has no dependencies.
 *
 *   node scripts/install-package.mjs TARBALL USER_FOLDER
 */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { run, runNpm, tail } from './lib/command.mjs';
import { Failure, isMain, runMain } from './lib/failure.mjs';

/** The flags of n8n 2.40's installer, in its order. */
const INSTALLER_FLAGS = [
  'install',
  '--audit=false',
  '--fund=false',
  '--bin-links=false',
  '--install-strategy=shallow',
  '--ignore-scripts=true',
  '--package-lock=false',
];

/**
 * @param {string} tarball path of what `npm pack` made
 * @param {string} userFolder what n8n gets as N8N_USER_FOLDER
 * @returns {Promise<{name: string, version: string, folder: string}>}
 */
export async function installPackage(tarball, userFolder) {
  const downloads = join(resolve(userFolder), '.n8n', 'nodes');
  mkdirSync(downloads, { recursive: true, mode: 0o700 });
  const staging = mkdtempSync(join(downloads, 'staging-'));
  try {
    await unpack(resolve(tarball), staging);
    const manifest = stripManifest(staging);
    const folder = join(downloads, 'node_modules', ...manifest.name.split('/'));
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(dirname(folder), { recursive: true });
    renameSync(staging, folder);
    await installDependencies(folder);
    enterInLedger(downloads, manifest);
    return { name: manifest.name, version: manifest.version, folder };
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
}

async function unpack(tarball, folder) {
  const result = existsSync(tarball)
    ? await run('tar', ['-xzf', tarball, '-C', folder, '--strip-components=1'])
    : { code: 1, output: 'no such file' };
  if (result.code === 0) return;
  throw new Failure({
    what: `The package ${tarball} cannot be unpacked.`,
    why: tail(result.output),
    fix: 'Make it with "npm run build" and "npm pack".',
  });
}

function stripManifest(folder) {
  const path = join(folder, 'package.json');
  const { devDependencies, peerDependencies, optionalDependencies, ...manifest } = JSON.parse(
    readFileSync(path, 'utf8'),
  );
  writeFileSync(path, JSON.stringify(manifest, null, 2));
  return manifest;
}

async function installDependencies(folder) {
  const result = await runNpm(INSTALLER_FLAGS, { cwd: folder });
  if (result.code === 0) return;
  throw new Failure({
    what: `The dependencies of ${folder} cannot be installed.`,
    why: `npm ended with code ${result.code}:\n${tail(result.output)}`,
    fix: 'The package must have no runtime dependencies: see "dependencies" in package.json.',
  });
}

function enterInLedger(downloads, { name, version }) {
  const path = join(downloads, 'package.json');
  const ledger = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : { name: 'installed-nodes', private: true, dependencies: {} };
  ledger.dependencies = { ...ledger.dependencies, [name]: version };
  writeFileSync(path, JSON.stringify(ledger, null, 2));
}

if (isMain(import.meta.url)) {
  await runMain(async () => {
    const [tarball, userFolder] = process.argv.slice(2);
    if (!tarball || !userFolder) {
      throw new Failure({
        what: 'Nothing was installed.',
        why: 'A tarball and a user folder are needed.',
        fix: 'Usage: node scripts/install-package.mjs TARBALL USER_FOLDER',
      });
    }
    const installed = await installPackage(tarball, userFolder);
    console.log(`Installed ${installed.name} ${installed.version} in ${installed.folder}`);
  });
}
