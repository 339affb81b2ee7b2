/**
 * Loads the installed package as n8n does at its start, in n8n's own Node and with n8n's own loader,
 * and prints what that took: node scripts of the package must not be loaded, only its manifests.
 *
 *   node manifests.mjs N8N_NODE_MODULES PACKAGE_FOLDER
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [hostModules, packageFolder] = process.argv.slice(2);
const require = createRequire(join(hostModules, 'n8n', 'package.json'));
const { LazyPackageDirectoryLoader } = require('n8n-core');

// n8n loads its own nodes first, by the same code.
await new LazyPackageDirectoryLoader(join(hostModules, 'n8n-nodes-base')).loadAll();

const started = performance.now();
const loader = new LazyPackageDirectoryLoader(packageFolder);
await loader.loadAll();
const milliseconds = performance.now() - started;

const loadedScripts = Object.keys(require.cache).filter((file) => file.startsWith(packageFolder));
console.log(
  JSON.stringify({
    milliseconds,
    loadedScripts,
    known: Object.keys(loader.known.nodes),
    types: loader.types.nodes.map((node) => node.name),
  }),
);
