/** A real corpus of files given as text, analysed in this process. */
import { createCorpus, type Corpus } from '../../src/corpus';
import { createVectorIndex } from '../../src/vector';
import { analyze } from '../../src/worker';
import { tempFolder } from '../io/temp-folder';

export interface TestCorpus {
  readonly corpus: Corpus;
  readonly root: string;
  /** Number of the first chunk of a file, or of the one that holds the line. */
  chunk(path: string, line?: number): number;
}

export async function corpusOf(files: Readonly<Record<string, string>>): Promise<TestCorpus> {
  const root = tempFolder(files);
  const { index } = await createVectorIndex({ backend: 'portable', dimensions: 256 });
  const corpus = createCorpus(index);
  for (const path of Object.keys(files).sort()) {
    const analysis = await analyze({ source: { kind: 'directory', root, maxFileBytes: 10_000_000 }, path, embedding: 'builtin' });
    if (analysis.status !== 'analyzed') throw new Error(`${path} is ${analysis.status}`);
    const { size, facts, chunks, words, vectors } = analysis;
    await corpus.put({ size, mtimeMs: 1, facts, chunks, words, vectors: vectors! });
  }
  return {
    corpus,
    root,
    chunk(path, line = 1) {
      const file = corpus.file(path);
      const id = file && corpus.chunkAt(file, line);
      if (id === undefined) throw new Error(`no chunk at ${path}:${line}`);
      return id;
    },
  };
}
