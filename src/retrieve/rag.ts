import type { Candidates } from '../kernel';
import type { Corpus } from '../corpus';
import type { LexicalMatches } from '../lexical';
import { createChoice, fillCandidates } from './candidates';
import { conceptsOf } from './concepts';
import { fileRows, type FileRow } from './files';
import { createHeadReader, type FileHeads } from './head-words';
import { createHeads, type FillHeads } from './heads';
import { largest, nearColumns, NONE_NEAR, type Near, type Retriever, type RetrieveOptions } from './retriever';
import { GENERAL_WIDTH, SIGNAL, SIGNALS } from './signals';

/** Weights of a candidate's own score beside those of its file, a rough order of at most 1; `rank` weighs all signals. */
const ROUGH = { words: 0.5, vector: 0.1 } as const;

const VECTOR_CANDIDATES = 200;
/** Files whose chunks become candidates; the gold file is among the first fifty in 95-98 % of cases. */
const FILES_MAX = 60;
/** A description shares few words with the code, and common ones. */
const FILES_OF_INTENTION = 150;

/** Words and vectors: BM25F of chunks and whole files, cosine of embeddings. */
export function createRagRetriever(): Retriever {
  const reader = createHeadReader();
  return {
    name: 'rag',
    async retrieve(query, corpus, options) {
      const vectors = options.queryVector ? await nearest(options.queryVector, corpus, options) : NONE_NEAR;
      const matches = corpus.lexical.match(query.terms, options.deadline);
      const files = fileRows(matches, vectors, corpus, { ...options, most: query.intention ? FILES_OF_INTENTION : FILES_MAX });
      // Chunks ascend, and so do files.
      files.sort((a, b) => a.file.id - b.file.id);
      if (!query.intention) return bestChunksOf(files, matches, vectors, corpus, options);
      const read = reader.read(files.map(({ file }) => file), options.deadline);
      return bestChunksOf(files, matches, vectors, corpus, options, { read, fill: createHeads(conceptsOf(query, corpus), reader.vocabulary()) });
    },
  };
}

interface Heads {
  /** In the order of the files. */
  readonly read: readonly FileHeads[];
  readonly fill: FillHeads;
}

/** The chunks of the files, the best of them by a rough order. Files, chunks and vectors ascend, so one walk along them is enough. */
function bestChunksOf(files: readonly FileRow[], matches: LexicalMatches, near: Near, corpus: Corpus, { limit, accept, deadline }: RetrieveOptions, heads?: Heads): Candidates {
  const top = largest(matches.bestChunks);
  const choice = createChoice(limit);
  for (let at = 0, next = 0; at < files.length; at += 1) {
    deadline?.check();
    const owner = files[at]!;
    const first = owner.file.chunkIds[0]!;
    while (near.chunks[next]! < first) next += 1;
    for (let chunk = first; chunk < owner.end; chunk += 1) {
      const cosine = near.chunks[next] === chunk ? near.shares[next++]! : 0;
      if (accept && !accept.chunk(chunk)) continue;
      const rough = roughOf(owner.rough, wordsOf(matches, owner, chunk - first), top, cosine);
      // What only lies near a match is no match.
      if (rough > 0) choice.offer(rough, chunk);
    }
  }
  let at = 0;
  let next = 0;
  const width = heads ? SIGNALS.length : GENERAL_WIDTH;
  return fillCandidates(choice.chunks(corpus), width, (chunk, signals, row) => {
    while (chunk >= files[at]!.end) at += 1;
    while (near.chunks[next]! < chunk) next += 1;
    const owner = files[at]!;
    const place = chunk - owner.file.chunkIds[0]!;
    const words = wordsOf(matches, owner, place);
    const cosine = near.chunks[next] === chunk ? near.shares[next]! : 0;
    const known = owner.signals;
    for (let signal = 0; signal < GENERAL_WIDTH; signal += 1) signals[row + signal] = known[signal]!;
    if (words > 0) {
      signals[row + SIGNAL.words] = words / top;
      signals[row + SIGNAL.words_in_file] = words / owner.best;
    }
    signals[row + SIGNAL.vector] = cosine;
    heads?.fill(heads.read[at]!, place, signals, row);
    return roughOf(owner.rough, words, top, cosine);
  });
}

/** BM25F of the chunk at this place in its file. */
const wordsOf = ({ chunkScores }: LexicalMatches, { start }: FileRow, place: number): number => (start < 0 ? 0 : chunkScores[start + place]!);

const roughOf = (ofFile: number, words: number, top: number, cosine: number): number =>
  Math.min(1, ofFile + (words > 0 ? ROUGH.words * (words / top) : 0) + ROUGH.vector * cosine);

/** The nearest chunks, with their cosines as shares between the farthest of them (0) and the best (1). */
async function nearest(queryVector: Float32Array, corpus: Corpus, { accept, deadline }: RetrieveOptions): Promise<Near> {
  const hits = await corpus.vectors.search(queryVector, VECTOR_CANDIDATES, accept?.chunk, deadline);
  const top = hits[0]?.score ?? 0;
  // Hashed cosines have a floor of chance; only what stands above the last candidate tells.
  const floor = hits.length === VECTOR_CANDIDATES ? hits[hits.length - 1]!.score : 0;
  if (top <= floor) return NONE_NEAR;
  const live = hits.filter(({ id }) => corpus.chunkColumns.first(id) > 0).sort((a, b) => a.id - b.id);
  return nearColumns(live.map(({ id }) => id), live.map(({ score }) => (score - floor) / (top - floor)));
}
