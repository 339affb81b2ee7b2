/** Whether a question is French: its small words tell, whatever names it holds. */
import { STOP_WORDS } from '../lexical';

export type Language = 'en' | 'fr';

/** Small words that no other language asks questions about code with; `on`, `comment`, `plus` are not among them. */
const MARKERS = new Set(`le la les une des du au aux et dans pour avec sans est sont qui que où cette ces ce il elle quel quelle
quels quelles pourquoi quand ne pas par sur dont lorsque être peut fait mon nos notre leur se si un de à`.split(/\s+/));
/** `l'utilisateur`, `qu'il`, `d’une`: cut off before a vowel. */
const ELISION = /(?<![\p{L}\p{N}_'’])(?:[ldjnscmt]|qu)['’](?=[aeiouyhàâéèêîôû])/giu;
const ACCENT = /[àâçéèêëîïôùûœ]/i;
/** Words by themselves: not parts of names, paths or calls. */
const WORD = /(?<![\p{L}\p{N}_\-/.$([])\p{L}+(?![\p{L}\p{N}_/$)\]]|[.:]\w)/gu;
/** Words that mark a language also stand in names and shell commands, so one alone says little, */
const MARKERS_MIN = 2;
/** but for these in a few words without an English one: `calcul du total`. */
const SURE = new Set('du des les une aux dans avec où pourquoi quel quelle qui'.split(' '));
const FEW_WORDS = 6;

/** English wherever it is not clearly French: more of its small words are French than English. */
export function languageOf(text: string): Language {
  const words = (text.match(WORD) ?? []).map((word) => word.toLowerCase());
  const elisions = text.match(ELISION)?.length ?? 0;
  const markers = words.filter((word) => MARKERS.has(word));
  const french = markers.length + elisions;
  const english = words.filter((word) => STOP_WORDS.has(word) && !MARKERS.has(word)).length;
  const told = new Set(markers).size + elisions + (ACCENT.test(text) ? 1 : 0);
  if (told >= MARKERS_MIN) return french > english ? 'fr' : 'en';
  return english === 0 && words.length <= FEW_WORDS && markers.some((word) => SURE.has(word)) ? 'fr' : 'en';
}
