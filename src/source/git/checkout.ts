import type { Budget } from '../budget';
import type { TreeBuilder } from '../memory/tree';
import type { Pace } from '../pace';
import type { ObjectFormat } from './object-format';
import { expectObject, readCommit, readTree } from './objects';
import type { GitObjects } from './pack';

const FOLDER = 0o040000;
const FILE = 0o100000;
const SYMBOLIC_LINK = 0o120000;
const SUBMODULE = 0o160000;
const TYPE_MASK = 0o170000;
/** No working repository comes near; and folders that contain each other's copies end here. */
const DEPTH_MAX = 512;
const ALWAYS_REFUSED = new Set(['', '.', '..', '.git']);

export interface CheckoutParts {
  readonly commit: string;
  /** The host was asked to leave large files out, so a file that is missing is a large one. */
  readonly filtered: boolean;
  readonly format: ObjectFormat;
  readonly budget: Budget;
  readonly tree: TreeBuilder;
  readonly pace: Pace;
}

/**
 * Puts a commit's files into `tree`. Symbolic links and submodules are listed as left out. Throws an
 * Error with a reason in words when objects are missing or their names are not to be trusted, and
 * what `budget` throws: few objects can stand for any number of paths.
 */
export async function checkOut(objects: GitObjects, parts: CheckoutParts): Promise<void> {
  const { budget, tree, pace } = parts;
  const mayMiss = parts.filtered || objects.incomplete;
  const { tree: root, time } = readCommit(expectObject(objects, parts.commit, 'commit'));
  const folders: { readonly id: string; readonly prefix: string; readonly depth: number }[] = [{ id: root, prefix: '', depth: 0 }];
  for (let folder = folders.pop(); folder; folder = folders.pop()) {
    for (const { mode, name, id } of readTree(expectObject(objects, folder.id, 'tree'), parts.format)) {
      budget.enter();
      await pace(0);
      if (ALWAYS_REFUSED.has(name.toLowerCase()) || name.includes('/')) throw new Error(`it holds the name ${JSON.stringify(name.slice(0, 60))}`);
      const path = folder.prefix + name;
      const kind = mode & TYPE_MASK;
      if (kind === FOLDER) {
        if (folder.depth >= DEPTH_MAX) throw new Error(`its folders are more than ${DEPTH_MAX} deep`);
        folders.push({ id, prefix: `${path}/`, depth: folder.depth + 1 });
      } else if (kind === FILE) {
        const blob = objects.get(id);
        if (blob?.type === 'blob') tree.add(path, blob.data, time);
        else if (!blob && mayMiss) tree.addLarge(path, -1, time);
        else throw new Error('its pack lacks a file');
      } else {
        tree.addOther(path, describeKind(kind));
      }
    }
  }
}

function describeKind(kind: number): string {
  if (kind === SYMBOLIC_LINK) return 'symbolic link, not followed';
  return kind === SUBMODULE ? 'submodule, not fetched' : 'not a file';
}
