import type { Candidates } from '../kernel';
import type { Corpus } from '../corpus';
import type { LexicalMatches } from '../lexical';
import { createChoice, fillCandidates } from './candidates';
import { conceptsOf } from './concepts';
import { fileRows, type FileRow } from './files';
import { createHeadReader, type FileHeads } from './head-words';
import { createHeads, type FillHeads } from './heads';
import { largest, type Retriever, type RetrieveOptions } from './retriever';
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
      const vectors = options.queryVector ? await cosines(options.queryVector, corpus, options) : new Map<number, number>();
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

/** The chunks of the files, the best of them by a rough order. */
function bestChunksOf(
  files: readonly FileRow[],
  matches: LexicalMatches,
  vectors: ReadonlyMap<number, number>,
  corpus: Corpus,
  { limit, accept, deadline }: RetrieveOptions,
  heads?: Heads,
): Candidates {
  const top = largest(matches.bestChunks);
  const wordsOf = ({ file, start }: FileRow, chunk: number): number => (start < 0 ? 0 : matches.chunkScores[start + chunk - file.chunkIds[0]!]!);
  const cosineOf = ({ hasVector }: FileRow, chunk: number): number => (hasVector ? (vectors.get(chunk) ?? 0) : 0);
  const roughOf = (owner: FileRow, words: number, cosine: number): number =>
    Math.min(1, owner.rough + (words > 0 ? ROUGH.words * (words / top) : 0) + ROUGH.vector * cosine);
  const choice = createChoice(limit);
  for (const owner of files) {
    deadline?.check();
    const { chunkIds } = owner.file;
    for (let at = 0; at < chunkIds.length; at += 1) {
      const chunk = chunkIds[at]!;
      if (accept && !accept.chunk(chunk)) continue;
      const rough = roughOf(owner, wordsOf(owner, chunk), cosineOf(owner, chunk));
      // What only lies near a match is no match.
      if (rough > 0) choice.offer(rough, chunk);
    }
  }
  let at = 0;
  const width = heads ? SIGNALS.length : GENERAL_WIDTH;
  return fillCandidates(choice.chunks(corpus), width, (chunk, signals, row) => {
    while (chunk > files[at]!.file.chunkIds.at(-1)!) at += 1;
    const owner = files[at]!;
    const words = wordsOf(owner, chunk);
    const cosine = cosineOf(owner, chunk);
    for (let signal = 0; signal < GENERAL_WIDTH; signal += 1) signals[row + signal] = owner.signals[signal]!;
    if (words > 0) {
      signals[row + SIGNAL.words] = words / top;
      signals[row + SIGNAL.words_in_file] = words / owner.best;
    }
    signals[row + SIGNAL.vector] = cosine;
    heads?.fill(heads.read[at]!, chunk - owner.file.chunkIds[0]!, signals, row);
    return roughOf(owner, words, cosine);
  });
}

/** Cosines of the nearest chunks, as shares between the farthest of them (0) and the best (1). */
async function cosines(queryVector: Float32Array, corpus: Corpus, { accept, deadline }: RetrieveOptions): Promise<Map<number, number>> {
  const hits = await corpus.vectors.search(queryVector, VECTOR_CANDIDATES, accept?.chunk, deadline);
  const top = hits[0]?.score ?? 0;
  // Hashed cosines have a floor of chance; only what stands above the last candidate tells.
  const floor = hits.length === VECTOR_CANDIDATES ? hits[hits.length - 1]!.score : 0;
  if (top <= floor) return new Map();
  const live = hits.filter(({ id }) => corpus.fileOf(id));
  return new Map(live.map(({ id, score }) => [id, (score - floor) / (top - floor)]));
}
