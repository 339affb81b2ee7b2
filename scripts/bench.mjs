/** `npm run bench [-- NAME [options]]`: compiles and runs the benchmarks in bench/, on the built package. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
/** Those that `npm run bench` runs by itself. */
const ALL = ['speed', 'quality'];
const NAMES = [...ALL, 'alerts', 'caches', 'calibrate', 'dashboard', 'exactness', 'feedback', 'forecast', 'history', 'metrics', 'mine', 'parse', 'ranker', 'refactor', 'references', 'retrieval', 'similar', 'suites', 'update', 'webhook'];

const [name, ...options] = process.argv.slice(2);
if (name && !NAMES.includes(name)) {
  console.error(`Unknown benchmark "${name}". There are: ${NAMES.join(', ')}.`);
  process.exit(2);
}
if (!existsSync(join(ROOT, 'dist/engine.js'))) await run(['node_modules/gulp/bin/gulp.js', 'build']);
for (const each of name ? [name] : ALL) {
  console.log(`\n== ${each} ==`);
  await run([await compile(each), ...options]);
}

async function compile(bench) {
  const outfile = join(ROOT, '.cache/bench', `${bench}.cjs`);
  await build({
    entryPoints: [join(ROOT, 'bench', `${bench}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    // Bundled but for what is large, native or not needed: one of the libraries is an ES module only.
    external: ['@bsull/augurs/*', 'ts-morph', 'faiss-node', 'piscina', 'playwright-core', 'axe-core/*', '@langchain/*', 'gpt-tokenizer/*', 'jsonc-parser', 'web-tree-sitter', '*.wasm'],
    loader: { '.scm': 'text' },
    logLevel: 'warning',
  });
  return outfile;
}

function run(args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
    child.on('exit', (code) => {
      if (code !== 0) process.exit(code ?? 1);
      resolve();
    });
  });
}
