/** The dashboard as one file: styles, scripts and charts inlined, so that it asks nobody for anything. */
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const esbuild = require('esbuild');

const ROOT = resolve(__dirname, '../..');
const FOLDER = join(ROOT, 'src/dashboard/page');

/** Returns its HTML and esbuild's metafile. */
async function buildPage() {
  const result = await esbuild.build({
    absWorkingDir: ROOT,
    entryPoints: [join(FOLDER, 'main.ts')],
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    write: false,
    metafile: true,
    legalComments: 'none',
    logLevel: 'warning',
  });
  // What ends a script element must not be in one.
  const script = result.outputFiles[0].text.trim().replaceAll('</script', '<\\/script');
  const styles = [join(ROOT, 'node_modules/uplot/dist/uPlot.min.css'), join(FOLDER, 'page.css')].map((file) => readFileSync(file, 'utf8'));
  const { code } = await esbuild.transform(styles.join('\n'), { loader: 'css', minify: true });
  const html = readFileSync(join(FOLDER, 'page.html'), 'utf8')
    .replace('/*STYLE*/', () => code.trim())
    .replace('/*SCRIPT*/', () => script);
  return { html, metafile: result.metafile };
}

module.exports = { buildPage };
