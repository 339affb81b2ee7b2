/** How often each definition is used: one pass over all uses, remembered until the graph changes. */
import { keyOf, readUse, type CodeGraph, type Definition, type GraphFile, type Ranks } from '../graph';
import { REFERENCE_WIDTH } from '../kernel';

type Counts = ReadonlyMap<string, number>;

/** The graph makes new ranks after every change; while they are the same, so are the counts. */
const known = new WeakMap<Ranks, Counts>();

/** `keyOf` a definition → uses outside its own code. A use that may mean several counts for each of them. */
export function countUses(graph: CodeGraph): Counts {
  const ranks = graph.ranks();
  const before = known.get(ranks);
  if (before) return before;
  const counts = new Map<string, number>();
  for (const file of graph.list()) countInFile(file, graph, counts);
  known.set(ranks, counts);
  return counts;
}

function countInFile(file: GraphFile, graph: CodeGraph, counts: Map<string, number>): void {
  const { data, names } = file.facts.references;
  const nameList = names.split('\n');
  // The same name in the same place means the same thing: most uses repeat.
  const meanings = new Map<string, readonly Definition[]>();
  for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
    const { symbol, receiver, kind } = readUse(file.facts, at, nameList);
    const name = nameList[data[at]!]!;
    const key = `${name}\n${symbol}\n${receiver ?? '-'}\n${kind}`;
    let definitions = meanings.get(key);
    if (!definitions) meanings.set(key, (definitions = graph.resolve(file, { name, symbol, receiver, kind })?.definitions ?? []));
    for (const definition of definitions) {
      if (isInside(file, symbol, definition)) continue;
      const target = keyOf(definition);
      counts.set(target, (counts.get(target) ?? 0) + 1);
    }
  }
}

/** Whether the symbol is the definition itself or stands in it: recursion is no use. */
export function isInside({ id, facts }: GraphFile, symbol: number, definition: Definition): boolean {
  if (definition.file !== id) return false;
  for (let at = symbol; at >= 0; at = facts.symbols[at]!.parent) if (at === definition.index) return true;
  return false;
}
