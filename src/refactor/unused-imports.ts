/** Imports whose names a file does not use: told by facts where a language allows, confirmed by the text. */
import type { IndexedFile } from '../corpus';
import type { GraphFile } from '../graph';
import type { ImportFact } from '../kernel';
import { COMPILED } from './dead-exports';
import { listed, type Draft, type RuleScope } from './draft';

export interface SuspectImport {
  readonly file: IndexedFile;
  readonly line: number;
  readonly specifier: string;
  /** What the file calls them. */
  readonly names: readonly string[];
}

/** Languages in which an import does nothing but bring names that its file must write out to use. */
const BY_TEXT = new Set(['python', 'java', 'php']);

/** Paths of TypeScript and JavaScript files with an import that the type checker should look at. */
export function filesWithSuspects({ view, covers }: RuleScope): string[] {
  return view.files
    .filter((file) => covers(file.path) && COMPILED.has(file.facts.language) && file.facts.imports.some((each) => suspectNames(file, each).length > 0))
    .map(({ path }) => path);
}

/** The same of other languages; `confirmSuspect` looks at the text. */
export function suspectImports({ view, covers }: RuleScope): SuspectImport[] {
  return view.files.filter((file) => covers(file.path) && BY_TEXT.has(file.facts.language) && !isPackageIndex(file)).flatMap((file) =>
    file.facts.imports.flatMap((each) => {
      const names = suspectNames(file, each);
      return names.length > 0 ? [{ file, line: each.line, specifier: each.specifier, names }] : [];
    }),
  );
}

export const examinesImports = (language: string): boolean => COMPILED.has(language) || BY_TEXT.has(language);

/** What it imports, others import from it. */
const isPackageIndex = ({ path }: GraphFile): boolean => /(?:^|\/)__init__\.pyi?$/.test(path) || path.endsWith('.pyi');

function suspectNames({ facts }: GraphFile, { names, locals, specifier }: ImportFact): string[] {
  if (specifier === '__future__') return [];
  const used = usedNames(facts);
  return locals.filter((local, at) => {
    const word = local.split('.')[0]!;
    // `from a import b as b` says that b is meant for others.
    const passedOn = facts.language === 'python' && facts.exports.some((fact) => fact.local === local);
    return word !== '' && word !== '*' && names[at] !== undefined && !used.has(word) && !passedOn;
  });
}

const known = new WeakMap<GraphFile['facts'], ReadonlySet<string>>();

function usedNames(facts: GraphFile['facts']): ReadonlySet<string> {
  let names = known.get(facts);
  if (!names) {
    const passedOn = facts.exports.filter(({ from }) => from === undefined).map(({ local }) => local);
    known.set(facts, (names = new Set([...facts.references.names.split('\n'), ...passedOn])));
  }
  return names;
}

/** Names that stand nowhere else in the text, not even in a comment or a text; none where the author says so. */
export function confirmSuspect({ names, line }: SuspectImport, lines: readonly string[]): string[] {
  if (/#\s*noqa|#\s*type:|NOSONAR|noinspection|# pylint|isort:skip/.test(lines[line - 1] ?? '')) return [];
  if (isGuarded(lines, line)) return [];
  return names.filter((name) => {
    const first = name.split('.')[0]!;
    if (!/^[\p{L}\p{N}_]+$/u.test(first)) return false;
    const word = new RegExp(`(?<![\\p{L}\\p{N}_$])${first}(?![\\p{L}\\p{N}_$])`, 'u');
    return lines.filter((text) => word.test(text)).length <= 1;
  });
}

/** `try: import x`: whether it can be imported may be the point. */
const isGuarded = (lines: readonly string[], line: number): boolean => /^\s+/.test(lines[line - 1] ?? '') && lines.slice(Math.max(0, line - 4), line).some((text) => /^\s*try\s*:/.test(text));

export function describeUnused({ file, line, specifier }: SuspectImport, names: readonly string[]): Draft {
  return {
    rule: 'unused_import',
    path: file.path,
    symbol: '',
    startLine: line,
    endLine: line,
    message: `${listed(names)} from ${specifier} ${names.length === 1 ? 'is' : 'are'} imported and not used.`,
    evidence: { names: names.join(', '), specifier, method: 'names' },
    why: 'It says that the file depends on something that it does not need.',
    effort: 'small',
    confidence: 0.8,
    magnitude: Math.min(1, names.length / 5),
  };
}
