import { normalizeRelative, toRelative } from '../io';
import type { Snapshot } from './types';

/**
 * A path in the snapshot from one that a person typed. Absolute ones are understood when they lie
 * below the folder; a source in memory has no place to be below. Throws VALUE_INVALID and
 * PATH_OUTSIDE_ROOT.
 */
export function toSnapshotPath({ origin }: Snapshot, path: string, typedRoot?: string): string {
  return origin.folder === undefined ? normalizeRelative(path) : toRelative(origin.folder, path, typedRoot);
}
