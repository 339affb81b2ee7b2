/** Where the scripts keep what they download and build. Nothing here is part of the package. */
import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of this checkout. */
export const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** The ignored cache folder: HYBRID_CONTEXT_CACHE, or `.cache` in the checkout. */
export function cacheFolder(...parts) {
  const base = process.env.HYBRID_CONTEXT_CACHE || join(checkout, '.cache');
  const folder = resolve(base, ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}
