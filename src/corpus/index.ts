/**
 * One workspace's index: files, chunks, symbols, words and vectors under one set of numbers. Files
 * come and go; after any sequence of changes it answers as if it had been built anew.
 */
import { createError } from '../kernel';
import type { Chunk, FileFacts } from '../kernel';
import { createCodeGraph, createSymbolTable, type CodeGraph, type SymbolTable } from '../graph';
import { createLexicalIndex, type FileWords, type LexicalIndex } from '../lexical';
import { createSimilarIndex, type SimilarIndex } from '../similar';
import type { Rows, VectorIndex } from '../vector';
import { createColumns, type Columns } from './columns';
import { createShelf, sizeOfFacts } from './held-facts';
import { createPathTable, type PathTable } from './paths';
import { pathKinds, shapeOf } from './shapes';

export { sizeOfFacts } from './held-facts';
export { folderOf, joined } from './paths';
export { isTestPath } from './tests';
export { PATH_KIND, PATH_KINDS_END, pathKinds, SHAPE, spanOf } from './shapes';

export interface IndexedFile {
  readonly id: number;
  readonly path: string;
  readonly size: number;
  readonly mtimeMs: number;
  readonly facts: FileFacts;
  readonly chunks: readonly Chunk[];
  /** Number of each chunk, in the order of `chunks`. */
  readonly chunkIds: readonly number[];
}

/** What analysis made of one file. */
export interface FileEntry {
  readonly size: number;
  readonly mtimeMs: number;
  readonly facts: FileFacts;
  readonly chunks: readonly Chunk[];
  readonly words: FileWords;
  /** One row per chunk. */
  readonly vectors: Rows;
}

export type CorpusPart = 'facts' | 'chunks' | 'words' | 'vectors' | 'definitions' | 'uses' | 'paths' | 'similar';

export interface ChunkRef {
  readonly file: IndexedFile;
  readonly chunk: Chunk;
}

export interface Corpus {
  readonly lexical: LexicalIndex;
  readonly symbols: SymbolTable;
  readonly graph: CodeGraph;
  readonly similar: SimilarIndex;
  readonly vectors: VectorIndex;
  /** Which files have which names and folders, by id. */
  readonly paths: PathTable;
  readonly dimensions: number;
  /** By chunk: 1 + id of its file, and its shape (see `SHAPE`, `spanOf`); zeros where the chunk has gone. */
  readonly chunkColumns: Columns;
  /** By file: number of its chunks, and the kinds of its path (see `PATH_KIND`). */
  readonly fileColumns: Columns;
  put(entry: FileEntry): Promise<IndexedFile>;
  /** The file's content is as known, only its time stamp moved. */
  touch(path: string, mtimeMs: number): void;
  remove(paths: readonly string[]): Promise<void>;
  file(path: string): IndexedFile | undefined;
  fileById(id: number): IndexedFile | undefined;
  files(): Iterable<IndexedFile>;
  chunk(id: number): ChunkRef | undefined;
  /** The file that holds the chunk. */
  fileOf(chunk: number): IndexedFile | undefined;
  /** Number of the chunk that holds the line, or of the nearest one before it. */
  chunkAt(file: IndexedFile, line: number): number | undefined;
  counts(): { files: number; chunks: number; symbols: number };
  /** Estimate of the memory held, bytes, by what holds it. */
  sizes(): Readonly<Record<CorpusPart, number>>;
  close(): void;
}

/** Of a chunk's record and number, roughly. */
const CHUNK_BYTES = 64;

export function createCorpus(vectors: VectorIndex): Corpus {
  const shelf = createShelf();
  const lexical = createLexicalIndex();
  const similar = createSimilarIndex();
  const pathTable = createPathTable();
  const byPath = new Map<string, IndexedFile>();
  const byId = new Map<number, IndexedFile>();
  const chunkColumns = createColumns();
  const fileColumns = createColumns();
  const symbols = createSymbolTable((id) => byId.get(id)!.facts);
  const graph = createCodeGraph({ file: (path) => byPath.get(path), fileById: (id) => byId.get(id), files: () => byPath.values() }, symbols);
  let nextFile = 0;
  let nextChunk = 0;
  let chunkCount = 0;
  let factsBytes = 0;

  async function remove(paths: readonly string[]): Promise<void> {
    const gone = [...new Set(paths)].map((path) => byPath.get(path)).filter((file) => file !== undefined);
    for (const file of gone) {
      byPath.delete(file.path);
      byId.delete(file.id);
      lexical.removeFile(file.id);
      pathTable.remove(file.id, file.path);
      symbols.removeFile(file.id);
      graph.removeFile(file.id);
      similar.removeFile(file.id);
      for (const id of file.chunkIds) chunkColumns.drop(id);
      fileColumns.drop(file.id);
      chunkCount -= file.chunkIds.length;
      factsBytes -= sizeOfFacts(file.facts);
    }
    const ids = gone.flatMap((file) => file.chunkIds);
    if (ids.length > 0) await vectors.delete(ids);
  }

  async function put(entry: FileEntry): Promise<IndexedFile> {
    const { facts, chunks } = entry;
    if (entry.vectors.length !== chunks.length * vectors.dimensions) {
      throw createError('INTERNAL', { reason: `vectors of ${facts.path} do not fit its chunks` });
    }
    await remove([facts.path]);
    const first = nextChunk;
    nextChunk += chunks.length;
    const file: IndexedFile = {
      id: nextFile++,
      path: facts.path,
      size: entry.size,
      mtimeMs: entry.mtimeMs,
      facts: shelf.hold(facts),
      chunks,
      chunkIds: chunks.map((_, index) => first + index),
    };
    byPath.set(file.path, file);
    byId.set(file.id, file);
    chunks.forEach((chunk, index) => chunkColumns.put(first + index, file.id + 1, shapeOf(chunk, index, facts)));
    fileColumns.put(file.id, chunks.length, pathKinds(file.path));
    chunkCount += chunks.length;
    factsBytes += sizeOfFacts(file.facts);
    pathTable.add(file.id, file.path);
    lexical.addFile(file.id, file.path, file.chunkIds, entry.words);
    symbols.addFile(file.id, facts);
    graph.addFile(file.id, facts);
    similar.addFile(file.id, facts.fingerprints);
    try {
      await addVectors(file, entry.vectors);
    } catch (error) {
      // Half a file must not stay: the next sync would take it for whole.
      await remove([file.path]);
      throw error;
    }
    return file;
  }

  /** Chunks without a word have no direction; they stay out of the vector index. */
  async function addVectors(file: IndexedFile, rows: Rows): Promise<void> {
    const { dimensions } = vectors;
    const kept = file.chunkIds.map((_, index) => index).filter((index) => hasDirection(rows, index, dimensions));
    if (kept.length === 0) return;
    const packed = kept.length === file.chunkIds.length ? rows : rowsAt(kept, rows, dimensions);
    const { path, facts: { hash } } = file;
    const places = kept.map((index) => ({ path, hash, startLine: file.chunks[index]!.startLine, endLine: file.chunks[index]!.endLine }));
    await vectors.add(kept.map((index) => file.chunkIds[index]!), packed, places);
  }

  const fileOf = (chunk: number): IndexedFile | undefined => byId.get(chunkColumns.first(chunk) - 1);

  function chunkAt(file: IndexedFile, line: number): number | undefined {
    let low = 0;
    let high = file.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (file.chunks[middle]!.startLine <= line) low = middle;
      else high = middle - 1;
    }
    return file.chunkIds[low];
  }

  return {
    lexical,
    symbols,
    graph,
    similar,
    vectors,
    paths: pathTable,
    dimensions: vectors.dimensions,
    chunkColumns,
    fileColumns,
    put,
    remove,
    touch(path, mtimeMs) {
      const file = byPath.get(path);
      if (!file) return;
      const touched = { ...file, mtimeMs };
      byPath.set(path, touched);
      byId.set(file.id, touched);
    },
    file: (path) => byPath.get(path),
    fileById: (id) => byId.get(id),
    files: () => byPath.values(),
    chunk(id) {
      const file = fileOf(id);
      const chunk = file?.chunks[id - file.chunkIds[0]!];
      return file && chunk && { file, chunk };
    },
    fileOf,
    chunkAt,
    counts: () => ({ files: byPath.size, chunks: chunkCount, symbols: symbols.size() }),
    sizes: () => ({
      facts: factsBytes,
      chunks: chunkCount * CHUNK_BYTES + chunkColumns.bytes() + fileColumns.bytes(),
      words: lexical.bytes(),
      vectors: vectors.bytes(),
      definitions: symbols.bytes(),
      uses: graph.bytes(),
      paths: pathTable.bytes(),
      similar: similar.bytes(),
    }),
    close: () => vectors.close(),
  };
}

/** Some of the rows, as a copy. */
function rowsAt(indexes: readonly number[], rows: Rows, dimensions: number): Rows {
  const packed = rows.slice(0, indexes.length * dimensions);
  indexes.forEach((index, row) => packed.set(rows.subarray(index * dimensions, (index + 1) * dimensions), row * dimensions));
  return packed;
}

function hasDirection(rows: Rows, row: number, dimensions: number): boolean {
  for (let i = row * dimensions; i < (row + 1) * dimensions; i += 1) if (rows[i] !== 0) return true;
  return false;
}
