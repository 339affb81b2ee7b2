/** Where a name is used, for questions such as `who calls parseUrl`. */
import type { Deadline } from '../kernel';
import type { Corpus } from '../corpus';
import type { Definition } from '../graph';
import { isMemberOf, readName } from './definers';
import type { Tally } from './retriever';

/** A name that more symbols share says nothing about which one is meant. */
const DEFINERS_MAX = 12;
const CALLS: ReadonlySet<string> = new Set(['call', 'new', 'decorator']);
/** Reads, types and imports of what can be called are uses, but not what was asked for first. */
const OTHER_USE = 0.6;

/** Chunks that use one of the definitions count as places of the question; sure uses before guessed ones. `certainty`: that these are meant. */
export function addCallers(definitions: readonly Definition[], corpus: Corpus, tally: Tally, deadline?: Deadline, certainty = 1): void {
  if (definitions.length > DEFINERS_MAX) return;
  for (const definition of definitions) {
    deadline?.check();
    for (const { file, line, kind, symbol, confidence } of corpus.graph.usesOf(definition)) {
      const indexed = corpus.fileById(file.id);
      const chunk = indexed && corpus.chunkAt(indexed, line);
      const calls = CALLS.has(kind) && symbol >= 0;
      if (chunk !== undefined) tally.add(chunk, 'place', certainty * confidence * (calls ? 1 : OTHER_USE));
    }
  }
}

/** With its owner, where the name has one and it fits. */
export function calledDefinitions(name: string, { symbols }: Corpus): readonly Definition[] {
  const { own, owner } = readName(name);
  const cased = symbols.spelled(own);
  const members = owner ? cased.filter(isMemberOf(owner)) : [];
  return members.length > 0 ? members : cased;
}
