/**
 * French by stems (Snowball, from Orama). The index holds words as English stems them, whatever language
 * they are of; which of them are forms of one French word is found out when a French question asks, so an
 * index costs nothing more and English questions see nothing of it.
 */
import { stemmer as stemFrench } from '@orama/stemmers/french';
import { stemmer as stemEnglish } from 'stemmer';

const MARKS = /\p{M}/gu;
/** Words of letters; shorter stems are shared by words that have nothing to do with each other. */
const WORD = /^\p{L}+$/u;
const STEM_CHARS = 4;
const TERM_CHARS_MAX = 30;
/** Stemming never changes these first letters. */
const KEPT = 3;

/** Without accents: identifiers are written so, and often comments. */
export const withoutAccents = (word: string): string => word.normalize('NFD').replace(MARKS, '');

/** A French word's stems, without accents: as it is written, as one would write it without accents. */
export function frenchStems(word: string): string[] {
  const plain = withoutAccents(word);
  return longEnough([withoutAccents(stemFrench(word)), stemFrench(plain)], plain);
}

/** `terms`: as they stand in an index. For each word those that are forms of it, in the order of letters. */
export function formsAmong(words: readonly string[], terms: Iterable<string>): string[][] {
  const asked = words.map((word) => new Set([...frenchStems(word), stemEnglish(withoutAccents(word))]));
  const beginnings = new Map<string, number[]>();
  words.forEach((word, at) => {
    const beginning = withoutAccents(word).slice(0, KEPT);
    beginnings.set(beginning, [...(beginnings.get(beginning) ?? []), at]);
  });
  const initials = new Set([...beginnings.keys()].map((beginning) => beginning.charCodeAt(0)));
  const found = words.map((): string[] => []);
  for (const term of terms) {
    // Most terms end here: this is done for all of an index.
    if (term.length > TERM_CHARS_MAX || !initials.has(initialOf(term))) continue;
    const plain = withoutAccents(term);
    const wanted = beginnings.get(plain.slice(0, KEPT));
    if (!wanted || !WORD.test(term)) continue;
    const stems = [plain, ...frenchStems(term)];
    for (const at of wanted) if (stems.some((stem) => asked[at]!.has(stem))) found[at]!.push(term);
  }
  return found.map((forms) => forms.sort());
}

function initialOf(term: string): number {
  const code = term.charCodeAt(0);
  return code < 128 ? code : withoutAccents(term.charAt(0)).charCodeAt(0);
}

/** A word that is short itself stands for itself alone. */
function longEnough(stems: readonly string[], plain: string): string[] {
  const long = stems.filter((stem) => stem.length >= STEM_CHARS);
  return long.length > 0 ? long : [plain];
}
