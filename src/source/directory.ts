import { listDirectory } from './list';
import { openSource } from './open';
import type { DirectoryRef, Snapshot } from './types';

/** A folder as it is at each moment. `ref.root` is a real path, from `resolveRoot`. */
export function createDirectorySnapshot(ref: DirectoryRef): Snapshot {
  return {
    id: ref.root,
    origin: { kind: 'directory', label: ref.root, folder: ref.root },
    bytes: 0,
    list: (options) => listDirectory(ref, options),
    read: (path) => openSource(ref).read(path),
    taskSource: () => ({ source: ref }),
  };
}
