import type { Candidates } from '../kernel';
import { folderOf, type Corpus, type IndexedFile } from '../corpus';
import { BEST_CHUNKS, positionOf, type LexicalMatches } from '../lexical';
import { createBest } from './best';
import { createChoice, fillCandidates } from './candidates';
import { conceptsOf } from './concepts';
import { createHeads, type FillHeads } from './heads';
import { largest, type Accept, type Retriever, type RetrieveOptions } from './retriever';
import { rowOf, SIGNAL } from './signals';

/** Weights of a candidate's own score, a rough order of at most 1; `rank` weighs all signals. */
const ROUGH = { words: 0.5, file_words: 0.35, vector: 0.1, file_vector: 0.05, history: 0.1 } as const;

/** How a file's best chunks count together (after the mined-case prototype). */
const CHUNK_SHARES = [1, 0.5, 0.25, 0.125] as const;
const VECTOR_CANDIDATES = 200;
/** Files whose chunks become candidates; the gold file is among the first fifty in 95-98 % of cases. */
const FILES_MAX = 60;
/** A description shares few words with the code, and common ones. */
const FILES_OF_INTENTION = 150;
/** What the best cosine of a file adds to its place among the files, where words give up to 2. */
const VECTOR_SHARE = 0.3;
/** The same of what commits like the question say. */
const HISTORY_SHARE = 0.5;
const NEIGHBOURS = 3;

/** Words and vectors: BM25F of chunks and whole files, cosine of embeddings. */
export function createRagRetriever(): Retriever {
  return {
    name: 'rag',
    async retrieve(query, corpus, options) {
      const vectors = options.queryVector ? await cosines(options.queryVector, corpus, options.accept) : new Map<number, number>();
      const matches = corpus.lexical.match(query.terms);
      const files = fileRows(matches, vectors, corpus, options, query.intention ? FILES_OF_INTENTION : FILES_MAX);
      const heads = query.intention ? createHeads(conceptsOf(query, corpus)) : undefined;
      return bestChunksOf(files, matches, vectors, corpus, options, heads);
    },
  };
}

/** The chunks of the files, the best of them by a rough order. */
function bestChunksOf(
  files: readonly FileRow[],
  matches: LexicalMatches,
  vectors: ReadonlyMap<number, number>,
  corpus: Corpus,
  { limit, accept }: RetrieveOptions,
  heads: FillHeads | undefined,
): Candidates {
  const top = largest(matches.bestChunks);
  const wordsOf = ({ file, start }: FileRow, chunk: number): number => (start < 0 ? 0 : matches.chunkScores[start + chunk - file.chunkIds[0]!]!);
  const cosineOf = ({ hasVector }: FileRow, chunk: number): number => (hasVector ? (vectors.get(chunk) ?? 0) : 0);
  const roughOf = (owner: FileRow, words: number, cosine: number): number =>
    Math.min(1, owner.rough + (words > 0 ? ROUGH.words * (words / top) : 0) + ROUGH.vector * cosine);
  const choice = createChoice(limit);
  for (const owner of files) {
    for (const chunk of owner.file.chunkIds) {
      if (accept && !accept.chunk(chunk)) continue;
      const rough = roughOf(owner, wordsOf(owner, chunk), cosineOf(owner, chunk));
      // What only lies near a match is no match.
      if (rough > 0) choice.offer(rough, chunk);
    }
  }
  const owners = [...files].sort((a, b) => a.file.id - b.file.id);
  let at = 0;
  return fillCandidates(choice.chunks(corpus), (chunk, signals, row) => {
    // Chunks ascend, and so do files.
    while (chunk > owners[at]!.file.chunkIds.at(-1)!) at += 1;
    const owner = owners[at]!;
    const [words, cosine] = [wordsOf(owner, chunk), cosineOf(owner, chunk)];
    signals.set(owner.signals, row);
    if (words > 0) {
      signals[row + SIGNAL.words] = words / top;
      signals[row + SIGNAL.words_in_file] = words / owner.best;
    }
    signals[row + SIGNAL.vector] = cosine;
    heads?.(owner.file, chunk, signals, row);
    return roughOf(owner, words, cosine);
  });
}

/** What is known of a promising file. Every one of its chunks carries it. */
interface FileRow {
  readonly file: IndexedFile;
  /** Signals of the file, 0..1 by the best of the answer. */
  readonly signals: readonly number[];
  /** Where its chunks begin in the matches; -1 where no word matched. */
  readonly start: number;
  readonly best: number;
  readonly hasVector: boolean;
  /** What the file adds to the rough score of each of its chunks. */
  readonly rough: number;
}

function fileRows(
  matches: LexicalMatches,
  vectors: ReadonlyMap<number, number>,
  corpus: Corpus,
  { accept, history }: RetrieveOptions,
  most: number,
): FileRow[] {
  const blends = blendsOf(matches);
  const byVector = bestByFile(vectors, corpus);
  const byHistory = idsOf(history, corpus);
  const tops = { file: largest(matches.fileScores), blend: largest(blends), chunk: largest(matches.bestChunks), path: largest(matches.pathScores) };
  const folders = folderShares(matches, tops.file, corpus);
  const chosen = chooseFiles(matches, blends, tops, byVector, byHistory, corpus, accept, most).flatMap((id) => corpus.fileById(id) ?? []);
  return chosen.map((file) => {
    const position = positionOf(matches, file.id);
    const share = (values: Float64Array, top: number, row = 1): number => (position < 0 || top === 0 ? 0 : values[position * row]! / top);
    const signals = rowOf({
      file_words: share(matches.fileScores, tops.file),
      file_chunks: share(blends, tops.blend),
      file_best: share(matches.bestChunks, tops.chunk, BEST_CHUNKS),
      file_vector: byVector.get(file.id) ?? 0,
      coverage: share(matches.coverage, 1),
      path: share(matches.pathScores, tops.path),
      folder: folders(file.id),
      history: byHistory.get(file.id) ?? 0,
    });
    const start = position < 0 ? -1 : matches.starts[position]!;
    const rough = ROUGH.file_words * signals[SIGNAL.file_words]! + ROUGH.file_vector * signals[SIGNAL.file_vector]! + ROUGH.history * signals[SIGNAL.history]!;
    return { file, signals, start, best: share(matches.bestChunks, 1, BEST_CHUNKS), hasVector: byVector.has(file.id), rough };
  });
}

/** Ids of the files whose chunks become candidates: by whole file and best chunks, with a say for vectors. */
function chooseFiles(
  { files, fileScores }: LexicalMatches,
  blends: Float64Array,
  tops: { readonly file: number; readonly blend: number },
  byVector: ReadonlyMap<number, number>,
  byHistory: ReadonlyMap<number, number>,
  corpus: Corpus,
  accept: Accept | undefined,
  most: number,
): number[] {
  const pathOf = (file: number): string => corpus.fileById(file)?.path ?? '';
  const best = createBest(most, (a, b) => pathOf(a) < pathOf(b));
  const rest = new Set([...byVector.keys(), ...byHistory.keys()]);
  const others = (file: number): number => VECTOR_SHARE * (byVector.get(file) ?? 0) + HISTORY_SHARE * (byHistory.get(file) ?? 0);
  for (let position = 0; position < files.length; position += 1) {
    const file = files[position]!;
    if (accept && !accept.file(file)) continue;
    const words = fileScores[position]! / tops.file + (tops.blend > 0 ? blends[position]! / tops.blend : 0);
    best.offer(rest.delete(file) ? words + others(file) : words, file);
  }
  for (const file of rest) if (accept?.file(file) !== false) best.offer(others(file), file);
  return best.items();
}

/** How well the best other files of a file's folder match: related code lies together. */
function folderShares(matches: LexicalMatches, top: number, corpus: Corpus): (file: number) => number {
  const byFolder = new Map<string, [file: number, share: number][]>();
  const bestOf = (folder: string): [file: number, share: number][] => {
    const shares: [number, number][] = [];
    for (const file of corpus.paths.inFolder(folder)) {
      const position = positionOf(matches, file);
      if (position >= 0) shares.push([file, matches.fileScores[position]! / top]);
    }
    return shares.sort((a, b) => b[1] - a[1]).slice(0, NEIGHBOURS + 1);
  };
  return (file) => {
    const folder = folderOf(corpus.fileById(file)?.path ?? '');
    const best = byFolder.get(folder) ?? bestOf(folder);
    byFolder.set(folder, best);
    const others = best.filter(([other]) => other !== file).slice(0, NEIGHBOURS);
    return others.reduce((sum, [, value]) => sum + value, 0) / NEIGHBOURS;
  };
}

/** Of each matched file: its best chunks together. */
function blendsOf({ files, bestChunks }: LexicalMatches): Float64Array {
  const blends = new Float64Array(files.length);
  for (let position = 0; position < files.length; position += 1) {
    let blend = 0;
    for (let i = 0; i < BEST_CHUNKS; i += 1) blend += CHUNK_SHARES[i]! * bestChunks[position * BEST_CHUNKS + i]!;
    blends[position] = blend;
  }
  return blends;
}

/** Cosines of the nearest chunks, as shares between the farthest of them (0) and the best (1). */
async function cosines(queryVector: Float32Array, corpus: Corpus, accept: Accept | undefined): Promise<Map<number, number>> {
  const hits = await corpus.vectors.search(queryVector, VECTOR_CANDIDATES, accept?.chunk);
  const top = hits[0]?.score ?? 0;
  // Hashed cosines have a floor of chance; only what stands above the last candidate tells.
  const floor = hits.length === VECTOR_CANDIDATES ? hits[hits.length - 1]!.score : 0;
  if (top <= floor) return new Map();
  const live = hits.filter(({ id }) => corpus.fileOf(id));
  return new Map(live.map(({ id, score }) => [id, (score - floor) / (top - floor)]));
}

/** Of the files that are still there under the same path. */
function idsOf(history: ReadonlyMap<string, number> | undefined, corpus: Corpus): Map<number, number> {
  const shares = new Map<number, number>();
  for (const [path, share] of history ?? []) {
    const file = corpus.file(path);
    if (file) shares.set(file.id, share);
  }
  return shares;
}

function bestByFile(chunks: ReadonlyMap<number, number>, corpus: Corpus): Map<number, number> {
  const files = new Map<number, number>();
  for (const [chunk, value] of chunks) {
    const file = corpus.fileOf(chunk)!.id;
    files.set(file, Math.max(files.get(file) ?? 0, value));
  }
  return files;
}
