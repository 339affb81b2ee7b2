/**
 * Loads the installed package as n8n does at its start, in n8n's own Node and with n8n's own loader,
 * and prints what that took: node scripts of the package must not be loaded, only its manifests.
 *
 *   node manifests.mjs N8N_CORE_FOLDER PACKAGE_FOLDER
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [coreFolder, packageFolder] = process.argv.slice(2);
const require = createRequire(join(coreFolder, 'package.json'));
const { LazyPackageDirectoryLoader } = require('n8n-core');

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
