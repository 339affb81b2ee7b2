/**
 * Macros of C and C++ that stand where the grammars know no name: in front of a declaration, between
 * `class` and its name, behind a parameter list, alone on a line. They are emptied for the parser, every
 * other character stays in its place; whoever reads the text itself sees them still.
 */
import { wholeBranches } from './branches';
import { definesApart } from './defines';
import { byPlace, type Place } from './places';
import type { Prepared } from './rules';
import { testBlocks } from './test-blocks';

const MACRO = '[A-Z][A-Z0-9_]{2,80}';
const ARGUMENTS = String.raw`\([^()\n]{0,200}(?:\([^()\n]{0,100}\)[^()\n]{0,100}){0,3}\)`;
const WORDS = String.raw`[ \t]*(?:(?:extern|static|inline|template|virtual|constexpr|friend)[ \t]+){0,4}`;
const SUFFIX = String.raw`(?:API|EXPORTS?|EXTERN|INLINE|DECL|DEPRECATED|CONSTEXPR(?:\d\d)?|NODISCARD|NORETURN)_?`;

/** `class API_ Name {`: no declaration has two names. */
const BEFORE_NAME = new RegExp(
  String.raw`\b((?:class|struct|union|enum)[ \t]+)(${MACRO}(?:${ARGUMENTS})?)(?=\s{1,100}[A-Za-z_]\w{0,200}\s{0,100}(?:<[^<>{};\n]{0,200}>\s{0,100})?(?:final\s{0,100})?(?:\{|:(?!:)))`, 'g',
);
/** `LIBRARY_API type name(…)`. */
const BEFORE_TYPE = new RegExp(String.raw`^(${WORDS})((?:[A-Z][A-Z0-9_]{0,80})?${SUFFIX})(?=[ \t]+[A-Za-z_:])`, 'gm');
/** Any word where a name may stand that the file defines as such a macro. */
const AT_START = new RegExp(String.raw`^(${WORDS})(\w{2,80})(?=\s{1,20}[A-Za-z_:])`, 'gm');
/** Calling conventions stand between a type and a name. */
const CONVENTION = /([ \t])(WINAPI|(?:[A-Z]{1,20}_)?CALLBACK|APIENTRY|NTAPI|STDMETHODCALLTYPE|__stdcall|__cdecl|__fastcall)(?=[ \t]+[A-Za-z_]\w*[ \t]*[()])/g;
/** `int (API_CALLBACK *name)(…)`. */
const IN_POINTER = new RegExp(String.raw`(\([ \t]*)(${MACRO})(?=[ \t]*\*{1,3}[ \t]*[A-Za-z_]\w{0,100}[ \t]*\)\s{0,100}\()`, 'g');
/** `typedef Type FAR_ Name;`: of three words the one in the middle is none, unless the first is only a part of the type. */
const IN_TYPEDEF = new RegExp(String.raw`^([ \t]*typedef[ \t]+(?:(?:const|struct|union|enum)[ \t]+)?(?!(?:struct|union|enum|class|const|volatile|unsigned|signed|long|short|typename)\b)\w{1,100}\s{1,100})(${MACRO})(?=\s{1,100}\w{1,100}[ \t]*;)`, 'gm');
/** `LIBRARY_API(type) name(…)`. */
const AROUND_TYPE = new RegExp(String.raw`^((?:(?:extern|static)[ \t]+)?)(${MACRO}\()((?:\w{1,100}[ \t*]{0,10}){1,4})\)(?=[ \t]{1,20}\*?\w{1,100}[ \t]*\(|\s{1,20}\*?\w{0,100}[a-z]\w{0,100}[ \t]*\()`, 'gm');
/** `f() LOCKED(x) {`, and the same with `;`: whether it is a declaration the parentheses in front tell. */
const BEFORE_BODY = new RegExp(String.raw`(\)(?:\s{1,100}(?:const|noexcept|override|final)){0,3}[ \t]{0,100}\r?\n?[ \t]{0,100})(?<=\s)(${MACRO}(?:${ARGUMENTS}(?=\s{0,100};)|(?:${ARGUMENTS})?(?=\s{0,100}\{)|(?=[ \t]{0,20};)))`, 'g');
/** `BEGIN_NAMESPACE` and `DISABLE_WARNINGS()` between declarations. */
const ALONE = new RegExp(String.raw`^([ \t]*)(${MACRO}(?:${ARGUMENTS})?)(?=[ \t]*\r?$)`, 'gm');
const MACRO_LINE = new RegExp(String.raw`^\s*(?:${MACRO}(?:${ARGUMENTS})?|#.*|//.*|/\*.*\*/)?\s*$`);
/** `#define internal static inline`: its name means words that may be missing. */
const MEANINGS = String.raw`static|inline|extern|const|constexpr|volatile|noexcept|__inline(?:__)?|__forceinline|__attribute__[ \t]*\(\([^\n]{0,200}\)\)|__declspec${ARGUMENTS}|\[\[[^[\]\n]{0,100}\]\]`;
const SPECIFIERS = new RegExp(String.raw`^[ \t]*#[ \t]*define[ \t]+(\w{2,80})(?:[ \t]+(?:${MEANINGS})){0,6}[ \t]*(?://[^\n]*|/\*[^\n]*)?$`, 'gm');
/** What decides nothing about structure but has its own grammar: `__has_include(<x>)`, line ends escaped. */
const CONDITION = /^([ \t]*#[ \t]*(?:if|elif)[ \t])((?:[^\n\\/]|\\\r?\n|\\|\/(?![/*])){2,2000})/gm;
/** `TEST(suite, enum) {`: words of the language as names; and `THROWS(throw x, …)`, where no expression may begin. */
const CONDITION_WORDS = /__has_\w+[ \t]*\([^()\n]{0,200}\)|(?<!\w)[A-Za-z_]\w*/g;
const WORDS_AS_NAMES = new RegExp(String.raw`^([ \t]*${MACRO}\()([^()\n]{1,200})(?=\)\s{0,100}\{)`, 'gm');
const RESERVED = /(^|,)([ \t]*)(enum|struct|class|union|auto|int|char|void|bool|float|double|long|short|const|default|delete|volatile|new|this|switch|for|while|if|else|do|return)(?=[ \t]*(?:,|$))/g;
const THROWN = new RegExp(String.raw`\b(${MACRO}\()throw(?=[ \t])`, 'g');
/** `bool f(int) = delete;` outside of classes. */
const DELETED = /^(\S[^\n;{}]{0,300}\)[ \t]*)(=[ \t]*delete)(?=[ \t]*;)/gm;
const CONTROL = /^(?:if|for|while|switch|catch|return|sizeof)$/;
const STRUCTURE = /\b(?:struct|union)\b[^;{}()=]{0,200}\{\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/;
const SCOPE = /(?:\bnamespace\b[\w\s:]{0,200}|\bextern\s{1,20}"C(?:\+\+)?"\s{0,20})\{\s*(?:\/\/.*)?$/;
const SPECIFIERS_MAX = 200;
const LINES_BACK = 20;
const LOOK_BACK = 2_000;

export function withoutMacros(text: string): Prepared {
  const names: number[] = [];
  const emptied: Place[] = [];
  const specifiers = specifiersOf(text);
  const empty =
    (isMacro: (macro: string, offset: number, whole: string) => boolean) =>
    (all: string, head: string, macro: string, offset: number, whole: string): string => {
      if (!isMacro(macro, offset, whole)) return all;
      const start = offset + head.length;
      names.push(start);
      emptied.push({ start, end: start + macro.length });
      return head + macro.replace(/[^\n]/g, ' ');
    };
  const always = empty(() => true);
  let prepared = text.replace(BEFORE_NAME, always).replace(BEFORE_TYPE, always).replace(CONVENTION, always).replace(IN_POINTER, always).replace(IN_TYPEDEF, always);
  prepared = prepared.replace(AROUND_TYPE, (_, head: string, macro: string, type: string, offset: number) => {
    const start = offset + head.length;
    const end = start + macro.length + type.length;
    names.push(start);
    emptied.push({ start, end: start + macro.length }, { start: end, end: end + 1 });
    return `${head}${' '.repeat(macro.length)}${type} `;
  });
  // Two of them may stand side by side.
  for (let i = 0; i < 2 && specifiers.size > 0; i += 1) prepared = prepared.replace(AT_START, empty((word) => specifiers.has(word)));
  prepared = prepared
    .replace(CONDITION, (_, head: string, condition: string, offset: number) => {
      for (const { index, 0: word } of condition.matchAll(CONDITION_WORDS)) if (!/^(?:defined$|__has_)/.test(word)) names.push(offset + head.length + index);
      return `${head}1${condition.slice(1).replace(/[^\n]/g, ' ')}`;
    })
    .replace(WORDS_AS_NAMES, (_, head: string, words: string) => head + words.replace(RESERVED, (_all, comma: string, space: string, word: string) => comma + space + 'x'.repeat(word.length)))
    .replace(DELETED, (_, head: string, clause: string) => head + ' '.repeat(clause.length))
    .replace(THROWN, (_, head: string) => `${head}     `)
    .replace(ALONE, empty((macro, offset, whole) => !isGoneOn(macro, whole, offset) && (followsDeclaration(whole, offset) || standsForMembers(macro, whole, offset))))
    .replace(BEFORE_BODY, empty((_, offset, whole) => !CONTROL.test(calledBefore(whole, offset))));
  const blocks = testBlocks(prepared, (whole, offset) => followsDeclaration(whole, offset) || opensScope(whole, offset));
  names.push(...blocks.names);
  emptied.push(...blocks.emptied);
  const defines = definesApart(blocks.text, text);
  return { text: wholeBranches(defines.text), apart: defines.apart, names, emptied: emptied.sort(byPlace) };
}

/** Names that the file itself defines as words in front of declarations. */
function specifiersOf(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(SPECIFIERS)) if (names.size < SPECIFIERS_MAX) names.add(name!);
  return names;
}

/** The word in front of the parentheses that end at `end`. */
function calledBefore(text: string, end: number): string {
  let depth = 0;
  for (let at = end; at > Math.max(0, end - LOOK_BACK); at -= 1) {
    if (text[at] === ')') depth += 1;
    else if (text[at] === '(') depth -= 1;
    if (depth === 0) return /(\w+)\s*$/.exec(text.slice(Math.max(0, at - 100), at))?.[1] ?? '';
  }
  return '';
}

/** Whether the next line makes it a type or a function: `TYPE` and `name(…)`, `TYPE(*name)` and `(…)`, `TEST(name)` and `{`. */
function isGoneOn(macro: string, text: string, offset: number): boolean {
  const start = text.indexOf(macro, offset) + macro.length;
  const next = text.slice(start, start + LOOK_BACK);
  return /^\s*[({]/.test(next) || (!macro.endsWith(')') && /^[ \t]*\r?\n[ \t]*\*?\w*[a-z]\w*[ \t]*\(/.test(next));
}

/** `FIELDS` first in a structure, `NAMES(X)` in a list of names: whatever it stands for is not written here. */
function standsForMembers(macro: string, text: string, offset: number): boolean {
  const end = lineEndBefore(text, offset);
  const before = text.slice(Math.max(0, end - LOOK_BACK), end);
  if (!macro.endsWith(')')) return STRUCTURE.test(before);
  const start = text.indexOf(macro, offset) + macro.length;
  return /[{,]\s*(?:\/\*.*\*\/\s*)?$/.test(before) && /^\s*(?:[\w#}]|\/[/*])/.test(text.slice(start, start + LOOK_BACK));
}

/** Whether a declaration or a directive ends in front, and no list or expression goes on. */
function followsDeclaration(text: string, offset: number): boolean {
  const end = lineEndBefore(text, offset);
  const line = text.slice(Math.max(text.lastIndexOf('\n', end - 1) + 1, end - LOOK_BACK), end);
  return end <= 0 || (/[;}]\s*(?:\/\/.*|\/\*.*\*\/\s*)?$/.test(line) && !line.endsWith('\\'));
}

/** Whether the line in front opens a scope of declarations. */
function opensScope(text: string, offset: number): boolean {
  const end = lineEndBefore(text, offset);
  return SCOPE.test(text.slice(Math.max(0, end - LOOK_BACK), end));
}

/** Where the line ends that stands in front of `offset` and holds more than comments, macros and directives; 0 for none near. */
function lineEndBefore(text: string, offset: number): number {
  let end = offset - 1;
  for (let count = 0; count < LINES_BACK && end > 0; count += 1) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, Math.min(end, start + LOOK_BACK));
    // The comment may begin some lines above.
    const comment = /\*\/\s*$/.test(line) && !line.includes('/*') ? text.lastIndexOf('/*', start) : -1;
    if (comment < 0 && !MACRO_LINE.test(line)) return end;
    end = comment < 0 ? start - 1 : comment;
  }
  return 0;
}
