import { crc32, inflateRawSync } from 'node:zlib';
import { createError, type EngineError } from '../../kernel';
import type { Budget } from '../budget';
import { countInflated } from '../inflate';
import { quote, type TreeBuilder } from '../memory/tree';
import { createPace } from '../pace';
import { locateData, readZipDirectory, type ZipEntry } from './zip-directory';

const STORED = 0;
const DEFLATED = 8;
const TYPE_MASK = 0o170000;
const SYMBOLIC_LINK = 0o120000;
const SPECIAL = [0o060000, 0o020000, 0o010000, 0o140000];

/**
 * Reads a zip file into `tree`. What an entry declares is checked against what comes out of it: size
 * and checksum. Throws SOURCE_FORMAT (also for encrypted entries), SOURCE_TOO_LARGE, CANCELLED.
 */
export async function readZip(
  zip: Buffer,
  source: string,
  budget: Budget,
  tree: TreeBuilder,
  signal?: AbortSignal,
): Promise<void> {
  const pace = createPace(signal);
  for (const entry of readZipDirectory(zip, source)) {
    budget.enter();
    await pace(await readEntry(zip, entry, source, budget, tree));
  }
}

async function readEntry(zip: Buffer, entry: ZipEntry, source: string, budget: Budget, tree: TreeBuilder): Promise<number> {
  const { mtimeMs, encrypted, method, mode } = entry;
  const bad = (reason: string): EngineError =>
    createError('SOURCE_FORMAT', { source, reason: `${quote(entry.name)} ${reason}` });
  const path = entry.name.replace(/^(?:\.\/+)+/, '');
  if (path.endsWith('/')) {
    tree.addFolder(path.slice(0, -1));
    return 0;
  }
  if (encrypted) throw bad('is encrypted');
  const type = mode & TYPE_MASK;
  if (type === SYMBOLIC_LINK || SPECIAL.includes(type)) {
    tree.addOther(path, type === SYMBOLIC_LINK ? 'symbolic link, not followed' : 'pipe, socket or device');
    return 0;
  }
  if (method !== STORED && method !== DEFLATED) throw bad(`is packed in a way that is not known (${method})`);
  const packed = locateData(zip, entry, source);
  const content = method === STORED ? keepStored(packed, budget) : inflateSmall(packed, tree.maxFileBytes, budget, bad);
  if (content === undefined) {
    const size = await countInflated(packed, 'raw', budget, () => bad('is damaged'));
    tree.addLarge(path, size, mtimeMs);
    return size;
  }
  if (content.length !== entry.size || crc32(content) !== entry.crc) throw bad('is damaged');
  tree.add(path, content, mtimeMs);
  return content.length;
}

function keepStored(packed: Buffer, budget: Budget): Buffer {
  budget.inflate(packed.length);
  return packed;
}

/** Undefined when more than `maxBytes` come out: then nobody wants the content. */
function inflateSmall(packed: Buffer, maxBytes: number, budget: Budget, bad: (reason: string) => EngineError): Buffer | undefined {
  try {
    const content = inflateRawSync(packed, { maxOutputLength: Math.max(1, maxBytes) });
    budget.inflate(content.length);
    return content;
  } catch (thrown) {
    if ((thrown as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') return undefined;
    throw (thrown as Error).name === 'EngineError' ? thrown : bad('is damaged');
  }
}
