/** The files that words, vectors and history point to, with what is known of each. */
import { folderOf, type Corpus, type IndexedFile } from '../corpus';
import { BEST_CHUNKS, positionOf, type LexicalMatches } from '../lexical';
import { createBest } from './best';
import type { Near, RetrieveOptions } from './retriever';
import { emptyRow, SIGNAL } from './signals';

/** What is known of a promising file. Every one of its chunks carries it. */
export interface FileRow {
  readonly file: IndexedFile;
  /** Signals of the file, 0..1 by the best of the answer. */
  readonly signals: readonly number[];
  /** Where its chunks begin in the matches; -1 where no word matched. */
  readonly start: number;
  readonly best: number;
  /** The number after its last chunk's. */
  readonly end: number;
  /** What the file adds to the rough score of each of its chunks. */
  readonly rough: number;
}

export interface FileChoice extends Pick<RetrieveOptions, 'accept' | 'history'> {
  /** Files wanted at most. */
  readonly most: number;
}

/** Weights in the rough score of a file's chunks. */
const ROUGH = { file_words: 0.35, file_vector: 0.05, history: 0.1 } as const;
/** How a file's best chunks count together (after the mined-case prototype). */
const CHUNK_SHARES = [1, 0.5, 0.25, 0.125] as const;
/** What the best cosine of a file adds to its place among the files, where words give up to 2. */
const VECTOR_SHARE = 0.3;
/** The same of what commits like the question say. */
const HISTORY_SHARE = 0.5;
const NEIGHBOURS = 3;

/** Best first. */
export function fileRows(matches: LexicalMatches, near: Near, corpus: Corpus, choice: FileChoice): FileRow[] {
  const byVector = bestByFile(near, corpus);
  const byHistory = idsOf(choice.history, corpus);
  const tops = topsOf(matches);
  const folders = folderShares(matches, tops.file, corpus);
  const others = new Map<number, number>();
  for (const file of [...byVector.keys(), ...byHistory.keys()]) {
    others.set(file, VECTOR_SHARE * (byVector.get(file) ?? 0) + HISTORY_SHARE * (byHistory.get(file) ?? 0));
  }
  const chosen = chooseFiles(matches, tops, others, corpus, choice).flatMap((id) => corpus.fileById(id) ?? []);
  // An empty file may match by its path; it has nothing to propose.
  return chosen.filter(({ chunkIds }) => chunkIds.length > 0).map((file) => {
    const position = positionOf(matches, file.id);
    const share = (value: number, top: number): number => (position < 0 || top === 0 ? 0 : value / top);
    const best = position < 0 ? 0 : matches.bestChunks[position * BEST_CHUNKS]!;
    const signals = emptyRow();
    signals[SIGNAL.file_words] = share(matches.fileScores[position]!, tops.file);
    signals[SIGNAL.file_chunks] = share(tops.blends[position]!, tops.blend);
    signals[SIGNAL.file_best] = share(best, tops.chunk);
    signals[SIGNAL.file_vector] = byVector.get(file.id) ?? 0;
    signals[SIGNAL.coverage] = share(matches.coverage[position]!, 1);
    signals[SIGNAL.path] = share(matches.pathScores[position]!, tops.path);
    signals[SIGNAL.folder] = folders(file);
    signals[SIGNAL.history] = byHistory.get(file.id) ?? 0;
    const start = position < 0 ? -1 : matches.starts[position]!;
    const rough = ROUGH.file_words * signals[SIGNAL.file_words]! + ROUGH.file_vector * signals[SIGNAL.file_vector]! + ROUGH.history * signals[SIGNAL.history]!;
    return { file, signals, start, best, end: file.chunkIds[0]! + file.chunkIds.length, rough };
  });
}

interface Tops {
  readonly file: number;
  readonly blend: number;
  readonly chunk: number;
  readonly path: number;
  /** A matched file's best chunks together, by position. */
  readonly blends: Float64Array;
}

function topsOf({ files, fileScores, pathScores, bestChunks }: LexicalMatches): Tops {
  const blends = new Float64Array(files.length);
  let [file, blend, chunk, path] = [0, 0, 0, 0];
  for (let position = 0, best = 0; position < files.length; position += 1, best += BEST_CHUNKS) {
    let own = 0;
    for (let i = 0; i < BEST_CHUNKS; i += 1) own += CHUNK_SHARES[i]! * bestChunks[best + i]!;
    blends[position] = own;
    if (own > blend) blend = own;
    if (fileScores[position]! > file) file = fileScores[position]!;
    if (pathScores[position]! > path) path = pathScores[position]!;
    if (bestChunks[best]! > chunk) chunk = bestChunks[best]!;
  }
  return { file, blend, chunk, path, blends };
}

/** Ids of the files whose chunks become candidates: by whole file and best chunks, with a say for vectors and history. */
function chooseFiles(matches: LexicalMatches, tops: Tops, others: ReadonlyMap<number, number>, corpus: Corpus, { accept, most }: FileChoice): number[] {
  const { files, fileScores } = matches;
  const pathOf = (file: number): string => corpus.fileById(file)?.path ?? '';
  const best = createBest(most, (a, b) => pathOf(a) < pathOf(b));
  // Both ascend.
  const rest = Float64Array.from(others.keys()).sort();
  let next = 0;
  const offerRest = (before: number): void => {
    for (; next < rest.length && rest[next]! < before; next += 1) if (accept?.file(rest[next]!) !== false) best.offer(others.get(rest[next]!)!, rest[next]!);
  };
  for (let position = 0; position < files.length; position += 1) {
    const file = files[position]!;
    if (next < rest.length && rest[next]! < file) offerRest(file);
    const also = next < rest.length && rest[next] === file ? others.get(rest[next++]!)! : 0;
    if (accept && !accept.file(file)) continue;
    const words = fileScores[position]! / tops.file + (tops.blend > 0 ? tops.blends[position]! / tops.blend : 0);
    best.offer(words + also, file);
  }
  offerRest(Infinity);
  return best.items();
}

/** How well the best other files of a file's folder match: related code lies together. */
function folderShares(matches: LexicalMatches, top: number, corpus: Corpus): (file: IndexedFile) => number {
  const byFolder = new Map<string, Neighbours>();
  return ({ id, path }) => {
    const folder = folderOf(path);
    let best = byFolder.get(folder);
    if (!best) byFolder.set(folder, (best = neighboursIn(folder, matches, top, corpus)));
    const self = best.files.indexOf(id);
    let sum = 0;
    let taken = 0;
    for (let at = 0; at < best.files.length && taken < NEIGHBOURS; at += 1) {
      if (at === self) continue;
      sum += best.shares[at]!;
      taken += 1;
    }
    return sum / NEIGHBOURS;
  };
}

/** The files of a folder that match best, best first; one more than count, since a file is no neighbour of its own. */
interface Neighbours {
  readonly files: number[];
  readonly shares: number[];
}

function neighboursIn(folder: string, matches: LexicalMatches, top: number, corpus: Corpus): Neighbours {
  const files: number[] = [];
  const shares: number[] = [];
  for (const file of corpus.paths.inFolder(folder)) {
    const position = positionOf(matches, file);
    if (position < 0) continue;
    const share = matches.fileScores[position]! / top;
    let at = shares.length;
    if (at > NEIGHBOURS && share <= shares[NEIGHBOURS]!) continue;
    if (at > NEIGHBOURS) at = NEIGHBOURS;
    for (; at > 0 && share > shares[at - 1]!; at -= 1) {
      files[at] = files[at - 1]!;
      shares[at] = shares[at - 1]!;
    }
    files[at] = file;
    shares[at] = share;
  }
  return { files, shares };
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

function bestByFile({ chunks, shares }: Near, { chunkColumns }: Corpus): Map<number, number> {
  const files = new Map<number, number>();
  const last = chunks.length - 1;
  for (let from = 0, to = 0; from < last; from = to) {
    const file = chunkColumns.first(chunks[from]!);
    let best = 0;
    for (; to < last && chunkColumns.first(chunks[to]!) === file; to += 1) if (shares[to]! > best) best = shares[to]!;
    files.set(file - 1, best);
  }
  return files;
}
