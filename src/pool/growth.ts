/**
 * When a further thread pays for bulk work. A new thread runs slowly for its first seconds, and V8's own threads,
 * compiling for it, keep about one more core busy: on two cores one new thread takes both. A second one beside it
 * only doubles the compiling (`npm run bench -- parse`: 12.7 MB take as long with two, at 1.5 times the processor
 * time). How much will follow is not known, so each further thread comes once as much has been done as its own
 * start costs: at most twice the least that is possible (the rule of renting or buying, Karlin et al. 1988).
 */
export interface Growth {
  /** Threads that bulk work may start at once. */
  readonly first: number;
  /** Bytes of bulk tasks for each further one. */
  readonly afterBytes: number;
}

/**
 * What a warm thread reads in the processor time that a new one costs: that benchmark took 1.7 to 2.3 s more with
 * two threads than with one before there was this rule, and a warm thread reads some 8 MB/s. Beginning after 8, 12
 * or 16 MB made no lasting difference over 29 MB; up to 16 MB one thread was as quick and took an eighth less processor time.
 */
const START_BYTES = 16_000_000;

export const growthOn = (cores: number): Growth => ({ first: Math.max(1, Math.floor(cores / 2)), afterBytes: START_BYTES });

export interface GrowthGauge {
  /** Bulk tasks of so many bytes went to threads; NaN when their size is not known. */
  count(bytes: number): void;
  /** How many threads bulk work may use, of which `alive` have started already. */
  allowed(alive: number): number;
}

/** Without `growth` there is no limit. Starts anew whenever no thread is left. */
export function createGrowthGauge(growth: Growth | undefined): GrowthGauge {
  let done = 0;
  return {
    count(bytes) {
      if (bytes > 0) done += bytes;
    },
    allowed(alive) {
      if (!growth) return Infinity;
      if (alive === 0) done = 0;
      return Math.max(alive, growth.first + Math.floor(done / growth.afterBytes));
    },
  };
}
