/** Chunks whose symbols share words with the query, and what lies in the folder that it names. */
import type { Candidates } from '../kernel';
import type { Corpus } from '../corpus';
import { partsOf } from '../lexical';
import type { ParsedQuery } from '../query';
import { createChoice, fillCandidates } from './candidates';
import { largest, type RetrieveOptions, type Tally } from './retriever';
import { SIGNAL, STRUCTURE_WIDTH } from './signals';

export interface NameWeights {
  readonly names: number;
  readonly scope: number;
}

/** The best `limit` of what the tally holds and of what matches by words alone, which may be all of the index. */
export function withNames(query: ParsedQuery, corpus: Corpus, tally: Tally, weights: NameWeights, { limit, accept, deadline }: Pick<RetrieveOptions, 'limit' | 'accept' | 'deadline'>): Candidates {
  const { named, nameScores, files, starts, ends, firstChunks, chunkScores } = corpus.lexical.match(query.terms, deadline);
  const top = largest(nameScores) || 1;
  const inScope = filesInScope(query, corpus);
  const isScoped = (position: number): boolean => inScope.size > 0 && inScope.has(files[position]!);
  const choice = createChoice(limit);
  const offer = (chunk: number, names: number, scope: number): void => {
    if (tally.row(chunk)) {
      tally.add(chunk, 'scope', scope);
      tally.add(chunk, 'names', names);
    } else if (accept?.chunk(chunk) !== false) choice.offer(weights.scope * scope + weights.names * names, chunk);
  };
  for (let position = 0, next = 0; position < files.length; position += 1) {
    const [start, end] = [starts[position]!, ends[position]!];
    const shift = firstChunks[position]! - start;
    // Of a file in scope all chunks that match count, of others those that match by a name.
    if (isScoped(position)) {
      for (let at = start; at < end; at += 1) if (chunkScores[at]! > 0) offer(at + shift, named[next] === at ? nameScores[next++]! / top : 0, 1);
    }
    for (; next < named.length && named[next]! < end; next += 1) offer(named[next]! + shift, nameScores[next]! / top, 0);
  }
  for (const chunk of tally.chunks()) if (tally.score(chunk) > 0 && accept?.chunk(chunk) !== false) choice.offer(tally.score(chunk), chunk);
  let position = 0;
  let next = 0;
  return fillCandidates(choice.chunks(corpus), STRUCTURE_WIDTH, (chunk, signals, row) => {
    const known = tally.row(chunk);
    if (known) {
      for (let at = 0; at < STRUCTURE_WIDTH; at += 1) signals[row + at] = known[at]!;
      return tally.score(chunk);
    }
    // Chunks ascend, and so do files and names.
    while (chunk >= firstChunks[position]! + ends[position]! - starts[position]!) position += 1;
    const at = starts[position]! + chunk - firstChunks[position]!;
    while (named[next]! < at) next += 1;
    const names = named[next] === at ? nameScores[next]! / top : 0;
    const scope = isScoped(position) ? 1 : 0;
    signals[row + SIGNAL.scope] = scope;
    signals[row + SIGNAL.names] = names;
    return weights.scope * scope + weights.names * names;
  });
}

/** What the tally holds and nothing else: all that there is when the words were late. */
export function withoutNames(corpus: Corpus, tally: Tally, { limit, accept }: Pick<RetrieveOptions, 'limit' | 'accept'>): Candidates {
  const choice = createChoice(limit);
  for (const chunk of tally.chunks()) if (tally.score(chunk) > 0 && accept?.chunk(chunk) !== false) choice.offer(tally.score(chunk), chunk);
  return fillCandidates(choice.chunks(corpus), STRUCTURE_WIDTH, (chunk, signals, row) => {
    signals.set(Float64Array.from(tally.row(chunk)!).subarray(0, STRUCTURE_WIDTH), row);
    return tally.score(chunk);
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
