/** Chunks whose symbols share words with the query, and what lies in the folder that it names. */
import type { Candidate } from '../kernel';
import type { Corpus } from '../corpus';
import { partsOf, type LexicalMatches } from '../lexical';
import type { ParsedQuery } from '../query';
import { createBest } from './best';
import { comparePlaces, largest, type Tally } from './retriever';
import { emptyRow, SIGNAL } from './signals';

export interface NameWeights {
  readonly names: number;
  readonly scope: number;
}

/**
 * Chunks that match by words alone. There may be as many as the index has, so only the best `limit`
 * become candidates; those of `tally` get the signals there instead.
 */
export function nameCandidates(query: ParsedQuery, corpus: Corpus, tally: Tally, weights: NameWeights, limit: number): Candidate[] {
  const matches = corpus.lexical.match(query.terms);
  const { files, starts, firstChunks, chunkScores, nameScores } = matches;
  const top = largest(nameScores) || 1;
  const inScope = filesInScope(query, corpus);
  const chunkAt = (at: number): number => firstChunks[ownerOf(at, matches)]! + at - starts[ownerOf(at, matches)]!;
  const best = createBest(limit, (a, b) => comparePlaces(chunkAt(a), chunkAt(b), corpus) < 0);
  for (let position = 0; position < files.length; position += 1) {
    const scope = inScope.size > 0 && inScope.has(files[position]!) ? 1 : 0;
    const shift = firstChunks[position]! - starts[position]!;
    for (let at = starts[position]!; at < starts[position + 1]!; at += 1) {
      if (chunkScores[at] === 0 || (scope === 0 && nameScores[at] === 0)) continue;
      const names = nameScores[at]! / top;
      if (tally.has(at + shift)) {
        tally.add(at + shift, 'scope', scope);
        tally.add(at + shift, 'names', names);
      } else best.offer(weights.scope * scope + weights.names * names, at);
    }
  }
  return best.items().map((at) => {
    const signals = emptyRow();
    signals[SIGNAL.scope] = inScope.has(files[ownerOf(at, matches)]!) ? 1 : 0;
    signals[SIGNAL.names] = nameScores[at]! / top;
    return { chunk: chunkAt(at), signals, score: weights.scope * signals[SIGNAL.scope]! + weights.names * signals[SIGNAL.names]! };
  });
}

/** Position of the file that the entry of a chunk belongs to. */
function ownerOf(at: number, { starts, files }: LexicalMatches): number {
  let low = 0;
  let high = files.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >>> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
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
