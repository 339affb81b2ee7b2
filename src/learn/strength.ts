/** How strongly past feedback points a question to files: nearest neighbours over hashed words. */
export interface FeedbackEvent {
  /** Hash of the file's path. */
  readonly file: string;
  /** Hashes of the question's words. */
  readonly terms: readonly string[];
  /** Whether the file was needed or useful, or was not. */
  readonly useful: boolean;
  /** ms since 1970. */
  readonly at: number;
}

export interface WeighedTerm {
  /** Hash of the word. */
  readonly term: string;
  /** How telling the word is in this workspace, 0 or more. */
  readonly weight: number;
}

export const LEARN = {
  /** Questions that share less say nothing of each other. */
  likeness: 0.35,
  /** What one event of the very same question teaches, of what can be learnt. */
  rate: 0.6,
  /** Words of a question that are kept, the most telling ones. */
  terms: 32,
  /** Events of one workspace; the oldest go first. */
  events: 1_000,
  /** Events of all workspaces together. */
  allEvents: 8_000,
} as const;

/**
 * 0..1 for each file that feedback on like questions spoke of, in the order of time: what is useful
 * comes nearer to 1, what is not goes back towards 0 and never below it, so that feedback can take
 * back what was learnt, but not push a file under the place that words and structure give it.
 * Events fade by half every `halfLifeMs`.
 */
export function strengthsOf(
  query: readonly WeighedTerm[],
  events: readonly FeedbackEvent[],
  now: number,
  halfLifeMs: number,
): Map<string, number> {
  const weights = new Map(query.map(({ term, weight }) => [term, weight]));
  const total = query.reduce((sum, { weight }) => sum + weight, 0);
  const strengths = new Map<string, number>();
  if (total <= 0) return strengths;
  for (const { file, terms, useful, at } of events) {
    const like = likeness(weights, total, terms);
    if (like <= 0) continue;
    const step = LEARN.rate * like * 0.5 ** (Math.max(0, now - at) / halfLifeMs);
    const before = strengths.get(file) ?? 0;
    strengths.set(file, useful ? before + step * (1 - before) : before * (1 - step));
  }
  return strengths;
}

/** 0 below the least likeness, 1 for the same words: geometric mean of the shares that each has of the other. */
function likeness(weights: ReadonlyMap<string, number>, total: number, terms: readonly string[]): number {
  let common = 0;
  let shared = 0;
  for (const term of terms) {
    const weight = weights.get(term);
    if (weight === undefined) continue;
    common += weight;
    shared += 1;
  }
  if (shared === 0) return 0;
  const like = Math.sqrt((common / total) * (shared / terms.length));
  return Math.max(0, (like - LEARN.likeness) / (1 - LEARN.likeness));
}
