import { join } from 'node:path';
import type { PathAccess } from '../kernel';
import { readFileInside } from '../io';
import { decodeText } from './decode';
import { addLevel, IGNORE_FILES, readPatterns, type IgnoreLevel } from './ignore-levels';
import type { TreeEntry } from './types';

export const IGNORE_FILE_MAX_BYTES = 1_048_576;

/** Reads the patterns of one ignore file, given by its path relative to the root. */
export type IgnoreReader = (path: string) => Promise<readonly string[]>;

/**
 * Reads ignore files under the same rules as any other file. One that cannot be used leaves a note
 * and the listing goes on without it.
 */
export function createIgnoreReader(
  root: string,
  access: PathAccess | undefined,
  notes: string[],
): IgnoreReader {
  return async (path) => {
    const text = await readText(root, path, access);
    if (text === undefined) {
      notes.push(`${path} could not be read; its rules were not applied.`);
      return [];
    }
    const { patterns, refused } = readPatterns(text);
    if (refused > 0) notes.push(`${path}: ${refused} of its lines could not be used.`);
    return patterns;
  };
}

/** The rules that hold inside a folder. As in git, an ignore file that is a symbolic link has none. */
export async function enterFolder(
  folder: { readonly prefix: string; readonly level: IgnoreLevel | undefined },
  entries: readonly TreeEntry[],
  read: IgnoreReader,
): Promise<IgnoreLevel | undefined> {
  const patterns: string[] = [];
  for (const name of IGNORE_FILES) {
    if (entries.some((entry) => entry.name === name && entry.isFile())) {
      patterns.push(...(await read(folder.prefix + name)));
    }
  }
  return addLevel(folder.level, folder.prefix, patterns);
}

async function readText(
  root: string,
  path: string,
  access: PathAccess | undefined,
): Promise<string | undefined> {
  if (access) {
    const [allowed] = await access.isAllowed([join(root, path)]);
    if (allowed !== true) return undefined;
  }
  try {
    const { bytes } = await readFileInside(root, path, { maxBytes: IGNORE_FILE_MAX_BYTES });
    return decodeText(bytes)?.text;
  } catch {
    return undefined; // Vanished, too large, not readable: the note names it.
  }
}
