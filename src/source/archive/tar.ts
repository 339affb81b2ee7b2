import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { createError, EngineError } from '../../kernel';
import type { Budget } from '../budget';
import type { TreeBuilder } from '../memory/tree';

/** tar-stream's own streams, as far as they are used: their types are not those of Node.js. */
type Entry = AsyncIterable<Buffer> & { readonly header: Header };

/** What stands for something else than a file, by tar's name of its type. */
const OTHERS: Readonly<Record<string, string>> = {
  link: 'hard link',
  symlink: 'symbolic link, not followed',
  'character-device': 'device',
  'block-device': 'device',
  fifo: 'pipe',
};

export interface TarInput {
  /** Names the archive in errors. */
  readonly source: string;
  /** The caller counts them by `budget.receive`. */
  readonly chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
  readonly gzip: boolean;
  readonly signal?: AbortSignal;
}

/**
 * Reads a tar stream into `tree`, one file at a time. Links and devices are listed as left out. The
 * bytes are counted as they come out of gzip, whatever headers say. Throws SOURCE_FORMAT,
 * SOURCE_TOO_LARGE, CANCELLED, and what `chunks` throws.
 */
export async function readTar(input: TarInput, budget: Budget, tree: TreeBuilder): Promise<void> {
  const { source, chunks, gzip, signal } = input;
  const parser = extract();
  const count = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      try {
        budget.inflate(chunk.length);
        done(null, chunk);
      } catch (thrown) {
        done(thrown as Error);
      }
    },
  });
  const feeding = pipeline([Readable.from(chunks, { objectMode: false }), ...(gzip ? [createGunzip()] : []), count, parser as unknown as NodeJS.WritableStream], { signal });
  // Whichever side fails first destroys the parser, which ends the other with an error that says less.
  let first: unknown;
  const note = (thrown: unknown): never => {
    first ??= thrown;
    throw thrown;
  };
  const reading = readEntries(parser as unknown as AsyncIterable<Entry>, budget, tree);
  const [fed, read] = await Promise.allSettled([feeding.catch(note), reading.catch(note)]);
  if (fed.status === 'rejected' || read.status === 'rejected') throw explain(source, first, signal);
}

async function readEntries(entries: AsyncIterable<Entry>, budget: Budget, tree: TreeBuilder): Promise<void> {
  for await (const entry of entries) {
    budget.enter();
    await readEntry(entry, tree);
  }
}

async function readEntry(entry: Entry, tree: TreeBuilder): Promise<void> {
  const { name, type, mtime } = entry.header;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of entry) {
    size += chunk.length;
    if (size <= tree.maxFileBytes) chunks.push(chunk);
    else chunks.length = 0;
  }
  const path = name.replace(/^(?:\.\/+)+/, '').replace(/\/+$/, '');
  const mtimeMs = Math.max(0, mtime.getTime() || 0);
  if (path === '' || path === '.') return;
  if (type === 'directory') tree.addFolder(path);
  else if (type !== 'file' && type !== 'contiguous-file') tree.addOther(path, OTHERS[type] ?? 'not a file');
  else if (size > tree.maxFileBytes) tree.addLarge(path, size, mtimeMs);
  else tree.add(path, Buffer.concat(chunks), mtimeMs);
}

function explain(source: string, thrown: unknown, signal: AbortSignal | undefined): EngineError {
  if (thrown instanceof EngineError) return thrown;
  if (signal?.aborted) return createError('CANCELLED');
  const reason = (thrown as Error).message.replace(/^./, (first) => first.toLowerCase());
  return createError('SOURCE_FORMAT', { source, reason });
}
