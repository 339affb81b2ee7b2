/**
 * Candidates of every case as feature rows: the promising files, and all their chunks. Each case is read
 * once into flat arrays; every fit and every judgement afterwards is arithmetic on them.
 */
import { createCorpus, type Corpus, type IndexedFile } from '../../src/corpus';
import { embedTerms } from '../../src/embed';
import { fuse, type Fused } from '../../src/fuse';
import type { History } from '../../src/history';
import { BLEND } from '../../src/operations/branches';
import { parseQuery } from '../../src/query';
import { noiseOptions } from '../../src/rank';
import { noiseFactor } from '../../src/rank/noise';
import { createAstRetriever, createRagRetriever, SIGNAL, type Signal, type SignalRow } from '../../src/retrieve';
import { listDirectory } from '../../src/source';
import { createVectorIndex } from '../../src/vector';
import { analyze } from '../../src/worker';
import type { Case, Suite } from '../cases';
import { SYMBOL_LINES_MAX } from '../measures';

export const FILE_FEATURES = [
  'file_words', 'file_chunks', 'file_best', 'file_vector', 'definition', 'stem', 'scope', 'coverage', 'path', 'folder', 'history', 'log_chunks',
] as const;
/** `file` is the file's merit by the first step; its column is filled in by the second. */
export const CHUNK_FEATURES = [
  'file', 'words', 'words_in_file', 'names', 'vector', 'definition', 'head', 'named', 'exact_name', 'exact_head', 'log_lines', 'callable', 'unnamed', 'first',
] as const;

const ALL = 1_000_000;

/** One case: files in any order, the chunks of file `f` in rows `firstChunk[f]` to `firstChunk[f + 1]`. */
export interface CaseRows {
  readonly suite: string;
  /** Ranked by other weights than the rest. */
  readonly intention: boolean;
  readonly item: Case;
  readonly paths: readonly string[];
  /** Files × FILE_FEATURES. */
  readonly files: Float32Array;
  /** Log of each file's noise factor: fixed, not fitted. */
  readonly noise: Float32Array;
  readonly goldFiles: Uint8Array;
  readonly firstChunk: Int32Array;
  /** Chunks × CHUNK_FEATURES. */
  readonly chunks: Float32Array;
  readonly goldChunks: Uint8Array;
  /** First and last line of each chunk. */
  readonly lines: Int32Array;
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

export async function readCase(suite: string, item: Case, corpus: Corpus, history?: History): Promise<CaseRows> {
  const query = parseQuery(item.query);
  const { idf } = corpus.lexical.match(query.terms);
  const options = { limit: ALL, queryVector: embedTerms(query.terms, (term) => idf.get(term) ?? 0), history: history?.match(query.terms) };
  const fused = fuse([
    { source: 'ast', weight: BLEND.parallel.ast, candidates: await createAstRetriever().retrieve(query, corpus, options) },
    { source: 'rag', weight: BLEND.parallel.rag, candidates: await createRagRetriever().retrieve(query, corpus, options) },
  ]);
  const groups = [...groupByFile(listOf(fused), corpus)];
  const noise = noiseOptions(item.query);
  const chunks = groups.flatMap(([file, own]) => own.map((candidate) => ({ file, candidate })));
  const firstChunk = new Int32Array(groups.length + 1);
  groups.forEach(([, own], at) => (firstChunk[at + 1] = firstChunk[at]! + own.length));
  return {
    suite,
    intention: query.intention,
    item,
    paths: groups.map(([file]) => file.path),
    files: Float32Array.from(groups.flatMap(([file, own]) => fileRow(file, own))),
    noise: Float32Array.from(groups, ([file]) => Math.log(noiseFactor(file.path, noise))),
    goldFiles: Uint8Array.from(groups, ([file]) => Number(item.gold_files.includes(file.path))),
    firstChunk,
    chunks: Float32Array.from(chunks.flatMap(({ file, candidate }) => chunkRow(candidate, file))),
    goldChunks: Uint8Array.from(chunks, ({ file, candidate }) => Number(isGold(candidate, file, item))),
    lines: Int32Array.from(chunks.flatMap(({ file, candidate }) => linesOf(candidate, file))),
  };
}

interface Listed {
  readonly chunk: number;
  readonly signals: SignalRow;
}

const listOf = ({ chunks, signals, width }: Fused): Listed[] =>
  Array.from(chunks, (chunk, at) => ({ chunk, signals: signals.subarray(at * width, (at + 1) * width) }));

function groupByFile(fused: readonly Listed[], corpus: Corpus): Map<IndexedFile, Listed[]> {
  const groups = new Map<IndexedFile, Listed[]>();
  for (const candidate of fused) {
    const { file } = corpus.chunk(candidate.chunk)!;
    const group = groups.get(file);
    if (group) group.push(candidate);
    else groups.set(file, [candidate]);
  }
  return groups;
}

const fileRow = (file: IndexedFile, chunks: readonly Listed[]): number[] =>
  FILE_FEATURES.map((feature) =>
    feature === 'log_chunks' ? Math.log(1 + file.chunks.length) : chunks.reduce((most, { signals }) => Math.max(most, signals[SIGNAL[feature as Signal]] ?? 0), 0),
  );

function chunkRow({ chunk, signals }: Listed, file: IndexedFile): number[] {
  const index = chunk - file.chunkIds[0]!;
  const { startLine, endLine, symbol } = file.chunks[index]!;
  const kind = file.facts.symbols[symbol]?.kind;
  const shape: Readonly<Record<string, number>> = {
    log_lines: Math.log(1 + endLine - startLine),
    callable: kind === 'function' || kind === 'method' ? 1 : 0,
    unnamed: kind ? 0 : 1,
    first: index === 0 ? 1 : 0,
  };
  return CHUNK_FEATURES.map((feature) => shape[feature] ?? signals[SIGNAL[feature as Signal]] ?? 0);
}

function linesOf({ chunk }: Listed, file: IndexedFile): [startLine: number, endLine: number] {
  const { startLine, endLine } = file.chunks[chunk - file.chunkIds[0]!]!;
  return [startLine, endLine];
}

/** A chunk of more than 80 lines is a page, not an answer. */
function isGold(candidate: Listed, file: IndexedFile, { gold_symbols }: Case): boolean {
  const [startLine, endLine] = linesOf(candidate, file);
  const overlaps = gold_symbols.some((gold) => gold.file === file.path && gold.start <= endLine && gold.end >= startLine);
  return overlaps && endLine - startLine < SYMBOL_LINES_MAX;
}
