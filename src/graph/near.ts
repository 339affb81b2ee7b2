/** How near a name that nothing bears comes to the names that there are: other separators, parts, typing errors. */
import type { NameTable } from './symbols';

export interface NearName {
  /** Lower case. */
  readonly name: string;
  readonly score: number;
}

const SCORES = { separators: 0.9, prefix: 0.8, words: 0.7, inside: 0.6, typo: 0.5 } as const;
const TYPO_MIN_LENGTH = 4;
const TWO_TYPOS_LENGTH = 8;
/** Nobody types a longer name; comparing it would take its time. */
const TYPO_MAX_LENGTH = 80;

/** The nearness of other names in lower case to a name as it was written; 0 when the two have nothing to do with each other. */
export function createNearness(name: string): (candidate: string) => number {
  const wanted = name.toLowerCase();
  const joined = withoutSeparators(wanted);
  const words = wordsOf(name);
  const allowed = wanted.length < TYPO_MIN_LENGTH || wanted.length > TYPO_MAX_LENGTH ? 0 : wanted.length < TWO_TYPOS_LENGTH ? 1 : 2;
  const letters = lettersOf(wanted);

  return (candidate) => {
    if (isJoined(candidate, joined)) return SCORES.separators;
    if (wanted.length >= 2 && candidate.startsWith(wanted)) return SCORES.prefix * coverage(wanted.length, candidate);
    if (wanted.length >= 3 && candidate.includes(wanted)) return SCORES.inside * coverage(wanted.length, candidate);
    if (words.length > 1 && words.every((word) => candidate.includes(word))) return SCORES.words * coverage(joined.length, candidate);
    if (allowed === 0 || Math.abs(candidate.length - wanted.length) > allowed) return 0;
    // An edit takes one letter and brings another: most names are told apart without the table of the distance.
    if (countBits(lettersOf(candidate) ^ letters) > 2 * allowed) return 0;
    const distance = boundedDistance(wanted, candidate, allowed);
    return distance > allowed ? 0 : SCORES.typo * (1 - distance / (wanted.length + 1));
  };
}

/** The names of the table within `share` of the nearest one's score, nearest first; none if there are more than `most`. */
export function nearestNames(table: NameTable, name: string, share: number, most: number): NearName[] {
  const nearness = createNearness(name);
  let found: NearName[] = [];
  let least = 0;
  for (const candidate of table.names()) {
    const score = nearness(candidate);
    if (score === 0 || score < least) continue;
    found.push({ name: candidate, score });
    if (score * share <= least) continue;
    least = score * share;
    found = found.filter((each) => each.score >= least);
  }
  return found.length > most ? [] : found.sort((a, b) => b.score - a.score || (a.name < b.name ? -1 : 1));
}

const coverage = (length: number, candidate: string): number => 0.5 + 0.5 * Math.min(1, length / candidate.length);

/** Parts of a name or words between spaces: `createBuilder`, `create_builder` and `create builder` are two. */
const wordsOf = (name: string): string[] => (name.match(/\p{Lu}+(?!\p{Ll})|\p{Lu}?[^\p{Lu}\s_$-]+/gu) ?? []).map((word) => word.toLowerCase());

const withoutSeparators = (text: string): string => text.replace(/[\s_$-]/g, '');

const [DOLLAR, LOW_LINE] = [0x24, 0x5f];

/** Whether the candidate is `joined` but for its separators; without a copy, since every name is asked. */
function isJoined(candidate: string, joined: string): boolean {
  if (candidate.length < joined.length || joined === '') return false;
  let at = 0;
  for (let i = 0; i < candidate.length; i += 1) {
    const code = candidate.charCodeAt(i);
    if (code === LOW_LINE || code === DOLLAR) continue;
    if (joined.charCodeAt(at) !== code) return false;
    at += 1;
  }
  return at === joined.length;
}

/** One bit for each letter, several letters a bit. */
function lettersOf(text: string): number {
  let bits = 0;
  for (let at = 0; at < text.length; at += 1) bits |= 1 << (text.charCodeAt(at) & 31);
  return bits;
}

function countBits(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

/** Optimal string alignment distance (edits and swaps of neighbours), or `limit + 1` when larger. */
export function boundedDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let best = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) best = Math.min(best, beforeLast[j - 2]! + 1);
      row.push(best);
    }
    // A swap reaches back over one row.
    if (Math.min(...row) > limit && Math.min(...last) >= limit) return limit + 1;
    [beforeLast, last] = [last, row];
  }
  return Math.min(last[b.length]!, limit + 1);
}
