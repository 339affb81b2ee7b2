/** Definitions inside each other share their code: they are no duplicates. */
import type { SymbolFact } from '../kernel';

/** Whether two definitions of one file (indexes of its symbols) are the same, or one holds the other. */
export function isAround(symbols: readonly SymbolFact[], a: number, b: number): boolean {
  return a === b || holds(symbols, a, b) || holds(symbols, b, a);
}

function holds(symbols: readonly SymbolFact[], outer: number, inner: number): boolean {
  for (let at = symbols[inner]?.parent ?? -1; at >= 0; at = symbols[at]!.parent) if (at === outer) return true;
  return false;
}
