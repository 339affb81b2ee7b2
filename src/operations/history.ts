/** Commit messages as a signal: indexed once for each snapshot that brings a history. */
import type { CommitFact } from '../kernel';
import { createHistory, type History } from '../history';
import type { ParsedQuery } from '../query';
import type { Snapshot } from '../source';

export interface Histories {
  /** Files that commits like the query changed, 0..1 by path; undefined where no history is known. */
  match(snapshot: Snapshot, query: ParsedQuery): ReadonlyMap<string, number> | undefined;
}

export function createHistories(): Histories {
  const indexed = new WeakMap<readonly CommitFact[], History>();
  return {
    match({ history }, query) {
      if (!history) return undefined;
      const known = indexed.get(history) ?? createHistory(history);
      indexed.set(history, known);
      return known.match(query.terms);
    },
  };
}
