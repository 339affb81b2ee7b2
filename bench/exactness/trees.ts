/** Source trees on disk as facts. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { FileFacts } from '../../src/kernel';
import { parseFile } from '../../src/parse';
import { languageOf, languageOfContent } from '../../src/parse/languages';
import { fileRule, folderRule } from '../../src/source/default-rules';

const SIZE_MAX = 2 * 1024 * 1024;
const NO_SOURCES = /(^|\/)(?:\.git|node_modules)\//;

export interface Read {
  readonly facts: FileFacts[];
  readonly ms: number;
  readonly characters: number;
  readonly lineAt: (path: string, line: number) => string;
}

/** Absolute paths of the files that our table gives to the language. */
export function filesOf(tree: string, language: string): string[] {
  return readdirSync(tree, { recursive: true, encoding: 'utf8' })
    .filter((file) => (languageOf(file) === language || isHeader(file)) && !NO_SOURCES.test(file))
    // The engine never reads what its rules leave out by name: installed packages, minified bundles.
    .filter((file) => file.split('/').every((name) => folderRule(name) === undefined) && fileRule(basename(file)) === undefined)
    .map((file) => join(tree, file))
    .filter((file) => statSync(file).isFile() && statSync(file).size <= SIZE_MAX)
    // What a header holds decides what it is.
    .filter((file) => !isHeader(file) || languageOfContent({ path: file, text: readFileSync(file, 'utf8') }) === language)
    .sort();
}

const isHeader = (file: string): boolean => /\.h$/i.test(file);

/** Average length of a line from which on a text is not one that somebody wrote. */
const MINIFIED_AVERAGE = 200;

/** Why no definition is asked for: facts themselves tell of such a file that it has none. */
export const unreadBy = ({ structure }: Pick<FileFacts, 'structure'>): string | undefined =>
  structure === 'none' ? 'in files that are taken as minified or are too large, of which facts say that no structure is read' : undefined;

/** Why no definition of a file counts; undefined for most files. */
export function classOf({ path }: Pick<FileFacts, 'path'>): string | undefined {
  const text = readFileSync(path, 'utf8');
  if (text.length > MINIFIED_AVERAGE * text.split('\n').length) return 'in minified files';
  return languageOf(path) === 'bash' && (path.endsWith('.zsh') || /^#!.*\bzsh\b/.test(text)) ? 'in zsh scripts, which are read as if they were of bash' : undefined;
}

/** Rejects when a file of a language with a parser has no structure for a reason that is not the file's. */
export async function readFacts(paths: readonly string[]): Promise<Read> {
  const contents = paths.map((path) => {
    const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    return { path, text, hash: '', size: text.length, invalidUtf8: false };
  });
  // The first file loads the parser.
  const [first] = contents;
  if (first) {
    const { structure, problems } = await parseFile(first);
    if (structure === 'none' && problems.length === 0) throw new Error(`${first.path} has no structure: ${problems.map(({ message }) => message).join(' ')}`);
  }
  const started = performance.now();
  const facts: FileFacts[] = [];
  for (const content of contents) facts.push(await parseFile(content));
  const ms = performance.now() - started;
  const texts = new Map(contents.map(({ path, text }) => [path, text.split('\n')]));
  const lineAt = (path: string, line: number): string => texts.get(path)?.[line - 1] ?? '';
  return { facts, ms, characters: contents.reduce((sum, { text }) => sum + text.length, 0), lineAt };
}
