/**
 * Loads the installed package as n8n does at its start, in n8n's own Node and with n8n's own loader,
 * and prints the processor time of that beside that of n8n's own nodes: scripts of the package must not
 * be loaded, only its manifests.
 *
 *   node manifests.mjs N8N_NODE_MODULES PACKAGE_FOLDER
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [hostModules, packageFolder] = process.argv.slice(2);
const require = createRequire(join(hostModules, 'n8n', 'package.json'));
const { LazyPackageDirectoryLoader } = require('n8n-core');

async function load(folder) {
  const from = process.cpuUsage();
  const loader = new LazyPackageDirectoryLoader(folder);
  await loader.loadAll();
  const { user, system } = process.cpuUsage(from);
  return { loader, milliseconds: (user + system) / 1_000 };
}

// n8n loads its own nodes first, by the same code.
const base = await load(join(hostModules, 'n8n-nodes-base'));
const { loader, milliseconds } = await load(packageFolder);

const loadedScripts = Object.keys(require.cache).filter((file) => file.startsWith(packageFolder));
console.log(
  JSON.stringify({
    milliseconds,
    baseMilliseconds: base.milliseconds,
    loadedScripts,
    known: Object.keys(loader.known.nodes),
    types: loader.types.nodes.map((node) => node.name),
  }),
);
