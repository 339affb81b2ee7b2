/**
 * The words of a file's declaration heads as numbers of one vocabulary, read when a question in prose
 * first asks about the file and kept as long as the file is: a question then compares numbers, where
 * hashing texts took most of its time.
 */
import type { Deadline, SymbolFact } from '../kernel';
import type { IndexedFile } from '../corpus';
import { createVocabulary, WHOLE, type Vocabulary } from '../lexical';

/** Heads of the chunks of one file, one after the other. */
export interface FileHeads {
  /** By chunk in the file: its first head; one more entry than chunks. */
  readonly starts: Uint32Array;
  /** By head: where the words of its name begin, those around it (owner, file), those of its types; one more entry than heads. */
  readonly bounds: Uint32Array;
  readonly words: Uint32Array;
}

export interface HeadReader {
  readonly vocabulary: () => Vocabulary;
  /** In the order of `files`. What was read of other files stays valid until the next call. @throws ANALYSIS_LATE */
  read(files: readonly IndexedFile[], deadline?: Deadline): FileHeads[];
}

/** Entries of `FileHeads.bounds` for each head. */
export const HEAD_ROW = 3;
/** Heads of one chunk that are looked at. */
const HEADS_MAX = 12;
const NO_HEAD: ReadonlySet<string> = new Set(['property', 'variable']);
/** More words are forgotten, with the heads that were read in them: hostile files must not fill the memory. */
const WORDS_MAX = 300_000;

export function createHeadReader(): HeadReader {
  let vocabulary = createVocabulary();
  let known = new WeakMap<IndexedFile, FileHeads>();
  return {
    vocabulary: () => vocabulary,
    read(files, deadline) {
      if (vocabulary.words() > WORDS_MAX) [vocabulary, known] = [createVocabulary(), new WeakMap<IndexedFile, FileHeads>()];
      return files.map((file) => {
        let heads = known.get(file);
        if (!heads) {
          deadline?.check();
          known.set(file, (heads = readFile(file, vocabulary)));
        }
        return heads;
      });
    },
  };
}

function readFile(file: IndexedFile, vocabulary: Vocabulary): FileHeads {
  const { path, facts } = file;
  const starts = new Uint32Array(file.chunks.length + 1);
  const bounds: number[] = [];
  const words: number[] = [];
  const add = (text: string): void =>
    vocabulary.forEachTerm(text, (term) => {
      if (!vocabulary.termText(term).startsWith(WHOLE)) words.push(term);
    });
  const stem = path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]+$/, '');
  headsByChunk(file).forEach((symbols, chunk) => {
    for (const symbol of symbols) {
      const { name, qualifiedName, parameters, returnType } = facts.symbols[symbol]!;
      bounds.push(words.length);
      add(name);
      bounds.push(words.length);
      add(qualifiedName.slice(0, Math.max(0, qualifiedName.lastIndexOf('.'))));
      add(stem);
      bounds.push(words.length);
      add(parameters.map((each) => `${each.name} ${each.type}`).join(' '));
      add(returnType);
    }
    starts[chunk + 1] = bounds.length / HEAD_ROW;
  });
  bounds.push(words.length);
  return { starts, bounds: Uint32Array.from(bounds), words: Uint32Array.from(words) };
}

/** By chunk, the definitions that begin in it; of a piece of a long one, that one. */
function headsByChunk({ chunks, facts: { symbols } }: IndexedFile): number[][] {
  const begun = chunks.map((): number[] => []);
  symbols.forEach(({ startLine }, symbol) => {
    const chunk = chunkBefore(chunks, startLine);
    if (chunk >= 0 && startLine <= chunks[chunk]!.endLine) begun[chunk]!.push(symbol);
  });
  const hasHead = (symbol: number): boolean => !NO_HEAD.has(symbols[symbol]!.kind satisfies SymbolFact['kind']);
  return begun.map((own, chunk) => {
    const around = chunks[chunk]!.symbol;
    return (own.length > 0 || !symbols[around] ? own : [around]).filter(hasHead).slice(0, HEADS_MAX);
  });
}

/** The last chunk that begins at the line or before it, or -1. */
function chunkBefore(chunks: IndexedFile['chunks'], line: number): number {
  let low = 0;
  let high = chunks.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (chunks[middle]!.startLine <= line) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
