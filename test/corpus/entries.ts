/** Entries made as analysis threads make them, and what a corpus answers, in terms of paths and lines. */
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { chunkFile } from '../../src/chunk';
import { createCorpus, folderOf, type Corpus, type FileEntry } from '../../src/corpus';
import { BUILT_IN_DIMENSIONS, embedChunks, embedTerms } from '../../src/embed';
import { countWords } from '../../src/lexical';
import { parseFile, splitLines } from '../../src/parse';
import { parseQuery } from '../../src/query';
import { createVectorIndex } from '../../src/vector';
import { mapsOf } from '../support/matches';

export async function entryOf(path: string, text: string, mtimeMs = 1): Promise<FileEntry> {
  const hash = createHash('sha256').update(text).digest('hex');
  const size = Buffer.byteLength(text);
  const facts = await parseFile({ path, text, hash, size, invalidUtf8: false });
  const lines = splitLines(text);
  const chunks = chunkFile(facts, lines);
  const words = countWords(facts, chunks, lines);
  return { size, mtimeMs, facts, chunks, words, vectors: embedChunks(words.terms, words.postings, chunks.length) };
}

export async function openCorpus(dimensions = BUILT_IN_DIMENSIONS): Promise<Corpus> {
  const { index } = await createVectorIndex({ backend: 'portable', dimensions });
  return createCorpus(index);
}

export const PATHS = ['src/router.ts', 'src/http/server.ts', 'lib/cache.js', 'README.md', 'main.py', 'constructor', '__proto__'];

const PIECES = [
  'export class Router {\n  match(path) { return path; }\n  #secret() {}\n}', 'export function parseUrl(text) { return text; }',
  'const cache = new Map();', '// Handles requests of the server.', 'def greet(name):\n    return name', '', '{}', '...',
  `function large() {\n${'  callSomething(withArguments, andMore);\n'.repeat(60)}}`, 'function open( {',
];

export const anyText = fc.array(fc.constantFrom(...PIECES), { maxLength: 4 }).map((pieces) => pieces.join('\n\n'));

const QUERIES = ['match', 'parseUrl', 'where does the server handle requests', 'cache', 'router path', 'greet name', 'absent'];
const NAMES = ['Router', 'match', 'parseUrl', 'secret', 'cache', 'large', 'constructor', 'absent'];

/** Everything that searches can see, without the numbers that differ from index to index. */
export async function answersOf(corpus: Corpus): Promise<unknown> {
  const keyOf = (id: number): string => {
    const { file, chunk } = corpus.chunk(id)!;
    return `${file.path}:${chunk.startLine}-${chunk.endLine}`;
  };
  const sorted = (map: ReadonlyMap<number, number>, key: (id: number) => string) =>
    [...map].map(([id, score]) => `${key(id)} ${score}`).sort();
  const searches = await Promise.all(
    QUERIES.map(async (text) => {
      const { terms } = parseQuery(text);
      const matches = corpus.lexical.match(terms);
      const { chunks, names, files, paths, coverage } = mapsOf(matches);
      const path = (id: number): string => corpus.fileById(id)!.path;
      const hits = await corpus.vectors.search(embedTerms(terms, (term) => matches.idf.get(term) ?? 0), 1_000);
      return {
        text,
        chunks: sorted(chunks, keyOf),
        names: sorted(names, keyOf),
        files: sorted(files, path),
        paths: sorted(paths, path),
        coverage: sorted(coverage, path),
        vectors: hits.map(({ id, score }) => `${keyOf(id)} ${score}`).sort(),
      };
    }),
  );
  const definitions = NAMES.map((name) =>
    corpus.symbols.find(name).map(({ file, symbol }) => `${corpus.fileById(file)!.path} ${symbol.qualifiedName}:${symbol.startLine}`).sort(),
  );
  const files = [...corpus.files()]
    .map(({ path, size, mtimeMs, facts, chunks, chunkIds }) => ({ path, size, mtimeMs, hash: facts.hash, chunks, ids: chunkIds.length }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const places = PATHS.map((path) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const { paths } = corpus;
    const found = [paths.named(name), paths.withStem(name.replace(/\..*/, '').toLowerCase()), paths.withPart('src'), paths.inFolder(folderOf(path))];
    return found.map((ids) => [...ids].map((id) => corpus.fileById(id)!.path).sort());
  });
  return { searches, definitions, places, files, counts: corpus.counts(), vectors: corpus.vectors.size };
}
