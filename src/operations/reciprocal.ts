/** The other way to join branches: by the places that each gives, instead of one ranking of all signals. */
import { roundFine } from '../kernel';
import type { Corpus } from '../corpus';
import { fuse, fuseRanks, type Branch } from '../fuse';
import type { ParsedQuery } from '../query';
import { noiseOptions, rank, type RankedChunk } from '../rank';

/**
 * As many results as `blended`, whose scores stay with their places: quality and packing were fitted on
 * that scale. `why` holds what each branch's place adds.
 */
export function byReciprocalRanks(branches: readonly Branch[], blended: readonly RankedChunk[], query: ParsedQuery, corpus: Corpus): RankedChunk[] {
  const noise = noiseOptions(query.text);
  // Heads are looked at by words alone; structure has nothing that an intention is ranked by.
  const kindOf = ({ source }: Branch) => (query.intention && source === 'rag' ? 'intention' : 'general');
  const lists = branches.map((branch) => rank(fuse([{ ...branch, weight: 1 }]), corpus, noise, kindOf(branch)));
  const known = new Map(lists.flatMap((list) => list.map((result) => [result.chunk, result] as const)));
  const placed = fuseRanks(lists.map((list) => list.map(({ chunk }) => chunk)));
  return placed.slice(0, blended.length).map(({ item, shares }, place) => {
    const named = branches.flatMap(({ source }, at) => (shares[at]! > 0 ? [[source, roundFine(shares[at]!)] as const] : []));
    const source = named.length > 1 ? 'ast+rag' : named[0]![0];
    return { ...known.get(item)!, score: blended[place]!.score, source, why: Object.fromEntries(named) };
  });
}
