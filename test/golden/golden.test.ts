import type { FileFacts } from '../../src/kernel';
import { isTypeScriptFamily, LANGUAGES, type LanguageEntry } from '../../src/parse/languages';
import { parseFile } from '../../src/parse';
import { actualOf, expectedOf, listCases } from './cases';

const cases = listCases(__dirname);

test('there are cases', () => {
  expect(cases.length).toBeGreaterThan(25);
});

test.each(cases.map((one) => [one.name, one] as const))('%s', async (_, one) => {
  // Compared as text, so that a failure prints the lines that differ. `npm run golden:accept` accepts them.
  expect(await actualOf(one)).toBe(expectedOf(one));
});

const isParsed = ({ language, treeSitter, structured, component }: LanguageEntry): boolean => Boolean(treeSitter ?? structured ?? component) || isTypeScriptFamily(language);

test('every language with a parser has a case with symbols', () => {
  const shown = new Set(cases.flatMap((one) => {
    const { language, symbols } = JSON.parse(expectedOf(one)) as FileFacts;
    return symbols.length > 0 ? [language] : [];
  }));
  const parsed = LANGUAGES.filter(isParsed);
  expect(parsed.map(({ language }) => language).filter((language) => !shown.has(language))).toEqual([]);
  expect(parsed.length).toBeGreaterThan(24);
});

const PLAIN = LANGUAGES.filter((entry) => !isParsed(entry));

test.each(PLAIN.map(({ language, extensions, names = [] }) => [language, names[0] ?? `x.${extensions[0] ?? 'unknown'}`] as const))('%s has no structure, and says so', async (language, path) => {
  const text = 'function a() {}\nclass B\n[section]\nkey = 1\n';
  expect(await parseFile({ path, text, hash: '', size: text.length, invalidUtf8: false })).toMatchObject({ language, structure: 'none', symbols: [], imports: [], exports: [], problems: [], lineCount: 5 });
});

test('strings and comments never reach the facts', async () => {
  const facts = await actualOf(cases.find(({ name }) => name === 'strings-and-comments')!);
  expect(facts).not.toMatch(/hunter\d|secret of/);
  expect(facts).toContain('quoted-name');
});
