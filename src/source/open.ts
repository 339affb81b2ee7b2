import { createHash } from 'node:crypto';
import { createError, type FileContent } from '../kernel';
import { readFileInside } from '../io';
import { decodeText } from './decode';
import type { SourceRef } from './types';

export interface Source {
  /**
   * One file's content now, by its path in the listing. `hash` is over the bytes on disk, `text` has
   * no byte-order mark. Throws FILE_BINARY and what `readFileInside` throws.
   */
  read(path: string): Promise<FileContent>;
}

/** Opens nothing yet and holds no handle: there is nothing to close. */
export function openSource(ref: SourceRef): Source {
  return {
    async read(path) {
      const { bytes, size } = await readFileInside(ref.root, path, { maxBytes: ref.maxFileBytes });
      const decoded = decodeText(bytes);
      if (!decoded) throw createError('FILE_BINARY', { path });
      const hash = createHash('sha256').update(bytes).digest('hex');
      return { path, text: decoded.text, hash, size, invalidUtf8: decoded.invalid };
    },
  };
}
