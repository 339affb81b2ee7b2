/** What the caches share. Keys are any strings; values are kept by reference, never cloned. */
export interface CacheStats {
  readonly hits: number;
  readonly misses: number;
  readonly entries: number;
}

export interface Cache<V> {
  /** The value, or undefined when it is absent or too old; counts as a hit or a miss. */
  get(key: string): V | undefined;
  set(key: string, value: V): void;
  /** Whether there was something to delete. */
  delete(key: string): boolean;
  /** Forgets all entries; the counts of hits and misses go on. */
  clear(): void;
  stats(): CacheStats;
}
