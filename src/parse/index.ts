/** One file's text to its facts. Runs in analysis threads; never keeps the text. */
import { LIMITS } from '../kernel';
import type { FileContent, FileFacts } from '../kernel';
import { isTypeScriptFamily, languageOf } from './languages';
import { NO_REFERENCES } from './references';

export { isDocument, languageOf } from './languages';
export { forEachReference, type Reference } from './references';

export async function parseFile(content: FileContent): Promise<FileFacts> {
  const language = languageOf(content.path);
  if (isTypeScriptFamily(language) && !isMinified(content.text)) {
    // ts-morph is heavy: threads that meet no TypeScript never load it.
    const { parseTypeScript } = await import('./typescript');
    return parseTypeScript(content, language);
  }
  return {
    path: content.path,
    hash: content.hash,
    language,
    structure: 'none',
    lineCount: countLines(content.text),
    symbols: [],
    imports: [],
    exports: [],
    module: '',
    references: NO_REFERENCES,
    problems: [],
    invalidUtf8: content.invalidUtf8,
  };
}

/** Lines as the TypeScript compiler counts them: \n, \r\n, \r and the Unicode separators end one. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/);
}

function countLines(text: string): number {
  return splitLines(text).length;
}

function isMinified(text: string): boolean {
  let lineStart = 0;
  while (lineStart < text.length) {
    const end = text.indexOf('\n', lineStart);
    if (end < 0) return text.length - lineStart > LIMITS.minifiedLineChars;
    if (end - lineStart > LIMITS.minifiedLineChars) return true;
    lineStart = end + 1;
  }
  return false;
}
