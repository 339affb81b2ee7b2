/** What stages report about themselves. Labels are bounded: never paths, queries or code. */
export interface RunRecord {
  /** When it ended, ms since 1970. */
  readonly at: number;
  readonly operation: string;
  readonly caller: string;
  readonly mode?: string;
  readonly latencyMs: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly quality?: number;
  readonly results?: number;
  readonly cacheHits: number;
  readonly cacheMisses: number;
  /** Resident memory that the engine has added to its process. */
  readonly rssBytes: number;
  /** Code of the error that ended the run. */
  readonly error?: string;
}

export interface Meter {
  record(run: RunRecord): void;
}
