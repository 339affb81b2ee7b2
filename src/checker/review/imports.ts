/** Imports that the compiler itself finds unused. */
import { ts } from 'ts-morph';
import type { FoundImport } from '../messages';
import type { Service } from '../service';
import { nodeAt, rangeOf } from './places';

/** Names that the transformation of markup uses without writing them. */
const MARKUP_NAMES = new Set(['React', 'h', 'jsx', 'jsxs', 'Fragment', 'createElement']);

type ImportStatement = ts.ImportDeclaration | ts.ImportEqualsDeclaration;

export function unusedImports(service: Service, source: ts.SourceFile): FoundImport[] {
  const found = new Map<ImportStatement, Set<string>>();
  for (const { start, code } of unusedIn(service, source.fileName)) {
    const node = start === undefined ? undefined : nodeAt(source, start);
    const statement = node && statementOf(node);
    if (!statement) continue;
    const names = found.get(statement) ?? new Set<string>();
    const whole = start === statement.getStart(source) || code === ALL_UNUSED;
    for (const name of whole ? namesOf(statement) : ownNames(node, statement)) names.add(name);
    found.set(statement, names);
  }
  return [...found].flatMap(([statement, names]) => {
    const kept = [...names].filter((name) => !(hasMarkup(source) && MARKUP_NAMES.has(name)));
    if (kept.length === 0) return [];
    const whole = kept.length === namesOf(statement).length;
    return [{ ...rangeOf(source, statement), specifier: specifierOf(statement), names: kept, whole, mentioned: isMentioned(source, statement, kept) }];
  });
}

const ALL_UNUSED = 6192;

/** What an editor greys out: names that are declared and not used. */
export function unusedIn(service: Service, fileName: string): ts.Diagnostic[] {
  return service.language.getSuggestionDiagnostics(fileName).filter(({ reportsUnnecessary }) => reportsUnnecessary !== undefined);
}

function statementOf(node: ts.Node): ImportStatement | undefined {
  for (let at: ts.Node | undefined = node; at; at = at.parent as ts.Node | undefined) {
    if (ts.isImportDeclaration(at) || ts.isImportEqualsDeclaration(at)) return at;
    if (ts.isStatement(at)) return undefined;
  }
  return undefined;
}

/** What each name that the statement brings is called in the file. */
function namesOf(statement: ImportStatement): string[] {
  if (ts.isImportEqualsDeclaration(statement)) return [statement.name.text];
  const { name, namedBindings } = statement.importClause ?? {};
  const inner = namedBindings ? (ts.isNamespaceImport(namedBindings) ? [namedBindings.name.text] : namedBindings.elements.map((each) => each.name.text)) : [];
  return [...(name ? [name.text] : []), ...inner];
}

/** The names of the part that a message is about: one specifier, or all of the braces. */
function ownNames(node: ts.Node, statement: ImportStatement): string[] {
  for (let at = node; at !== statement; at = at.parent) {
    if (ts.isImportSpecifier(at) || ts.isNamespaceImport(at)) return [at.name.text];
    if (ts.isNamedImports(at)) return at.elements.map(({ name }) => name.text);
    if (ts.isImportClause(at)) return at.name ? [at.name.text] : [];
  }
  return [];
}

function specifierOf(statement: ImportStatement): string {
  if (ts.isImportDeclaration(statement)) return (statement.moduleSpecifier as ts.StringLiteral).text;
  const { moduleReference } = statement;
  return ts.isExternalModuleReference(moduleReference) && ts.isStringLiteral(moduleReference.expression) ? moduleReference.expression.text : moduleReference.getText();
}

function hasMarkup(source: ts.SourceFile): boolean {
  return /\.[jt]sx$/.test(source.fileName) || (/\.[cm]?js$/.test(source.fileName) && /<\/|\/>/.test(source.text));
}

function isMentioned(source: ts.SourceFile, statement: ImportStatement, names: readonly string[]): boolean {
  const rest = source.text.slice(0, statement.getStart(source)) + source.text.slice(statement.end);
  const words = new Set(rest.match(/[\p{L}\p{N}_$]+/gu) ?? []);
  return names.some((name) => words.has(name));
}
