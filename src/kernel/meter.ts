/** What stages report about themselves. Labels are bounded: never paths, queries or code. */
export interface RunRecord {
  /** When it ended, ms since 1970. */
  readonly at: number;
  readonly operation: string;
  readonly caller: string;
  /** Name of the workspace, of those that requests gave one or of its folder. */
  readonly workspace?: string;
  /** Id of the n8n workflow that asked. */
  readonly workflow?: string;
  readonly mode?: string;
  readonly latencyMs: number;
  readonly stages: Readonly<Record<string, number>>;
  readonly quality?: number;
  readonly results?: number;
  /** Kind of cache to hits and misses. */
  readonly caches: Readonly<Record<string, readonly [hits: number, misses: number]>>;
  /** Resident memory that the engine has added to its process. */
  readonly rssBytes: number;
  /** Code of the error that ended the run. */
  readonly error?: string;
}

export interface Meter {
  record(run: RunRecord): void;
}
