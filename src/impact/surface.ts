/** What of a file others can use. */
import type { FileFacts, SymbolFact, SymbolPlace } from '../kernel';

const FUNCTIONS = new Set<SymbolFact['kind']>(['function', 'method', 'constructor', 'accessor']);
const HIDDEN = new Set(['private', 'protected', 'internal', 'fileprivate']);

/** Exported, and reachable through exported types only. */
export function isPublic(facts: FileFacts, index: number): boolean {
  for (let at = index; at >= 0; at = facts.symbols[at]!.parent) {
    const symbol = facts.symbols[at]!;
    if (!symbol.exported || symbol.modifiers.some((modifier) => HIDDEN.has(modifier)) || symbol.name.startsWith('#')) return false;
    // What a function defines inside itself nobody else sees.
    if (at !== index && FUNCTIONS.has(symbol.kind)) return false;
  }
  return true;
}

/** A place for an answer; `index` -1 stands for code outside of every definition. */
export function placeOf(facts: FileFacts, index: number, line = 1): SymbolPlace {
  const symbol = facts.symbols[index];
  return {
    path: facts.path,
    symbol: symbol?.qualifiedName ?? '',
    kind: symbol?.kind ?? 'module',
    signature: symbol?.signature ?? '',
    exported: symbol !== undefined && isPublic(facts, index),
    language: facts.language,
    startLine: symbol?.startLine ?? line,
    endLine: symbol?.endLine ?? line,
  };
}
