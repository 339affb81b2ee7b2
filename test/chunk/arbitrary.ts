import fc from 'fast-check';
import type { FileFacts, SymbolFact } from '../../src/kernel';

export function factsOf(symbols: readonly SymbolFact[], lineCount: number, path = 'a.ts'): FileFacts {
  return {
    path, hash: 'h', language: 'typescript', structure: 'ts-morph', module: '', lineCount, symbols,
    imports: [], exports: [], references: { names: '', data: new Uint32Array() }, problems: [], invalidUtf8: false,
  };
}

export function symbol(name: string, startLine: number, endLine: number, parent = -1, more: Partial<SymbolFact> = {}): SymbolFact {
  return {
    name, qualifiedName: name, kind: 'function', signature: name, exported: true, parent, startLine, endLine,
    nameLine: startLine, nameColumn: 1, parameters: [], returnType: '', typeParameters: [], modifiers: [], decorators: [],
    heritage: [], complexity: 1, ...more,
  };
}

const line = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('', '', '  ', '\t', '\u00a0', '}', '});', '  }', 'else {', '// why') },
  { weight: 3, arbitrary: fc.nat({ max: 120 }).map((length) => `${' '.repeat(length % 9)}${'x'.repeat(length + 1)}`) },
  { weight: 1, arbitrary: fc.constantFrom('\u0001', '\u3000', 'x'.repeat(3_000), '\u2003a') },
);

/** Lines of all kinds, sometimes in long runs. */
const lines = fc
  .array(fc.tuple(line, fc.oneof({ weight: 8, arbitrary: fc.constant(1) }, { weight: 1, arbitrary: fc.integer({ min: 2, max: 130 }) })), { maxLength: 40 })
  .map((runs) => runs.flatMap(([text, times]) => Array.from({ length: times }, () => text)))
  .map((all) => (all.length === 0 ? [''] : all));

/** Symbols in the parser's order (an outer one before its inner ones), nested properly or not at all. */
const symbolsFor = (count: number): fc.Arbitrary<SymbolFact[]> =>
  fc
    .array(fc.record({
      start: fc.integer({ min: 1, max: count }),
      length: fc.nat({ max: count }),
      doc: fc.option(fc.nat({ max: 6 })),
      parent: fc.integer({ min: -1, max: 8 }),
    }), { maxLength: 25 })
    .map((drafts) => drafts.map(({ start, length, doc, parent }, index) => {
      const outer = parent < index ? parent : -1;
      return symbol(`s${index}`, start, Math.min(count, start + length), outer, doc === null ? {} : {
        doc: { startLine: Math.max(1, start - doc), endLine: start },
      });
    }));

/** Symbols as a parser makes them: inner ranges inside outer ones, siblings one after the other. */
function treeFor(count: number, seeds: readonly number[]): SymbolFact[] {
  const symbols: SymbolFact[] = [];
  let seed = 0;
  const next = (max: number): number => (seeds[seed++ % seeds.length]! % Math.max(1, max));
  const fill = (from: number, to: number, parent: number, depth: number): void => {
    let at = from;
    while (at <= to && symbols.length < 40) {
      const start = at + next(4);
      const end = Math.min(to, start + next((to - from) + 1));
      if (start > to) return;
      const index = symbols.push(symbol(`t${symbols.length}`, start, end, parent)) - 1;
      if (depth < 4) fill(start + 1, end - 1, index, depth + 1);
      at = end + (next(3) === 0 ? 0 : 1);
    }
  };
  fill(1, count, -1, 0);
  return symbols;
}

export const anyFile: fc.Arbitrary<{ lines: string[]; symbols: SymbolFact[] }> = lines.chain((all) =>
  fc
    .oneof(
      symbolsFor(all.length),
      fc.array(fc.nat({ max: 100 }), { minLength: 1, maxLength: 60 }).map((seeds) => treeFor(all.length, seeds)),
    )
    .map((symbols) => ({ lines: all, symbols })),
);
