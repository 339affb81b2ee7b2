// Accepts what the parser makes of the golden inputs as what is expected: read the diff before you commit it.
import { build } from 'esbuild';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { join } from 'node:path';

const folder = fileURLToPath(new URL('.', import.meta.url));
const outfile = join(folder, '..', '..', 'node_modules', '.cache', 'golden', 'cases.cjs');
await build({
  entryPoints: [join(folder, 'cases.ts')],
  bundle: true,
  platform: 'node',
  format: 'cjs',
  packages: 'external',
  loader: { '.scm': 'text' },
  outfile,
  logLevel: 'error',
});
const { acceptAll } = await import(pathToFileURL(outfile).href);
const changed = await acceptAll(folder);
console.log(changed.length === 0 ? 'Nothing changed.' : `Accepted: ${changed.join(', ')}`);
