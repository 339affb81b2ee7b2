/** What is asked of a name: where it is defined, who uses it; in English and in French. */
import type { Language } from './language';

/** Longer texts are reports, not questions about one name. */
const ASKED_MAX_CHARS = 300;
const DEFINITION = /\b(?:where(?:'s| is| are)|defin(?:ed|ition)|declar(?:ed|ation)|signature of|implementation of|go to|locate|o[uù] (?:est|sont)|d[eé]finie?s?|d[eé]clar[eé]e?s?)(?![\p{L}\p{N}_])/iu;
const MEANING = {
  en: /\b(?:how|why|what|when|explain|describe|understand|handle[sd]?|handling|responsible|works?)\b/i,
  fr: /\b(?:comment|pourquoi|quand|que fait|expliqu\w+|d[eé]cri\w+|g[eè]re|fonctionne)\b/i,
} as const satisfies Record<Language, RegExp>;

/** A name in its place, back ticks and brackets apart; `where is the parser defined` names none. */
const NAME = '`?([A-Za-z_$][\\w$]*(?:(?:\\.|::|#)[A-Za-z_$][\\w$]*)*)`?(?:\\(\\))?';
const ENDS = '(?=\\s*\\??\\s*$)';
/** `la fonction parseUrl`: French may say what it is before the name, and has the verb before both. */
const FRENCH_NAME = `\\s+(?:(?:la |le |l['’])?(?:fonction|m[eé]thode|classe|interface|constante|variable|type)\\s+)?${NAME}${ENDS}`;
const DEFINITIONS = [
  `o[uù] (?:est|sont|se trouve)(?: (?:d[eé]fini|d[eé]clar[eé]|impl[eé]ment[eé])e?s?)?${FRENCH_NAME}`,
  `\\b(?:d[eé]finition|d[eé]claration|signature|impl[eé]mentation) de${FRENCH_NAME}`,
  `\\b(?:where(?:'s| is| are)|defin(?:ition|es?)(?: of)?|declaration of|implementation of|signature of|go to|locate|o[uù] est)\\s+${NAME}(?=\\s+(?:defined|declared|implemented|d[eé]fini\\w*)(?!\\w)|\\s*\\??\\s*$)`,
  `^\\s*${NAME}\\s*$`,
].map((pattern) => new RegExp(pattern, 'i'));
const CALLERS = [
  `\\b(?:who|what|which \\w+) (?:calls?|uses?|invokes?)\\s+${NAME}${ENDS}`,
  `\\b(?:callers|usages?|uses|call sites) of\\s+${NAME}${ENDS}`,
  `\\bwhere is\\s+${NAME} (?:called|used|invoked)\\b`,
  `\\bqui (?:appelle|utilise|invoque)${FRENCH_NAME}`,
  `o[uù] (?:est|sont) (?:appel|utilis|invoqu)[eé]e?s?${FRENCH_NAME}`,
  `\\b(?:appels? (?:à|de)|utilisations? de)${FRENCH_NAME}`,
].map((pattern) => new RegExp(pattern, 'i'));

export interface Asked {
  readonly callersOf?: string;
  readonly definitionOf?: string;
}

export function namesAsked(text: string, stopWords: ReadonlySet<string>): Asked {
  if (text.length > ASKED_MAX_CHARS) return {};
  const callersOf = nameBy(CALLERS, text, stopWords);
  const definitionOf = nameBy(DEFINITIONS, text, stopWords);
  return { ...(callersOf && { callersOf }), ...(definitionOf && { definitionOf }) };
}

function nameBy(patterns: readonly RegExp[], text: string, stopWords: ReadonlySet<string>): string | undefined {
  const name = patterns.map((pattern) => pattern.exec(text)?.[1]).find((found) => found !== undefined);
  return name === undefined || stopWords.has(name.toLowerCase()) ? undefined : name;
}

export const asksForDefinition = (text: string): boolean => DEFINITION.test(text);

export const asksForMeaning = (text: string, language: Language): boolean => MEANING[language].test(text);
