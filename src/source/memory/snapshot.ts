import { createError } from '../../kernel';
import { readContent } from '../open';
import type { Snapshot, SnapshotOrigin } from '../types';
import { listMemory } from './list';
import type { MemoryTree } from './tree';

export interface MemorySnapshotParts {
  readonly id: string;
  readonly origin: SnapshotOrigin;
  readonly maxFileBytes: number;
  readonly notes?: readonly string[];
  readonly moved?: Snapshot['moved'];
  readonly history?: Snapshot['history'];
}

/** A tree in memory as a snapshot. Its contents stay in this thread; a task gets a copy of one file. */
export function createMemorySnapshot(tree: MemoryTree, parts: MemorySnapshotParts): Snapshot {
  const { id, origin, maxFileBytes, moved, history, notes = [] } = parts;
  const open = (path: string): Uint8Array => {
    const file = tree.file(path);
    if (!file) throw createError(tree.isFolder(path) ? 'FILE_NOT_A_FILE' : 'FILE_NOT_FOUND', { path });
    const { bytes, size } = file;
    if (bytes) return bytes;
    throw createError('FILE_TOO_LARGE', { path, size: size < 0 ? `more than ${maxFileBytes}` : size, limit: maxFileBytes });
  };
  return {
    id,
    origin,
    bytes: tree.bytes,
    async list(options) {
      const listing = await listMemory(tree, origin.label, maxFileBytes, options);
      return { ...listing, notes: [...notes, ...listing.notes] };
    },
    read: async (path) => readContent(path, open(path)),
    // A copy: cloning a view to another thread would take all of the buffer below it along.
    taskSource: (path) => ({ source: { kind: 'memory' }, content: new Uint8Array(open(path)) }),
    ...(moved && { moved }),
    ...(history && { history }),
  };
}
