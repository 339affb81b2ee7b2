/** npm packages that ship their TypeScript, at pinned versions, fetched by npm into the ignored cache. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const PACKAGES = ['rxjs@7.8.2', 'zod@4.1.12', 'effect@3.19.0', 'viem@2.57.20', '@reduxjs/toolkit@2.14.0', 'mobx@7.1.3'] as const;

const SOURCE = /(?<!\.d)\.[cm]?tsx?$/;
const NOT_SOURCE = /(?:^|\/)(?:tests?|__tests__|node_modules|benchmarks?)\/|\.(?:test|spec|bench)\./;

export const cacheFolder = (): string => resolve(process.env.HYBRID_CONTEXT_CACHE ?? '.cache', 'bench', 'packages');

/** The folder of the unpacked package. */
export function fetchPackage(spec: string): string {
  const folder = join(cacheFolder(), spec.replace(/[/@]/g, '_'));
  if (existsSync(folder)) return join(folder, 'package');
  const partial = `${folder}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const packed = execFileSync('npm', ['pack', spec, '--silent', '--ignore-scripts', '--pack-destination', partial], { encoding: 'utf8' });
  const archive = join(partial, packed.trim().split('\n').at(-1)!);
  execFileSync('tar', ['-xzf', archive, '-C', partial]);
  rmSync(archive);
  renameSync(partial, folder);
  return join(folder, 'package');
}

/** Paths of the package's TypeScript, tests and declaration files apart. */
export function listSources(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => SOURCE.test(path) && !NOT_SOURCE.test(path))
    .sort();
}
