/** Compares fingerprints: sizes, hashes and MinHash sketches of syntax trees. */
import type { PackedFingerprints, SimilarityMatch } from '../kernel';
import { FINGERPRINT_WIDTH, SKETCH_WORDS } from '../kernel';

/** One definition's fingerprint, as a place in its file's packed ones. */
export interface Fingerprint {
  /** Index in `FileFacts.symbols`. */
  readonly symbol: number;
  /** Syntax nodes. */
  readonly size: number;
  readonly tree: number;
  readonly text: number;
  readonly sketch: Uint32Array;
}

export interface Likeness {
  readonly similarity: number;
  readonly match: SimilarityMatch;
}

/** What is merely similar stays below 1, whatever the estimate says. */
const SIMILAR_MAX = 0.99;
/** Two different values of a bin look the same so often: a byte of them is kept. */
const CHANCE = 1 / 255;

export function fingerprintsOf({ rows, sketches }: PackedFingerprints): Fingerprint[] {
  return Array.from({ length: rows.length / FINGERPRINT_WIDTH }, (_, row) => {
    const at = row * FINGERPRINT_WIDTH;
    return {
      symbol: rows[at]!,
      size: rows[at + 1]!,
      tree: rows[at + 2]!,
      text: rows[at + 3]!,
      sketch: sketches.subarray(row * SKETCH_WORDS, (row + 1) * SKETCH_WORDS),
    };
  });
}

/** Whether the trees are the same but for names, types and literal values. */
export const isSameTree = (a: Fingerprint, b: Fingerprint): boolean =>
  a.tree === b.tree && a.size === b.size && equalSketches(a.sketch, b.sketch);

/** The same for the same trees, and with near certainty only for them. */
export function treeKey({ tree, size, sketch }: Fingerprint): string {
  let fold = size;
  for (let word = 0; word < SKETCH_WORDS; word += 1) fold = (Math.imul(fold, 0x0100_0193) + sketch[word]!) | 0;
  return `${tree}:${size}:${fold}`;
}

/** 1 for the same tree; else the estimated share of common pieces, never more than the ratio of sizes. */
export function compareFingerprints(a: Fingerprint, b: Fingerprint): Likeness {
  if (isSameTree(a, b)) return { similarity: 1, match: a.text === b.text ? 'identical' : 'renamed' };
  const sizes = a.size < b.size ? a.size / b.size : b.size / a.size;
  return { similarity: Math.min(SIMILAR_MAX, sizes, estimateJaccard(a.sketch, b.sketch)), match: 'similar' };
}

/**
 * Jaccard similarity of the sets behind two sketches: equal bins over bins that are not empty in both
 * (Li, Owen, Zhang 2012, equation 5), less what bytes agree on by chance (Li, König: b-Bit Minwise Hashing,
 * WWW 2010). Nearly exact for sets smaller than the sketch; the standard error is .045 at most.
 */
export function estimateJaccard(a: Uint32Array, b: Uint32Array): number {
  let equal = 0;
  let empty = 0;
  for (let word = 0; word < SKETCH_WORDS; word += 1) {
    const left = a[word]!;
    const right = b[word]!;
    equal += zeroBytes(left ^ right);
    empty += zeroBytes(left | right);
  }
  const filled = 4 * SKETCH_WORDS - empty;
  if (filled === 0) return 0;
  return Math.max(0, ((equal - empty) / filled - CHANCE) / (1 - CHANCE));
}

/** How many of a word's four bytes are 0 (Warren: Hacker's Delight, 6-1). */
function zeroBytes(word: number): number {
  const sums = ((word & 0x7f7f_7f7f) + 0x7f7f_7f7f) | 0;
  const marks = ~(sums | word | 0x7f7f_7f7f);
  return Math.imul((marks >>> 7) & 0x0101_0101, 0x0101_0101) >>> 24;
}

function equalSketches(a: Uint32Array, b: Uint32Array): boolean {
  for (let word = 0; word < SKETCH_WORDS; word += 1) if (a[word] !== b[word]) return false;
  return true;
}
