/** What the words of heads mean to a question, by the number that the vocabulary gives them. */
import type { Vocabulary } from '../lexical';
import type { Meant } from './concepts';

/** Every word of every head passes: one look into a table that is mostly empty tells that it means nothing. */
export interface Meanings {
  /** Place of the word in the lists below, or -1. */
  placeOf(word: number): number;
  readonly own: readonly (readonly Meant[])[];
  /** What the word means together with the next one, by the next one's number. */
  readonly joined: readonly (ReadonlyMap<number, readonly Meant[]> | undefined)[];
}

const FREE = -1;
/** Knuth's multiplicative hashing: 2^32 divided by the golden ratio. */
const MULTIPLIER = 0x9e3779b1;

/** `bigint` may stand in a head as `big int`: all ways to cut a term into two words of the vocabulary are known beforehand. */
export function readMeanings(byTerm: ReadonlyMap<string, readonly Meant[]>, vocabulary: Vocabulary): Meanings {
  const own = new Map<number, readonly Meant[]>();
  const joined = new Map<number, Map<number, readonly Meant[]>>();
  for (const [term, meant] of byTerm) {
    const whole = vocabulary.find(term);
    if (whole !== undefined) own.set(whole, meant);
    for (let cut = 1; cut < term.length; cut += 1) {
      const first = vocabulary.find(term.slice(0, cut));
      const second = first === undefined ? undefined : vocabulary.find(term.slice(cut));
      if (second === undefined) continue;
      const nexts = joined.get(first!) ?? new Map<number, readonly Meant[]>();
      joined.set(first!, nexts.set(second, meant));
    }
  }
  const words = [...new Set([...own.keys(), ...joined.keys()])];
  return { placeOf: createPlaces(words), own: words.map((word) => own.get(word) ?? []), joined: words.map((word) => joined.get(word)) };
}

/** Open addressing, at most a quarter full. */
function createPlaces(words: readonly number[]): (word: number) => number {
  const bits = Math.max(6, Math.ceil(Math.log2(words.length * 4 + 1)));
  const shift = 32 - bits;
  const mask = (1 << bits) - 1;
  const keys = new Int32Array(1 << bits).fill(FREE);
  const places = new Int32Array(1 << bits);
  words.forEach((word, place) => {
    let slot = Math.imul(word, MULTIPLIER) >>> shift;
    while (keys[slot] !== FREE) slot = (slot + 1) & mask;
    keys[slot] = word;
    places[slot] = place;
  });
  return (word) => {
    let slot = Math.imul(word, MULTIPLIER) >>> shift;
    while (keys[slot] !== word) {
      if (keys[slot] === FREE) return -1;
      slot = (slot + 1) & mask;
    }
    return places[slot]!;
  };
}
