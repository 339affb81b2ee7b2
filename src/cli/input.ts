import { readFile } from 'node:fs/promises';
import { createError } from '../index';
import type { Streams } from './command';

/** The text of a file, or of stdin for `-`. Throws FILE_NOT_FOUND, FILE_NOT_READABLE. */
export async function readInput(path: string, stdin: Streams['stdin']): Promise<string> {
  if (path === '-') return readAll(stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw createError('FILE_NOT_READABLE', {
      path,
      reason: code === 'ENOENT' ? 'it does not exist' : message,
    });
  }
}

async function readAll(stream: Streams['stdin']): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(Buffer.from(part));
  return Buffer.concat(parts).toString('utf8');
}
