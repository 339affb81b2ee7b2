/** A workspace at a glance: languages, where it starts, what it leans on, what is tangled. */
import type { IndexedFile } from '../corpus';
import { keyOf, type Definition } from '../graph';
import type { WorkspaceAnalysis } from '../kernel';
import { entryPointsOf } from './entry-points';
import { countUses, usesOf } from './use-counts';
import { compareText, isCode, placeOf, type CodeView } from './view';

export type Overview = Omit<WorkspaceAnalysis, 'map' | 'skipped' | 'skippedCount'>;

const LISTED = 20;
const CYCLES_LISTED = 50;

export function analyzeOverview(view: CodeView): Overview {
  const { files } = view;
  const sum = (of: (file: IndexedFile) => number): number => files.reduce((total, file) => total + of(file), 0);
  return {
    files: files.length,
    lines: sum(({ facts }) => facts.lineCount),
    bytes: sum(({ size }) => size),
    symbols: sum(({ facts }) => (facts.structure === 'document' ? 0 : facts.symbols.length)),
    languages: summarizeLanguages(files),
    entryPoints: entryPointsOf(view),
    mostReferenced: mostReferenced(view),
    mostComplex: mostComplex(files),
    cycles: cyclesOf(view).slice(0, CYCLES_LISTED),
  };
}

/** Paths of files that import each other in a circle, as far as the caller sees them. */
export function cyclesOf({ graph, sees }: CodeView): string[][] {
  return graph
    .cycles()
    .map((cycle) => cycle.map(({ path }) => path).filter(sees))
    .filter((cycle) => cycle.length > 1);
}

function summarizeLanguages(files: readonly IndexedFile[]): Overview['languages'] {
  const found = new Map<string, { files: number; lines: number; symbols: number; structures: Map<string, number> }>();
  for (const { facts } of files) {
    let entry = found.get(facts.language);
    if (!entry) found.set(facts.language, (entry = { files: 0, lines: 0, symbols: 0, structures: new Map() }));
    entry.files += 1;
    entry.lines += facts.lineCount;
    entry.symbols += facts.symbols.length;
    entry.structures.set(facts.structure, (entry.structures.get(facts.structure) ?? 0) + 1);
  }
  return [...found]
    .map(([language, { structures, ...counts }]) => ({ language, ...counts, structure: mostFrequent(structures) }))
    .sort((a, b) => b.lines - a.lines || compareText(a.language, b.language));
}

function mostFrequent(counts: ReadonlyMap<string, number>): string {
  return [...counts].sort((a, b) => b[1] - a[1] || compareText(a[0], b[0]))[0]![0];
}

function mostReferenced(view: CodeView): Overview['mostReferenced'] {
  const { symbols } = view.graph.ranks();
  const uses = countUses(view.graph);
  return definitionsOf(view.files)
    .flatMap(({ file, definition }) => {
      const { sure } = usesOf(uses, definition);
      if (sure === 0 || !isCode(definition.symbol)) return [];
      return [{ ...placeOf(file.facts, definition.symbol), rank: symbols.get(keyOf(definition)) ?? 0, uses: sure }];
    })
    .sort((a, b) => b.uses - a.uses || b.rank - a.rank || compareText(a.path, b.path) || a.startLine - b.startLine)
    .slice(0, LISTED);
}

function mostComplex(files: readonly IndexedFile[]): Overview['mostComplex'] {
  return definitionsOf(files)
    .filter(({ definition }) => definition.symbol.complexity > 1)
    .sort((a, b) => b.definition.symbol.complexity - a.definition.symbol.complexity)
    .slice(0, LISTED)
    .map(({ file, definition: { symbol } }) => ({ ...placeOf(file.facts, symbol), complexity: symbol.complexity }));
}

/** By path and line. */
export function definitionsOf(files: readonly IndexedFile[]): { file: IndexedFile; definition: Definition }[] {
  return files.flatMap((file) =>
    file.facts.symbols.map((symbol, index) => ({ file, definition: { file: file.id, index, symbol } })),
  );
}
