/** Definitions by their structure: every filter that is given must fit. */
import type { IndexedFile } from '../corpus';
import { keyOf, type Definition } from '../graph';
import type { StructureMatch } from '../kernel';
import { calledBy, callersOf, type CallAnswer } from './calls';
import { createFilter, type SortKey, type StructureQuestion } from './filter';
import { definitionsOf } from './overview';
import { countUses, isInside, usesOf } from './use-counts';
import { compareText, placeOf, type CodeView } from './view';

export interface Searched {
  readonly matches: readonly StructureMatch[];
  readonly total: number;
  /** What a reader should know of the filters, such as a name that nothing defines. */
  readonly notes: readonly string[];
}

interface Found {
  readonly file: IndexedFile;
  readonly definition: Definition;
}

export function searchSymbols(view: CodeView, question: StructureQuestion): Searched {
  const fits = createFilter(question);
  const { pathFits } = question;
  const files = view.files.filter(({ path, facts }) => fits.file(facts) && (pathFits?.(path) ?? true));
  let found: Found[] = definitionsOf(files).filter(({ definition }) => fits.symbol(definition.symbol));
  const notes: string[] = [];
  const keep = ({ keys, note }: CallAnswer): void => {
    found = found.filter(({ definition }) => keys.has(keyOf(definition)));
    if (note) notes.push(note);
  };
  if (question.calls !== undefined) keep(callersOf(view, question.calls));
  if (question.calledBy !== undefined) keep(calledBy(view, question.calledBy));
  if (question.unreferenced !== undefined) {
    found = found.filter(({ definition }) => isUnused(view, definition) === question.unreferenced);
  }
  const measured = measure(view, found, question);
  const order = ORDERS[question.sortBy];
  measured.sort((a, b) => order(a, b) || compareText(a.path, b.path) || a.startLine - b.startLine || compareText(a.symbol, b.symbol));
  return { matches: measured.slice(0, question.limit), total: measured.length, notes };
}

/** No use outside its own code. The count is quick and knows nothing of uses through a base type. */
function isUnused({ graph }: CodeView, definition: Definition): boolean {
  if (usesOf(countUses(graph), definition).all > 0) return false;
  return graph.usesOf(definition).every(({ file, symbol }) => isInside(file, symbol, definition));
}

/** Uses and ranks take a pass over the whole workspace, so they are told only when they were asked about. */
function measure(view: CodeView, found: readonly Found[], { sortBy, unreferenced }: StructureQuestion): StructureMatch[] {
  const uses = sortBy === 'uses' || unreferenced !== undefined ? countUses(view.graph) : undefined;
  const ranks = sortBy === 'rank' ? view.graph.ranks().symbols : undefined;
  return found.map(({ file, definition }) => {
    const { complexity, parameters, returnType, decorators } = definition.symbol;
    const key = keyOf(definition);
    return {
      ...placeOf(file.facts, definition.symbol),
      complexity,
      parameters,
      returnType,
      decorators,
      ...(uses ? { uses: usesOf(uses, definition).sure } : {}),
      ...(ranks ? { rank: ranks.get(key) ?? 0 } : {}),
    };
  });
}

const linesOf = ({ startLine, endLine }: StructureMatch): number => endLine - startLine;

/** Names and paths rise; what is measured falls. */
const ORDERS: Readonly<Record<SortKey, (a: StructureMatch, b: StructureMatch) => number>> = {
  path: () => 0,
  name: (a, b) => compareText(a.symbol, b.symbol),
  complexity: (a, b) => b.complexity - a.complexity,
  lines: (a, b) => linesOf(b) - linesOf(a),
  uses: (a, b) => b.uses! - a.uses!,
  rank: (a, b) => b.rank! - a.rank!,
};
