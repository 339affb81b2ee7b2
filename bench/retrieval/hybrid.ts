/** The whole ranking of a question, both branches, over a corpus of real files that is enlarged by copies. */
import { getHeapStatistics } from 'node:v8';
import { createCorpus, type Corpus, type FileEntry } from '../../src/corpus';
import { embedTerms } from '../../src/embed';
import { fuse } from '../../src/fuse';
import { parseQuery } from '../../src/query';
import { noiseOptions, rank } from '../../src/rank';
import { createAstRetriever, createRagRetriever, type Retriever } from '../../src/retrieve';
import { listDirectory } from '../../src/source';
import { createVectorIndex } from '../../src/vector';
import { analyze } from '../../src/worker';
import { fixed, printTable } from '../table';
import { createRandom } from './chunks';
import { timeEach, type Timing } from './timing';

const DIMENSIONS = 256;
const QUESTIONS = 300;
/** As the engine asks its retrievers. */
const CANDIDATES = 1_500;
/** Copies get vectors of their own: equal rows by the dozen are no workload. Rows are whole numbers, the largest 30,240. */
const NOISE = 2_000;
/** Chunks from one line about progress to the next. */
const TOLD = 50_000;

export interface HybridFigures extends Timing {
  readonly files: number;
  readonly chunks: number;
  readonly indexBytesPerChunk: number;
  /** Of the whole process, questions asked. */
  readonly rssMb: number;
  readonly heapMb: number;
}

export async function benchHybrid(trees: readonly string[], sizes: readonly number[]): Promise<HybridFigures[]> {
  const entries = await readEntries(trees);
  const { index } = await createVectorIndex({ backend: 'portable', dimensions: DIMENSIONS });
  const corpus = createCorpus(index);
  const questions = makeQuestions(entries);
  // As the engine has them: one of each, for all questions.
  const retrievers = { ast: createAstRetriever(), rag: createRagRetriever() };
  const results: HybridFigures[] = [];
  const from = performance.now();
  let copies = 0;
  for (const size of [...sizes].sort((a, b) => a - b)) {
    for (let told = corpus.counts().chunks; corpus.counts().chunks < size; copies += 1) {
      await addCopy(corpus, entries, copies, size);
      if (corpus.counts().chunks < told + TOLD) continue;
      told = corpus.counts().chunks;
      console.error(`${told} of ${size} chunks after ${fixed((performance.now() - from) / 1_000, 0)} s, ${fixed(process.memoryUsage.rss() / 2 ** 20, 0)} MB`);
    }
    console.error(`Asking ${QUESTIONS} questions of ${corpus.counts().chunks} chunks`);
    await timeEach(questions.slice(0, 50), (text) => answer(text, corpus, retrievers));
    const timing = await timeEach(questions, (text) => answer(text, corpus, retrievers));
    const { files, chunks } = corpus.counts();
    results.push({ files, chunks, indexBytesPerChunk: (corpus.lexical.bytes() + corpus.vectors.bytes()) / chunks, ...memory(), ...timing });
  }
  const { heap_size_limit: heap } = getHeapStatistics();
  console.log(`\nRanking: ${QUESTIONS} questions, words, structure and vectors (${DIMENSIONS} dimensions), ${entries.length} files and copies of them; heap of at most ${fixed(heap / 2 ** 20, 0)} MB`);
  printTable(
    ['chunks', 'files', 'p50 ms', 'p95 ms', 'cpu ms', 'words + vectors, bytes per chunk', 'process MB', 'of it heap MB'],
    results.map(({ chunks, files, p50Ms, p95Ms, cpuMs, indexBytesPerChunk, rssMb, heapMb }) => [
      String(chunks), String(files), fixed(p50Ms, 2), fixed(p95Ms, 2), fixed(cpuMs, 2), fixed(indexBytesPerChunk, 0), fixed(rssMb, 0), fixed(heapMb, 0),
    ]),
  );
  return results;
}

function memory(): { rssMb: number; heapMb: number } {
  const { rss, heapUsed } = process.memoryUsage();
  return { rssMb: rss / 2 ** 20, heapMb: heapUsed / 2 ** 20 };
}

async function answer(text: string, corpus: Corpus, { ast: structure, rag: words }: Readonly<Record<'ast' | 'rag', Retriever>>): Promise<unknown> {
  const query = parseQuery(text);
  const { idf } = corpus.lexical.match(query.terms);
  const queryVector = embedTerms(query.terms, (term) => idf.get(term) ?? 0);
  const ast = await structure.retrieve(query, corpus, { limit: CANDIDATES });
  const rag = await words.retrieve(query, corpus, { limit: CANDIDATES, queryVector });
  return rank(fuse([{ source: 'ast', weight: 1, candidates: ast }, { source: 'rag', weight: 1, candidates: rag }]), corpus, noiseOptions(text), query.intention ? 'intention' : 'general');
}

async function readEntries(trees: readonly string[]): Promise<FileEntry[]> {
  const entries: FileEntry[] = [];
  for (const root of trees) {
    const source = { kind: 'directory' as const, root, maxFileBytes: 1_000_000 };
    for (const { path, mtimeMs } of (await listDirectory(source)).files) {
      const analysis = await analyze({ source, path, embedding: 'builtin' });
      if (analysis.status === 'analyzed') entries.push({ ...analysis, mtimeMs, vectors: analysis.vectors! });
    }
  }
  if (entries.length === 0) throw new Error(`There are no files in ${trees.join(', ')}.`);
  return entries;
}

async function addCopy(corpus: Corpus, entries: readonly FileEntry[], copy: number, size: number): Promise<void> {
  const random = createRandom(copy + 1);
  for (const entry of entries) {
    if (corpus.counts().chunks >= size) return;
    const path = `copy${copy}/${entry.facts.path}`;
    const vectors = entry.vectors.slice();
    for (let at = 0; at < vectors.length; at += 1) vectors[at] = Math.round(vectors[at]! + NOISE * (random() - 0.5));
    await corpus.put({ ...entry, facts: { ...entry.facts, path }, vectors });
  }
}

/** Half names, half prose: what a symbol's name says, with words of its file around it. */
function makeQuestions(entries: readonly FileEntry[]): string[] {
  const random = createRandom(11);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)]!;
  const named = entries.filter(({ facts }) => facts.symbols.length > 0);
  if (named.length === 0) throw new Error('None of the files has symbols to ask about.');
  return Array.from({ length: QUESTIONS }, (_, i) => {
    const { facts, words } = pick(named);
    const { name } = pick(facts.symbols);
    if (i % 2 === 0) return name;
    const terms = words.terms.split('\n').filter((term) => /^[a-z]{4,}$/.test(term));
    return `how does it ${name.replace(/([A-Z_])/g, ' $1').toLowerCase()} when ${[0, 1, 2, 3].map(() => pick(terms)).join(' ')}`;
  });
}
