/** Candidates of every case as feature rows: files first, then the chunks of the best files. */
import { createCorpus, type Corpus, type IndexedFile } from '../../src/corpus';
import { embedTerms } from '../../src/embed';
import { fuse, type Fused } from '../../src/fuse';
import { parseQuery } from '../../src/query';
import { noiseOptions } from '../../src/rank';
import { noiseFactor } from '../../src/rank/noise';
import { createAstRetriever, createRagRetriever } from '../../src/retrieve';
import { listDirectory } from '../../src/source';
import { createVectorIndex } from '../../src/vector';
import { analyze } from '../../src/worker';
import type { Case, Suite } from '../cases';

export const FILE_FEATURES = [
  'file_words', 'file_chunks', 'file_best', 'file_vector', 'definition', 'stem', 'scope', 'coverage', 'path', 'folder', 'log_chunks',
] as const;
export const CHUNK_FEATURES = [
  'file', 'words', 'words_in_file', 'names', 'vector', 'definition', 'log_lines', 'callable', 'unnamed', 'first',
] as const;

const ALL = 1_000_000;
/** Further files hold no gold in almost any case and would only cost time. */
const FILES_MAX = 100;

const ROUGH = ['file_words', 'file_chunks', 'definition', 'spelled', 'stem', 'place'] as const;

export interface FileItem {
  readonly file: IndexedFile;
  readonly chunks: readonly Fused[];
  readonly row: Float64Array;
  /** Log of the noise factor: fixed, not fitted. */
  readonly noise: number;
}

export async function buildCorpus(suite: Suite): Promise<Corpus> {
  const { index } = await createVectorIndex({ backend: 'portable', dimensions: 256 });
  const corpus = createCorpus(index);
  const source = { kind: 'directory' as const, root: suite.root, maxFileBytes: 20_000_000 };
  const { files } = await listDirectory(source);
  for (const { path, mtimeMs } of files) {
    const analysis = await analyze({ source, path, embedding: 'builtin' });
    if (analysis.status === 'analyzed') await corpus.put({ ...analysis, mtimeMs, vectors: analysis.vectors! });
  }
  return corpus;
}

export async function fileItems(item: Case, corpus: Corpus): Promise<FileItem[]> {
  const query = parseQuery(item.query);
  const queryVector = embedTerms(query.terms, (term) => corpus.lexical.idf(term));
  const options = { limit: ALL, queryVector };
  const fused = fuse([
    { source: 'ast', weight: 1, candidates: await createAstRetriever().retrieve(query, corpus, options) },
    { source: 'rag', weight: 1, candidates: await createRagRetriever().retrieve(query, corpus, options) },
  ]);
  const groups = new Map<IndexedFile, Fused[]>();
  for (const candidate of fused) {
    const { file } = corpus.chunk(candidate.chunk)!;
    const group = groups.get(file);
    if (group) group.push(candidate);
    else groups.set(file, [candidate]);
  }
  const noise = noiseOptions(item.query);
  const rough = (chunks: readonly Fused[]): number =>
    Math.max(...chunks.map(({ why }) => ROUGH.reduce((sum, signal) => sum + (why[signal] ?? 0), 0)));
  const best = [...groups].sort((a, b) => rough(b[1]) - rough(a[1])).slice(0, FILES_MAX);
  return best.map(([file, chunks]) => {
    const value = (signal: string): number =>
      signal === 'log_chunks' ? Math.log(1 + file.chunks.length) : Math.max(0, ...chunks.map(({ why }) => why[signal] ?? 0));
    return { file, chunks, row: Float64Array.from(FILE_FEATURES, value), noise: Math.log(noiseFactor(file.path, noise)) };
  });
}

export function chunkRow({ chunk, why }: Fused, file: IndexedFile, merit: number): Float64Array {
  const index = chunk - file.chunkIds[0]!;
  const { startLine, endLine, symbol } = file.chunks[index]!;
  const kind = file.facts.symbols[symbol]?.kind;
  const shape: Readonly<Record<string, number>> = {
    file: merit,
    log_lines: Math.log(1 + endLine - startLine),
    callable: kind === 'function' || kind === 'method' ? 1 : 0,
    unnamed: kind ? 0 : 1,
    first: index === 0 ? 1 : 0,
  };
  return Float64Array.from(CHUNK_FEATURES, (feature) => shape[feature] ?? why[feature] ?? 0);
}

/** A chunk of more than 80 lines is a page, not an answer. */
export function isGold(candidate: Fused, file: IndexedFile, { gold_symbols }: Case): boolean {
  const { startLine, endLine } = file.chunks[candidate.chunk - file.chunkIds[0]!]!;
  return endLine - startLine < 80 && gold_symbols.some((gold) => gold.file === file.path && gold.start <= endLine && gold.end >= startLine);
}
