/** What esbuild makes of the sources. Used by the gulpfile and by the tests, so that both run the same code. */
const { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } = require('node:fs');
const { join, relative, resolve } = require('node:path');
const esbuild = require('esbuild');
const { GRAMMARS, grammarsOf } = require('./grammars');
const { parserModule } = require('./parser');
const { buildPage } = require('./page');

const ROOT = resolve(__dirname, '../..');
const DOOR = join(ROOT, 'src/index.ts');

/**
 * Heavy libraries with a file each: parsed and run only in the threads that use them, never by n8n's
 * main thread, which loads the door (engine.js) alone.
 */
const VENDORED = {
  'ts-morph': 'vendor/ts-morph.js',
  'gpt-tokenizer/encoding/o200k_base': 'vendor/gpt-tokenizer.js',
  '@langchain/community/vectorstores/faiss': 'vendor/langchain-faiss.js',
  'web-tree-sitter': 'vendor/web-tree-sitter.js',
  'mdast-util-from-markdown': 'vendor/markdown.js',
  parse5: 'vendor/parse5.js',
  'css-tree/parser': 'vendor/css-tree.js',
};

/** What `src/parse` takes of ts-morph: the parser of its compiler, without the rest of the compiler. */
const PARSER = {
  folder: join(ROOT, 'src/parse'),
  from: require.resolve('@ts-morph/common/dist/typescript.js', { paths: [require.resolve('ts-morph')] }),
  to: 'vendor/typescript-parser.js',
};

/** Libraries whose entry for `require` is named here: bundled from their ES modules they lose `__dirname`. */
const ENTRIES = { 'web-tree-sitter': 'node_modules/web-tree-sitter/tree-sitter.cjs' };

/** web-tree-sitter looks for it beside its own code. */
const RUNTIME = { from: 'node_modules/web-tree-sitter/tree-sitter.wasm', to: 'vendor/tree-sitter.wasm' };

/** Never bundled: native modules that are used when they resolve, and what n8n provides. */
const EXTERNAL = ['faiss-node', '@napi-rs/nice', 'n8n-workflow'];

const common = {
  absWorkingDir: ROOT,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  // As `require`: `import()` ignores NODE_PATH, by which n8n and its users add modules.
  supported: { 'dynamic-import': false },
  external: EXTERNAL,
  metafile: true,
  logLevel: 'warning',
  legalComments: 'none',
  // Its CommonJS form asks for its own parts by names that no bundler can follow.
  alias: { 'jsonc-parser': require.resolve('jsonc-parser').replace('umd', 'esm') },
  // Queries of grammars travel as text in the bundle.
  loader: { '.scm': 'text' },
};

/** Bundles the engine with its threads and the CLI into `dist`. Returns esbuild's metafiles. */
async function bundleEngine(dist) {
  const entries = Object.entries(VENDORED);
  const grammars = new Map();
  const builds = [
    // Whole names keep stack traces readable in reports of users.
    build(dist, { in: 'src/index.ts', out: 'engine' }, { plugins: [vendored(), grammarsOf(grammars)] }),
    // Piscina starts the file of this name that lies beside its own code.
    build(dist, { in: 'node_modules/piscina/dist/worker.js', out: 'worker' }),
    build(dist, { in: 'src/cli/main.ts', out: 'cli' }, {
      banner: { js: '#!/usr/bin/env node' },
      plugins: [door(dist, join(dist, 'cli.js'))],
    }),
    ...entries.map(([name, file]) =>
      build(dist, { in: ENTRIES[name] ?? name, out: file.replace(/\.js$/, '') }, { minify: true }),
    ),
    build(dist, { in: PARSER.from, out: PARSER.to.replace(/\.js$/, '') }, { minify: true, plugins: [parserOnly()] }),
  ];
  const metafiles = await Promise.all(builds);
  mkdirSync(join(dist, GRAMMARS), { recursive: true });
  copyFileSync(join(ROOT, RUNTIME.from), join(dist, RUNTIME.to));
  for (const [name, path] of grammars) copyFileSync(path, join(dist, GRAMMARS, name));
  chmodSync(join(dist, 'cli.js'), 0o755);
  const { html, metafile } = await buildPage();
  writeFileSync(join(dist, 'dashboard.html'), html);
  return [...metafiles, metafile];
}

/** Bundles each node and credential file; they reach the engine through the door's own file. */
async function bundleNodes(dist) {
  const files = [...find('nodes', '.node.ts'), ...find('credentials', '.credentials.ts')];
  return Promise.all(
    files.map((file) => {
      const out = file.replace(/\.ts$/, '');
      return build(dist, { in: file, out }, { plugins: [door(dist, join(dist, `${out}.js`))] });
    }),
  );
}

async function build(dist, entry, options = {}) {
  const { metafile } = await esbuild.build({
    ...common,
    minifySyntax: true,
    minifyWhitespace: true,
    ...options,
    entryPoints: [entry],
    outdir: dist,
  });
  return metafile;
}

function find(folder, ending) {
  if (!existsSync(join(ROOT, folder))) return [];
  const names = readdirSync(join(ROOT, folder), { recursive: true });
  return names.filter((name) => name.endsWith(ending)).map((name) => join(folder, name));
}

function vendored() {
  return {
    name: 'vendored',
    setup({ onResolve }) {
      onResolve({ filter: /^ts-morph$/ }, ({ importer }) =>
        importer.startsWith(PARSER.folder) ? { path: `./${PARSER.to}`, external: true } : undefined,
      );
      onResolve({ filter: /^[^.]/ }, ({ path }) =>
        path in VENDORED ? { path: `./${VENDORED[path]}`, external: true } : undefined,
      );
    },
  };
}

function parserOnly() {
  return {
    name: 'parser only',
    setup({ onLoad }) {
      onLoad({ filter: /typescript\.js$/ }, ({ path }) =>
        path === PARSER.from ? { contents: parserModule(path, PARSER.folder), loader: 'js' } : undefined,
      );
    },
  };
}

/** Keeps imports of the door as requires of its bundle. */
function door(dist, outfile) {
  const path = relative(join(outfile, '..'), join(dist, 'engine.js'));
  return {
    name: 'door',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path: request, resolveDir }) => {
        const target = resolve(resolveDir, request);
        const isDoor = [target, `${target}.ts`, join(target, 'index.ts')].includes(DOOR);
        return isDoor ? { path: path.startsWith('.') ? path : `./${path}`, external: true } : undefined;
      });
    },
  };
}

module.exports = { ROOT, bundleEngine, bundleNodes };
