/** Chunks whose symbols share words with the query, and what lies in the folder that it names. */
import type { Candidates } from '../kernel';
import type { Corpus } from '../corpus';
import { partsOf } from '../lexical';
import type { ParsedQuery } from '../query';
import { createChoice, fillCandidates } from './candidates';
import { largest, type Tally } from './retriever';
import { SIGNAL } from './signals';

export interface NameWeights {
  readonly names: number;
  readonly scope: number;
}

/** The best `limit` of what the tally holds and of what matches by words alone, which may be all of the index. */
export function withNames(query: ParsedQuery, corpus: Corpus, tally: Tally, weights: NameWeights, limit: number): Candidates {
  const { files, starts, firstChunks, chunkScores, nameScores } = corpus.lexical.match(query.terms);
  const top = largest(nameScores) || 1;
  const inScope = filesInScope(query, corpus);
  const scopeOf = (position: number): 0 | 1 => (inScope.size > 0 && inScope.has(files[position]!) ? 1 : 0);
  const choice = createChoice(limit);
  for (let position = 0; position < files.length; position += 1) {
    const scope = scopeOf(position);
    const shift = firstChunks[position]! - starts[position]!;
    const end = starts[position + 1]!;
    for (let at = starts[position]!; at < end; at += 1) {
      if (scope === 0 ? nameScores[at] === 0 : chunkScores[at] === 0) continue;
      const names = nameScores[at]! / top;
      if (tally.row(at + shift)) {
        tally.add(at + shift, 'scope', scope);
        tally.add(at + shift, 'names', names);
      } else choice.offer(weights.scope * scope + weights.names * names, at + shift);
    }
  }
  for (const chunk of tally.chunks()) if (tally.score(chunk) > 0) choice.offer(tally.score(chunk), chunk);
  let position = 0;
  return fillCandidates(choice.chunks(corpus), (chunk, signals, row) => {
    const known = tally.row(chunk);
    if (known) {
      signals.set(known, row);
      return tally.score(chunk);
    }
    // Chunks ascend, and so do files.
    while (chunk >= firstChunks[position]! + starts[position + 1]! - starts[position]!) position += 1;
    const names = nameScores[starts[position]! + chunk - firstChunks[position]!]! / top;
    const scope = scopeOf(position);
    signals[row + SIGNAL.scope] = scope;
    signals[row + SIGNAL.names] = names;
    return weights.scope * scope + weights.names * names;
  });
}

/** `router: …` raises the files below a folder, or with a name, of that word, unless half of all are. */
function filesInScope(query: ParsedQuery, corpus: Corpus): ReadonlySet<number> {
  const found = new Set<number>();
  for (const word of query.scope?.split(/[,/ ]+/) ?? []) {
    const wanted = partsOf(word).join('');
    if (wanted.length > 1) for (const file of corpus.paths.withPart(wanted)) found.add(file);
  }
  return found.size > corpus.counts().files / 2 ? new Set() : found;
}
