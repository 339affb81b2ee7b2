/**
 * Reciprocal rank fusion (Cormack, Clarke & Büttcher 2009): lists are joined by places alone, whatever
 * their scores mean. An item gains 1 / (k + place) from each list that holds it, places from 1.
 */
export interface Placed {
  readonly item: number;
  /** What each list adds, in the order of the lists; 0 where the item is missing. */
  readonly shares: readonly number[];
}

/** The authors' own: large enough that the first place of one list does not outweigh good ones in two. */
const K = 60;

/** Best first; of equal ones, those that come first in the first list that holds any. */
export function fuseRanks(lists: readonly (readonly number[])[]): Placed[] {
  const shares = new Map<number, number[]>();
  lists.forEach((list, at) =>
    list.forEach((item, place) => {
      const own = shares.get(item) ?? lists.map(() => 0);
      own[at] = 1 / (K + place + 1);
      shares.set(item, own);
    }),
  );
  const sum = (own: readonly number[]): number => own.reduce((total, share) => total + share, 0);
  return [...shares].sort(([, a], [, b]) => sum(b) - sum(a)).map(([item, own]) => ({ item, shares: own }));
}
