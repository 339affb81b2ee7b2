/** The files that a graph is about, as it needs to see them. */
import type { FileFacts } from '../kernel';

export interface GraphFile {
  readonly id: number;
  readonly path: string;
  readonly facts: FileFacts;
}

export interface GraphFiles {
  file(path: string): GraphFile | undefined;
  fileById(id: number): GraphFile | undefined;
  files(): Iterable<GraphFile>;
}

export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

/** Joins and normalises POSIX paths; undefined when the result would leave the root. */
export function joinPath(folder: string, relative: string): string | undefined {
  const parts = relative.startsWith('/') || folder === '' ? [] : folder.split('/');
  for (const part of relative.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
