import { join } from 'node:path';
import type { CallOptions } from '../kernel';

/** Those of `paths` (relative to `root`) that the caller may read: the index may know more than one caller sees. */
export async function allowedPaths(
  paths: readonly string[],
  root: string,
  { access }: CallOptions,
): Promise<ReadonlySet<string>> {
  const distinct = [...new Set(paths)];
  if (!access || distinct.length === 0) return new Set(distinct);
  const answers = await access.isAllowed(distinct.map((path) => join(root, path)));
  return new Set(distinct.filter((_, index) => answers[index] === true));
}
