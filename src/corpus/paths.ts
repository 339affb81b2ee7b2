/**
 * Finds files by parts of their paths without looking at every path: kept up to date file by file,
 * because a query asks many times and a scan of all paths costs more than the rest of its ranking.
 */
import { ownText } from '../kernel';
import { partsOf } from '../lexical';

export interface PathTable {
  add(file: number, path: string): void;
  remove(file: number, path: string): void;
  /** Files whose own name is exactly this. */
  named(name: string): Iterable<number>;
  /** Files whose name up to its first dot, words joined, is this: `keepalive` for `keep-alive.test.ts`. */
  withStem(stem: string): ReadonlySet<number>;
  /** Files with a folder or name of these joined words anywhere in the path. */
  withPart(part: string): ReadonlySet<number>;
  /** Files directly in the folder; its path ends with a slash, or is empty. */
  inFolder(folder: string): Iterable<number>;
  bytes(): number;
}

const NONE: ReadonlySet<number> = new Set();
/** Of a Set's entry, with its share of the Map's. */
const ENTRY_BYTES = 40;

export function createPathTable(): PathTable {
  const tables = { name: new Map(), stem: new Map(), part: new Map(), folder: new Map() } as Record<Kind, Map<string, Set<number>>>;
  let entries = 0;

  return {
    add(file, path) {
      for (const [kind, key] of keysOf(path)) {
        const files = tables[kind].get(key);
        if (files) files.add(file);
        else tables[kind].set(ownText(key), new Set([file]));
        entries += 1;
      }
    },
    remove(file, path) {
      for (const [kind, key] of keysOf(path)) {
        const files = tables[kind].get(key);
        if (!files?.delete(file)) continue;
        if (files.size === 0) tables[kind].delete(key);
        entries -= 1;
      }
    },
    named: (name) => tables.name.get(name) ?? NONE,
    withStem: (stem) => tables.stem.get(stem) ?? NONE,
    withPart: (part) => tables.part.get(part) ?? NONE,
    inFolder: (folder) => tables.folder.get(folder) ?? NONE,
    bytes: () => entries * ENTRY_BYTES,
  };
}

/** The path with its last slash, or an empty string. */
export const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);

type Kind = 'name' | 'stem' | 'part' | 'folder';

function keysOf(path: string): [kind: Kind, key: string][] {
  const folder = folderOf(path);
  const name = path.slice(folder.length);
  const parts = new Set(path.split('/').map((part) => joined(part.replace(/\.[^.]+$/, ''))));
  return [
    ['name', name],
    ['stem', joined(name.replace(/\..*$/, ''))],
    ['folder', folder],
    ...[...parts].map((part): [Kind, string] => ['part', part]),
  ];
}

/** A name as the tables have it: its words, joined. */
export const joined = (name: string): string => partsOf(name).join('');
