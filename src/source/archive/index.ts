import { createHash } from 'node:crypto';
import { createError } from '../../kernel';
import { createBudget } from '../budget';
import { SOURCE_LIMITS, type SourceLimits } from '../limits';
import { createMemorySnapshot } from '../memory/snapshot';
import { createTreeBuilder } from '../memory/tree';
import type { Snapshot } from '../types';
import { detectFormat, type ArchiveFormat } from './format';
import { readTar } from './tar';
import { readZip } from './zip';

export interface ArchiveInput {
  readonly data: Uint8Array;
  /** Names it in messages. */
  readonly name: string;
  /** Default: told by the first bytes. */
  readonly format?: ArchiveFormat;
}

export interface ArchiveParts {
  readonly maxFileBytes: number;
  readonly limits?: SourceLimits;
  readonly signal?: AbortSignal;
}

const STEP = 64 * 1024;

/** SHA-256 (hex) of the archive itself. */
export function hashArchive(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

/**
 * A zip, tar or tar.gz file, unpacked into memory; when all of it lies in one folder, that folder is
 * the root. Throws SOURCE_FORMAT (no such file, cut off, encrypted, paths that lead outside),
 * SOURCE_TOO_LARGE and CANCELLED.
 */
export async function openArchive(input: ArchiveInput, parts: ArchiveParts): Promise<Snapshot> {
  const { name, data } = input;
  const { maxFileBytes, limits = SOURCE_LIMITS, signal } = parts;
  const format = input.format ?? detectFormat(data);
  if (!format) throw createError('SOURCE_FORMAT', { source: name, reason: 'it is no zip, tar or tar.gz file' });
  const budget = createBudget(name, limits);
  const tree = createTreeBuilder(name, maxFileBytes);
  if (format === 'zip') {
    budget.receive(data.length);
    await readZip(Buffer.from(data.buffer, data.byteOffset, data.length), name, budget, tree, signal);
  } else {
    await readTar({ source: name, chunks: slices(data, (bytes) => budget.receive(bytes)), gzip: format === 'tar.gz', signal }, budget, tree);
  }
  return createMemorySnapshot(tree.build({ stripTop: true }), {
    id: hashArchive(data),
    origin: { kind: 'archive', label: name },
    maxFileBytes,
  });
}

function* slices(data: Uint8Array, count: (bytes: number) => void): Generator<Buffer> {
  for (let at = 0; at < data.length; at += STEP) {
    const slice = data.subarray(at, at + STEP);
    count(slice.length);
    yield Buffer.from(slice.buffer, slice.byteOffset, slice.length);
  }
}
