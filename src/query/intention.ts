/**
 * Whether a text tells what code does (`Decodes a byte array into a number`, `where is the cache emptied?`)
 * rather than what should become of it, as issues and commit messages do. The two are ranked differently:
 * who describes a function means one of any length, and its name and parameters mostly say what it does;
 * who wants a change means code that is worked on, which is long.
 */
import type { Language } from './language';

const WORDS_MIN = 3;
/** Longer texts are reports. */
const WORDS_MAX = 40;
/** As an order, or as told afterwards: `Update …`, `Updated …`. */
const CHANGE = new RegExp(
  `^(?:${`fix add allow support make prevent ensure improve avoid handle use remove update bump refactor rename move drop
  deprecate introduce implement expand append skip stop revert replace change restore warn disable enable expose correct
  simplify extend optimi[sz]e clean migrate switch include exclude preserve keep respect propagate clarify report reject
  treat align tighten harden bring show don't never always only better new more regression`.split(/\s+/).join('|')})(?:[dp]?e?d)?\\b`,
  'i',
);
const COMPLAINT = /\b(?:fix(?:es|ed)?|bug|crash(?:es|ed)?|regression|broken|incorrect(?:ly)?|wrong(?:ly)?|missing|should(?:n't)?|doesn't|does not|don't|fails?|issue|instead of|rather than|in favou?r of|no longer)\b/i;
/** `Returns the …`, `Creates a …`: tells what code does, even if that is to fail, or with what is missing. */
const TELLS = /^(?:returns?|gets?|creates?|checks?|converts?|computes?|decodes?|encodes?|determines?|(?!(?:fix|add|remov|updat|improv|support|allow|mak|ensur|prevent|avoid|handl|drop|replac|chang)e?s)[a-z]{3,}[^s\W]s)\s(?:an?|the|all|any|each|whether|if|only|true|with|every|one|its|multiple|values|that|of)\b/i;
/** Subject lines of changes and titles of issues are no sentences; descriptions and questions are. */
const SENTENCE = /[.:?]$|^(?:how|where|what|which|who|when|why|does|do|is|are|can|o[uù]|comment|quel\w*|qui|pourquoi|quand|find)\b|\b(?:function|method|class|code|helper|place)\b.*\b(?:that|which|to|for|where)\b/i;
/** The same in French: what changes call for, what issues complain of, and `Vérifie si …`, `Renvoie la …`. */
const FRENCH = {
  change: /^(?:corrig|ajout|permet|supporte|emp[eê]che|am[eé]lior|[eé]vit|mettre|met\s|renomm|d[eé]plac|remplac|simplifi|autoris|d[eé]sactiv|activ|nettoy|refactor)/i,
  complaint: /(?<!\p{L})(?:bugs?|plante|cass[eé]e?s?|ne (?:marche|fonctionne|s'affiche)|incorrecte?|devrait|au lieu d|manque|[eé]choue|toujours pas)(?!\p{L})/iu,
  tells: /^\p{L}{3,}(?:e|t|s|it)\s+(?:(?:le|la|les|un|une|des|du|si|chaque|tous|toutes)\s|l['’])/iu,
  sentence: /[.:?]$|^(?:o[uù]|comment|quel\p{L}*|qui|que|pourquoi|quand|combien|est-ce)(?!\p{L})|(?<!\p{L})(?:fonction|m[eé]thode|classe|code|endroit)\s.*(?<!\p{L})qui\s/iu,
} as const;
const FORMS = { en: { change: CHANGE, complaint: COMPLAINT, tells: TELLS, sentence: SENTENCE }, fr: FRENCH } as const;
const FURTHER_SENTENCE = /[.!?]\s+\S|\n\s*\S/;

export function isIntention(text: string, language: Language = 'en'): boolean {
  const asked = text.trim();
  const words = asked.split(/\s+/).length;
  const { change, complaint, tells, sentence } = FORMS[language];
  const isAbout = tells.test(asked) || (sentence.test(asked) && !complaint.test(asked));
  return words >= WORDS_MIN && words <= WORDS_MAX && !change.test(asked) && isAbout && !FURTHER_SENTENCE.test(asked);
}
