import type { FileContent } from '../../src/kernel';

export function contentOf(path: string, text: string): FileContent {
  return { path, text, hash: 'hash', size: Buffer.byteLength(text), invalidUtf8: false };
}
