/** What a query asks for, read from its text alone: words, names, places, scope. */
import { forEachTerm, STOP_WORDS, wordsOf, type QueryTerm } from '../lexical';
import { isIntention } from './intention';
import { findPlaces, type Place } from './places';

export { actionToQuery, type ActionQuery } from './action';
export type { Place } from './places';
export { RELATED_SHARE, relatedTo } from './related';

export interface ParsedQuery {
  readonly text: string;
  /** Words for the lexical and vector stages, most telling first in weight, not in order. */
  readonly terms: readonly QueryTerm[];
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

const LATER_LINE_WEIGHT = 0.5;
const IDENTIFIER_WEIGHT = 1.5;
/** Words beyond these add cost, not meaning. */
const TERMS_MAX = 200;
/** Longer texts are reports, not questions about one name. */
const ASKED_MAX_CHARS = 300;
const DEFINITION = /\b(?:where(?:'s| is| are)|defin(?:ed|ition)|declar(?:ed|ation)|signature of|implementation of|go to|locate|o[uù] est)\b/i;
const MEANING = /\b(?:how|why|what|when|explain|describe|understand|handle[sd]?|handling|responsible|works?|comment|pourquoi|expliqu\w+)\b/i;

/** A name in its place, back ticks and brackets apart; `where is the parser defined` names none. */
const NAME = '`?([A-Za-z_$][\\w$]*(?:(?:\\.|::|#)[A-Za-z_$][\\w$]*)*)`?(?:\\(\\))?';
const ASKED_DEFINITION = new RegExp(`\\b(?:where(?:'s| is| are)|defin(?:ition|es?)(?: of)?|declaration of|implementation of|signature of|go to|locate|o[uù] est)\\s+${NAME}(?=\\s+(?:defined|declared|implemented|d[eé]fini\\w*)\\b|\\s*\\??\\s*$)`, 'i');
const NAME_ALONE = new RegExp(`^\\s*${NAME}\\s*$`);
const ASKED_CALLERS = [
  new RegExp(`\\b(?:who|what|which \\w+) (?:calls?|uses?|invokes?)\\s+${NAME}(?=\\s*\\??\\s*$)`, 'i'),
  new RegExp(`\\b(?:callers|usages?|uses|call sites) of\\s+${NAME}(?=\\s*\\??\\s*$)`, 'i'),
  new RegExp(`\\bwhere is\\s+${NAME} (?:called|used|invoked)\\b`, 'i'),
  new RegExp(`\\bqui (?:appelle|utilise)\\s+${NAME}(?=\\s*\\??\\s*$)`, 'i'),
];

export function parseQuery(text: string): ParsedQuery {
  const places = findPlaces(text);
  const callersOf = text.length > ASKED_MAX_CHARS ? undefined : nameAsked(text, ASKED_CALLERS);
  const definitionOf = text.length > ASKED_MAX_CHARS ? undefined : nameAsked(text, [ASKED_DEFINITION, NAME_ALONE]);
  const identifiers = [...new Set([...findIdentifiers(text), ...[callersOf, definitionOf].filter((name) => name !== undefined)])];
  const words = plainWords(text);
  const scope = scopeOf(text);
  const wordCount = (text.match(/[\p{L}\p{N}_$]+/gu) ?? []).length;
  return {
    text,
    terms: weighTerms(text, new Set(identifiers)),
    identifiers,
    words,
    places,
    ...(definitionOf ? { definitionOf } : {}),
    ...(callersOf ? { callersOf } : {}),
    ...(scope ? { scope } : {}),
    intention: places.length === 0 && !callersOf && !definitionOf && !scope && isIntention(text),
    shape: {
      words: wordCount,
      proseShare: wordCount === 0 ? 0 : 1 - Math.min(1, identifiers.length / wordCount),
      frames: places.filter((place) => place.frame).length,
      asksForDefinition: DEFINITION.test(text),
      asksForMeaning: MEANING.test(text),
    },
  };
}

function nameAsked(text: string, patterns: readonly RegExp[]): string | undefined {
  const name = patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  return name === undefined || STOP_WORDS.has(name.toLowerCase()) ? undefined : name;
}

function weighTerms(text: string, identifiers: ReadonlySet<string>): QueryTerm[] {
  const weights = new Map<string, number>();
  text.split('\n').forEach((line, index) => {
    const lineWeight = index === 0 ? 1 : LATER_LINE_WEIGHT;
    for (const word of wordsOf(line)) {
      if (STOP_WORDS.has(word.toLowerCase())) continue;
      const weight = lineWeight * (identifiers.has(word) ? IDENTIFIER_WEIGHT : 1);
      forEachTerm(word, (term) => weights.set(term, (weights.get(term) ?? 0) + weight));
    }
  });
  return [...weights]
    .map(([term, weight]) => ({ term, weight: weight > 1 ? 1 + Math.log(weight) : weight }))
    .sort((a, b) => b.weight - a.weight || (a.term < b.term ? -1 : 1))
    .slice(0, TERMS_MAX);
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

function plainWords(text: string): string[] {
  const words = (text.match(/\p{L}[\p{L}\p{M}\p{N}]*/gu) ?? []).map((word) => word.toLowerCase());
  return words.filter((word) => !STOP_WORDS.has(word)).slice(0, 300);
}

function scopeOf(text: string): string | undefined {
  const match =
    /^\s*(?:\w+\(([\w\-./@, ]{2,60})\)!?|([\w\-./@]{2,40}(?:, ?[\w\-./@]{2,40})*)):\s/.exec(text) ?? undefined;
  const scope = match?.[1] ?? match?.[2];
  return scope && !/^(?:https?|fix|feat|chore|docs|refactor|perf|test|build|ci|style|error|typeerror|note)$/i.test(scope)
    ? scope
    : undefined;
}
