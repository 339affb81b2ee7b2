import { realpath, stat } from 'node:fs/promises';
import { basename, join, relative, sep } from 'node:path';
import { codeOf, isInside, reasonOf } from '../io';
import { mapLimited } from './concurrency';
import { folderRule, isBinaryName, isVersionControl } from './default-rules';
import type { Refusal } from './selection';
import type { SkipList } from './skip-list';

const LINKS_AT_ONCE = 32;
type Target = { readonly file: string } | Refusal;

/**
 * The symbolic links to list. A link to a file inside the root counts as a file, unless that file is
 * listed already under its own name or an earlier link: the same code twice helps nobody. Links to
 * folders are not entered; links that leave the root, dangle or loop are named.
 */
export async function resolveLinks(
  root: string,
  links: readonly string[],
  files: readonly string[],
  skips: SkipList,
): Promise<string[]> {
  if (links.length === 0) return [];
  const sorted = [...links].sort();
  const targets = await mapLimited(sorted, LINKS_AT_ONCE, (link) => resolveLink(root, link));
  const listed = new Set(files);
  return sorted.filter((link, index) => {
    const target = targets[index] as Target;
    if ('reason' in target) {
      skips.add(link, target.reason, target.detail);
    } else if (listed.has(target.file)) {
      skips.add(link, 'ignored', `symbolic link to ${target.file}, which is listed`);
    } else {
      listed.add(target.file);
      return true;
    }
    return false;
  });
}

async function resolveLink(root: string, link: string): Promise<Target> {
  try {
    const real = await realpath(join(root, link));
    if (!isInside(root, real)) return { reason: 'symlink_outside' };
    const file = relative(root, real).split(sep).join('/');
    return refuseTarget(file, await stat(real)) ?? { file };
  } catch (thrown) {
    const dangling = codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'ENOTDIR';
    return {
      reason: 'unreadable',
      detail: dangling ? 'symbolic link to nothing' : `symbolic link: ${reasonOf(thrown)}`,
    };
  }
}

/** A link must not bring in what is never entered by its own name. */
function refuseTarget(
  file: string,
  kind: { isDirectory(): boolean; isFile(): boolean },
): Refusal | undefined {
  if (kind.isDirectory()) return { reason: 'ignored', detail: `symbolic link to the folder ${file || '.'}` };
  if (!kind.isFile()) return { reason: 'not_a_file', detail: 'symbolic link to a pipe, socket or device' };
  if (file.split('/').some((name) => isVersionControl(name) || folderRule(name) !== undefined)) {
    return { reason: 'ignored', detail: `symbolic link to ${file}` };
  }
  return isBinaryName(basename(file)) ? { reason: 'binary', detail: 'by its extension' } : undefined;
}
