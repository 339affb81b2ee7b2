/** Which definition each chunk is shown under. */
import type { Chunk, LineRange, SymbolFact } from '../kernel';

interface Numbered {
  readonly index: number;
  readonly symbol: SymbolFact;
  /** Doc comment included. */
  readonly start: number;
}

/** `ranges` are in order and do not overlap, so that one pass over the definitions names them all. */
export function nameChunks(ranges: readonly LineRange[], symbols: readonly SymbolFact[]): Chunk[] {
  const waiting = symbols.map(numbered).sort((a, b) => b.start - a.start || b.index - a.index);
  let open: Numbered[] = [];
  return ranges.map((range) => {
    open = open.filter(({ symbol }) => symbol.endLine >= range.startLine);
    while (waiting.length > 0 && waiting[waiting.length - 1]!.start <= range.endLine) open.push(waiting.pop()!);
    open.sort((a, b) => a.index - b.index);
    return { ...range, symbol: nameOf(range, open) };
  });
}

const numbered = (symbol: SymbolFact, index: number): Numbered => ({
  index,
  symbol,
  start: Math.min(symbol.doc?.startLine ?? symbol.startLine, symbol.startLine),
});

/** The innermost definition around the whole chunk, else the largest that starts in it, else none. */
function nameOf(range: LineRange, candidates: readonly Numbered[]): number {
  let around: Numbered | undefined;
  let inside = -1;
  let insideLines = 0;
  for (const candidate of candidates) {
    const { index, symbol, start } = candidate;
    if (start <= range.startLine && symbol.endLine >= range.endLine) around = candidate;
    else if (symbol.startLine >= range.startLine && symbol.startLine <= range.endLine) {
      const lines = symbol.endLine - symbol.startLine + 1;
      if (lines > insideLines) [inside, insideLines] = [index, lines];
    }
  }
  const whole = around !== undefined && around.symbol.startLine >= range.startLine;
  // A method that fills its chunk but for a neighbour's line names it better than a class far around it.
  if (!whole && inside >= 0 && insideLines * 2 > range.endLine - range.startLine + 1) return inside;
  return around?.index ?? inside;
}
