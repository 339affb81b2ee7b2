/** What a French question means in this workspace: its words in the forms that comments have, and in English. */
import type { Corpus } from '../corpus';
import { termsOfWord, type QueryTerm } from '../lexical';
import { englishFor, heaviest, RELATED_SHARE, type ParsedQuery } from '../query';

/** Another form of the word says nearly what the word says. */
const FORM_SHARE = 0.9;
/** Of one word; more would outweigh the others. */
const FORMS_MAX = 4;
const WORDS_MAX = 40;

/** English questions stay as they are. What no file holds is left out, so an edited index answers like a new one. */
export function withForms(query: ParsedQuery, corpus: Corpus): ParsedQuery {
  if (query.language !== 'fr') return query;
  const named = new Set(query.identifiers);
  const words = [...new Set(query.words)].filter((word) => !named.has(word) && termsOfWord(word).length === 1).slice(0, WORDS_MAX);
  const found = corpus.lexical.formsOf(words);
  const forms = words.map((word, at) => [
    ...found[at]!.map((term) => ({ term, weight: FORM_SHARE })),
    ...englishFor(word).map((term) => ({ term, weight: RELATED_SHARE })),
  ]);
  const { idf } = corpus.lexical.match([...new Set([...words.flatMap(termsOfWord), ...forms.flat().map(({ term }) => term)])].map((term) => ({ term, weight: 1 })));
  const isHeld = (term: string): boolean => (idf.get(term) ?? 0) > 0;
  const held = new Map<string, readonly QueryTerm[]>();
  words.forEach((word, at) => {
    const [own] = termsOfWord(word) as [string];
    held.set(own, forms[at]!.filter(({ term }) => term !== own && isHeld(term)).slice(0, FORMS_MAX));
  });
  return { ...query, forms: held, terms: heaviest(spread(query.terms, held, isHeld)) };
}

/** A word that no file holds gives way to what stands for it: it would count as not found. */
function spread(terms: readonly QueryTerm[], forms: ReadonlyMap<string, readonly QueryTerm[]>, isHeld: (term: string) => boolean): QueryTerm[] {
  const weights = new Map<string, number>();
  const raise = (term: string, weight: number): void => void weights.set(term, Math.max(weight, weights.get(term) ?? 0));
  for (const { term, weight } of terms) {
    const others = forms.get(term) ?? [];
    if (others.length === 0 || isHeld(term)) raise(term, weight);
    for (const other of others) raise(other.term, weight * other.weight);
  }
  return [...weights].map(([term, weight]) => ({ term, weight }));
}
