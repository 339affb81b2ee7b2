/** npm packages at pinned versions, fetched by npm into the ignored cache. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** TypeScript, declaration files apart. */
export const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;

/** A folder of the benchmarks' cache; made where it is missing. */
export function cacheFolder(...parts: readonly string[]): string {
  const folder = resolve(process.env.HYBRID_CONTEXT_CACHE ?? '.cache', 'bench', ...parts);
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** The folder that an archive of npm unpacks to; fetched once. */
export function fetchPackage(spec: string): string {
  const folder = join(cacheFolder('packages'), spec.replace(/[/@]/g, '_'));
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial);
  const packed = execFileSync('npm', ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', partial], { encoding: 'utf8' });
  const archive = join(partial, packed.trim().split('\n').at(-1)!);
  execFileSync('tar', ['-xzf', archive, '-C', partial]);
  rmSync(archive);
  renameSync(partial, folder);
  return folder;
}
