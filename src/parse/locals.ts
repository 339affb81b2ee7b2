/** Names that live inside the functions around a line: read on demand, since facts hold none of them. */
import type { LocalName } from '../kernel';
import { scriptsOf } from './components';
import { entryOf, isTypeScriptFamily, languageOfContent } from './languages';

/** Inner scopes first, in each the order of the text; none for languages without a parser. Throws what the parser throws. */
export async function localsAt(path: string, text: string, line: number): Promise<LocalName[]> {
  const language = languageOfContent({ path, text });
  if (isTypeScriptFamily(language)) {
    const { localsInTypeScript } = await import('./typescript-locals');
    return localsInTypeScript(text, language, line);
  }
  if (entryOf(language)?.component) {
    const scripts = scriptsOf(text, language);
    const { localsInTypeScript } = await import('./typescript-locals');
    return localsInTypeScript(scripts.text, scripts.language, line);
  }
  const entry = entryOf(language)?.treeSitter;
  if (!entry) return [];
  const { localsWithGrammar } = await import('./treesitter/locals');
  return localsWithGrammar(text, entry, line);
}
