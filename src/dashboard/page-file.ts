import { readFile } from 'node:fs/promises';
import { createError } from '../kernel';

/** The page as the build made it. Throws FILE_NOT_READABLE where it was not built. */
export async function readPage(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    throw createError('FILE_NOT_READABLE', { path: 'dashboard.html', reason: 'the package was not built' }, thrown);
  }
}
