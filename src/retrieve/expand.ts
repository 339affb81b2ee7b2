/**
 * What a repository itself calls the things that its comments tell of. A word of a description that no
 * name holds, though comments do, stands for the words of those names that its comments lie beside more
 * often than chance: pointwise mutual information of comment and name over chunks (Church & Hanks 1990),
 * read off the postings when a question asks, so that nothing is kept and an edited index says what a
 * new one does. Such words only help to compare heads of definitions; as words to look for they cost accuracy.
 */
import type { Corpus } from '../corpus';
import { termsOfWord, type QueryTerm } from '../lexical';
import { relatedTo, type ParsedQuery } from '../query';
import { plainTerms } from './concepts';

/** A word of a question with the terms that stand for it here, best first. */
export interface Expansion {
  readonly word: string;
  readonly terms: readonly QueryTerm[];
}

export interface ExpandedQuery {
  readonly query: ParsedQuery;
  readonly expansions: readonly Expansion[];
}

/** Words that are looked at: each reads the names of up to TOLD_MAX chunks. */
const WORDS_MAX = 6;
/** What more comments tell is no rare word, and matches well by itself. */
const TOLD_MAX = 60;
/** Once is chance. */
const COUNT_MIN = 2;
/** Of the comments with the word, those beside the name. */
const SHARE_MIN = 0.15;
/** log of how much more often than chance: e times. */
const INFORMATION_MIN = 1;
/** The same as a share of the most there could be. */
const NORMAL_MIN = 0.3;
const TERMS_OF_WORD = 2;
const WEIGHT = 0.5;

/** Descriptions only: other questions are not compared with heads. Bounded by the constants above, whatever the workspace. */
export function withExpansion(query: ParsedQuery, corpus: Corpus): ExpandedQuery {
  const expansions = query.intention ? expansionsOf(query, corpus) : [];
  if (expansions.length === 0) return { query, expansions };
  const forms = new Map(query.forms);
  for (const { word, terms } of expansions) {
    const [own] = termsOfWord(word) as [string];
    forms.set(own, [...(forms.get(own) ?? []), ...terms]);
  }
  return { query: { ...query, forms }, expansions };
}

function expansionsOf({ words, terms }: ParsedQuery, corpus: Corpus): Expansion[] {
  const asked = new Set(terms.map(({ term }) => term));
  const found: Expansion[] = [];
  let looked = 0;
  for (const word of new Set(words)) {
    const [term, ...others] = termsOfWord(word);
    if (term === undefined || others.length > 0) continue;
    const { told, named } = corpus.lexical.holders(term, TOLD_MAX);
    if (named > 0 || told.length < COUNT_MIN) continue;
    if (looked === WORDS_MAX) break;
    looked += 1;
    const beside = namesBeside(term, told, asked, corpus);
    if (beside.length > 0) found.push({ word, terms: beside });
  }
  return found;
}

function namesBeside(term: string, told: readonly number[], asked: ReadonlySet<string>, corpus: Corpus): QueryTerm[] {
  const counts = new Map<string, number>();
  for (const chunk of told) for (const each of namesIn(chunk, corpus)) counts.set(each, (counts.get(each) ?? 0) + 1);
  const related = relatedTo(term);
  const { chunks } = corpus.counts();
  const found: QueryTerm[] = [];
  for (const [each, count] of counts) {
    const share = count / told.length;
    if (count < COUNT_MIN || share < SHARE_MIN || asked.has(each) || related.has(each)) continue;
    const named = Math.max(count, corpus.lexical.holders(each, 0).named);
    const information = Math.log((share * chunks) / named);
    const normal = information / Math.log(chunks / count);
    if (information >= INFORMATION_MIN && normal >= NORMAL_MIN) found.push({ term: each, weight: WEIGHT * normal * Math.sqrt(share) });
  }
  return found.sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1)).slice(0, TERMS_OF_WORD);
}

/** The words of the names that a chunk defines: of the definition it is a part of or, where it holds several, of those. */
function namesIn(id: number, corpus: Corpus): ReadonlySet<string> {
  const found = corpus.chunk(id);
  if (!found) return new Set();
  const { file: { facts: { symbols } }, chunk: { symbol, startLine, endLine } } = found;
  const around = symbols[symbol];
  const own = around ? [around] : symbols.filter((each) => each.startLine >= startLine && each.startLine <= endLine);
  return new Set(own.flatMap(({ name }) => plainTerms(name)).filter((each) => each.length > 1));
}
