/** npm packages that ship their TypeScript, at pinned versions. */
import { readdirSync } from 'node:fs';
import { TYPESCRIPT } from '../packages';

export const PACKAGES = ['rxjs@7.8.2', 'zod@4.1.12', 'effect@3.19.0', 'viem@2.57.20', '@reduxjs/toolkit@2.14.0', 'mobx@7.1.3', 'ox@1.8.3', '@tldraw/editor@5.1.1'] as const;

const NOT_SOURCE = /(?:^|\/)(?:tests?|__tests__|node_modules|benchmarks?)\/|\.(?:test|spec|bench)\./;

/** Paths of the package's TypeScript, tests and declaration files apart. */
export function listSources(root: string): string[] {
  return readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => TYPESCRIPT.test(path) && !NOT_SOURCE.test(path))
    .sort();
}
