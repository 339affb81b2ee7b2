import type { Corpus } from '../corpus';
import type { LexicalScores } from '../lexical';
import type { ParsedQuery } from '../query';
import { createTally, largest, type Retriever } from './retriever';

/** Weights of a candidate's own score, a rough order that adds up to 1; `rank` weighs all signals. */
const ROUGH = { words: 0.5, file_words: 0.35, vector: 0.1, file_vector: 0.05 } as const;

/** How a file's best chunks count together (after the mined-case prototype). */
const BEST_CHUNKS = [1, 0.5, 0.25, 0.125] as const;
const VECTOR_CANDIDATES = 200;
/** Files whose chunks become candidates; the gold file is among the first fifty in 95-98 % of cases. */
const FILES_MAX = 60;
const NEIGHBOURS = 3;

const PATH_ONLY = { symbol: 0, doc: 0, body: 0, path: 1 } as const;

/** Words and vectors: BM25F of chunks and whole files, cosine of embeddings. */
export function createRagRetriever(): Retriever {
  return {
    name: 'rag',
    async retrieve(query, corpus, options) {
      const tally = createTally(ROUGH);
      const scores = corpus.lexical.score(query.terms);
      const vectors = options.queryVector ? await cosines(options.queryVector, corpus) : new Map<number, number>();
      const top = largest(scores.chunks.values());
      for (const [fileId, signals] of fileSignals(query, scores, vectors, corpus)) {
        const chunkIds = corpus.fileById(fileId)?.chunkIds ?? [];
        const best = largest(chunkIds.map((chunk) => scores.chunks.get(chunk) ?? 0));
        for (const chunk of chunkIds) {
          const words = scores.chunks.get(chunk) ?? 0;
          tally.addAll(chunk, signals);
          tally.add(chunk, 'words', top > 0 ? words / top : 0);
          tally.add(chunk, 'words_in_file', best > 0 ? words / best : 0);
          tally.add(chunk, 'vector', vectors.get(chunk) ?? 0);
        }
      }
      return tally.candidates(corpus, options.limit);
    },
  };
}

type Signals = Readonly<Record<string, number>>;

/** What is known of each promising file, 0..1 by the best of the answer. Every one of its chunks carries it. */
function fileSignals(
  query: ParsedQuery,
  scores: LexicalScores,
  vectors: ReadonlyMap<number, number>,
  corpus: Corpus,
): Map<number, Signals> {
  const best = bestChunks(scores.chunks, corpus);
  const paths = corpus.lexical.score(query.terms, PATH_ONLY).files;
  const tops = {
    file: largest(scores.files.values()),
    blend: largest([...best.values()].map(({ blend }) => blend)),
    chunk: largest(scores.chunks.values()),
    path: largest(paths.values()),
  };
  const share = (value: number | undefined, top: number): number => (top > 0 ? (value ?? 0) / top : 0);
  const byVector = bestByFile(vectors, corpus);
  const rough = new Map<number, number>();
  for (const [file, score] of scores.files) {
    rough.set(file, share(score, tops.file) + share(best.get(file)?.blend, tops.blend));
  }
  for (const [file, cosine] of byVector) rough.set(file, (rough.get(file) ?? 0) + 0.3 * cosine);
  const chosen = [...rough].sort((a, b) => b[1] - a[1] || comparePaths(a[0], b[0], corpus)).slice(0, FILES_MAX);
  const folders = folderShares(scores.files, tops.file, corpus);
  return new Map(
    chosen.map(([file]) => [
      file,
      {
        file_words: share(scores.files.get(file), tops.file),
        file_chunks: share(best.get(file)?.blend, tops.blend),
        file_best: share(best.get(file)?.best, tops.chunk),
        file_vector: byVector.get(file) ?? 0,
        coverage: scores.coverage.get(file) ?? 0,
        path: share(paths.get(file), tops.path),
        folder: folders(file),
      },
    ]),
  );
}

function comparePaths(a: number, b: number, corpus: Corpus): number {
  return (corpus.fileById(a)?.path ?? '') < (corpus.fileById(b)?.path ?? '') ? -1 : 1;
}

/** How well the best other files of a file's folder match: related code lies together. */
function folderShares(files: ReadonlyMap<number, number>, top: number, corpus: Corpus): (file: number) => number {
  const byFolder = new Map<string, [file: number, share: number][]>();
  const folderOf = (file: number): string => (corpus.fileById(file)?.path ?? '').replace(/[^/]*$/, '');
  for (const [file, score] of files) {
    const folder = folderOf(file);
    const list = byFolder.get(folder);
    if (list) list.push([file, score / top]);
    else byFolder.set(folder, [[file, score / top]]);
  }
  for (const list of byFolder.values()) list.sort((a, b) => b[1] - a[1]);
  return (file) => {
    const others = (byFolder.get(folderOf(file)) ?? []).filter(([other]) => other !== file).slice(0, NEIGHBOURS);
    return others.reduce((sum, [, value]) => sum + value, 0) / NEIGHBOURS;
  };
}

interface BestChunks {
  readonly best: number;
  readonly blend: number;
}

function bestChunks(scores: ReadonlyMap<number, number>, corpus: Corpus): Map<number, BestChunks> {
  const byFile = new Map<number, number[]>();
  for (const [chunk, score] of scores) {
    const file = corpus.chunk(chunk)!.file.id;
    const list = byFile.get(file);
    if (list) list.push(score);
    else byFile.set(file, [score]);
  }
  const result = new Map<number, BestChunks>();
  for (const [file, values] of byFile) {
    values.sort((a, b) => b - a);
    result.set(file, { best: values[0]!, blend: BEST_CHUNKS.reduce((sum, weight, i) => sum + weight * (values[i] ?? 0), 0) });
  }
  return result;
}

/** Cosines of the nearest chunks, as shares between the farthest of them (0) and the best (1). */
async function cosines(queryVector: Float32Array, corpus: Corpus): Promise<Map<number, number>> {
  const hits = await corpus.vectors.search(queryVector, VECTOR_CANDIDATES);
  const top = hits[0]?.score ?? 0;
  // Hashed cosines have a floor of chance; only what stands above the last candidate tells.
  const floor = hits.length === VECTOR_CANDIDATES ? hits[hits.length - 1]!.score : 0;
  if (top <= floor) return new Map();
  const live = hits.filter(({ id }) => corpus.chunk(id));
  return new Map(live.map(({ id, score }) => [id, (score - floor) / (top - floor)]));
}

function bestByFile(chunks: ReadonlyMap<number, number>, corpus: Corpus): Map<number, number> {
  const files = new Map<number, number>();
  for (const [chunk, value] of chunks) {
    const file = corpus.chunk(chunk)!.file.id;
    files.set(file, Math.max(files.get(file) ?? 0, value));
  }
  return files;
}
