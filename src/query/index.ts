/** What a query asks for, read from its text alone: words, names, places, scope. */
import { forEachTerm, FRENCH_STOP_WORDS, STOP_WORDS, wordsOf, type QueryTerm } from '../lexical';
import { asksForDefinition, asksForMeaning, namesAsked } from './asked';
import { isIntention } from './intention';
import { languageOf, type Language } from './language';
import { findPlaces, type Place } from './places';

export { actionToQuery, type ActionQuery } from './action';
export { englishFor } from './glossary';
export type { Language } from './language';
export type { Place } from './places';
export { RELATED_SHARE, relatedTo } from './related';

export interface ParsedQuery {
  readonly text: string;
  readonly language: Language;
  /** Words for the lexical and vector stages, most telling first in weight, not in order. */
  readonly terms: readonly QueryTerm[];
  /** By term: what stands for it in this workspace, and how surely (see `retrieve/french` and `retrieve/expand`). */
  readonly forms?: ReadonlyMap<string, readonly QueryTerm[]>;
  /** Names as written that look like code: `parseUrl`, `MAX_SIZE`, `Router.match`. */
  readonly identifiers: readonly string[];
  /** Lower-case plain words in order, without stop words: neighbours may spell a name. */
  readonly words: readonly string[];
  /** Files, lines and stack frames that the text names. */
  readonly places: readonly Place[];
  /** The name whose definition is asked for: `where is parseUrl defined`, or a name and nothing else. */
  readonly definitionOf?: string;
  /** The name whose uses are asked for: `who calls parseUrl`. */
  readonly callersOf?: string;
  /** `router: …` or `fix(router): …` names a part of the repository. */
  readonly scope?: string;
  /** It tells what the code does, and names neither place nor symbol. */
  readonly intention: boolean;
  readonly shape: QueryShape;
}

/** Counts that the mode selector looks at. */
export interface QueryShape {
  readonly words: number;
  readonly proseShare: number;
  readonly frames: number;
  readonly asksForDefinition: boolean;
  readonly asksForMeaning: boolean;
}

/** French questions name English code, so English small words are none of the code's either. */
export const STOP_WORDS_OF: Readonly<Record<Language, ReadonlySet<string>>> = { en: STOP_WORDS, fr: new Set([...STOP_WORDS, ...FRENCH_STOP_WORDS]) };
const LATER_LINE_WEIGHT = 0.5;
const IDENTIFIER_WEIGHT = 1.5;
/** Words beyond these add cost, not meaning. */
const TERMS_MAX = 200;

export function parseQuery(text: string): ParsedQuery {
  const language = languageOf(text);
  const stopWords = STOP_WORDS_OF[language];
  const places = findPlaces(text);
  const { callersOf, definitionOf } = namesAsked(text, stopWords);
  const identifiers = [...new Set([...findIdentifiers(text), ...[callersOf, definitionOf].filter((name) => name !== undefined)])];
  const words = plainWords(text, stopWords);
  const scope = scopeOf(text);
  const wordCount = (text.match(/[\p{L}\p{N}_$]+/gu) ?? []).length;
  return {
    text,
    language,
    terms: weighTerms(text, new Set(identifiers), stopWords),
    identifiers,
    words,
    places,
    ...(definitionOf ? { definitionOf } : {}),
    ...(callersOf ? { callersOf } : {}),
    ...(scope ? { scope } : {}),
    intention: places.length === 0 && !callersOf && !definitionOf && !scope && isIntention(text, language),
    shape: {
      words: wordCount,
      proseShare: wordCount === 0 ? 0 : 1 - Math.min(1, identifiers.length / wordCount),
      frames: places.filter((place) => place.frame).length,
      asksForDefinition: asksForDefinition(text),
      asksForMeaning: asksForMeaning(text, language),
    },
  };
}

function weighTerms(text: string, identifiers: ReadonlySet<string>, stopWords: ReadonlySet<string>): QueryTerm[] {
  const weights = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const lineWeight = index === 0 ? 1 : LATER_LINE_WEIGHT;
    for (const word of wordsOf(line)) {
      if (stopWords.has(word.toLowerCase())) continue;
      const weight = lineWeight * (identifiers.has(word) ? IDENTIFIER_WEIGHT : 1);
      forEachTerm(word, (term) => weights.set(term, (weights.get(term) ?? 0) + weight));
    }
  });
  return heaviest([...weights].map(([term, weight]) => ({ term, weight: weight > 1 ? 1 + Math.log(weight) : weight })));
}

/** As many as a query may have. */
export function heaviest(terms: readonly QueryTerm[]): QueryTerm[] {
  return [...terms].sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1)).slice(0, TERMS_MAX);
}

/** Words that a person would not write in prose: inner capitals, underscores, digits, calls, back ticks, dots. */
function findIdentifiers(text: string): string[] {
  const found = new Set<string>();
  const pattern = /(`?)(?<![\w$/.-])([A-Za-z_$][\w$]*(?:(?:\.|::|#)[A-Za-z_$][\w$]*)*)(\(?)/g;
  for (const [, tick, name, call] of text.matchAll(pattern)) {
    const last = name!.split(/[.#]|::/).pop()!;
    const coded = /[a-z\d][A-Z]|_[A-Za-z\d]|[A-Za-z]_|\$|[A-Z][A-Z][a-z]/.test(name!);
    const dotted = last !== name && !/^(?:e\.g|i\.e)$|\.(?:com|org|io|net|md|json|ts|tsx|js|jsx|py|go|java|rs|ya?ml)$/.test(name!);
    if (coded || dotted || tick || (call && last.length > 2)) found.add(name!);
  }
  // A query of one bare word is a name.
  const alone = text.trim();
  if (/^[A-Za-z_$][\w$]*$/.test(alone)) found.add(alone);
  return [...found].slice(0, 50);
}

function plainWords(text: string, stopWords: ReadonlySet<string>): string[] {
  const words = (text.match(/\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? []).map((word) => word.toLowerCase());
  return words.filter((word) => !stopWords.has(word)).slice(0, 300);
}

function scopeOf(text: string): string | undefined {
  const match =
    /^\s*(?:\w+\(([\w\-./@, ]{2,60})\)!?|([\w\-./@]{2,40}(?:, ?[\w\-./@]{2,40})*)):\s/.exec(text) ?? undefined;
  const scope = match?.[1] ?? match?.[2];
  return scope && !/^(?:https?|fix|feat|chore|docs|refactor|perf|test|build|ci|style|error|typeerror|note)$/i.test(scope)
    ? scope
    : undefined;
}
