/** What in a workspace resembles a definition or a piece of code. */
import type { SimilarSymbol } from '../kernel';
import { isAround, type Fingerprint, type FoundPrint, type Print } from '../similar';
import { compareText, placeOf, type CodeView } from './view';

export const SIMILARITY_DEFAULT = 0.7;

/** The most similar first; of equal ones identical code before renamed. `own`: the definition itself, which is none. */
export function findSimilar(view: CodeView, fingerprint: Fingerprint, minSimilarity: number, own?: Print): SimilarSymbol[] {
  return view.similar
    .near(fingerprint, minSimilarity)
    .flatMap(({ print, similarity, match }: FoundPrint): SimilarSymbol[] => {
      const file = view.fileOf(print);
      const symbol = file?.facts.symbols[print.symbol];
      if (!file || !symbol || (own && print.file === own.file && isAround(file.facts.symbols, own.symbol, print.symbol))) return [];
      return [{ ...placeOf(file.facts, symbol), similarity, match, size: print.size }];
    })
    .sort((a, b) => b.similarity - a.similarity || compareText(a.match, b.match) || compareText(a.path, b.path) || a.startLine - b.startLine);
}
