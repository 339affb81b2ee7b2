/** docs/languages.md holds the code's table; every language with facts has a golden folder. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isTypeScriptFamily, LANGUAGES, languageOf, type LanguageEntry } from '../../src/parse/languages';

const ROOT = join(__dirname, '../..');
/** What is parsed or is to be, beside what has a grammar. */
const SAMPLED = ['vue', 'svelte', 'json', 'yaml', 'markdown', 'html', 'css', 'sql'];
const SCRIPT_ENDINGS = ['d.ts', 'mts', 'cts', 'mjs', 'cjs'];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const manifestOf = (name: string): Manifest => JSON.parse(readFileSync(join(ROOT, 'node_modules', name, 'package.json'), 'utf8')) as Manifest;

function packageOf({ language, treeSitter, component, structured }: LanguageEntry): string | undefined {
  if (isTypeScriptFamily(language) || component) return 'ts-morph';
  if (structured) return structured.package;
  return treeSitter && /node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules)/.exec(treeSitter.grammar().replaceAll('\\', '/'))![1];
}

function rowOf(entry: LanguageEntry): string {
  const { language, extensions, names = [] } = entry;
  const files = [...extensions.map((one) => `.${one}`), ...names].join(' ') || 'everything else';
  const from = packageOf(entry);
  const facts = entry.structured ? 'parts' : entry.component ? 'all, of scripts' : 'all';
  if (from === undefined) return `| ${language} | ${files} | – | – | – | ${entry.structured ? facts : 'words and chunks'} |`;
  const { name, version, license } = manifestOf(from);
  return `| ${language} | ${files} | ${name} | ${version} | ${license} | ${facts} |`;
}

const inputs = readdirSync(join(ROOT, 'test/golden'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(ROOT, 'test/golden', name)).filter((file) => file.startsWith('input.')));

test('the page holds the table', () => {
  const page = readFileSync(join(ROOT, 'docs/languages.md'), 'utf8');
  const rows = page.split('\n').filter((line) => /^\| [a-z]+ \|/.test(line) && !line.startsWith('| language'));
  expect(rows).toEqual(LANGUAGES.map(rowOf));
});

test.each([...LANGUAGES.filter((entry) => packageOf(entry) !== undefined).map(({ language }) => language), ...SAMPLED])('%s has a golden folder', (language) => {
  expect(inputs.map(languageOf)).toContain(language);
});

test.each(SCRIPT_ENDINGS)('.%s has a golden folder', (ending) => {
  expect(inputs).toContain(`input.${ending}`);
});
