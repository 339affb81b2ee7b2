import { LIMITS, type SkippedFile, type SkipReason } from '../kernel';

/** What a person must know comes first; what they asked for, or expect, comes last. */
const ORDER: readonly SkipReason[] = [
  'too_many_files',
  'too_deep',
  'unreadable',
  'not_allowed',
  'symlink_outside',
  'too_large',
  'timeout',
  'not_a_file',
  'binary',
  'not_selected',
  'ignored',
];

export interface SkipList {
  add(path: string, reason: SkipReason, detail?: string): void;
  summary(): {
    skipped: SkippedFile[];
    skippedCount: number;
    skippedByReason: Record<string, number>;
  };
}

/**
 * Counts everything and keeps, per reason, the first paths in path order: the answer does not depend
 * on the order in which the folders were read, and memory stays small.
 */
export function createSkipList(listed: number = LIMITS.skippedListed): SkipList {
  const kept = new Map<SkipReason, SkippedFile[]>();
  const counts = new Map<SkipReason, number>();
  return {
    add(path, reason, detail) {
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
      const entries = kept.get(reason) ?? [];
      entries.push(detail === undefined ? { path, reason } : { path, reason, detail });
      if (entries.length > listed * 8) sortByPath(entries).length = listed;
      kept.set(reason, entries);
    },
    summary() {
      const reasons = ORDER.filter((reason) => counts.has(reason));
      return {
        skipped: reasons.flatMap((reason) => sortByPath(kept.get(reason) ?? [])).slice(0, listed),
        skippedCount: [...counts.values()].reduce((sum, value) => sum + value, 0),
        skippedByReason: Object.fromEntries(reasons.map((reason) => [reason, counts.get(reason) ?? 0])),
      };
    },
  };
}

/** UTF-16 code-unit order, in place: the same on every machine and in every locale. */
export function sortByPath<T extends { readonly path: string }>(entries: T[]): T[] {
  return entries.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}
