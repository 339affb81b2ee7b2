/** What a question in prose is about: its words, each with the terms that stand for it in names. */
import type { Corpus } from '../corpus';
import { forEachTerm, partsOf, termsOfWord, WHOLE, wordsOf } from '../lexical';
import { RELATED_SHARE, relatedTo, STOP_WORDS_OF, type ParsedQuery } from '../query';

/** A term that stands for a concept, and how surely, 0..1. */
export interface Meant {
  readonly concept: number;
  readonly share: number;
}

export interface Concepts {
  /** By concept, adding up to 1. */
  readonly weights: Float64Array;
  readonly byTerm: ReadonlyMap<string, readonly Meant[]>;
}

/** Words beyond these would cost time for each candidate. */
const CONCEPTS_MAX = 40;
/** Shares of the largest idf: what a word weighs that no file has, with and without related words. */
const UNKNOWN = { related: 0.6, alone: 0.4 } as const;
let fillers: ReadonlySet<string> | undefined;
const fillerTerms = (): ReadonlySet<string> => (fillers ??= new Set('true false given specified provided value using based used one two when any all each whose'.split(' ').flatMap((word) => termsOfWord(word))));
const FILLER_SHARE = 0.4;
/** `to` and `from` are no words to look for, but name what converts. */
const CONVERTS = /\b(?:convert|decod|encod|pars|cast|transform|turn|seriali[sz]|deseriali[sz]|format)\w*\b.*\b(?:in)?to\b/i;
const CONVERTS_WEIGHT = 0.25;

/** Bounded by the question's length: nothing here looks at the index but for the rarity of the words. */
export function conceptsOf(query: ParsedQuery, corpus: Corpus): Concepts {
  const { idf } = corpus.lexical.match(query.terms);
  const rarest = Math.log(1 + corpus.counts().files);
  const words = wordsOf(query.text).filter((word) => !STOP_WORDS_OF[query.language].has(word.toLowerCase()));
  const terms = [...new Set(words.flatMap(plainTerms))].slice(0, CONCEPTS_MAX);
  const byTerm = new Map<string, Meant[]>();
  const weights = terms.map((term, concept) => {
    const related = relatedTo(term);
    put(byTerm, term, concept, 1);
    for (const other of related) put(byTerm, other, concept, RELATED_SHARE);
    const forms = query.forms?.get(term) ?? [];
    for (const other of forms) put(byTerm, other.term, concept, other.weight);
    const rarity = idf.get(term) || Math.max(0, ...forms.map((other) => idf.get(other.term) ?? 0)) || rarest * (related.size > 0 ? UNKNOWN.related : UNKNOWN.alone);
    return rarity * (fillerTerms().has(term) ? FILLER_SHARE : 1);
  });
  joinNeighbours(words, terms, byTerm);
  if (CONVERTS.test(query.text)) {
    const concept = weights.push(CONVERTS_WEIGHT * rarest) - 1;
    put(byTerm, 'to', concept, 1);
    put(byTerm, 'from', concept, 0.8);
  }
  const sum = weights.reduce((total, weight) => total + weight, 0) || 1;
  return { weights: Float64Array.from(weights, (weight) => weight / sum), byTerm };
}

/** The terms of a text without whole identifiers, in order: those of a name, or of a list of parameters. */
export function plainTerms(text: string): string[] {
  const terms: string[] = [];
  forEachTerm(text, (term) => {
    if (!term.startsWith(WHOLE)) terms.push(term);
  });
  return terms;
}

/** `time out` in a question is `timeout` in a name. */
function joinNeighbours(words: readonly string[], terms: readonly string[], byTerm: Map<string, Meant[]>): void {
  const parts = words.flatMap((word) => partsOf(word));
  for (let at = 0; at + 1 < parts.length; at += 1) {
    const [joined] = termsOfWord(parts[at]! + parts[at + 1]!);
    for (const part of [parts[at]!, parts[at + 1]!]) {
      const concept = terms.indexOf(termsOfWord(part)[0] ?? part);
      if (joined && concept >= 0) put(byTerm, joined, concept, 1);
    }
  }
}

function put(byTerm: Map<string, Meant[]>, term: string, concept: number, share: number): void {
  const own = byTerm.get(term);
  if (!own) byTerm.set(term, [{ concept, share }]);
  else if (!own.some((meant) => meant.concept === concept && meant.share >= share)) own.push({ concept, share });
}
