/** What stands in front of, or inside, a definition and belongs to it. */
import type { LineRange } from '../../kernel';
import type { LineTable } from '../lines';
import type { Captured, Definition } from './captures';
import { typeName } from './heads';
import type { Symbol } from './outline';
import { byPlace, createCursor, type Place } from './places';
import type { LanguageRules } from './rules';

/** Definitions with the decorators in front of them, sorted by place. */
export function withDecorators(text: string, { definitions, decorators, comments }: Captured): Definition[] {
  const endings = new Map([...comments, ...decorators].map((place) => [place.end, place]));
  const isDecorator = new Set(decorators);
  const extended = definitions.map((definition) => {
    let { start } = definition;
    if (decorators.length > 0) {
      for (let before = placeBefore(text, start, endings); before; before = placeBefore(text, before.start, endings)) {
        if (isDecorator.has(before)) ({ start } = before);
      }
    }
    return start === definition.start ? definition : { ...definition, start };
  });
  return extended.sort(byPlace);
}

/** The comment or decorator that ends in front of `offset`, with nothing but white space between. */
function placeBefore(text: string, offset: number, endings: ReadonlyMap<number, Place>): Place | undefined {
  let at = offset;
  while (at > 0 && !endings.has(at) && /\s/.test(text[at - 1]!)) at -= 1;
  const place = endings.get(at);
  return place && place.start < offset ? place : undefined;
}

/**
 * Gives symbols their doc comments: a string inside, else the comments in front, on lines of their
 * own and without an empty line between.
 */
export function attachDocs(symbols: readonly Symbol[], symbolAt: (offset: number) => number, captured: Captured, text: string, lines: LineTable): void {
  for (const { start, end } of captured.docs) {
    const symbol = symbols[symbolAt(start)];
    if (symbol) symbol.doc ??= { startLine: lines.lineAt(start), endLine: lines.lineAt(end - 1) };
  }
  const byEnd = new Map<number, LineRange>();
  for (const { start, end } of captured.comments) {
    const startLine = lines.lineAt(start);
    const lineStart = start - lines.columnAt(start) + 1;
    if (!/^\s*$/.test(text.slice(lineStart, start))) continue;
    // Comments of some grammars reach to the next line.
    const endLine = lines.lineAt(Math.max(start, end - 1));
    byEnd.set(endLine, { startLine: byEnd.get(startLine - 1)?.startLine ?? startLine, endLine });
  }
  for (const symbol of symbols) {
    const range = byEnd.get(symbol.startLine - 1);
    if (range) symbol.doc ??= range;
  }
}

/** Gives symbols the base types named in their heads, and those of containers to the type they extend. */
export function attachHeritage(
  symbols: readonly Symbol[],
  definitions: readonly Definition[],
  symbolOf: Int32Array,
  { heritage }: Captured,
  text: string,
  { relationOf }: LanguageRules,
): void {
  const cursor = createCursor(definitions);
  let last = -1;
  for (const { start, end, relation } of heritage) {
    if (start === last) continue;
    last = start;
    const index = cursor.at(start);
    const definition = definitions[index];
    if (!definition) continue;
    const name = typeName(text.slice(start, end));
    const owner = definition.kind
      ? symbols[symbolOf[index]!]
      : symbols.find((symbol) => symbol.name === typeName(definition.name) && symbol.parent === symbolOf[index]);
    if (owner && name !== '' && !owner.heritage.some((known) => known.name === name)) owner.heritage.push({ relation: relationOf?.(name, owner.kind, relation) ?? relation, name });
  }
}
