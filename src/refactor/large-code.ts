/** Functions that are too long or too complex, and files that hold too much. */
import { isTestPath } from '../analyze';
import type { GraphFile } from '../graph';
import type { ExtractableBlock, SymbolFact } from '../kernel';
import { isForeign } from './conventions';
import { beyond, count, type Draft, type RuleScope } from './draft';

/** A function beyond a threshold. */
export interface LargeFunction {
  readonly file: GraphFile;
  readonly symbol: SymbolFact;
  /** Lines of its own, without those of definitions with code inside it. */
  readonly lines: number;
  readonly tooLong: boolean;
  readonly tooComplex: boolean;
}

export const isShapeWanted = (path: string, { covers, includeTests }: RuleScope): boolean =>
  covers(path) && !isForeign(path) && (includeTests || !isTestPath(path));

export function largeFunctions(scope: RuleScope): LargeFunction[] {
  const { functionLines, complexity } = scope.thresholds;
  return scope.view.files.filter(({ path }) => isShapeWanted(path, scope)).flatMap((file) => {
    const inner = innerLines(file);
    return file.facts.symbols.flatMap((symbol, index) => {
      if (symbol.complexity === 0) return [];
      const lines = symbol.endLine - symbol.startLine + 1 - (inner.get(index) ?? 0);
      const found = { file, symbol, lines, tooLong: lines > functionLines, tooComplex: symbol.complexity > complexity };
      return found.tooLong || found.tooComplex ? [found] : [];
    });
  });
}

/** Symbol → lines of the definitions with code right inside it. */
function innerLines({ facts }: GraphFile): Map<number, number> {
  const lines = new Map<number, number>();
  for (const { parent, complexity, kind, startLine, endLine } of facts.symbols) {
    if (parent >= 0 && (complexity > 0 || kind === 'class')) lines.set(parent, (lines.get(parent) ?? 0) + endLine - startLine + 1);
  }
  return lines;
}

/** One finding per function: where both are too much, the complexity is what to start with. */
export function describeLarge({ file, symbol, lines, tooLong, tooComplex }: LargeFunction, scope: RuleScope, blocks: readonly ExtractableBlock[]): Draft {
  const { functionLines, complexity } = scope.thresholds;
  const figures = [tooComplex ? `a complexity of ${symbol.complexity}` : '', tooLong ? `${lines} lines of its own` : ''].filter(Boolean).join(' and ');
  const largest = Math.max(symbol.complexity / complexity, lines / functionLines);
  return {
    rule: tooComplex ? 'complex_function' : 'long_function',
    path: file.path,
    symbol: symbol.qualifiedName,
    startLine: symbol.startLine,
    endLine: symbol.endLine,
    message: `${symbol.qualifiedName} has ${figures}${blocks.length > 0 ? `; ${count(blocks.length, 'block')} could become functions` : ''}.`,
    evidence: { complexity: symbol.complexity, complexityLimit: complexity, lines, linesLimit: functionLines, parameters: symbol.parameters.length, extractableBlocks: blocks.length },
    why: tooComplex
      ? 'Each branch is a case to think of and to test; beyond some fifteen of them, changes break what nobody had in mind.'
      : 'What does not fit on a screen is read in parts, and its variables reach over all of them.',
    effort: largest > 3 ? 'large' : 'medium',
    confidence: 0.9,
    magnitude: Math.max(beyond(symbol.complexity, complexity), beyond(lines, functionLines)),
    ...(blocks.length > 0 ? { blocks } : {}),
  };
}
