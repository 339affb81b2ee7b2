/**
 * What commit messages say of files: a change is looked for among the changes before it. Messages are
 * scored by BM25, and each of the best lends its score to the files that it changed; how a file is
 * called or written plays no part, so this finds what words in code do not.
 */
import type { CommitFact } from '../kernel';
import { termsOf, type QueryTerm } from '../lexical';

export interface History {
  readonly commits: number;
  /** Files that commits like the question changed, 0..1, paths as they were then. Empty when none is alike. */
  match(query: readonly QueryTerm[]): ReadonlyMap<string, number>;
  bytes(): number;
}

const K1 = 1.2;
const B = 0.5;
/** What follows the subject says less, word for word. */
const BODY_SHARE = 0.5;
const BODY_MAX_CHARS = 2_000;
/** Commits that have a say; more only add noise. */
const BEST_MAX = 200;
/** Only commits nearly as like the question as the best one count: scores are shares of its score, to this power. */
const POWER = 4;
/** Fewer commits are little evidence: what they say counts by their share of these. */
const ENOUGH_COMMITS = 1_000;

interface Posting {
  readonly commits: number[];
  readonly counts: number[];
}

export function createHistory(facts: readonly CommitFact[]): History {
  const postings = new Map<string, Posting>();
  const lengths = new Float64Array(facts.length);
  facts.forEach(({ message }, commit) => {
    for (const [term, count] of countTerms(message)) {
      const posting = postings.get(term);
      if (posting) {
        posting.commits.push(commit);
        posting.counts.push(count);
      } else postings.set(term, { commits: [commit], counts: [count] });
      lengths[commit]! += count;
    }
  });
  const average = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, facts.length);

  function scoresOf(query: readonly QueryTerm[]): Float64Array {
    const scores = new Float64Array(facts.length);
    for (const { term, weight } of query) {
      const posting = postings.get(term);
      if (!posting) continue;
      const frequency = posting.commits.length;
      const idf = Math.log(1 + (facts.length - frequency + 0.5) / (frequency + 0.5));
      posting.commits.forEach((commit, at) => {
        const count = posting.counts[at]!;
        scores[commit]! += (weight * idf * count * (K1 + 1)) / (count + K1 * (1 - B + (B * lengths[commit]!) / average));
      });
    }
    return scores;
  }

  return {
    commits: facts.length,
    match(query) {
      const scores = scoresOf(query);
      const like = Array.from(scores.keys()).filter((commit) => scores[commit]! > 0).sort((a, b) => scores[b]! - scores[a]! || a - b);
      const top = scores[like[0] ?? 0] ?? 0;
      const files = new Map<string, number>();
      for (const commit of like.slice(0, BEST_MAX)) {
        const { paths } = facts[commit]!;
        const share = (scores[commit]! / top) ** POWER / Math.sqrt(paths.length);
        for (const path of paths) files.set(path, (files.get(path) ?? 0) + share);
      }
      return normalized(files, Math.min(1, facts.length / ENOUGH_COMMITS));
    },
    bytes: () => 16 * [...postings.values()].reduce((sum, { commits }) => sum + commits.length, 0) + 200 * facts.length,
  };
}

function countTerms(message: string): Map<string, number> {
  const counts = new Map<string, number>();
  const end = `${message}\n`.indexOf('\n');
  const add = (text: string, share: number): void => {
    for (const term of termsOf(text)) counts.set(term, (counts.get(term) ?? 0) + share);
  };
  add(message.slice(0, end), 1);
  add(message.slice(end, end + BODY_MAX_CHARS), BODY_SHARE);
  return counts;
}

/** The most supported file gets `most`. */
function normalized(files: Map<string, number>, most: number): Map<string, number> {
  let top = 0;
  for (const value of files.values()) if (value > top) top = value;
  if (top > 0) for (const [path, value] of files) files.set(path, (most * value) / top);
  return files;
}
