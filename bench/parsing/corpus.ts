/** TypeScript to measure with: folders that are given, and npm packages that ship their sources, at pinned versions. */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { TYPESCRIPT } from '../packages';

export interface CorpusFile {
  readonly root: string;
  /** Relative to `root`. */
  readonly path: string;
  readonly bytes: number;
}

/** Large, by different authors, written by hand for the most part. */
export const PACKAGES = [
  'viem@2.57.20', 'ox@1.8.3', 'tldraw@5.4.2', '@tldraw/editor@5.1.1', 'openai@7.57.0', 'zod@4.1.12', 'rxjs@7.8.2', 'ethers@6.17.0',
  '@theia/core@1.75.0', '@theia/plugin-ext@1.75.0', '@theia/ai-ide@1.74.1', '@theia/ai-chat@1.74.1', '@theia/ai-core@1.74.1',
  '@theia/debug@1.75.0', '@theia/scm@1.75.0', '@theia/filesystem@1.75.0', '@theia/notebook@1.74.1', '@theia/task@1.74.1',
  '@react-spectrum/s2@1.7.1', '@tiptap/core@3.34.0', '@aws-amplify/core@6.19.2', '@aws-amplify/auth@6.21.1', '@aws-amplify/storage@6.17.0',
  '@wagmi/core@3.6.5', 'wagmi@3.7.7', '@reduxjs/toolkit@2.14.0', 'permissionless@0.4.1', 'mobx@7.1.3',
];
/** What `npm run bench -- parse` takes when nothing is named. */
export const FEW_PACKAGES = ['viem@2.57.20', '@theia/core@1.75.0', 'tldraw@5.4.2'];

/** Bundles; every parser is spared them. */
const MAX_BYTES = 1_000_000;

/** All TypeScript of the folders, declaration files and files of more than 1 MB apart. */
export function listSources(folders: readonly string[]): CorpusFile[] {
  const files: CorpusFile[] = [];
  for (const folder of folders) {
    const root = resolve(folder);
    for (const path of readdirSync(root, { recursive: true, encoding: 'utf8' }).sort()) {
      if (!TYPESCRIPT.test(path) || path.includes('node_modules')) continue;
      const { size, isFile } = describe(join(root, path));
      if (isFile && size <= MAX_BYTES) files.push({ root, path, bytes: size });
    }
  }
  return files;
}

function describe(file: string): { size: number; isFile: boolean } {
  const found = statSync(file);
  return { size: found.size, isFile: found.isFile() };
}
