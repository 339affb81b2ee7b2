/** How often each definition is used: one pass over all uses, remembered until the graph changes. */
import { EXACT_LANGUAGES, keyOf, readUse, type CodeGraph, type Definition, type GraphFile, type Ranks } from '../graph';
import { REFERENCE_WIDTH } from '../kernel';

export interface UseCount {
  /** Uses that surely mean it. */
  readonly sure: number;
  /** Those and all that may mean it. */
  readonly all: number;
}

type Counts = ReadonlyMap<string, UseCount>;

interface Meaning {
  readonly definitions: readonly Definition[];
  readonly sure: boolean;
}

/** The receiver of keys of objects and patterns. */
const OBJECT = '{}';
const NOTHING: Meaning = { definitions: [], sure: false };
const NONE: UseCount = { sure: 0, all: 0 };

/** The graph makes new ranks after every change; while they are the same, so are the counts. */
const known = new WeakMap<Ranks, Counts>();

/** `keyOf` a definition → its uses outside its own code; absent for none. */
export function countUses(graph: CodeGraph): Counts {
  const ranks = graph.ranks();
  const before = known.get(ranks);
  if (before) return before;
  const counts = new Map<string, UseCount>();
  for (const file of graph.list()) countInFile(file, graph, counts);
  known.set(ranks, counts);
  return counts;
}

export const usesOf = (counts: Counts, definition: Definition): UseCount => counts.get(keyOf(definition)) ?? NONE;

function countInFile(file: GraphFile, graph: CodeGraph, counts: Map<string, UseCount>): void {
  const { data, names } = file.facts.references;
  const nameList = names.split('\n');
  // The same name in the same place means the same thing: most uses repeat.
  const meanings = new Map<string, Meaning>();
  const loaded = modulesLoadedAsWhole(file, graph);
  for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
    const { symbol, receiver, kind } = readUse(file.facts, at, nameList);
    const name = nameList[data[at]!]!;
    const key = `${name}\n${symbol}\n${receiver ?? '-'}\n${kind}`;
    let meaning = meanings.get(key);
    if (!meaning) {
      meaning = receiver === OBJECT ? fromModules(loaded, name, graph) : meaningOf(graph.resolve(file, { name, symbol, receiver, kind }), file);
      meanings.set(key, meaning);
    }
    for (const definition of meaning.definitions) {
      if (isInside(file, symbol, definition)) continue;
      const { sure, all } = usesOf(counts, definition);
      counts.set(keyOf(definition), { sure: sure + (meaning.sure ? 1 : 0), all: all + 1 });
    }
  }
}

/** Where types decide, a guess by name is mostly about a library's member of that name. */
function meaningOf(resolution: ReturnType<CodeGraph['resolve']>, { facts }: GraphFile): Meaning {
  if (!resolution) return NOTHING;
  const { definitions, certainty } = resolution;
  const sure = certainty === 'exact' || certainty === 'import' || (certainty === 'unique' && !EXACT_LANGUAGES.has(facts.language));
  return { definitions, sure };
}

/** Files of `import('./x')`, whose names are taken out of a pattern: `const { name } = await import('./x')`. */
function modulesLoadedAsWhole(file: GraphFile, graph: CodeGraph): readonly GraphFile[] {
  const places = new Set(file.facts.imports.filter(({ names }) => names.length === 0).map(({ specifier, line }) => `${line} ${specifier}`));
  if (places.size === 0) return [];
  return graph.importsOf(file).flatMap(({ specifier, line, targets }) => (places.has(`${line} ${specifier}`) ? targets : []));
}

function fromModules(modules: readonly GraphFile[], name: string, graph: CodeGraph): Meaning {
  const definitions = modules.flatMap((module) => graph.exported(module, name));
  return definitions.length === 0 ? NOTHING : { definitions, sure: true };
}

/** Whether the symbol is the definition itself or stands in it: recursion is no use. */
export function isInside({ id, facts }: GraphFile, symbol: number, definition: Definition): boolean {
  if (definition.file !== id) return false;
  for (let at = symbol; at >= 0; at = facts.symbols[at]!.parent) if (at === definition.index) return true;
  return false;
}
