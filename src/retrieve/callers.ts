/** Where a name is used, for questions such as `who calls parseUrl`. */
import type { Deadline } from '../kernel';
import type { Corpus } from '../corpus';
import type { Definition } from '../graph';
import type { Tally } from './retriever';

/** A name that more symbols share says nothing about which one is meant. */
const DEFINERS_MAX = 12;
const CALLS: ReadonlySet<string> = new Set(['call', 'new', 'decorator']);
/** Reads, types and imports of what can be called are uses, but not what was asked for first. */
const OTHER_USE = 0.6;

/** Chunks that use a definition of the name count as places of the question; sure uses before guessed ones. */
export function addCallers(name: string, corpus: Corpus, tally: Tally, deadline?: Deadline): void {
  const definitions = definitionsOf(name, corpus);
  if (definitions.length > DEFINERS_MAX) return;
  for (const definition of definitions) {
    deadline?.check();
    for (const { file, line, kind, symbol, confidence } of corpus.graph.usesOf(definition)) {
      const indexed = corpus.fileById(file.id);
      const chunk = indexed && corpus.chunkAt(indexed, line);
      const calls = CALLS.has(kind) && symbol >= 0;
      if (chunk !== undefined) tally.add(chunk, 'place', confidence * (calls ? 1 : OTHER_USE));
    }
  }
}

function definitionsOf(name: string, corpus: Corpus): readonly Definition[] {
  const parts = name.split(/\.|#|::/);
  const own = parts.at(-1)!;
  const owner = parts.at(-2)?.toLowerCase();
  const cased = corpus.symbols.spelled(own);
  const members = owner ? cased.filter(({ symbol }) => symbol.qualifiedName.toLowerCase().split('.').slice(0, -1).includes(owner)) : [];
  return members.length > 0 ? members : cased;
}
