/**
 * Finds the terms that a mistyped one may have meant. A pass over 5 bytes per term (its length and a
 * set of its letters) leaves a few dozen to compare in full: about a millisecond per million terms, and
 * only for terms that match nothing, which keeps what is written correctly as fast and exact as it was.
 */
import { withRoom } from './postings';
import { WHOLE } from './tokens';

export interface TypoFinder {
  /** Told of each new term in the order of numbers, from 0 on. */
  add(term: string): void;
  /** Numbers of the terms within reach of `term`, nearest first, then by spelling. */
  near(term: string): { readonly id: number; readonly distance: number }[];
  /** How many terms it was told of. */
  size(): number;
  bytes(): number;
}

/** Shorter words have too many neighbours that are words of their own. */
const ONE_SLIP_CHARS = 6;
const TWO_SLIPS_CHARS = 10;

export function createTypoFinder(): TypoFinder {
  const terms: string[] = [];
  let letters = new Uint32Array(1_024);
  let lengths = new Uint8Array(1_024);

  return {
    add(term) {
      const id = terms.push(term) - 1;
      letters = withRoom(letters, terms.length);
      lengths = withRoom(lengths, terms.length);
      letters[id] = lettersOf(term);
      lengths[id] = Math.min(term.length, 255);
    },
    near(term) {
      const most = slipsAllowed(term);
      if (most === 0) return [];
      const own = lettersOf(term);
      const first = firstLetter(term);
      const found: { id: number; distance: number }[] = [];
      for (let id = 0; id < terms.length; id += 1) {
        if (Math.abs(lengths[id]! - term.length) > most || countBits(letters[id]! ^ own) > 2 * most) continue;
        const other = terms[id]!;
        // Slips are rare in the first letter, and whole identifiers are other things than parts.
        if (firstLetter(other) !== first || other.startsWith(WHOLE) !== term.startsWith(WHOLE)) continue;
        const distance = editDistance(term, other, most);
        if (distance <= most) found.push({ id, distance });
      }
      return found.sort((a, b) => a.distance - b.distance || (terms[a.id]! < terms[b.id]! ? -1 : 1));
    },
    size: () => terms.length,
    bytes: () => letters.byteLength + lengths.byteLength + terms.length * 8,
  };
}

function slipsAllowed(term: string): 0 | 1 | 2 {
  const length = term.startsWith(WHOLE) ? term.length - 1 : term.length;
  if (length < ONE_SLIP_CHARS || length > 64 || /\d{3}/.test(term)) return 0;
  return length < TWO_SLIPS_CHARS ? 1 : 2;
}

const firstLetter = (term: string): number => term.charCodeAt(term.startsWith(WHOLE) ? 1 : 0);

/** One bit per letter, several letters a bit: a slip changes two bits at most. */
function lettersOf(term: string): number {
  let bits = 0;
  for (let i = 0; i < term.length; i += 1) bits |= 1 << (term.charCodeAt(i) & 31);
  return bits >>> 0;
}

function countBits(bits: number): number {
  let left = bits - ((bits >>> 1) & 0x55555555);
  left = (left & 0x33333333) + ((left >>> 2) & 0x33333333);
  return Math.imul((left + (left >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/**
 * Letters to insert, delete, replace or swap with their neighbour to make `a` of `b` (optimal string
 * alignment, Damerau 1964); `most + 1` where it takes more than `most`.
 */
export function editDistance(a: string, b: string, most: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j += 1) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
      least = Math.min(least, cost);
    }
    // A swap looks two rows back, so one row beyond the limit is not yet the end.
    if (least > most && Math.min(...last) > most) return most + 1;
    [before, last] = [last, row];
  }
  return Math.min(last[b.length]!, most + 1);
}
