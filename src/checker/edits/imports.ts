/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- classes of ts-morph are made of mixins */
import { Node, type ImportDeclaration, type ImportEqualsDeclaration, type ImportSpecifier, type SourceFile } from 'ts-morph';
import { withoutLines } from './text';

export interface UnusedNames {
  readonly line: number;
  readonly names: readonly string[];
}

/** Comments that speak to a tool about the statement after them. */
const DIRECTIVE = /@ts-|eslint-disable|prettier-ignore|biome-ignore|istanbul|c8 ignore|v8 ignore/;

/**
 * Takes names out of the import that starts at a line, or all of it when none is left. `keepsModule`:
 * the module is loaded for every name that is left, so that the last one is not to go.
 */
export function removeNames(file: SourceFile, { line, names }: UnusedNames, keepsModule: boolean): string | undefined {
  const statement = file.getStatements().find((each) => each.getStartLineNumber() === line && (Node.isImportDeclaration(each) || Node.isImportEqualsDeclaration(each)));
  if (!statement || hasDirective(statement)) return undefined;
  const wanted = new Set(names);
  const all = Node.isImportDeclaration(statement) ? localNames(statement) : [(statement as ImportEqualsDeclaration).getName()];
  const left = all.filter((name) => !wanted.has(name));
  if (left.length === all.length) return undefined;
  if (left.length === 0) {
    const goes = !keepsModule || isLoadedElsewhere(file, statement);
    return goes ? withoutLines(file.getFullText(), statement.getStart(), statement.getEnd()) : undefined;
  }
  return Node.isImportDeclaration(statement) ? removeSome(statement, wanted) : undefined;
}

function localNames(statement: ImportDeclaration): string[] {
  const single = [statement.getDefaultImport(), statement.getNamespaceImport()].flatMap((node) => (node ? [node.getText()] : []));
  return [...single, ...statement.getNamedImports().map((each) => localName(each))];
}

const localName = (each: ReturnType<ImportDeclaration['getNamedImports']>[number]): string => (each.getAliasNode() ?? each.getNameNode()).getText();

function removeSome(statement: ImportDeclaration, wanted: ReadonlySet<string>): string {
  const space = statement.getNamespaceImport();
  if (space && wanted.has(space.getText())) statement.removeNamespaceImport();
  const main = statement.getDefaultImport();
  if (main && wanted.has(main.getText())) statement.removeDefaultImport();
  const named = statement.getNamedImports();
  const unused = named.filter((each) => wanted.has(localName(each)));
  const file = statement.getSourceFile();
  if (unused.length === 0 || unused.length < named.length) return withoutSpecifiers(file.getFullText(), named, unused);
  statement.removeNamedImports();
  return file.getFullText();
}

/** By text: commas and lines stay as the author set them. */
function withoutSpecifiers(text: string, all: readonly ImportSpecifier[], unused: readonly ImportSpecifier[]): string {
  let left = text;
  let limit = Infinity;
  for (const each of [...unused].reverse()) {
    const at = all.indexOf(each);
    const next = all[at + 1];
    // The last goes with the comma before it: whatever followed it follows that one then.
    const before = all.slice(0, at).findLast((other) => !unused.includes(other));
    const [start, end] = next ? [each.getStart(), next.getStart()] : [before!.getEnd(), each.getEnd()];
    if (start >= limit) continue;
    left = left.slice(0, start) + left.slice(Math.min(end, limit));
    limit = start;
  }
  return left;
}

function isLoadedElsewhere(file: SourceFile, statement: Node): boolean {
  if (!Node.isImportDeclaration(statement)) return false;
  const specifier = statement.getModuleSpecifierValue();
  return [...file.getImportDeclarations(), ...file.getExportDeclarations()].some((each) => each !== statement && !each.isTypeOnly() && each.getModuleSpecifierValue() === specifier);
}

export const hasDirective = (node: Node): boolean =>
  [...node.getLeadingCommentRanges(), ...node.getTrailingCommentRanges()].some((comment) => DIRECTIVE.test(comment.getText()));
