import { createHash } from 'node:crypto';
import { createError, type FileContent } from '../kernel';
import { readFileInside } from '../io';
import { decodeText } from './decode';
import type { DirectoryRef, TaskSource } from './types';

export interface Source {
  /**
   * One file's content now, by its path in the listing. `hash` is over the bytes on disk, `text` has
   * no byte-order mark. Throws FILE_BINARY and what `readFileInside` throws.
   */
  read(path: string): Promise<FileContent>;
}

/** Opens nothing yet and holds no handle: there is nothing to close. `blocking`: see `readFileInside`. */
export function openSource(ref: DirectoryRef, blocking = false): Source {
  return {
    async read(path) {
      const { bytes } = await readFileInside(ref.root, path, { maxBytes: ref.maxFileBytes, blocking });
      return readContent(path, bytes);
    },
  };
}

/** The file that a task is about, in the thread that works on it. Throws as `Source.read` does. */
export async function readTask({ source, content }: TaskSource, path: string): Promise<FileContent> {
  if (source.kind === 'directory') return openSource(source, true).read(path);
  if (!content) throw createError('INTERNAL', { reason: 'a task without the bytes of its file' });
  return readContent(path, content);
}

/** A file's bytes as text, with their hash. Throws FILE_BINARY. */
export function readContent(path: string, content: Uint8Array): FileContent {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  const decoded = decodeText(bytes);
  if (!decoded) throw createError('FILE_BINARY', { path });
  const hash = createHash('sha256').update(bytes).digest('hex');
  return { path, text: decoded.text, hash, size: bytes.length, invalidUtf8: decoded.invalid };
}
