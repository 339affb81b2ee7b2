/** How much the code leans on each definition and file: PageRank over uses. */
import { REFERENCE_WIDTH } from '../kernel';
import { pageRank, type WeightedEdge } from './algorithms';
import type { Bindings, Resolution } from './bindings';
import type { GraphFile } from './files';
import { EXACT_LANGUAGES } from './kinds';
import { readUse } from './rows';
import { keyOf } from './symbols';
import { confidenceOf } from './uses';

export interface Ranks {
  /** `keyOf` a definition → share of all rank. */
  readonly symbols: ReadonlyMap<string, number>;
  /** File id → the rank of what it defines and of its own module-level code. */
  readonly files: ReadonlyMap<number, number>;
}

/** A name that many things share tells of none of them. */
const CONFIDENCE_MIN = 0.2;

/** One pass over every use in the workspace: an edge from the enclosing definition to the used one. */
export function computeRanks(list: readonly GraphFile[], bindings: Pick<Bindings, 'resolve'>): Ranks {
  const numbers = new Map<string, number>();
  const keys: string[] = [];
  const numberOf = (key: string): number => {
    let number = numbers.get(key);
    if (number === undefined) {
      numbers.set(key, (number = keys.length));
      keys.push(key);
    }
    return number;
  };
  const weights = new Map<string, number>();
  for (const file of list) {
    if (file.facts.structure === 'document') continue;
    file.facts.symbols.forEach((_, index) => numberOf(`${file.id}:${index}`));
    const { data, names: packed } = file.facts.references;
    const nameList = packed.split('\n');
    const known = new Map<string, Resolution | undefined>();
    for (let at = 0; at < data.length; at += REFERENCE_WIDTH) {
      const use = readUse(file.facts, at, nameList);
      const name = nameList[data[at]!]!;
      // The same name in the same place means the same thing: most uses repeat.
      const key = `${name}\n${use.symbol}\n${use.receiver ?? '-'}\n${use.kind}`;
      if (!known.has(key)) known.set(key, bindings.resolve(file, { name, ...use }));
      const resolution = known.get(key);
      const weight = resolution ? weightOf(resolution, file) : 0;
      if (!resolution || weight === 0) continue;
      const from = numberOf(use.symbol >= 0 ? `${file.id}:${use.symbol}` : `${file.id}:file`);
      for (const each of resolution.definitions) {
        const to = numberOf(keyOf(each));
        if (to !== from) weights.set(`${from},${to}`, (weights.get(`${from},${to}`) ?? 0) + weight);
      }
    }
  }
  const edges: WeightedEdge[] = [...weights].map(([pair, weight]) => {
    const [from, to] = pair.split(',').map(Number);
    // Ten uses in one function say little more than three.
    return { from: from!, to: to!, weight: Math.sqrt(weight) };
  });
  const rank = pageRank(keys.length, edges);
  const bySymbol = new Map(keys.map((key, number) => [key, rank[number]!]));
  const byFile = new Map<number, number>();
  keys.forEach((key, number) => {
    const id = Number(key.slice(0, key.indexOf(':')));
    byFile.set(id, (byFile.get(id) ?? 0) + rank[number]!);
  });
  return { symbols: bySymbol, files: byFile };
}

/** Where types decide, a guess by name is mostly about a library's member of that name: every list has a `map`. */
function weightOf(resolution: Resolution, { facts }: GraphFile): number {
  const isGuess = resolution.certainty === 'unique' || resolution.certainty === 'ambiguous';
  if (resolution.definitions.length === 0 || (isGuess && EXACT_LANGUAGES.has(facts.language))) return 0;
  const confidence = confidenceOf(resolution);
  return confidence < CONFIDENCE_MIN ? 0 : confidence;
}
