/** One file's text to its facts. Runs in analysis threads; never keeps the text. */
import { LIMITS } from '../kernel';
import type { FileContent, FileFacts, ParseProblem } from '../kernel';
import { problemsAt, scriptContent, scriptsOf } from './components';
import { isReadable, parseDocument, type DocumentEntry } from './documents';
import type { ParseOptions } from './fingerprint/builder';
import { createLineTable } from './lines';
import { entryOf, isTypeScriptFamily, languageOf, languageOfContent } from './languages';
import { projectFacts } from './project';
import { NO_REFERENCES } from './references';
import { shapeOfSnippet, type SnippetShape } from './snippet';

export { isDocument, languageOf } from './languages';
export { localsAt } from './locals';
export { comparableLanguage, comparableLanguages, type SnippetShape } from './snippet';
export { forEachReference, type Reference } from './references';

/**
 * The facts of any file. A file that the parser cannot take (nested too deep for the stack, lines of
 * minified code) still has lines and words: `structure` is `none` and `problems` says why.
 */
export async function parseFile(content: FileContent, options?: ParseOptions): Promise<FileFacts> {
  const facts = await structureOf(content, options);
  const project = projectFacts(content.path, content.text);
  return project ? { ...facts, project } : facts;
}

/** The fingerprint of code that stands in no file. `language`: as `comparableLanguage` gives it. */
export const parseSnippet = (text: string, language: string): Promise<SnippetShape> => shapeOfSnippet(text, language, parseFile);

async function structureOf(content: FileContent, options: ParseOptions | undefined): Promise<FileFacts> {
  const language = languageOf(content.path);
  const entry = entryOf(language);
  if (entry?.treeSitter) return parseCode(content, options);
  if (entry?.structured) return parseParts(content, language, entry.structured);
  if (entry?.component) return parseComponent(content, language, options);
  return isTypeScriptFamily(language) ? parseScript(content, language, language, options) : plainFacts(content, language);
}

/** `dialect`: the language of the compiler, where the file's own is another; `measured`: the text whose long lines count. */
async function parseScript(content: FileContent, language: string, dialect: string, options: ParseOptions | undefined, measured = content.text): Promise<FileFacts> {
  const long = firstLongLine(measured);
  if (long) return plainFacts(content, language, { line: long, message: MINIFIED });
  // ts-morph is heavy: threads that meet no TypeScript never load it.
  const { parseTypeScript } = await import('./typescript');
  try {
    return { ...parseTypeScript(content, dialect, options), language };
  } catch (thrown) {
    // The compiler's parser calls itself for each level of nesting and may overflow the stack.
    const message = thrown instanceof RangeError ? NESTED : FAILED;
    return plainFacts(content, language, { line: 1, message });
  }
}

/** Markup between the scripts has lines and words, and nothing else. */
async function parseComponent(content: FileContent, language: string, options: ParseOptions | undefined): Promise<FileFacts> {
  if (content.text.length > LIMITS.parseMaxChars) return plainFacts(content, language, { line: 1, message: LARGE });
  const scripts = scriptsOf(content.text, language);
  const facts = await parseScript(scriptContent(content, scripts), language, scripts.language, options, scripts.text.replace(/ {200,}/g, ' '));
  const lines = createLineTable(content.text);
  return { ...facts, problems: [...problemsAt(scripts.problems, lines.lineAt), ...facts.problems] };
}

async function parseParts(content: FileContent, language: string, entry: DocumentEntry): Promise<FileFacts> {
  if (!isReadable(content)) return plainFacts(content, language, { line: 1, message: LONG });
  try {
    return await parseDocument(content, language, entry);
  } catch (thrown) {
    return plainFacts(content, language, { line: 1, message: thrown instanceof RangeError ? NESTED_PARTS : FAILED });
  }
}

/** Tables in long lines are common in these languages, so a long line is no reason to leave a file out. */
async function parseCode(content: FileContent, options: ParseOptions | undefined): Promise<FileFacts> {
  const language = languageOfContent(content);
  const entry = entryOf(language)!.treeSitter!;
  if (content.text.length > LIMITS.parseMaxChars) return plainFacts(content, language, { line: 1, message: LARGE });
  const { parseWithGrammar } = await import('./treesitter');
  try {
    return await parseWithGrammar(content, language, entry, options);
  } catch (thrown) {
    const { message = 'an unknown failure' } = thrown as { message?: string };
    const reason = message.split('\n', 1)[0]!;
    return plainFacts(content, language, { line: 1, message: `No symbols are read from the file: ${reason.slice(0, 200)}` });
  }
}

const LARGE = `The file has more than ${LIMITS.parseMaxChars} characters: no symbols are read from it.`;
const MINIFIED = `The line has more than ${LIMITS.minifiedLineChars} characters: the file is taken as minified, no symbols are read from it.`;
const NESTED = 'The code is nested too deep to be parsed: no symbols are read from it.';
const LONG = `The document has more than ${LIMITS.documentMaxChars} characters: no symbols are read from it.`;
const NESTED_PARTS = 'The document is nested too deep to be parsed: no symbols are read from it.';
const FAILED = 'The parser failed on the file: no symbols are read from it.';

function plainFacts(content: FileContent, language: string, problem?: ParseProblem): FileFacts {
  return {
    path: content.path,
    hash: content.hash,
    language,
    structure: 'none',
    lineCount: splitLines(content.text).length,
    symbols: [],
    imports: [],
    exports: [],
    module: '',
    references: NO_REFERENCES,
    problems: problem ? [problem] : [],
    invalidUtf8: content.invalidUtf8,
  };
}

/** Lines as the TypeScript compiler counts them: \n, \r\n, \r and the Unicode separators end one. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/);
}

/** Number of the first line that marks the file as minified, or 0. */
function firstLongLine(text: string): number {
  const most = LIMITS.minifiedLineChars;
  // Few files have one: from the start of a line on, the last line feed that is near enough is looked for.
  for (let start = 0; text.length - start > most; ) {
    const end = text.lastIndexOf('\n', start + most);
    if (end < start) return splitLines(text).findIndex((line) => line.length > most) + 1;
    start = end + 1;
  }
  return 0;
}
