/** The engine as it is built and published: benchmarks measure that, not the sources. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import type { openEngine } from '../src/index';

export function loadEngine(): { openEngine: typeof openEngine } {
  const file = resolve(process.env.HYBRID_CONTEXT_DIST ?? 'dist', 'engine.js');
  if (!existsSync(file)) throw new Error(`${file} does not exist. Run "npm run build" first.`);
  return createRequire(join(process.cwd(), 'package.json'))(file) as { openEngine: typeof openEngine };
}
