import type { Corpus } from '../corpus';
import type { ParsedQuery } from '../query';
import { createTally, largest, type Retriever } from './retriever';

/** Shares of the parts of a semantic score; they add up to 1. */
export const RAG = { file: 0.4, chunks: 0.4, vector: 0.2 } as const;

/** How a file's best chunks count together (after the mined-case prototype). */
const BEST_CHUNKS = [1, 0.5, 0.25, 0.125] as const;
const VECTOR_CANDIDATES = 200;

/** Words and vectors: BM25F of chunks and whole files, cosine of embeddings. */
export function createRagRetriever(): Retriever {
  return {
    name: 'rag',
    async retrieve(query, corpus, options) {
      const tally = createTally();
      const add: Add = (chunk, signal, share) => tally.add(chunk, signal, share);
      addLexical(query, corpus, add);
      if (options.queryVector) await addVectors(options.queryVector, corpus, add);
      return tally.candidates(corpus, options.limit);
    },
  };
}

type Add = (chunk: number, signal: string, share: number) => void;

function addLexical(query: ParsedQuery, corpus: Corpus, add: Add): void {
  const scores = corpus.lexical.score(query.terms);
  const best = bestChunks(scores.chunks, corpus);
  const topFile = largest(scores.files.values());
  const topBlend = largest([...best.values()].map(({ blend }) => blend));
  for (const [fileId, { blend, chunks }] of best) {
    const fileShare = topFile > 0 ? (scores.files.get(fileId) ?? 0) / topFile : 0;
    const first = chunks[0]![1];
    for (const [chunk, score] of chunks) {
      // Within a file its chunks share the file's merit by how well each one matches.
      const part = first > 0 ? score / first : 0;
      add(chunk, 'bm25f_file', RAG.file * fileShare * part);
      add(chunk, 'bm25f_chunks', topBlend > 0 ? RAG.chunks * (blend / topBlend) * part : 0);
    }
  }
  addPathOnly(scores.files, best, topFile, corpus, add);
}

/** Files whose path alone matches: their first chunk stands for them. */
function addPathOnly(
  files: ReadonlyMap<number, number>,
  best: ReadonlyMap<number, unknown>,
  topFile: number,
  corpus: Corpus,
  add: Add,
): void {
  for (const [fileId, score] of files) {
    const first = best.has(fileId) ? undefined : corpus.fileById(fileId)?.chunkIds[0];
    if (first !== undefined) add(first, 'bm25f_file', RAG.file * (score / topFile));
  }
}

interface FileChunks {
  readonly blend: number;
  /** Chunk and score, best first. */
  readonly chunks: readonly (readonly [chunk: number, score: number])[];
}

function bestChunks(scores: ReadonlyMap<number, number>, corpus: Corpus): Map<number, FileChunks> {
  const byFile = new Map<number, [number, number][]>();
  for (const [chunk, score] of scores) {
    const file = corpus.chunk(chunk)!.file.id;
    const list = byFile.get(file);
    if (list) list.push([chunk, score]);
    else byFile.set(file, [[chunk, score]]);
  }
  const result = new Map<number, FileChunks>();
  for (const [file, chunks] of byFile) {
    chunks.sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const blend = BEST_CHUNKS.reduce((sum, weight, i) => sum + weight * (chunks[i]?.[1] ?? 0), 0);
    result.set(file, { blend, chunks });
  }
  return result;
}

async function addVectors(queryVector: Float32Array, corpus: Corpus, add: Add): Promise<void> {
  const hits = await corpus.vectors.search(queryVector, VECTOR_CANDIDATES);
  const top = hits[0]?.score ?? 0;
  // Hashed cosines have a floor of chance; only what stands above the last candidate tells.
  const floor = hits.length === VECTOR_CANDIDATES ? hits[hits.length - 1]!.score : 0;
  if (top <= floor) return;
  for (const { id, score } of hits) add(id, 'vector', RAG.vector * ((score - floor) / (top - floor)));
}
