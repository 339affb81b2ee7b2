/** Which definitions a commit changed, and where they stand in the snapshot that is asked. */
import type { FileFacts, SymbolFact } from '../../src/kernel';
import { parseFile } from '../../src/parse';
import type { Hunk } from './repository';

export interface MinedSymbol {
  readonly file: string;
  readonly name: string;
  readonly qualified: string;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** What changes at the own level of one of these, below its head, is new or a comment: the whole of it is no answer. */
const CONTAINERS: ReadonlySet<string> = new Set(['class', 'interface', 'enum', 'namespace', 'module', 'struct', 'trait', 'type']);

export async function factsOf(path: string, text: string): Promise<FileFacts> {
  return parseFile({ path, text, hash: '', size: Buffer.byteLength(text), invalidUtf8: false });
}

/** The innermost definitions around each change, as the snapshot has them; those that it lacks are left out. */
export function goldSymbols(path: string, before: FileFacts, hunks: readonly Hunk[], snapshot: FileFacts): MinedSymbol[] {
  const found = new Map<string, MinedSymbol>();
  for (const symbol of hunks.flatMap((hunk) => touched(before.symbols, hunk))) {
    const same = snapshot.symbols.filter(({ qualifiedName, kind }) => qualifiedName === symbol.qualifiedName && kind === symbol.kind);
    // Of overloads the nearest one: the snapshot is not far.
    const there = same.sort((a, b) => Math.abs(a.startLine - symbol.startLine) - Math.abs(b.startLine - symbol.startLine))[0];
    if (!there) continue;
    const { name, qualifiedName: qualified, kind, startLine: start, endLine: end } = there;
    found.set(`${qualified} ${start}`, { file: path, name, qualified, kind, start, end });
  }
  return [...found.values()].sort((a, b) => a.start - b.start);
}

function touched(symbols: readonly SymbolFact[], { line, count }: Hunk): SymbolFact[] {
  const changed = new Set<SymbolFact>();
  // What was put in after a line is inside what holds both that line and the next.
  if (count === 0) {
    const around = innermost(symbols, line, line + 1);
    if (around && !CONTAINERS.has(around.kind)) changed.add(around);
  }
  for (let at = line; at < line + count; at += 1) {
    const around = innermost(symbols, at, at);
    if (around && (at === around.startLine || !CONTAINERS.has(around.kind))) changed.add(around);
  }
  return [...changed];
}

function innermost(symbols: readonly SymbolFact[], from: number, to: number): SymbolFact | undefined {
  let best: SymbolFact | undefined;
  for (const symbol of symbols) {
    if (symbol.startLine > from || symbol.endLine < to) continue;
    if (!best || symbol.endLine - symbol.startLine <= best.endLine - best.startLine) best = symbol;
  }
  return best;
}
