/** Bounds of what is fetched or unpacked: they keep a hostile or mistaken source from hurting the host. */
export interface SourceLimits {
  /** Bytes as they come over the network or lie in an archive. */
  readonly packedBytes: number;
  /** Bytes after inflating, counted as they come out: what a header declares is not believed. */
  readonly inflatedBytes: number;
  /** Inflated to packed bytes; only looked at from `ratioFloorBytes` on. */
  readonly ratio: number;
  readonly ratioFloorBytes: number;
  /** Files, links and folders. */
  readonly entries: number;
  /** One object of a Git pack that has to be held whole, such as the base of a delta. */
  readonly objectBytes: number;
  /** What a Git host may say besides files: its list of branches and tags. */
  readonly refsBytes: number;
  readonly redirects: number;
  /** Silence of a host, ms. */
  readonly idleMs: number;
  /** A whole fetch, ms. */
  readonly totalMs: number;
}

const MB = 1024 * 1024;

export const SOURCE_LIMITS: SourceLimits = {
  packedBytes: 256 * MB,
  inflatedBytes: 768 * MB,
  ratio: 200,
  ratioFloorBytes: 32 * MB,
  entries: 200_000,
  objectBytes: 64 * MB,
  refsBytes: 32 * MB,
  redirects: 5,
  idleMs: 30_000,
  totalMs: 300_000,
};

/** Content that all open snapshots may hold together; the one not used for longest goes first. */
export const HELD_BYTES_MAX = 1024 * MB;
