/** Names bound in the scopes around a line, by the same captures from which facts are made. */
import type { LocalName } from '../../kernel';
import { LIMITS } from '../../kernel';
import { createLineTable } from '../lines';
import { withDecorators } from './attach';
import { readMatches } from './captures';
import { scopesOf, type GrammarEntry } from './facts';
import { loadGrammar } from './grammar';
import { outline } from './outline';
import { byPlace, createCursor, outersOf } from './places';
import { CALLABLES, type Read } from './rules';

/** Rejects when the grammar does not load, with GrammarError when the file takes too long. */
export async function localsWithGrammar(text: string, entry: GrammarEntry, line: number): Promise<LocalName[]> {
  const grammar = await loadGrammar(entry.grammar(), entry.query);
  const read: Read = (node) => text.slice(node.startIndex, node.endIndex);
  const lines = createLineTable(text);
  return grammar.withTree(entry.rules.prepare?.(text).text ?? text, LIMITS.parseMs, (_, matches) => {
    const captured = readMatches(matches, read, entry.rules);
    const definitions = withDecorators(text, captured);
    const { bound, symbols } = outline({ text, read, lines, rules: entry.rules, captured, definitions });
    const scopes = scopesOf(captured, definitions);
    const outers = outersOf(scopes);
    const cursor = createCursor(scopes);
    const found: (LocalName & { readonly scope: number })[] = [];
    for (const { name, as, start } of [...captured.bound, ...bound].sort(byPlace)) {
      let scope = cursor.at(start);
      while (scope >= 0 && scopes[scope]!.typesOnly && as !== 'type') scope = outers[scope]!;
      const place = scopes[scope];
      if (!place || as === 'global' || as === 'this') continue;
      const first = lines.lineAt(place.start);
      if (first > line || lines.lineAt(place.end) < line) continue;
      found.push({ name, ...kindOf(name, as, first), line: lines.lineAt(start), scope });
    }
    // Scopes stand outer before inner.
    return distinct(found.sort((a, b) => b.scope - a.scope)).map(({ scope: _, ...local }) => local);

    function kindOf(name: string, as: string, startLine: number): Pick<LocalName, 'kind' | 'type'> {
      if (as === 'type') return { kind: 'type', type: '' };
      const owner = symbols.find((symbol) => CALLABLES.has(symbol.kind) && symbol.startLine === startLine);
      const parameter = owner?.parameters.find((each) => each.name.replace(/^[^\p{L}_$]+/u, '') === name);
      return parameter ? { kind: 'parameter', type: parameter.type } : { kind: 'variable', type: '' };
    }
  });
}

function distinct<T extends { readonly name: string }>(names: readonly T[]): T[] {
  const seen = new Set<string>();
  return names.filter(({ name }) => !seen.has(name) && seen.add(name));
}
