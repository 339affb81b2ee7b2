/** What one caller sees of an index: the files that he may read, and how they hang together. */
import type { Corpus, IndexedFile } from '../corpus';
import type { CodeGraph, Definition, SymbolTable } from '../graph';
import type { SimilarIndex } from '../similar';
import type { FileFacts, SymbolFact, SymbolPlace } from '../kernel';

export interface CodeView {
  /** By path. */
  readonly files: readonly IndexedFile[];
  readonly graph: CodeGraph;
  readonly symbols: SymbolTable;
  readonly similar: SimilarIndex;
  readonly sees: (path: string) => boolean;
  /** The definition's file, when the caller may see it. */
  fileOf(definition: Pick<Definition, 'file'>): IndexedFile | undefined;
}

/** `allowed`: paths that the caller may read; default: all. */
export function createView(corpus: Corpus, allowed?: ReadonlySet<string>): CodeView {
  const sees = (path: string): boolean => allowed?.has(path) ?? true;
  const files = [...corpus.files()].filter(({ path }) => sees(path)).sort((a, b) => compareText(a.path, b.path));
  return {
    files,
    graph: corpus.graph,
    symbols: corpus.symbols,
    similar: corpus.similar,
    sees,
    fileOf({ file }) {
      const found = corpus.fileById(file);
      return found && sees(found.path) ? found : undefined;
    },
  };
}

export function placeOf({ path, language }: Pick<FileFacts, 'path' | 'language'>, symbol: SymbolFact): SymbolPlace {
  const { qualifiedName, kind, signature, exported, startLine, endLine } = symbol;
  return { path, symbol: qualifiedName, kind, signature, exported, language, startLine, endLine };
}

/** UTF-16 code-unit order: the same on every machine and in every locale. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Parts of documents: worth finding, but nothing that code could lean on. */
const DOCUMENT_KINDS = new Set<SymbolFact['kind']>(['section', 'key', 'selector']);

export const isCode = ({ kind }: SymbolFact): boolean => !DOCUMENT_KINDS.has(kind);
