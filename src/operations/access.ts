import { join } from 'node:path';
import type { CallOptions } from '../kernel';
import type { Snapshot } from '../source';

/**
 * Those of a snapshot's paths that the caller may read: the index may know more than one caller sees.
 * Rules about paths are about disks, so what came from elsewhere is readable to whoever named it.
 */
export async function allowedPaths(
  paths: readonly string[],
  { origin }: Snapshot,
  { access }: CallOptions,
): Promise<ReadonlySet<string>> {
  const distinct = [...new Set(paths)];
  const { folder } = origin;
  if (!access || folder === undefined || distinct.length === 0) return new Set(distinct);
  const answers = await access.isAllowed(distinct.map((path) => join(folder, path)));
  return new Set(distinct.filter((_, index) => answers[index] === true));
}
