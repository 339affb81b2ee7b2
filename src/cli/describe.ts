import type { SymbolFact } from '../index';

/** `12-40  method    Store.put  put(key: string): void` */
export function describeSymbol(symbol: SymbolFact): string {
  const lines = `${symbol.startLine}-${symbol.endLine}`.padEnd(11);
  return `${lines} ${symbol.kind.padEnd(11)} ${symbol.qualifiedName}  ${symbol.signature.replace(/\s+/g, ' ')}`;
}
