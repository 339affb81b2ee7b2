/* eslint-disable @typescript-eslint/no-unsafe-class-instance-assignment -- classes of ts-morph are made of mixins */
/** Takes the `export` off a definition, or the definition away. */
import { Node, SyntaxKind, type SourceFile } from 'ts-morph';
import { hasDirective } from './imports';
import { withoutLines } from './text';

type Named = Node & { getName(): string | undefined };

/** The module-level statement that defines the name at an offset. */
function statementAt(file: SourceFile, offset: number): Node | undefined {
  return file.getStatements().find((each) => each.getPos() <= offset && offset < each.getEnd());
}

/** Without its `export`; the file must stay a module. */
export function dropExport(file: SourceFile, offset: number, name: string): string | undefined {
  const statement = statementAt(file, offset);
  if (!statement || hasDirective(statement) || definitionsOf(file, name).length !== 1) return undefined;
  return dropModifier(file, statement, name) ?? dropSpecifier(file, name);
}

/** What importers need to import anything, and what keeps names of the file out of the global scope. */
export function isModule(file: SourceFile): boolean {
  if (file.getImportDeclarations().length + file.getExportDeclarations().length + file.getExportAssignments().length > 0) return true;
  return file.getStatements().some((each) => Node.isExportable(each) && each.hasExportKeyword());
}

function dropModifier(file: SourceFile, statement: Node, name: string): string | undefined {
  if (!Node.isExportable(statement) || !statement.hasExportKeyword() || statement.hasDefaultKeyword()) return undefined;
  if (Node.isVariableStatement(statement) && statement.getDeclarations().length !== 1) return undefined;
  if (!Node.isVariableStatement(statement) && (statement as unknown as Named).getName() !== name) return undefined;
  statement.setIsExported(false);
  return file.getFullText();
}

/** `export { name }`; one under another name is somebody's wish. */
function dropSpecifier(file: SourceFile, name: string): string | undefined {
  const found = file.getExportDeclarations().filter((each) => !each.hasModuleSpecifier()).flatMap((each) => each.getNamedExports()).filter((each) => each.getNameNode().getText() === name);
  const [specifier] = found;
  if (!specifier || found.length > 1 || specifier.getAliasNode()) return undefined;
  const declaration = specifier.getExportDeclaration();
  if (declaration.getNamedExports().length === 1) return withoutLines(file.getFullText(), declaration.getStart(), declaration.getEnd());
  specifier.remove();
  return file.getFullText();
}

/** The whole definition, with the comment that belongs to it; only when nothing happens where it stands. */
export function removeDefinition(file: SourceFile, name: string): string | undefined {
  const [statement, ...others] = definitionsOf(file, name);
  if (!statement || others.length > 0 || hasDirective(statement) || !isInert(statement)) return undefined;
  return withoutLines(file.getFullText(), startWithComments(statement), statement.getEnd());
}

function definitionsOf(file: SourceFile, name: string): Node[] {
  return file.getStatements().filter((each) => {
    if (Node.isVariableStatement(each)) return each.getDeclarations().some((declaration) => declaration.getName() === name);
    const isDefinition = Node.isFunctionDeclaration(each) || Node.isClassDeclaration(each) || Node.isInterfaceDeclaration(each) || Node.isTypeAliasDeclaration(each) || Node.isEnumDeclaration(each) || Node.isModuleDeclaration(each);
    return isDefinition && each.getName() === name;
  });
}

/** Comments right above it, without a blank line between them and it. The first of a file may speak for the file. */
function startWithComments(statement: Node): number {
  const file = statement.getSourceFile();
  let start = statement.getStart(true);
  for (const comment of [...statement.getLeadingCommentRanges()].reverse()) {
    if (comment.getPos() >= start) continue;
    const isHead = file.getFullText().slice(0, comment.getPos()).trim() === '';
    if (isHead || /\n\s*\n/.test(file.getFullText().slice(comment.getEnd(), start))) break;
    start = comment.getPos();
  }
  return start;
}

function isInert(statement: Node): boolean {
  if (Node.isFunctionDeclaration(statement) || Node.isInterfaceDeclaration(statement) || Node.isTypeAliasDeclaration(statement)) return true;
  if (Node.isEnumDeclaration(statement)) return statement.getMembers().every((member) => isInertValue(member.getInitializer()));
  if (Node.isClassDeclaration(statement)) {
    const plain = statement.getDecorators().length === 0 && (statement.getExtends() === undefined || Node.isIdentifier(statement.getExtends()!.getExpression()));
    return plain && statement.getStaticBlocks().length === 0 && statement.getMembers().every((member) => isInertMember(member));
  }
  if (!Node.isVariableStatement(statement)) return false;
  const declarations = statement.getDeclarations();
  return declarations.length === 1 && Node.isIdentifier(declarations[0]!.getNameNode()) && isInertValue(declarations[0]!.getInitializer());
}

function isInertMember(member: Node): boolean {
  if (Node.isDecoratable(member) && member.getDecorators().length > 0) return false;
  if (Node.isPropertyDeclaration(member) && member.isStatic()) return isInertValue(member.getInitializer());
  const name = (member as unknown as { getNameNode?: () => Node | undefined }).getNameNode?.();
  return !name || !Node.isComputedPropertyName(name);
}

const LITERALS = new Set([
  SyntaxKind.StringLiteral, SyntaxKind.NumericLiteral, SyntaxKind.BigIntLiteral, SyntaxKind.NoSubstitutionTemplateLiteral, SyntaxKind.RegularExpressionLiteral,
  SyntaxKind.TrueKeyword, SyntaxKind.FalseKeyword, SyntaxKind.NullKeyword, SyntaxKind.ArrowFunction, SyntaxKind.FunctionExpression, SyntaxKind.Identifier,
]);

/** A value whose making does nothing else. */
function isInertValue(value: Node | undefined): boolean {
  if (!value || LITERALS.has(value.getKind())) return true;
  if (Node.isAsExpression(value) || Node.isSatisfiesExpression(value) || Node.isParenthesizedExpression(value)) return isInertValue(value.getExpression());
  if (Node.isPrefixUnaryExpression(value)) return isInertValue(value.getOperand());
  if (Node.isArrayLiteralExpression(value)) return value.getElements().every((each) => isInertValue(each));
  if (!Node.isObjectLiteralExpression(value)) return false;
  return value.getProperties().every((each) => {
    if (Node.isPropertyAssignment(each)) return !Node.isComputedPropertyName(each.getNameNode()) && isInertValue(each.getInitializer());
    return Node.isShorthandPropertyAssignment(each) || Node.isMethodDeclaration(each);
  });
}
