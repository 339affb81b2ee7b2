import type { Step, SymbolFact, SymbolPlace } from '../index';

/** `12-40  method    Store.put  put(key: string): void` */
export function describeSymbol(symbol: SymbolFact): string {
  return describe(symbol, symbol.qualifiedName);
}

/** The same with the file in front; `more` stands before the signature. */
export function describePlace(place: SymbolPlace, more = ''): string {
  return `${place.path}: ${describe(place, [place.symbol || '(file)', more].filter(Boolean).join('  '))}`;
}

function describe(range: Pick<SymbolFact, 'startLine' | 'endLine' | 'kind' | 'signature'>, name: string): string {
  const lines = `${range.startLine}-${range.endLine}`.padEnd(11);
  return `${lines} ${range.kind.padEnd(11)} ${name}  ${range.signature.replace(/\s+/g, ' ')}`;
}

/** What a reader should know of how the answer came about. */
export function describeSteps(steps: readonly Step[]): string[] {
  return steps.filter(({ status }) => status !== 'ok').map(({ step, status, detail }) => `${status}: ${step}${detail ? `: ${detail}` : ''}`);
}

/** How many entries an answer left out, if any. */
export function describeRest(shown: number, total: number): string[] {
  return total > shown ? [`… ${total - shown} more; see --limit`] : [];
}

export function describeSize(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  return bytes < 1_048_576 ? `${(bytes / 1_024).toFixed(1)} kB` : `${(bytes / 1_048_576).toFixed(1)} MB`;
}
